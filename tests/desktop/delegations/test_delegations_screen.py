"""Delegations through the screen and its sheets, by keys, on a real store; in every look."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.office.delegation import Standing
from core.office.terms import Role
from db.acting import Store
from db.actions import authority, delegating
from db.actions.delegating import Giving
from db.queries import delegations
from db.queries.accounts import changes, to_confirm
from desktop import clock
from desktop.delegations.changes_sheet import ChangesSheet
from desktop.delegations.give_sheet import GiveSheet
from desktop.delegations.screen import SCREEN, DelegationsScreen
from desktop.delegations.sheets import AbsenceSheet, EndSheet, SeparationsSheet
from desktop.delegations.writing import codes
from desktop.words import words
from tests.db.unit_of_three import START
from tests.desktop import looks
from tests.desktop.desk_rig import CTRL, Desk, press, write
from tests.desktop.signing.test_outgoing_life import _as

HEAD = "Sư đoàn trưởng"
TODAY = datetime.date(2026, 11, 18)
ONE = datetime.timedelta(days=1)


class Staff(Desk):
    """The desk with a deputy, a head of section and an administrator."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        world = self.world
        more = {
            "pho": ("Phạm Văn Mô Phỏng", "Phó Sư đoàn trưởng", Role.COMMANDER),
            "ban": ("Vũ Văn Minh Họa", "Trưởng ban Tác huấn", Role.HEAD_OF_SECTION),
            "quan": ("Đỗ Văn Kiểm Thử", "Quản trị viên", Role.ADMINISTRATOR),
        }
        for who, (name, post, role) in more.items():
            world.people[who] = person = world.unit.new_id()
            unit, admin = world.unit.unit, world.admin.store
            authority.set_person(admin, person, name=name, rank="Thượng tá", post=post, unit=unit)
            authority.give_grant(admin, person, role, "2026-01-01")
        world.push(world.admin)
        for machine in (world.clerk, world.commander):
            world.pull(machine)

    def at(self, who: str) -> Store:
        return _as(self.day.clerk, self.world.people[who])

    def open(self, who: str) -> DelegationsScreen:
        self.sit(self.at(who), SCREEN)
        view = self.view()
        assert isinstance(view, DelegationsScreen)
        view.list.view.setFocus()
        return view

    @property
    def card(self) -> object:
        return self.windows[-1].scrim.card

    def rest(self, key: str) -> None:
        """Until a key counts: the list says where it rests after a moment."""
        wanted = QKeySequence(key)
        for _ in range(200):
            if any(wanted in action.shortcuts() for action in self.windows[-1].actions()):
                return
            QTest.qWait(20)
        raise AssertionError(key)

    def furnish(self) -> None:
        """One of each: in force, still to come, ended, somebody away."""
        people = self.world.people
        head, day = self.at("chi"), TODAY
        scope = ("cong-van", "thong-bao")
        delegating.give(
            head, Giving("deputy", people["pho"], day, day + 30 * ONE, for_whom=HEAD, scope=scope)
        )
        order = Giving(
            "by_order", people["ban"], day + ONE, day + 9 * ONE, for_whom=HEAD,
            matter="Công tác huấn luyện thường xuyên", basis="Quy chế làm việc (giả lập)",
        )  # fmt: skip
        ended = delegating.give(head, order).entity
        delegating.give(head, order)
        delegating.end(head, ended, "Thủ trưởng đã về đơn vị")
        delegating.stand_in(self.at("si"), people["ban"], day, day + 2 * ONE, matter="Đi học")


@pytest.fixture
def staff(tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Staff]:
    monkeypatch.setattr(clock, "now_ms", lambda: START)
    made = Staff(tmp_path)
    yield made
    made.close()


def _ids(view: DelegationsScreen) -> set[str]:
    return {command.id for command in view.commands()}


def test_a_head_gives_his_signature_by_keys_and_ends_it(staff: Staff) -> None:
    view = staff.open("chi")
    press(Qt.Key.Key_N, CTRL)
    sheet = staff.card
    assert isinstance(sheet, GiveSheet)
    press(Qt.Key.Key_1)  # KT.
    press(Qt.Key.Key_Tab)
    write("mo phong")
    press(Qt.Key.Key_Tab)
    assert sheet.person.name.text() == "Phạm Văn Mô Phỏng"
    assert sheet.block.accessibleName() == (
        "KT. SƯ ĐOÀN TRƯỞNG, PHÓ SƯ ĐOÀN TRƯỞNG, Thượng tá Phạm Văn Mô Phỏng"
    )
    write("cong-van, thong-bao")
    press(Qt.Key.Key_Return, CTRL)
    assert staff.card is None
    [row] = delegations.delegations(staff.at("chi"))
    assert (row.given.scope, row.standing) == (("cong-van", "thong-bao"), Standing.NOW)
    view.list.view.go_to(row.n)
    staff.rest("F8")
    press(Qt.Key.Key_F8, at=view.list.view)
    assert isinstance(staff.card, EndSheet)
    press(Qt.Key.Key_Return, CTRL)
    assert isinstance(staff.card, EndSheet)  # a reason is needed
    write("Da ve")
    press(Qt.Key.Key_Return, CTRL)
    [row] = delegations.delegations(staff.at("chi"))
    assert (row.standing, row.reason) == (Standing.ENDED, "Da ve")


