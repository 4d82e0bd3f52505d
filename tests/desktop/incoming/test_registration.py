"""Registering by keys on a real store: J1, the second copy, the draft, mistakes, the queue."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.office.terms import State
from db.actions import desk
from db.queries import office
from desktop.background import Lanes
from desktop.incoming.entry import Entry, Queue, read_queue
from desktop.incoming.form_queue import PLACE
from tests.db.test_ledger import World
from tests.desktop.incoming.rig import ALT, CTRL, ENTER, ESC, TAB, Rig, Stepwise, register
from tests.desktop.looks import settle


def test_j1_a_file_becomes_number_1_in_at_most_ten_keys_and_its_copy_warns(clerk: Rig) -> None:
    clerk.import_file("libreoffice-cong-van.pdf")
    assert clerk.registering
    assert "Đã đọc 6 trường" in clerk.screen.page.notice.text
    assert clerk.form.focused() == "due"
    clerk.keys = 0
    clerk.type("+5")
    clerk.press(ENTER, CTRL)
    assert clerk.keys <= 10
    [row] = clerk.rows()
    assert (row.number, row.code, row.issuer) == (1, "217/BTM-TC", "Bộ Tham mưu")
    assert (row.type, row.document_date, row.due) == ("cong-van", "2026-11-16", "2026-11-26")
    assert (row.pages, row.files, row.state) == (1, 1, State.REGISTERED)
    assert "announce Đã lưu, số đến 1" in clerk.said
    assert not clerk.registering
    clerk.rest()
    assert clerk.screen.register.pane.document() == row.id

    clerk.import_file("libreoffice-cong-van.pdf")
    assert "217/BTM-TC" in clerk.form.duplicate.text
    assert "sổ số 1 " in clerk.form.duplicate.text
    clerk.press(ENTER, CTRL)
    assert len(clerk.rows()) == 1
    assert "Vẫn đăng ký?" in clerk.screen.page.problem.text
    clerk.press(ENTER, CTRL)
    assert [row.number for row in clerk.rows()] == [2, 1]


def test_the_possible_duplicate_is_shown_beside_the_form_and_put_away(clerk: Rig) -> None:
    register(clerk.world)
    clerk.import_file("libreoffice-cong-van.pdf")
    scan = clerk.screen.page.scan
    clerk.press(Qt.Key.Key_X, ALT)
    assert scan.comparing
    assert "vào sổ số 1" in scan.other.text
    assert scan.pdf.view.page_count == 1
    clerk.press(Qt.Key.Key_X, ALT)
    assert not scan.comparing
    assert scan.pdf.view.page_count == 1


def test_a_paper_document_is_typed_and_saved_by_enter_alone(clerk: Rig) -> None:
    clerk.press(Qt.Key.Key_N, CTRL)
    assert clerk.form.focused() == "issuer"
    for text in ("Sở Giả Lập", "64/TTr-SGL", "1611", "ttr"):
        clerk.type(text)
        clerk.press(ENTER)
    clerk.press(ENTER)  # takes the offered type, then goes on
    clerk.type("3")
    clerk.press(ENTER)
    clerk.type("V/v xin phe duyet")
    clerk.press(ENTER)
    clerk.press(Qt.Key.Key_2)
    clerk.press(ENTER)
    clerk.press(ENTER)
    clerk.type("2511")
    clerk.press(ENTER)
    clerk.press(ENTER)
    [row] = clerk.rows()
    assert (row.issuer, row.type, row.urgency, row.pages) == ("Sở Giả Lập", "to-trinh", "urgent", 3)
    assert (row.document_date, row.due) == ("2026-11-16", "2026-11-25")


def test_alt_enter_saves_and_submits(clerk: Rig) -> None:
    clerk.import_file("cairo-thong-bao.pdf")
    clerk.press(ENTER, ALT)
    [row] = clerk.rows()
    assert row.state == State.SUBMITTED
    assert "announce Đã lưu và trình, số đến 1" in clerk.said


def test_missing_fields_are_named_and_the_first_one_has_the_keyboard(clerk: Rig) -> None:
    clerk.press(Qt.Key.Key_N, CTRL)
    clerk.press(ENTER, CTRL)
    assert clerk.form.focused() == "issuer"
    wrong = {name for name, field in clerk.form.fields.items() if field.wrong}
    assert wrong == {"issuer", "type", "subject"}
    assert "announce Còn 3 ô cần sửa" in clerk.said
    assert not clerk.rows()


def test_a_deadline_that_has_passed_is_refused_as_soon_as_the_field_is_left(clerk: Rig) -> None:
    clerk.import_file("cairo-thong-bao.pdf")
    clerk.fill(due="15112026")
    clerk.press(TAB)
    assert clerk.form.fields["due"].wrong
    clerk.press(ENTER, CTRL)
    assert not clerk.rows()
    clerk.fill(due="+3")
    clerk.press(ENTER, CTRL)
    assert clerk.rows()[0].due == "2026-11-23"


def test_a_document_without_a_number_is_asked_about_once(clerk: Rig) -> None:
    clerk.import_file("scan-bao-cao.pdf")
    assert "bản quét" in clerk.screen.page.notice.text
    clerk.fill(issuer="Sở Giả Lập", type="bc", subject="Ket qua", document_date="0311")
    clerk.press(ENTER, CTRL)
    assert not clerk.rows()
    assert "số, ký hiệu" in clerk.screen.page.problem.text
    clerk.press(ENTER, CTRL)
    assert clerk.rows()[0].code == ""


def test_a_secret_document_is_refused_with_the_reason_and_not_even_kept_as_a_draft(
    clerk: Rig,
) -> None:
    clerk.import_file("cairo-thong-bao.pdf")
    clerk.form.focus_on("secrecy")
    clerk.press(Qt.Key.Key_3)
    assert clerk.form.fields["secrecy"].wrong
    clerk.press(ENTER, CTRL)
    assert not clerk.rows()
    clerk.press(ESC)
    kept = desk.draft(clerk.store, PLACE)
    assert kept is None or not read_queue(kept.body).entries
    assert b"9991" not in (kept.body if kept else b"")


def test_what_was_read_is_marked_until_touched_and_can_be_cleared(clerk: Rig) -> None:
    clerk.import_file("qt-giay-moi.pdf")
    read = clerk.screen.registration.entries.current.read
    assert set(read) == {"issuer", "code", "document_date", "type", "subject", "pages"}
    clerk.fill(issuer="Phong Chinh tri")
    assert "issuer" not in clerk.screen.registration.entries.current.read
    clerk.screen.page.notice._action.click()
    entry = clerk.screen.registration.entries.current
    assert (entry.issuer, entry.code, entry.subject, entry.read) == ("Phong Chinh tri", "", "", ())


def test_esc_keeps_the_draft_and_the_banner_brings_it_back(clerk: Rig) -> None:
    clerk.press(Qt.Key.Key_N, CTRL)
    clerk.type("Ban Co yeu")
    clerk.press(ESC)
    assert not clerk.registering
    assert "1 văn bản đang nhập dở" in clerk.screen.register.banner.text
    clerk.screen.register.banner._action.click()
    assert clerk.registering
    assert clerk.form.issuer.text() == "Ban Co yeu"


def test_esc_closes_the_offers_before_it_leaves_the_form(clerk: Rig) -> None:
    clerk.press(Qt.Key.Key_N, CTRL)
    clerk.type("so")
    clerk.press(ESC)
    assert clerk.registering
    clerk.press(ESC)
    assert not clerk.registering


def test_the_draft_is_kept_two_seconds_after_typing_and_survives_the_program(clerk: Rig) -> None:
    clerk.import_file("cairo-thong-bao.pdf")
    clerk.fill(subject="Lich kiem tra")
    autosave = clerk.screen.registration.entries.autosave
    assert autosave._timer.isActive()
    autosave._timer.timeout.emit()
    assert "Đã tự lưu nháp" in clerk.screen.page.kept.text()
    kept = desk.draft(clerk.store, PLACE)
    assert kept is not None
    assert read_queue(kept.body).current.subject == "Lich kiem tra"

    clerk.window.end_session()
    again = Rig(clerk.world, clerk.world.clerk, clerk.folder)
    assert "đang nhập dở" in again.screen.register.banner.text
    again.screen.register.banner._action.click()
    again.rest()
    assert again.form.subject.text() == "Lich kiem tra"
    assert again.screen.page.scan.pdf.view.page_count == 1
    again.press(ENTER, CTRL)
    assert again.rows()[0].subject == "Lich kiem tra"
    assert desk.draft(clerk.store, PLACE) is None
    again.close()


def test_a_kept_draft_is_not_lost_when_another_document_is_begun(clerk: Rig) -> None:
    clerk.press(Qt.Key.Key_N, CTRL)
    clerk.type("Ban Co yeu")
    clerk.press(ESC)
    clerk.import_file("cairo-thong-bao.pdf")
    assert len(clerk.screen.registration.entries.queue.entries) == 2
    clerk.press(ENTER, CTRL)
    clerk.rest()
    assert clerk.registering
    assert clerk.form.issuer.text() == "Ban Co yeu"


def test_locking_keeps_the_entry_and_forgets_the_file_until_unlocked(clerk: Rig) -> None:
    clerk.import_file("cairo-thong-bao.pdf")
    clerk.fill(subject="Lich kiem tra")
    clerk.lock()
    kept = desk.draft(clerk.store, PLACE)
    assert kept is not None
    assert read_queue(kept.body).current.subject == "Lich kiem tra"
    assert clerk.screen.registration.file.current is None
    assert not clerk.pages._files
    clerk.unlock()
    assert clerk.form.subject.text() == "Lich kiem tra"
    assert clerk.screen.registration.file.current is not None
    clerk.press(ENTER, CTRL)
    assert clerk.rows()[0].files == 1


def test_several_files_wait_in_a_queue_and_bad_ones_are_told_apart(clerk: Rig) -> None:
    clerk.import_file("cairo-thong-bao.pdf", "not-a-pdf.pdf", "qt-giay-moi.pdf")
    assert "Tệp 1 / 3" in clerk.screen.page.steps._label.text()
    clerk.press(ENTER, CTRL)
    clerk.rest()
    assert "error NotAPdf" in clerk.said
    clerk.press(ESC)
    assert clerk.form.code.text() == "19/GM-CT"
    clerk.press(ENTER, CTRL)
    assert [row.code for row in clerk.rows()] == ["19/GM-CT", "31/TB-E9991"]


def test_every_bad_file_is_a_sentence_and_leaves_the_register_as_it_was(clerk: Rig) -> None:
    bad = {
        "not-a-pdf.pdf": "NotAPdf",
        "broken-cut.pdf": "BrokenPdf",
        "password.pdf": "ProtectedPdf",
        "empty.pdf": "EmptyFile",
    }
    for name, code in bad.items():
        clerk.import_file(name)
        assert f"error {code}" in clerk.said
        assert clerk.window.scrim.card is not None
        assert not clerk.registering
        clerk.press(ESC)
    assert not clerk.rows()
    assert desk.draft(clerk.store, PLACE) is None


def test_ctrl_d_repeats_the_value_of_the_entry_before(clerk: Rig) -> None:
    clerk.import_file("cairo-thong-bao.pdf")
    clerk.press(ENTER, CTRL)
    clerk.press(Qt.Key.Key_N, CTRL)
    clerk.press(Qt.Key.Key_D, CTRL)
    assert clerk.form.issuer.text() == "Trung đoàn 9991"
    clerk.form.focus_on("urgency")
    clerk.press(Qt.Key.Key_3)
    clerk.press(Qt.Key.Key_D, CTRL)
    assert clerk.form.urgency.value() == "normal"


def test_a_later_number_leaves_voids_with_a_reason(clerk: Rig) -> None:
    clerk.import_file("cairo-thong-bao.pdf")
    clerk.press(Qt.Key.Key_F2)
    clerk._focus().setText("4")
    clerk.press(ENTER, CTRL)
    assert clerk.window.scrim.card is not None  # the reason is missing
    clerk.press(TAB, times=1)
    sheet = clerk.window.scrim.card
    sheet.reason.setText("Số 1 đến 3 đã ghi ở sổ giấy")
    clerk.press(ENTER, CTRL)
    assert clerk.form.number.text() == "4"
    clerk.press(ENTER, CTRL)
    assert clerk.rows()[0].number == 4
    assert office.books(clerk.store, "incoming")[0].next == 5


def test_a_discarded_entry_comes_back_by_undo(clerk: Rig) -> None:
    clerk.press(Qt.Key.Key_N, CTRL)
    clerk.type("Ban Co yeu")
    clerk.screen.page.discard.click()
    assert not clerk.registering
    assert desk.draft(clerk.store, PLACE) is None
    clerk.press(Qt.Key.Key_Z, CTRL)
    assert clerk.registering
    assert clerk.form.issuer.text() == "Ban Co yeu"


def test_a_machine_without_numbers_says_so_at_once_and_keeps_the_form(commander: Rig) -> None:
    commander.window.go("incoming", ["x"])
    assert "error NotAllowed" in commander.said


@pytest.mark.parametrize("steps", range(5))
def test_a_lock_at_any_moment_of_saving_registers_once_and_leaves_no_draft(
    world: World, tmp_path: Path, steps: int
) -> None:
    background = Stepwise()
    rig = Rig(world, world.clerk, tmp_path, background)
    background.step()
    rig.import_file("libreoffice-cong-van.pdf")
    background.step()
    rig.screen.registration.entries.autosave.save()
    background.step()
    rig.press(ENTER, CTRL)
    background.step(steps)
    rig.lock()
    background.step()
    rig.unlock()
    background.step()
    if not rig.rows():  # locked before it was asked for: everything is still there
        assert rig.form.code.text() == "217/BTM-TC"
        rig.press(ENTER, CTRL)
        background.step()
    assert len(rig.rows()) == 1
    assert not rig.registering
    assert desk.draft(rig.store, PLACE) is None
    rig.rest()
    background.step()
    rig.close()


def test_j1_with_the_real_lanes(world: World, tmp_path: Path) -> None:
    lanes = Lanes()
    rig = Rig(world, world.clerk, tmp_path, lanes)

    def idle() -> None:
        QTest.qWait(20)
        while lanes._waiting:
            QTest.qWait(10)
        settle()

    idle()
    rig.import_file("libreoffice-cong-van.pdf", "qt-giay-moi.pdf")
    idle()
    assert rig.form.focused() == "due"
    rig.type("+5")
    rig.press(ENTER, CTRL)
    rig.press(ENTER, CTRL)  # a second press while saving does nothing
    idle()
    assert rig.form.code.text() == "19/GM-CT"
    rig.press(ENTER, ALT)
    idle()
    rig.rest()
    idle()
    assert [(row.number, row.state) for row in rig.rows()] == [
        (2, State.SUBMITTED),
        (1, State.REGISTERED),
    ]
    assert not rig.registering
    assert rig.screen.register.pane.document() == rig.rows()[0].id
    rig.lock()
    idle()
    rig.close()
    lanes.close()
    settle()


def test_queues_read_back_what_they_kept() -> None:
    queue = Queue().adding(Entry(path="/a.pdf"), Entry(subject="b", read=("subject",)))
    again = read_queue(queue.body())
    assert again.entries == queue.entries
    assert read_queue(b"{") == Queue()
    assert read_queue(b'{"v":2}') == Queue()
    assert read_queue(b'{"place":7}') == Queue()
