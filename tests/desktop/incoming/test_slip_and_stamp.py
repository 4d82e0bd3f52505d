"""The handling slip and the arrival stamp on the screen: views of the book, copies that leave."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt

from db.actions import dossiers, handling
from db.actions.files import NewFile
from db.queries import documents
from db.queries.rows import Taken
from desktop.forms.arrival_stamp import Stamp
from desktop.forms.template import MM
from desktop.incoming.stamp_view import stamp_of
from desktop.printing.sheet import PrintSheet
from desktop.signing.report_sheet import ReportSheet
from desktop.widgets.labels import Label
from desktop.widgets.line_button import LineButton
from tests.desktop.forms.reading import read
from tests.desktop.incoming.people_rig import Officer, reopen, run
from tests.desktop.incoming.rig import CTRL, ENTER, ESC, FOLDER, Rig, register


def test_j8_the_slip_is_printed_by_two_keys_and_what_leaves_the_store_is_in_the_history(
    officer: Officer, tmp_path: Path
) -> None:
    clerk = Rig(officer.world, officer.world.clerk, tmp_path)
    clerk.keys = 0
    clerk.press(Qt.Key.Key_P, CTRL)
    clerk.rest()
    sheet = clerk.window.scrim.card
    assert isinstance(sheet, PrintSheet)
    assert sheet.pane.view.page_count == 1
    clerk.press(ENTER)
    clerk.rest()
    assert clerk.keys == 2
    [paper] = clerk.printers.printed()
    assert paper.read_bytes().startswith(b"%PDF")
    assert clerk.window.scrim.card is None
    assert "announce Đã gửi phiếu giải quyết đến máy in" in clerk.said
    assert not clerk.crashes
    last = documents.story(clerk.store, officer.document)[-1]
    assert (last.kinds, last.name) == (("copy.take",), "Người van")
    assert last.taken == Taken("slip", "print", lines=0, pages=1, copies=1)
    clerk.close()


def test_the_slip_is_saved_as_pdf_and_whoever_may_take_no_file_out_prints_it(
    officer: Officer, tmp_path: Path
) -> None:
    clerk = Rig(officer.world, officer.world.clerk, tmp_path)
    run(clerk, "slip")
    clerk.window.scrim.card.save.click()
    target = tmp_path / "phieu.pdf"
    clerk.window.scrim.card.edit.setText(str(target))
    clerk.press(ENTER)
    clerk.rest()
    assert "Chủ trì: Đại úy Người si (thời hạn 26/11/2026)." in read(target.read_bytes()).text()
    assert "announce Đã lưu phiếu giải quyết ra tệp PDF" in clerk.said
    clerk.close()
    rig = officer.rig
    run(rig, "slip")
    rig.window.scrim.card.send.click()
    rig.rest()
    assert len(rig.printers.printed()) == 1
    run(rig, "slip")
    rig.window.scrim.card.save.click()
    rig.window.scrim.card.edit.setText(str(tmp_path / "nothing.pdf"))
    rig.window.scrim.card.accept.click()
    rig.rest()
    said = [label.text() for label in rig.window.scrim.card.findChildren(Label)]
    assert "Không có quyền làm việc này." in said
    assert not (tmp_path / "nothing.pdf").exists()
    rig.window.scrim.card.close_card()


def test_the_stamp_lies_over_the_page_follows_the_book_and_never_enters_the_file(
    officer: Officer, tmp_path: Path
) -> None:
    world = officer.world
    clerk = Rig(world, world.clerk, tmp_path)
    pane = clerk.screen.register.pane
    before = {file.blob for file in clerk.page(officer.document).files}
    [stamp] = pane.pdf.view._overlays
    left, bottom, right, top = stamp.box
    assert (round((right - left) / MM), round((top - bottom) / MM)) == (50, 35)
    assert stamp.image is not None
    said = stamp_of(pane.found)
    assert said == Stamp("Sư đoàn Bộ binh 999 (giả lập)", "1", date(2026, 11, 18), "Người si", "")
    pane.stamp.button.click()
    assert not pane.pdf.view._overlays
    assert pane.stamp.button.accessibleName() == "Hiện dấu ĐẾN"
    next(c for c in clerk.screen.commands() if c.id == "stamp").run()
    assert pane.pdf.view._overlays
    dossier = dossiers.open_dossier(clerk.store, "01.TM", "Diễn tập", "10").entity
    dossiers.put(clerk.store, dossier, officer.document)
    reopen(clerk)
    assert stamp_of(pane.found).dossier == "01.TM"
    assert {file.blob for file in clerk.page(officer.document).files} == before
    clerk.lock()
    assert not pane.pdf.view._overlays
    clerk.unlock()
    assert pane.pdf.view._overlays
    clerk.close()


def test_an_added_file_bears_no_stamp(clerk: Rig) -> None:
    document = register(clerk.world)
    content = (FOLDER / "qt-giay-moi.pdf").read_bytes()
    new = NewFile("kem.pdf", "application/pdf", content, 1)
    handling.add_files(clerk.store, document, [new])
    reopen(clerk)
    pane = clerk.screen.register.pane
    assert pane.pdf.view._overlays
    pane.tabs.choose(2)
    next(one for one in pane.files.findChildren(LineButton) if one.text() == "kem.pdf").click()
    clerk.rest()
    assert not pane.pdf.view._overlays
    assert not pane.stamp.button.isVisible()


def test_a_printed_copy_bears_stamp_and_line_and_what_is_saved_is_the_file_itself(
    clerk: Rig, tmp_path: Path
) -> None:
    document = register(clerk.world)
    reopen(clerk)
    run(clerk, "print")
    sheet = clerk.window.scrim.card
    plain = clerk.screen.register.pane._pages_open.render(0, 600)
    inked = sheet._opened.render(0, 600)
    assert (inked.width, inked.height) == (plain.width, plain.height)
    changed = {n // 4 // 600 for n in range(0, len(plain.pixels), 4)
               if plain.pixels[n : n + 3] != inked.pixels[n : n + 3]}  # fmt: skip
    last = inked.height
    assert any(row < last * 0.9 for row in changed)  # the stamp
    assert any(row > last * 0.95 for row in changed)  # the line at the foot
    clerk.press(ENTER)
    clerk.rest()
    [paper] = clerk.printers.printed()
    assert paper.read_bytes().startswith(b"%PDF")
    assert "announce Đã gửi bản in đến máy in" in clerk.said
    run(clerk, "print")
    clerk.window.scrim.card.save.click()
    target = tmp_path / "thu.pdf"
    clerk.window.scrim.card.edit.setText(str(target))
    clerk.press(ENTER)
    clerk.rest()
    assert target.read_bytes() == (FOLDER / "libreoffice-cong-van.pdf").read_bytes()
    exported = [row for row in documents.story(clerk.store, document)
                if row.kinds == ("document.export",)]  # fmt: skip
    assert len(exported) == 2


def test_the_signatures_of_a_file_that_came_are_looked_into(clerk: Rig) -> None:
    register(clerk.world)
    reopen(clerk)
    run(clerk, "signatures")
    sheet = clerk.window.scrim.card
    assert isinstance(sheet, ReportSheet)
    clerk.rest()
    assert sheet.report is not None
    assert sheet.report.verdict == "UNSIGNED"
    clerk.press(ESC)
