"""Restricted groups through the administrator's screen: open one, let people in and out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from db.queries import groups
from db.queries.groups import GroupRow
from desktop.accounts.groups import MemberSheet, NewGroup
from desktop.accounts.screen import AccountsScreen
from tests.desktop import looks
from tests.desktop.app.conftest import Start
from tests.desktop.app.driver import CONTROL, Driver
from tests.desktop.app.homes import PASSPHRASES, Homes

NEW, DO = (Qt.Key.Key_N, CONTROL), (Qt.Key.Key_Return, CONTROL)
IN, OUT, DOWN = Qt.Key.Key_F4, Qt.Key.Key_F9, Qt.Key.Key_Down
ENTER, TAB, GROUPS = Qt.Key.Key_Return, Qt.Key.Key_Tab, (Qt.Key.Key_4, CONTROL)


@pytest.fixture
def admin(homes: Homes, start: Start) -> Driver:
    app = start(homes.admin)
    app.unlock(PASSPHRASES["quan"])
    return app


def known(app: Driver) -> list[GroupRow]:
    return groups.every(app.application.session.store())


def screen(app: Driver) -> AccountsScreen:
    view = app.window.stack.view()
    assert isinstance(view, AccountsScreen)
    return view


def opened(app: Driver, name: str) -> None:
    """Open a group by keys, and rest on it."""
    screen(app).lists.tabs.choose(3)
    app.settle()
    app.keys(NEW)
    assert isinstance(app.sheet(), NewGroup)
    edit = app.focus()
    assert isinstance(edit, QLineEdit)
    edit.setText(name)
    app.keys(DO)
    assert app.sheet() is None, app.texts()
    app.wait(lambda: getattr(screen(app).lists.row(), "name", "") == name)
    rest(app)


def rest(app: Driver) -> None:
    """The keyboard rests on the row until it is shown."""
    screen(app)._show()
    looks.settle()


def name_first(app: Driver) -> None:
    """The first person that the sheet offers."""
    app.keys(DOWN, ENTER)


def test_a_group_is_opened_and_people_are_let_in_and_out_by_keys(admin: Driver) -> None:
    opened(admin, "Nhóm A")
    assert "Chưa ai được đọc" in admin.texts()
    assert "Sổ nằm trong nhóm" in admin.texts()
    admin.keys(IN)
    assert isinstance(admin.sheet(), MemberSheet)
    assert "kể cả những gì có từ trước" in admin.texts()
    admin.keys(DO)
    assert "Chọn một người trong danh sách" in admin.texts()
    name_first(admin)
    admin.keys(DO)
    assert admin.sheet() is None, admin.texts()
    [row] = known(admin)
    assert len(row.readers) == 1
    rest(admin)
    assert row.readers[0] in admin.texts()
    assert "Chưa ai được đọc" not in admin.texts()
    admin.keys(OUT)
    for text in ("không nhận thêm", "nộp lại việc", "không thu lại được"):
        assert text in admin.texts()
    name_first(admin)
    admin.keys(DO)
    assert [each.readers for each in known(admin)] == [()]


def test_a_name_that_is_taken_is_refused_in_the_sheet(admin: Driver) -> None:
    opened(admin, "Nhóm A")
    admin.keys(NEW, DO)
    assert "Chưa nhập tên nhóm" in admin.texts()
    edit = QApplication.focusWidget()
    assert isinstance(edit, QLineEdit)
    edit.setText("Nhóm  A")
    admin.keys(DO)
    assert isinstance(admin.sheet(), NewGroup)
    assert "đã có nhóm mang tên này" in admin.texts()
    assert len(known(admin)) == 1


def test_groups_look(admin: Driver) -> None:
    opened(admin, "Nhóm A")
    admin.keys(IN)
    name_first(admin)
    admin.keys(DO)
    rest(admin)
    admin.keys(OUT)
    card = admin.window.scrim.card
    assert isinstance(card, MemberSheet)
    for setting in looks.every_look():
        with looks.dressed(setting):
            admin.window.resize(*setting.size)
            admin.settle()
            looks.screenshot(admin.window, f"groups-out-{setting.name}")
            looks.assert_not_clipped(admin.window)
            looks.assert_named(admin.window)
            looks.assert_contrast(card)