def test_what_the_law_asks_more_is_said_in_the_sheet(staff: Staff) -> None:
    staff.open("chi")
    press(Qt.Key.Key_N, CTRL)
    sheet = staff.card
    assert isinstance(sheet, GiveSheet)
    press(Qt.Key.Key_Return, CTRL)
    assert sheet.person.wrong
    press(Qt.Key.Key_3, at=sheet.kind.focusProxy())  # TUQ.: basis, matter, last day
    sheet.person.name.setText("Vũ Văn Minh Họa")
    sheet.types.edit.setText("Không có")  # type: ignore[attr-defined]
    press(Qt.Key.Key_Return, CTRL)
    assert sheet.types.wrong
    sheet.types.edit.setText("")  # type: ignore[attr-defined]
    press(Qt.Key.Key_Return, CTRL)
    assert "văn bản căn cứ" in sheet.problem.text.lower()
    sheet.basis.edit.setText("01/GUQ (giả lập)")  # type: ignore[attr-defined]
    sheet.matter.edit.setText("Tập huấn")  # type: ignore[attr-defined]
    sheet.until.setText("30/11/2026")
    press(Qt.Key.Key_Return, CTRL)
    assert staff.card is None
    [row] = delegations.delegations(staff.at("chi"))
    assert row.lines == ("TUQ. SƯ ĐOÀN TRƯỞNG", "TRƯỞNG BAN TÁC HUẤN")


def test_an_officer_names_who_stands_in_for_himself(staff: Staff) -> None:
    view = staff.open("si")
    assert _ids(view) == {"absence", "refresh"}
    press(Qt.Key.Key_F4)
    sheet = staff.card
    assert isinstance(sheet, AbsenceSheet)
    assert sheet.away.name.isReadOnly()
    write("minh hoa")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return, CTRL)
    assert isinstance(staff.card, AbsenceSheet)  # a last day is needed
    sheet.until.setText("20/11/2026")
    press(Qt.Key.Key_Return, CTRL)
    assert staff.card is None
    [row] = delegations.delegations(staff.at("ban"))
    assert (row.giver, row.person) == ("Lê Văn Mẫu", "Vũ Văn Minh Họa")
    assert row.given.until == datetime.date(2026, 11, 20)


def test_who_may_do_what_on_the_screen(staff: Staff) -> None:
    staff.furnish()
    assert len(staff.open("chi").board.rows) == 4  # type: ignore[union-attr]
    own = staff.open("si")
    assert own.board is not None
    assert [row.given.kind for row in own.board.rows] == ["absence"]
    assert _ids(staff.open("pho")) >= {"absence", "refresh"}
    assert "give" not in _ids(staff.open("pho"))
    assert "give" not in _ids(staff.open("ban"))
    assert _ids(staff.open("quan")) == {"refresh", "separations"}


def test_an_administrator_says_which_customs_the_unit_keeps(staff: Staff) -> None:
    store = staff.world.admin.store
    admin = _as(store, staff.world.people["quan"])
    staff.sit(admin, SCREEN)
    view = staff.view()
    next(one for one in view.commands() if one.id == "separations").run()
    sheet = staff.card
    assert isinstance(sheet, SeparationsSheet)
    [box] = sheet.boxes.values()
    assert box.isChecked()
    box.click()
    press(Qt.Key.Key_Return, CTRL)
    assert staff.card is None
    assert delegations.separations_off(admin) == {"drafting-issuing"}


def test_a_commander_confirms_changes_of_rights_by_keys(staff: Staff) -> None:
    store = staff.at("chi")
    assert not staff.open("quan").waiting.text
    view = staff.open("chi")
    count = len(changes(store))
    assert str(count) in view.waiting.text
    assert (to_confirm(store), to_confirm(staff.at("quan"))) == (count, 0)
    view.open("changes")  # as the work lists lead there
    assert isinstance(staff.card, ChangesSheet)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_F9)
    sheet = staff.card
    assert isinstance(sheet, ChangesSheet)
    first, *others = sheet.boxes.values()
    for box in (first, *others):
        box.click()
    press(Qt.Key.Key_Return, CTRL)
    assert sheet.problem.text
    first.click()
    press(Qt.Key.Key_Return, CTRL)
    assert staff.card is None
    assert len(changes(store)) == count - 1
    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_Return, CTRL)
    assert changes(store) == ()
    assert to_confirm(store) == 0
    assert not view.waiting.text
    assert "changes" not in _ids(view)


def test_types_are_named_in_words_or_codes() -> None:
    assert codes("Công văn; THÔNG BÁO, cong-van") == (("cong-van", "thong-bao"), "")
    assert codes("Công văn, gì đó") == (("cong-van",), "gì đó")
    assert codes(" ") == ((), "")


def test_looks(staff: Staff) -> None:
    staff.furnish()
    view = staff.open("chi")
    window = staff.windows[-1]
    bring = {"delegations": ""} | {one: one for one in ("give", "absence", "end", "changes")}
    for setting in looks.every_look():
        with looks.dressed(setting):
            window.resize(*setting.size)
            words.set_language(setting.language)
            for name, command in bring.items():
                view.list.view.go_to(1)
                staff.rest("F8")
                if command:
                    next(one for one in view.commands() if one.id == command).run()
                    card = window.scrim.card
                    if isinstance(card, GiveSheet):
                        card.person.name.setText("Phạm Văn Mô Phỏng")
                looks.settle()
                looks.screenshot(window, f"delegations-{name}-{setting.name}")
                looks.assert_not_clipped(window)
                looks.assert_named(window)
                looks.assert_contrast(window.scrim.card or window)
                window.scrim.close_card()
    assert QApplication.focusWidget() is not None
