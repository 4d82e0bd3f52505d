"""Machines' certificates that end, as people see it: renewed by itself or by a key where an
administrator is at work, said quietly on the machine itself.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.commits.trust import DAY
from db.actions import renewing
from db.queries import certificates, office
from desktop.accounts.machines import RenewSheet
from desktop.accounts.screen import AccountsScreen
from server import administration
from tests.desktop import looks
from tests.desktop.app.conftest import Start
from tests.desktop.app.driver import CONTROL, Driver
from tests.desktop.sync.test_loop import unlocked
from tests.server.later import Days, end_of
from tests.server.test_terms import act
from tests.server.town import Town

RENEW, LOSE, DO = Qt.Key.Key_F8, Qt.Key.Key_F9, (Qt.Key.Key_Return, CONTROL)


def machines(app: Driver) -> AccountsScreen:
    """The screen with the machines in front and the clerk's chosen."""
    app.go("accounts")
    view = app.window.stack.view()
    assert isinstance(view, AccountsScreen)
    view.lists.tabs.choose(2)
    looks.settle()
    rows = view.lists.known.machines
    place = next(n for n, row in enumerate(rows, 1) if row.label == "Máy clerk")
    view.lists.machines.view.go_to(place)
    app.wait(lambda: getattr(view.lists.machines.view.current(), "label", "") == "Máy clerk")
    view.lists.machines.view.setFocus()
    view._show()
    looks.settle()
    return view


def left(app: Driver) -> list[str]:
    store = app.application.session.store()
    return sorted(one.label for one in certificates.ending(store))


def test_renewed_by_itself_and_the_silent_ones_by_a_key(
    town: Town, start: Start, later: Days
) -> None:
    admin, clerk = town.machine("admin"), town.machine("clerk")
    later(-80)
    act(clerk, "Máy này còn dùng")
    with town.running():
        town.sync(clerk, admin)
    town.stack.close()
    app = unlocked(town, start, "admin")
    app.wait(lambda: left(app) == ["Máy commander"])
    machines(app)
    app.keys(RENEW)
    sheet = app.sheet()
    assert isinstance(sheet, RenewSheet)
    [box] = sheet.boxes.values()
    assert "nửa năm không có việc nào" in app.texts()
    app.keys(DO)
    assert "Chọn ít nhất một máy" in app.texts()
    box.setFocus()
    app.keys(Qt.Key.Key_Space, DO)
    assert app.sheet() is None, app.texts()
    assert left(app) == []
    machines(app)
    app.keys(RENEW)
    assert app.sheet() is None, "nothing ends"


def test_the_machine_itself_says_so_quietly(town: Town, start: Start, later: Days) -> None:
    town.stack.close()
    later(-31)
    app = unlocked(town, start, "clerk")
    app.go("sync")
    state, note = app.application.sync.state, app.window.status.note
    app.wait(lambda: state.row is not None)
    assert not note.isVisible()
    for days, line, told in (
        (-20, "Chứng thư máy còn 20 ngày", "Chứng thư của máy này còn 20 ngày"),
        (3.5, "Chứng thư máy đã hết hạn 3 ngày", "chưa ghi được việc mới"),
    ):
        later(days)
        state.show_row(office.sync(app.application.session.store()))
        app.settle()
        assert note.isVisible()
        assert line in note.accessibleName()
        assert told in app.texts()
        look(app, f"sync-term-{days:.0f}")


def test_what_the_root_certified_is_announced_a_year_ahead(
    town: Town, start: Start, later: Days
) -> None:
    admin = town.machine("admin")
    behind = (end_of(admin) - end_of(town.machine("clerk"))) / DAY
    later(behind - 370)
    assert certificates.own_end(admin.store) is None
    later(behind - 300)
    assert certificates.own_end(admin.store) == end_of(admin)
    town.stack.close()
    with town.opened() as found:
        assert str(administration.status(found)["certificate"]).endswith("\t!")
    app = unlocked(town, start, "admin")
    app.go("sync")
    app.wait(app.window.status.note.isVisible)
    assert "còn 300 ngày" in app.window.status.note.accessibleName()
    assert "Báo người giữ khóa gốc" in app.texts()
    assert renewing.due(app.application.session.store()) == [], "of whom nothing is heard"


def test_looks(town: Town, start: Start, later: Days) -> None:
    later(-12)
    town.stack.close()
    app = unlocked(town, start, "admin")
    machines(app)
    look(app, "machines-ending")
    for name, press in (("renew", RENEW), ("lost", LOSE)):
        app.keys(press)
        assert app.sheet() is not None, name
        look(app, f"machines-{name}")
        app.keys(Qt.Key.Key_Escape)


def look(app: Driver, name: str) -> None:
    """Sheets are alike in windows of every size."""
    sheet = app.sheet() is not None
    for setting in looks.every_look():
        if sheet and setting.size != looks.LAPTOP:
            continue
        with looks.dressed(setting):
            app.window.resize(*setting.size)
            app.settle()
            looks.screenshot(app.window, f"{name}-{setting.name}")
            check(app.sheet() or app.window)


def check(root: QWidget) -> None:
    looks.assert_not_clipped(root)
    looks.assert_contrast(root)
    looks.assert_named(root)
