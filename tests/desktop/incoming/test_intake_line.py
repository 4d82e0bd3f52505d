"""A signed file is looked into when it is registered: what was found stays, beside today's."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel

from core.signing.detached import sign_beside
from core.signing.trust import Trust
from db.actions import trusting
from db.queries import documents
from desktop.signing.report_sheet import ReportSheet
from desktop.widgets.line_button import LineButton
from tests.desktop.incoming.people_rig import reopen, run
from tests.desktop.incoming.rig import CTRL, ENTER, ESC, FOLDER, Rig, register
from tests.pki import authority
from tests.pki.documents import five, signing


def registered(clerk: Rig, folder: Path) -> str:
    """A letter signed by five hands, taken in by keys."""
    path = folder / "da-ky.pdf"
    path.write_bytes(five())
    clerk.import_file(path)
    clerk.fill(issuer="Sở Giả Lập", type="bc", subject="Kết quả thử", document_date="0311")
    clerk.press(ENTER, CTRL, times=2)  # it has no number: asked about once
    clerk.rest()
    [row] = clerk.rows()
    return row.id


def test_what_was_found_goes_with_the_file_and_today_is_said_beside_it(
    clerk: Rig, tmp_path: Path
) -> None:
    document = registered(clerk, tmp_path)
    [file] = clerk.page(document).files
    assert file.intake is not None
    assert file.intake.verdict == "UNKNOWN"  # this unit trusts nobody yet
    assert [one.role for one in file.intake.signatures] == ["nhay", "chinh", "so", "ngay", "dau"]
    clerk.world.carry(clerk.world.clerk, clerk.world.commander)
    theirs = documents.page(clerk.world.commander.store, document)
    assert theirs is not None
    assert theirs.files[0].intake == file.intake
    line = clerk.screen.register.pane.intake
    assert line.text.text().startswith("Đã kiểm khi tiếp nhận: Không xác minh được, ")
    assert line.text.text().endswith("hôm nay: Không xác minh được")
    story = clerk.screen.register.pane.story.findChildren(QLabel)
    assert any("Đã kiểm khi tiếp nhận: Không xác minh được" in one.text() for one in story)
    roots, cas = (authority.root().der,), (authority.issuing().der,)
    listed = Trust(roots=roots, intermediates=cas, crls=authority.crls())
    made = trusting.make(clerk.world.admin.store, listed, 30)
    trusting.take(clerk.store, made)
    clerk.lock()
    clerk.unlock()
    clerk.rest()
    line = clerk.screen.register.pane.intake
    assert "hôm nay KHÁC" in line.text.text()
    run(clerk, "signatures")
    sheet = clerk.window.scrim.card
    assert isinstance(sheet, ReportSheet)
    clerk.rest()
    said = [one.text() for one in sheet.findChildren(QLabel)]
    assert any(one.startswith("Hôm nay KHÁC") for one in said)
    assert any("Theo danh sách tin cậy số 1, lập ngày" in one for one in said)
    assert any(file.intake.signatures[1].serial in one and "Giờ máy" in one for one in said)


def test_a_signature_beside_a_file_is_added_with_it_and_judged(clerk: Rig, tmp_path: Path) -> None:
    document = register(clerk.world)
    reopen(clerk)
    letter = tmp_path / "kem.pdf"
    letter.write_bytes((FOLDER / "qt-giay-moi.pdf").read_bytes())
    given = {name: one for name, one in signing(authority.agency()).items() if name != "key_size"}
    made = sign_beside(letter.read_bytes(), at_ms=authority.NOW_MS, **given)
    beside = tmp_path / "kem.pdf.p7s"
    beside.write_bytes(made)
    add(clerk, beside)
    assert len(clerk.page(document).files) == 1
    assert any("chưa có tệp đi cùng" in one for one in clerk.said)
    clerk.press(ESC)
    add(clerk, letter, beside)
    found = {file.name: file for file in clerk.page(document).files}
    kept = found["kem.pdf.p7s"].intake
    assert kept is not None
    assert [one.serial for one in kept.signatures] == ["14"]
    assert kept.verdict == "UNKNOWN"  # this unit trusts nobody yet
    pane = clerk.screen.register.pane
    pane.tabs.choose(2)
    line = next(one for one in pane.files.findChildren(LineButton) if ".p7s" in one.text())
    line.click()
    clerk.rest()
    sheet = clerk.window.scrim.card
    assert isinstance(sheet, ReportSheet)
    assert sheet.report is not None
    assert sheet.report.signatures[0].intact


def add(clerk: Rig, *paths: Path) -> None:
    """Further files, by the menu."""
    run(clerk, "files")
    clerk.window.scrim.card.edit.setText("; ".join(map(str, paths)))
    clerk.press(ENTER)
    clerk.rest()
