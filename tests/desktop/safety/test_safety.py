"""Backups, checks and what stands here only, through the screen as a person uses it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from core.errors import DiskFailing
from db import local, rekey
from db.actions import incoming
from db.care.findings import REPAIRS, Depth, Finding, Report
from db.engine import writes
from db.queries import office
from desktop import session
from desktop.background import Lane
from desktop.keys import token_modules
from desktop.safety.integrity_card import _GROUPS
from desktop.safety.key_sheets import RekeyingSheet, TokenSheet
from desktop.widgets.job import Job
from desktop.words import explain
from tests.db.test_ledger import ENTRY
from tests.desktop import looks
from tests.desktop.app.driver import CONTROL, Driver
from tests.desktop.app.homes import PASSPHRASES, Homes
from tests.desktop.safety.conftest import view
from tests.pki import softhsm

DO = (Qt.Key.Key_Return, CONTROL)


def choose(app: Driver, folder: Path) -> None:
    app.click("Chọn thư mục sao lưu")
    app.fill(str(folder))


def register(app: Driver) -> None:
    context = app.application.context
    context.act(
        lambda store: incoming.register(
            store, ENTRY, None, next(iter(office.books(store, "incoming"))).id
        ),
        lambda _done: None,
    )
    app.settle()


def test_nothing_can_be_backed_up_before_there_is_a_place(clerk: Driver) -> None:
    assert "Chưa có bản sao lưu nào" in clerk.texts()
    assert not view(clerk).backups.card.now.isEnabled()
    clerk.keys(DO)
    assert view(clerk).backups.card.progress.isHidden()


def test_a_folder_that_is_not_there_is_refused(clerk: Driver, tmp_path: Path) -> None:
    choose(clerk, tmp_path / "không có")
    assert clerk.sheet() is not None


def test_a_backup_is_made_and_listed_and_rehearsed(clerk: Driver, stick: Path) -> None:
    choose(clerk, stick)
    clerk.click("Sao lưu ngay")
    clerk.settle()
    text = clerk.texts()
    assert "Sao lưu gần nhất" in text
    assert "Bản số 1 · " in text
    assert any(stick.rglob("*")), "something lies there"
    clerk.click("Diễn tập khôi phục")
    clerk.fill("không phải câu này")
    clerk.keys(DO)
    clerk.settle()
    assert clerk.sheet() is not None, "a wrong passphrase is said"
    clerk.keys(Qt.Key.Key_Escape)
    clerk.click("Diễn tập khôi phục")
    clerk.fill(PASSPHRASES["van"])
    clerk.keys(DO)
    clerk.settle()
    assert "Diễn tập khôi phục đạt" in clerk.texts()


def test_what_stands_here_only_is_told_and_a_copy_of_it_too(clerk: Driver, stick: Path) -> None:
    register(clerk)
    keeping = clerk.application.safekeeping
    keeping.look()
    clerk.settle()
    assert "chỉ có trên máy này" in clerk.texts()
    assert clerk.window.status.safety.isVisible()
    choose(clerk, stick)
    keeping._soon.timeout.emit()
    clerk.settle()
    assert not clerk.window.status.safety.isVisible()
    assert "đã có bản thứ hai" in clerk.texts()


def test_damage_is_found_by_itself_at_the_start(clerk: Driver) -> None:
    keeping = clerk.application.safekeeping
    assert keeping.report is not None
    assert keeping.report.whole
    store = clerk.application.session.store()
    with writes(store.engine).begin() as connection:
        connection.exec_driver_sql("UPDATE streams SET gseq = gseq + 1")
    keeping.end()
    keeping.begin()
    clerk.settle()
    assert not keeping.report.whole
    assert "Dữ liệu có chỗ hỏng" in clerk.window.status.safety.text()


def test_another_data_key_that_a_crash_ended_is_begun_again(clerk: Driver) -> None:
    keeping, store = clerk.application.safekeeping, clerk.application.session.store()
    with writes(store.engine).begin() as connection:
        local.put_value(connection, rekey.BEGUN, "mất máy".encode())
    keeping.look()
    clerk.settle()
    assert "Có điều cần đọc" in clerk.window.status.safety.text()
    before = clerk.application.session.vault.header().store
    clerk.click("Thay lại từ đầu")
    clerk.settle()
    assert clerk.application.session.vault.header().store != before
    assert "mất máy" not in clerk.texts()


def test_a_wish_is_kept_and_a_backup_that_is_due_begins_by_itself(
    clerk: Driver, stick: Path
) -> None:
    choose(clerk, stick)
    assert not list(stick.rglob("m-*"))
    view(clerk).backups.card.every.chosen.emit(60)
    clerk.settle()
    standing = clerk.application.safekeeping.standing
    assert standing is not None
    assert standing.settings.plan.every == 60
    assert standing.settings.plan.last_ok > 0
    assert view(clerk).backups.card.every.value() == 60


def test_a_stick_that_is_gone_is_said_and_stays_said(clerk: Driver, stick: Path) -> None:
    choose(clerk, stick)
    stick.rmdir()
    clerk.click("Sao lưu ngay")
    clerk.settle()
    assert view(clerk).backups.card.banner.text
    assert view(clerk).backups.card.now.isEnabled(), "it can be tried again"


@pytest.mark.parametrize(
    ("button", "said"),
    [("Kiểm tra nhanh", "Nguyên vẹn theo kiểm tra nhanh"), ("Kiểm tra toàn bộ", "Nguyên vẹn: đã")],
)
def test_a_whole_store_is_found_whole(clerk: Driver, button: str, said: str) -> None:
    register(clerk)
    clerk.click(button)
    clerk.settle()
    assert said in clerk.texts()
    assert view(clerk).checks.card.repair.isHidden()


def test_a_lock_stops_the_work_and_waits_for_its_step(clerk: Driver, stick: Path) -> None:
    choose(clerk, stick)
    keeping, ended = clerk.application.safekeeping, list[str]()

    def long(_store: object, _vault: object, go_on: object) -> None:
        assert callable(go_on)
        done = 0
        while go_on(done, 10**9):
            done += 1
        ended.append("work")

    assert keeping.carry_out("deep", long, lambda _none: None, pytest.fail)
    assert not keeping.carry_out("quick", long, lambda _none: None, pytest.fail), "one at a time"
    clerk.application.lock("wish")
    clerk.application.lanes.run(
        Lane.DATABASE, lambda: ended.append("after keys"), lambda _none: None, pytest.fail
    )
    clerk.settle()
    assert ended == ["work", "after keys"]
    clerk.unlock(PASSPHRASES["van"])
    assert clerk.screen() == "safety"
    clerk.click("Kiểm tra nhanh")
    clerk.settle()
    assert "Nguyên vẹn" in clerk.texts()


def test_the_data_gets_another_key_with_a_reason(clerk: Driver, homes: Homes) -> None:
    register(clerk)
    header = clerk.application.session.vault.header()
    clerk.click("Thay khóa dữ liệu")
    clerk.keys(DO)
    assert clerk.sheet() is not None, "no reason was given"
    clerk.keys("may tinh bi mat", DO)
    assert clerk.sheet() is None
    assert "Đã thay khóa dữ liệu" in clerk.texts()
    assert clerk.application.session.vault.header().file != header.file
    assert clerk.application.safekeeping.job is None
    clerk.go("incoming")
    assert "217/TM-TH" in clerk.texts() or "1 văn bản" in clerk.texts()
    clerk.keys((Qt.Key.Key_L, CONTROL))
    clerk.unlock(PASSPHRASES["van"])
    assert not clerk.locked()


def test_nothing_else_can_be_done_while_the_data_gets_another_key(clerk: Driver) -> None:
    app, held = clerk.application, threading.Event()
    app.safekeeping.end()
    app.lanes.run(Lane.NETWORK, held.wait, lambda _none: None, pytest.fail)
    header = app.session.vault.header()
    clerk.window.go("safety")
    app.safekeeping.rekey("thử")
    looks.settle()
    sheet = clerk.sheet()
    assert isinstance(sheet, RekeyingSheet)
    assert not app.changes.emit(frozenset({("document", "x")}))
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    app.safekeeping.rekey("hai lần")
    app.safekeeping.look()
    assert clerk.sheet() is sheet, "only stopping or the end puts it away"
    assert app.session.store(), "what uses the store is waited for"
    looks.assert_named(sheet)
    looks.assert_not_clipped(sheet)
    [stop] = looks.visible(sheet, QAbstractButton)
    assert stop.hasFocus()
    QTest.keyClick(stop, Qt.Key.Key_Space)
    held.set()
    clerk.settle()
    assert clerk.sheet() is None
    assert app.safekeeping.job is None
    assert app.session.vault.header() == header
    clerk.click("Kiểm tra nhanh")
    assert "Nguyên vẹn" in clerk.texts()


def test_the_second_copy_is_work_that_another_key_waits_for(clerk: Driver, stick: Path) -> None:
    register(clerk)
    choose(clerk, stick)
    keeping, seen = clerk.application.safekeeping, list[str]()
    keeping.busy.connect(lambda: seen.append(keeping.job.kind if keeping.job else ""))
    header = clerk.application.session.vault.header()
    keeping._soon.timeout.emit()
    keeping.rekey("thử")
    keeping._soon.timeout.emit()
    assert keeping._soon.isActive(), "it comes after what is under way"
    clerk.settle()
    assert seen[:3] == ["copy", "rekey", ""]
    assert clerk.application.session.vault.header().store != header.store
    assert clerk.sheet() is None


def test_a_store_that_does_not_open_again_is_locked(
    clerk: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = clerk.application

    def gone(*_given: object) -> NoReturn:
        raise DiskFailing

    with monkeypatch.context() as broken:
        broken.setattr(session, "_entered", gone)
        app.safekeeping.rekey("thử")
        clerk.settle()
    assert clerk.locked()
    assert "vì dữ liệu không mở lại được" in clerk.texts()
    clerk.unlock(PASSPHRASES["van"])
    assert not clerk.locked()
    assert explain(DiskFailing()).what in clerk.texts()


def test_the_sheet_over_the_window_looks_right(clerk: Driver) -> None:
    job = Job("rekey")
    job.go_on(35, 100)
    for setting in looks.every_look():
        with looks.dressed(setting):
            clerk.window.resize(*setting.size)
            clerk.window.open_sheet(RekeyingSheet(job))
            clerk.settle()
            looks.screenshot(clerk.window, f"safety-rekeying-{setting.name}")
            sheet = clerk.sheet()
            assert sheet is not None
            looks.assert_named(sheet)
            looks.assert_not_clipped(sheet)
            looks.assert_contrast(sheet)


def test_a_token_is_added_and_removed(
    clerk: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.click("Thêm USB Token")
    assert "Không thấy USB Token" in clerk.texts()
    made = softhsm.make(tmp_path / "token")
    monkeypatch.setenv("SOFTHSM2_CONF", made.environ["SOFTHSM2_CONF"])
    policy = tmp_path / "modules.txt"
    policy.write_text(f"{made.module}\n")
    monkeypatch.setattr(token_modules.modules, "__defaults__", (policy, ()))
    clerk.click("Tìm lại")
    assert "Đã thấy Thẻ giả lập" in clerk.texts()
    sheet = clerk.sheet()
    assert isinstance(sheet, TokenSheet)
    sheet.words.setText(PASSPHRASES["van"])
    sheet.pin.setText("000000")
    clerk.keys(DO)
    assert "Sai mã PIN" in clerk.texts()
    sheet.words.setText(PASSPHRASES["van"])
    sheet.pin.setText(softhsm.PIN)
    clerk.keys(DO)
    assert clerk.sheet() is None
    assert "Người van: " in clerk.texts()
    [mine] = [one for one in clerk.application.session.people() if one.label == "Người van"]
    assert set(mine.kinds) == {"argon2id", "rsa-oaep"}
    clerk.click("Bỏ USB Token")
    [mine] = [one for one in clerk.application.session.people() if one.label == "Người van"]
    assert mine.kinds == ("argon2id",)


def test_looks(clerk: Driver, stick: Path) -> None:
    register(clerk)
    choose(clerk, stick)
    clerk.application.safekeeping.back_up()
    clerk.settle()
    clerk.window.toasts.dismiss()
    view(clerk).checks.check(Depth.QUICK)
    clerk.settle()
    for setting in looks.every_look():
        with looks.dressed(setting):
            clerk.window.resize(*setting.size)
            clerk.settle()
            view(clerk).backups.card.folder.show_text("/media/usb/sao-luu")
            looks.screenshot(clerk.window, f"safety-{setting.name}")
            looks.assert_named(clerk.window)
            looks.assert_not_clipped(clerk.window)
            looks.assert_contrast(clerk.window)


def test_what_is_wrong_is_said_as_a_person_would_miss_it(clerk: Driver) -> None:
    hits = (("document", "1"), ("document", "2"))
    found = (
        Finding("aggregate", "document", "1", hits),
        Finding("row", "document", "2", hits),
        Finding("blob-damaged", "blob", "x"),
        Finding("page", "table", "documents"),
    )
    card = view(clerk).checks.card
    card.show_report(Report(Depth.DEEP, found, {"commits": 9}))
    clerk.settle()
    text = clerk.texts()
    assert "Có 4 chỗ không đúng" in text
    assert "2 dòng hiển thị khác với nhật ký. Chạm tới 2 văn bản" in text
    assert "Chữa bằng: dựng lại từ nhật ký." in text
    assert "1 tệp mất hoặc hỏng." in text
    assert card.repair.isVisible()
    looks.assert_named(clerk.window)
    looks.assert_not_clipped(clerk.window)
    looks.assert_contrast(clerk.window)
    clerk.click("Dựng lại từ nhật ký")
    clerk.wait(lambda: card.report is not None and card.report.whole)
    assert card.repair.isHidden()


def test_every_finding_has_its_words() -> None:
    assert set(_GROUPS) == set(REPAIRS)
