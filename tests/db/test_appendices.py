"""Appendices that are files of their own: put, ordered, taken away; what is checked, submitted and
signed is all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.commits.file_bodies import digest
from core.errors import TooLarge
from core.office.terms import Act
from db import commits, facts
from db.acting import acting
from db.actions import appendices, outgoing
from db.actions.files import NewFile
from db.queries import checks, documents, submissions
from tests.db.letter_rig import ENTRY, Letters, pdf

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Letters]:
    made = Letters(tmp_path_factory.mktemp("letters"))
    yield made
    made.close()


def table(text: str) -> NewFile:
    return NewFile(f"{text}.xlsx", XLSX, text.encode())


def begun(letters: Letters, *files: NewFile) -> str:
    return outgoing.draft(letters.officer, ENTRY, b"{}", pdf("x"), appendices=files).entity


def standing(letters: Letters, document: str) -> list[tuple[str, str]]:
    page = documents.page(letters.clerk, document)
    assert page is not None
    return [(file.slot, file.name) for file in page.files if file.role == "appendix"]


def revise(letters: Letters, document: str, *files: NewFile) -> int:
    """How many operations on its appendices that takes."""
    done = outgoing.revise(letters.officer, document, ENTRY, b"{}", pdf("x"), files)
    with letters.officer.engine.begin() as connection:
        last = commits.touching(connection, ("document", done.entity))[-1][0]
    return sum(op.kind == "document.unfile" or op.body.get("role") == "appendix" for op in last.ops)


def test_files_stand_in_slots_by_their_order_and_only_what_differs_is_written(
    letters: Letters,
) -> None:
    one, two, three = table("mot"), table("hai"), table("ba")
    document = begun(letters, one, two, three)
    assert standing(letters, document) == [
        ("appendix-1", "mot.xlsx"), ("appendix-2", "hai.xlsx"), ("appendix-3", "ba.xlsx")
    ]  # fmt: skip
    assert revise(letters, document, one, two, three) == 0
    assert revise(letters, document, one, three) == 2
    assert standing(letters, document) == [("appendix-1", "mot.xlsx"), ("appendix-2", "ba.xlsx")]
    assert revise(letters, document) == 2
    assert standing(letters, document) == []


def test_too_many_bytes_for_one_document_are_refused(
    letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appendices, "MOST_BYTES", 10)
    with pytest.raises(TooLarge):
        begun(letters, table("nam chu"), table("va nam"))


def lead_to_signer(letters: Letters, *files: NewFile) -> str:
    document = begun(letters, *files)
    outgoing.initial(letters.officer, document, letters.blob(document), letters.mark("initial"))
    outgoing.check(letters.head, document, Act.CHECK_CONTENT, letters.blob(document))
    outgoing.submit(letters.officer, document)
    return document


def change(letters: Letters, document: str) -> None:
    """Another file in the place of the first appendix, as a program with a fault would put it."""
    with acting(letters.officer) as act:
        appendices.put(act, document, (table("khac"),))
        act.append()


def test_a_changed_appendix_voids_checks_and_what_was_submitted(letters: Letters) -> None:
    document = lead_to_signer(letters, table("mot"))
    [held] = checks.checks(letters.clerk, document)
    given = submissions.submission(letters.clerk, document)
    assert held.holds
    assert given is not None
    assert given.content == letters.blob(document)
    change(letters, document)
    [held] = checks.checks(letters.clerk, document)
    given = submissions.submission(letters.clerk, document)
    assert not held.holds
    assert given is not None
    assert given.content == ""


def test_after_the_signature_nothing_of_it_changes_or_goes(letters: Letters) -> None:
    document = lead_to_signer(letters, table("mot"))
    mark = letters.mark("main")
    outgoing.sign(letters.commander, document, letters.blob(document), mark)
    with letters.clerk.engine.begin() as connection:
        key = ("document", document)
        state = facts.states(connection, [key])[key]
    [(_, signature)] = [one for one in state["lists"]["signatures"] if one[1]["kind"] == "main"]
    assert signature["appendices"] == digest(state)
    with acting(letters.officer) as act:
        appendices.put(act, document, ())
        act.append()
    page = documents.page(letters.clerk, document)
    assert page is not None
    assert page.row.conflicts == 1
    assert standing(letters, document) == [("appendix-1", "mot.xlsx")]
