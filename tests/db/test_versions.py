"""The versions of a draft, from the commits of its document: on real stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.commits.ids import b64
from core.errors import BlobMissing
from core.office import draft as drafts
from core.office.draft import CongVan, Paragraph
from core.office.terms import Act
from db.acting import Store, acting
from db.actions import incoming, outgoing
from db.queries import versions
from tests.db.letter_rig import ENTRY, Letters, pdf

FIRST = CongVan(subject="Về việc huấn luyện", body=(Paragraph("Báo cáo trước ngày 15."),))
SECOND = CongVan(subject="Về việc huấn luyện", body=(Paragraph("Báo cáo trước ngày 20."),))


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Letters]:
    made = Letters(tmp_path)
    yield made
    made.close()


def twice(unit: Letters) -> str:
    """Saved, initialled, submitted, given back with a reason, saved again."""
    document = outgoing.draft(unit.officer, ENTRY, drafts.encode(FIRST), pdf("một")).entity
    outgoing.initial(unit.officer, document, unit.blob(document), unit.mark("initial"))
    outgoing.check(unit.head, document, Act.CHECK_CONTENT, unit.blob(document))
    outgoing.submit(unit.officer, document)
    incoming.give_back(unit.commander, document, "bổ sung căn cứ")
    outgoing.revise(unit.officer, document, ENTRY, drafts.encode(SECOND), pdf("hai"))
    return document


def test_each_saving_is_a_version_with_what_was_done_with_it(unit: Letters) -> None:
    document = twice(unit)
    first, second = versions.versions(unit.officer, document)
    assert [(first.number, first.name), (second.number, second.name)] == [
        (1, "Người si"),
        (2, "Người si"),
    ]
    acts = ["initial", "check_content", "request_signature", "return"]
    assert [step.act for step in first.steps] == acts
    assert (first.steps[-1].name, first.steps[-1].reason) == ("Người chi", "bổ sung căn cứ")
    assert second.steps == ()
    assert all(one.here for one in (first, second))
    assert all(one.pages_here for one in (first, second))


def test_a_version_keeps_its_text_and_its_newest_pages(unit: Letters) -> None:
    document = outgoing.draft(unit.officer, ENTRY, drafts.encode(FIRST), pdf("một")).entity
    outgoing.initial(unit.officer, document, unit.blob(document), unit.mark("initial"))
    initialled = unit.blob(document)
    [version] = versions.versions(unit.officer, document)
    assert version.pages == initialled
    document = twice(unit)
    first, second = versions.versions(unit.officer, document)
    assert versions.text(unit.officer, document, first.text) == FIRST
    assert versions.text(unit.officer, document, second.text) == SECOND
    assert versions.content(unit.officer, document, second.pages) == pdf("hai").content


def test_the_version_that_somebody_saw_last_is_known(unit: Letters) -> None:
    document = twice(unit)
    found = versions.versions(unit.officer, document)
    people = unit.world.people
    assert versions.last_seen(found, people["truong"]) == found[0]
    assert versions.last_seen(found, people["chi"]) == found[0]
    assert versions.last_seen(found, people["kiem"]) is None


def test_who_may_not_read_the_document_gets_no_version(unit: Letters) -> None:
    document = outgoing.draft(unit.commander, ENTRY, drafts.encode(FIRST), pdf("một")).entity
    [version] = versions.versions(unit.commander, document)
    assert versions.versions(unit.officer, document) == []
    with pytest.raises(BlobMissing):
        versions.text(unit.officer, document, version.text)


def test_only_files_of_its_own_versions_are_given(unit: Letters) -> None:
    document, other = twice(unit), twice(unit)
    strange = versions.versions(unit.clerk, other)[0].pages
    with pytest.raises(BlobMissing):
        versions.content(unit.clerk, document, strange)


def test_a_version_whose_text_is_not_here_says_so(unit: Letters) -> None:
    document = twice(unit)
    missing = b64(bytes(32))
    _save_elsewhere(unit.officer, document, missing)
    found = versions.versions(unit.officer, document)
    assert [one.here for one in found] == [True, True, False]
    with pytest.raises(BlobMissing):
        versions.text(unit.officer, document, missing)


def _save_elsewhere(store: Store, document: str, blob: str) -> None:
    """What a commit of another machine says before its file came."""
    with acting(store) as act:
        body = {"slot": "draft", "role": "draft", "order": 0, "blob": blob, "name": "draft.json"}
        act.add("document.file", document, **body, type="application/vnd.antin.draft+json", size=9)
        act.append()
