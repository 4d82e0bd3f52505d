"""Appendices that are files of their own, on a real store: brought, ordered, saved, looked at."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from core.errors import EmptyFile
from core.signing.places import places
from core.signing.report import Verdict
from db.queries import documents
from db.queries.rows import FileRow
from desktop.drafts import brought
from desktop.drafts.screen import SCREEN, DraftsScreen
from tests.desktop.desk_rig import CTRL, Desk, press, write
from tests.desktop.drafts.test_drafts_screen import compose, only_row
from tests.desktop.looks import settle
from tests.pki.documents import five

K = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def pdf(path: Path, pages: int = 2) -> Path:
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        document.save(path)
    return path


def files(desk: Desk) -> list[FileRow]:
    page = documents.page(desk.day.officer, only_row(desk).id)
    assert page is not None
    return [file for file in page.files if file.role == "appendix"]


def drop(screen: DraftsScreen, *paths: Path) -> None:
    said = QMimeData()
    said.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    moved, no = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    at, left = QPointF(5, 5), Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(at, moved, said, left, no)
    QApplication.sendEvent(screen.writing, enter)
    QApplication.sendEvent(screen.writing, QDropEvent(at, moved, said, left, no))


def test_files_that_are_dropped_become_appendices_that_are_saved_in_their_order(
    desk: Desk, tmp_path: Path
) -> None:
    desk.sit(desk.day.officer, SCREEN)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    compose(screen)
    sheet = tmp_path / "bieu.xlsx"
    sheet.write_bytes(b"PK a fictional sheet")
    drop(screen, pdf(tmp_path / "so-do.pdf"), sheet)
    parts = screen.writing.editor.parts
    settle()
    assert [one.title for one in parts.appendices()] == ["so-do", "bieu"]
    page = parts.appended(1)
    assert page is not None
    page.moved.emit(-1)
    press(K.Key_S, CTRL)
    assert [(file.slot, file.name, file.pages) for file in files(desk)] == [
        ("appendix-1", "bieu.xlsx", 0), ("appendix-2", "so-do.pdf", 2)
    ]  # fmt: skip
    screen.go_back()
    strip = screen.list.files.strip
    settle()
    press(K.Key_PageDown, ALT)
    press(K.Key_PageDown, ALT)
    assert [one.name for one in strip.files] == ["Văn bản", "Phụ lục I", "Phụ lục II"]
    current = strip.current()
    assert current is not None
    assert current.row.name == "so-do.pdf"
    settle()
    assert screen.list.pdf.view.page_count == 2


def test_what_was_found_of_a_signed_appendix_stays_with_it_and_is_said(
    desk: Desk, tmp_path: Path
) -> None:
    desk.sit(desk.day.officer, SCREEN)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    compose(screen)
    signed = tmp_path / "ban-goc.pdf"
    signed.write_bytes(five())
    drop(screen, signed)
    settle()
    press(K.Key_S, CTRL)
    [before] = files(desk)
    assert before.intake is not None
    assert len(before.intake.signatures) == 5
    drop(screen, pdf(tmp_path / "so-do.pdf"))
    settle()
    page = screen.writing.editor.parts.appended(1)
    assert page is not None
    page.moved.emit(-1)  # in another slot now, put there anew
    press(K.Key_S, CTRL)
    plain, after = files(desk)
    assert (after.name, after.blob, after.intake) == (before.name, before.blob, before.intake)
    assert plain.intake is not None
    assert plain.intake.verdict == Verdict.UNSIGNED
    screen.go_back()
    settle()
    press(K.Key_PageDown, ALT)
    press(K.Key_PageDown, ALT)
    assert "Đã kiểm khi tiếp nhận:" in screen.list.files.strip.line.text()


def test_an_appendix_written_here_is_a_file_of_its_own_where_it_is_ticked(desk: Desk) -> None:
    desk.sit(desk.day.officer, SCREEN)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    compose(screen)
    parts = screen.writing.editor.parts
    parts.add_appendix()
    write("Bieu so 1")
    page = parts.appended(0)
    assert page is not None
    page.body.setFocus()
    write("Noi dung phu luc.")
    press(K.Key_S, CTRL)
    assert files(desk) == []
    page.separate.setChecked(True)
    press(K.Key_S, CTRL)
    [file] = files(desk)
    assert (file.slot, file.name, file.pages) == ("appendix-1", "phu-luc-i.pdf", 1)


def test_a_pdf_gets_the_place_of_the_agencys_signature_once(tmp_path: Path) -> None:
    found = brought.read(pdf(tmp_path / "so-do.pdf"), as_pdf=False)
    [place] = places(found.content)
    left, bottom, right, top = place.box
    assert (place.name, place.page, found.pages) == ("ConDau", 0, 2)
    assert 200 < left < right < 595
    assert 790 < bottom < top < 842


def test_what_cannot_be_made_ready_goes_along_untouched(tmp_path: Path) -> None:
    path = pdf(tmp_path / "co-ma.pdf")
    with pikepdf.open(BytesIO(path.read_bytes())) as document:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.Root.OpenAction = action
        document.save(path)
    assert brought.read(path, as_pdf=False).content == path.read_bytes()
    path.write_bytes(b"")
    with pytest.raises(EmptyFile):
        brought.read(path, as_pdf=False)
