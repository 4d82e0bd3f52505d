"""Corrections and replacements of an issued document begin with what they mend, and are linked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from core.errors import NotIssued
from core.office.terms import Kind
from db.acting import Store
from db.actions import dispatching, outgoing
from db.queries import documents
from desktop.drafts import keeping
from desktop.drafts.keeping import Task
from desktop.drafts.screen import SCREEN, DraftsScreen
from desktop.drafts.writing import Written, blocks, typed
from tests.db.letter_rig import Letters
from tests.desktop.outgoing.stage import Stage

BODY = "Sư đoàn thông báo như sau.\n\n1. Kiểm tra máy móc."
WRITTEN = Written(
    subject="về việc bảo đảm thông tin liên lạc",
    addressees="Phòng Tham mưu\nTrung đoàn 9991",
    body=blocks(BODY),
    symbol="SĐ999-TM",
    signer="Người chi",
)


@pytest.fixture
def letters(tmp_path: Path) -> Iterator[Letters]:
    made = Letters(tmp_path)
    yield made
    made.close()


def issued(letters: Letters) -> str:
    """A letter with its text, all the way to its recipients."""
    document = keeping.save(letters.officer, Task(), WRITTEN).entity
    mark, blob = letters.mark, letters.blob
    outgoing.initial(letters.officer, document, blob(document), mark("initial"))
    outgoing.submit(letters.officer, document)
    outgoing.sign(letters.commander, document, blob(document), mark("main"))
    marks = (mark("number"), mark("date"))
    outgoing.number(letters.clerk, document, letters.book, blob(document), lambda *_given: marks)
    outgoing.seal(letters.clerk, document, blob(document), mark("seal"))
    sendings = [dispatching.Sending("Phòng Tham mưu", "hand")]
    dispatching.dispatch(letters.clerk, document, sendings)
    return document


def links(store: Store, document: str) -> tuple[tuple[str, str], ...]:
    page = documents.page(store, document)
    assert page is not None
    return page.links


def test_a_correction_goes_to_everybody_and_says_what_it_corrects(letters: Letters) -> None:
    document = issued(letters)
    task = Task(corrects=document)
    begun = keeping.begin(letters.officer, task).written
    assert begun.subject == "đính chính công văn số 01/SĐ999-TM ngày 18/11/2026"
    assert begun.addressees == "Phòng Tham mưu\nTrung đoàn 9991"
    assert typed(begun.body).startswith(
        "Sư đoàn Bộ binh 999 (giả lập) đã ban hành công văn số 01/SĐ999-TM ngày 18 tháng 11 năm "
        "2026 về việc bảo đảm thông tin liên lạc."
    )
    filled = msgspec.structs.replace(begun, signer="Người chi")
    made = keeping.save(letters.officer, task, filled).entity
    assert links(letters.officer, made) == (("corrects", document),)


def test_a_replacement_is_the_old_text_and_names_the_old_document(letters: Letters) -> None:
    document = issued(letters)
    dispatching.recall(letters.commander, document, "sai số liệu")
    task = Task(replaces=document)
    begun = keeping.begin(letters.officer, task).written
    assert typed(begun.body) == (
        f"{BODY}\n\nCông văn này thay thế công văn số 01/SĐ999-TM ngày 18 tháng 11 năm 2026."
    )
    assert (begun.subject, begun.addressees) == (WRITTEN.subject, WRITTEN.addressees)
    made = keeping.save(letters.officer, task, begun).entity
    assert links(letters.officer, made) == (("replaces", document),)
    with pytest.raises(NotIssued):
        keeping.save(letters.officer, Task(corrects=document), begun)


def test_what_stays_in_the_unit_is_internal_and_stays_so(letters: Letters) -> None:
    made = keeping.save(letters.officer, Task(internal=True), WRITTEN).entity
    keeping.save(letters.officer, Task(made), msgspec.structs.replace(WRITTEN, subject="khác"))
    page = documents.page(letters.officer, made)
    assert page is not None
    assert (page.row.kind, page.row.subject) == (Kind.INTERNAL, "khác")


def test_each_unsaved_text_has_its_own_place(letters: Letters) -> None:
    tasks = [Task(), Task(internal=True), Task("d"), Task(answers="a"), Task(corrects="d")]
    tasks += [Task(replaces="d")]
    assert len({task.place for task in tasks}) == len(tasks)


@pytest.mark.parametrize("way", ["correct", "replace", "internal"])
def test_the_screen_begins_it_and_comes_back_to_it(
    letters: Letters, tmp_path: Path, way: str
) -> None:
    document = issued(letters) if way != "internal" else ""
    stage = Stage(tmp_path, letters.officer, (SCREEN,))
    try:
        stage.window.go("drafts", (way, document))
        view = stage.window.stack.view()
        assert isinstance(view, DraftsScreen)
        stage.settle(lambda: bool(view.writing.editor.written().symbol) or way == "internal")
        assert view.place() == (way, document or "cong-van/cong-van")
        about = view.writing.task.corrects or view.writing.task.replaces
        assert about == document
        assert stage.faults == []
    finally:
        stage.close()
