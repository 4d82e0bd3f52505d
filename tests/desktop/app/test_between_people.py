"""What comes at the wrong moment: an answer under the lock, a lock while somebody is let in, other
rights or the end while a sheet is written in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from typing_extensions import override

from core.errors import DiskFailing, StoreClosed
from core.office.terms import Role
from db import facts
from db.actions import authority, naming
from desktop.background import Lane
from desktop.widgets.layouts import Column, Row
from desktop.widgets.sheet import Sheet
from tests.desktop.app.conftest import Start
from tests.desktop.app.driver import Driver
from tests.desktop.app.homes import PASSPHRASES, Homes
from tests.desktop.app.test_switching import clerk, switch


def locked_with_news(app: Driver) -> None:
    """Locked, and what the person began answers under the lock."""
    app.application.lock("wish")
    app.window.toast("accounts.granted", lambda: None, name="của người van")
    app.window.show_error(DiskFailing())
    app.settle()
    assert "của người van" not in app.texts()


def test_what_came_under_the_lock_is_said_to_whom_it_belongs(homes: Homes, start: Start) -> None:
    app = clerk(homes, start)
    locked_with_news(app)
    app.unlock(PASSPHRASES["van"])
    assert "của người van" in app.texts()
    assert app.sheet() is not None
    assert not app.window.toasts.undo(), "nothing can be taken back any more"


def test_what_came_under_the_lock_is_not_said_to_another_person(homes: Homes, start: Start) -> None:
    app = clerk(homes, start)
    locked_with_news(app)
    app.click("Đổi người dùng")
    app.click("Người si")
    app.unlock(PASSPHRASES["si"])
    assert not app.locked()
    assert "của người van" not in app.texts()
    assert app.sheet() is None
    switch(app, "Người van", PASSPHRASES["van"])
    assert "của người van" not in app.texts(), "once another person was there it is gone"


def test_what_was_begun_answers_to_nobody_else(homes: Homes, start: Start) -> None:
    app = clerk(homes, start)
    told: list[object] = []

    def tell(answer: object) -> None:
        told.append(answer)
        app.window.toast("accounts.granted", name="của người van")
        app.window.set_badge("incoming", 7)

    app.application.context.background.run(Lane.DATABASE, lambda: "đáp", tell, tell)
    app.application.lock("switch")
    app.settle()
    assert told == ["đáp"], "it had ended before the lock could forget everything"
    app.click("Đổi người dùng")
    app.click("Người si")
    app.unlock(PASSPHRASES["si"])
    assert "của người van" not in app.texts()
    assert app.window.nav._items["incoming"]._count == 0


@pytest.mark.parametrize("moment", ["typed", "opened"])
def test_a_sleep_while_somebody_is_let_in_locks_right_after(
    homes: Homes, start: Start, moment: str
) -> None:
    app = start(homes.clerk)
    app.click("Người van")
    edit = app.focus()
    assert isinstance(edit, QLineEdit)
    edit.setText(PASSPHRASES["van"])
    application = app.application
    if moment == "opened":
        application.lock_screen.unlocked.connect(
            lambda _: application.watch.noticed.emit("sleep"),
            Qt.ConnectionType.SingleShotConnection,
        )
    QTest.keyClick(edit, Qt.Key.Key_Return)
    if moment == "typed":
        application.watch.noticed.emit("sleep")
    app.settle()
    assert app.locked()
    assert "chế độ ngủ" in app.texts()
    with pytest.raises(StoreClosed):
        application.session.store()
    with pytest.raises(StoreClosed):
        application.session.open_vault()
    app.unlock(PASSPHRASES["van"])
    assert not app.locked(), "once"


class Written(Sheet):
    """A sheet with something unsaved."""

    def __init__(self, kept: list[str]) -> None:
        super().__init__("frame.keys_title", Column(QLabel("x")), Row())
        self._kept = kept

    @override
    def keep(self) -> None:
        self._kept.append("kept")


def test_an_open_sheet_is_kept_before_other_rights_count(homes: Homes, start: Start) -> None:
    app = start(homes.admin)
    app.unlock(PASSPHRASES["quan"])
    store = app.application.session.store()
    second = naming.new_person(store, "Người thứ hai", "", "").entity
    authority.give_grant(store, second, Role.ADMINISTRATOR, "2026-01-01")
    with store.engine.begin() as connection:
        [own] = facts.grants_by_id(connection, homes.people["quan"])
    kept: list[str] = []
    app.window.open_sheet(Written(kept))
    done = authority.revoke_grant(store, own, "chuyển công tác")
    app.application.changes.emit(done.changed)
    app.settle()
    assert not set(app.window.nav.ordered()) & {"accounts"}, "other screens are up"
    assert kept == ["kept"]
    assert app.sheet() is None


def test_an_open_sheet_is_kept_by_the_lock_the_end_and_another_sheet(
    homes: Homes, start: Start
) -> None:
    app = clerk(homes, start)
    kept: list[str] = []
    app.window.open_sheet(Written(kept))
    app.window.show_error(DiskFailing())
    assert len(kept) == 1
    app.window.open_sheet(Written(kept))
    app.application.safekeeping.closing.emit()
    assert len(kept) == 2
    app.application.lock("wish")
    assert len(kept) == 3
    app.settle()
    app.unlock(PASSPHRASES["van"])
    app.window.open_sheet(Written(kept))
    app.close()
    assert len(kept) == 4
