"""Unlock, lock, another person: what is seen, what comes back, what is gone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.errors import NotFound, StoreClosed
from core.office.terms import Role
from db.queries.rows import PersonRow
from desktop.arrival import first_screen
from desktop.phrases import error_words
from tests.desktop.app.conftest import Start
from tests.desktop.app.driver import CONTROL
from tests.desktop.app.homes import PASSPHRASES, Homes

LOCK = (Qt.Key.Key_L, CONTROL)


def test_the_same_person_finds_the_same_place(homes: Homes, start: Start) -> None:
    app = start(homes.clerk)
    assert app.locked()
    assert app.window.windowTitle() == "Ấn Tín"
    app.click("Người van")
    app.unlock(PASSPHRASES["van"])
    assert not app.locked()
    app.keys((Qt.Key.Key_Comma, CONTROL))
    assert app.screen() == "preferences"
    app.keys(Qt.Key.Key_Tab)
    before = name_of(app.focus())
    app.keys(LOCK)
    assert app.locked()
    assert app.window.windowTitle() == "Ấn Tín"
    with pytest.raises(StoreClosed):
        app.application.session.store()
    app.unlock(PASSPHRASES["van"])
    found = (app.locked(), app.screen(), name_of(app.focus()))
    assert found == (False, "preferences", before)


def name_of(widget: QWidget | None) -> str:
    assert widget is not None
    return widget.accessibleName()


def test_another_person_gets_a_session_of_his_own(homes: Homes, start: Start) -> None:
    app = start(homes.clerk)
    app.click("Người van")
    app.unlock(PASSPHRASES["van"])
    app.keys((Qt.Key.Key_Comma, CONTROL))
    preferences = app.window.stack.view()
    app.keys(LOCK)
    app.application.lock_screen.choose_person()
    app.click("Người si")
    app.unlock(PASSPHRASES["si"])
    assert app.application.session.store().author.person == homes.people["si"]
    assert app.screen() != "preferences"
    assert app.window.stack.view() is not preferences
    assert "Người si" in app.texts()
    assert "Người van" not in app.texts()


def test_a_wrong_passphrase_is_refused_and_then_waits(homes: Homes, start: Start) -> None:
    app = start(homes.commander)
    for _ in range(5):
        app.unlock("không phải câu này")
        assert app.locked()
    assert "Thử lại sau" in app.texts()


def test_locking_closes_the_store_whole(homes: Homes, start: Start) -> None:
    app = start(homes.commander)
    app.unlock(PASSPHRASES["chi"])
    app.keys(LOCK)
    left = [path.name for path in (homes.commander / "store").iterdir()]
    assert not [name for name in left if name.endswith(("-wal", "-shm"))]


def test_a_damaged_vault_is_said_on_the_lock_screen(homes: Homes, start: Start) -> None:
    for name in ("vault-a.json", "vault-b.json"):
        (homes.clerk / "store" / name).write_text("{")
    app = start(homes.clerk)
    assert app.locked()
    assert error_words()["VaultDamaged"]["vi"]["what"] in app.texts()


def test_what_comes_under_the_lock_stays_out_of_sight(homes: Homes, start: Start) -> None:
    app = start(homes.commander)
    app.unlock(PASSPHRASES["chi"])
    app.application.lock("idle")
    app.window.show_error(NotFound(kind="document"))
    app.window.toast("people.key.kept")
    app.application.changes.emit(frozenset({("document", "x")}))
    app.settle()
    assert app.locked()
    assert not app.window.scrim.isVisible()
    assert not app.window.toasts.isVisible()
    app.unlock(PASSPHRASES["chi"])
    assert app.window.scrim.isVisible()
    app.keys(Qt.Key.Key_Escape)
    assert app.screen() == "home"


def test_a_commander_begins_at_what_waits_for_his_signature() -> None:
    commander = PersonRow("x", "", "", "", "", frozenset({Role.COMMANDER}))
    clerk = PersonRow("x", "", "", "", "", frozenset({Role.CLERK}))
    found = [first_screen(who, n) for who in (commander, clerk) for n in (0, 3)]
    assert found == ["home", "signing", "home", "home"]


@pytest.mark.parametrize(
    ("cause", "said"),
    [("sleep", "máy chuyển sang chế độ ngủ"), ("screen", "màn hình của máy đã khóa")],
)
def test_the_machines_own_lock_and_sleep_lock(
    homes: Homes, start: Start, cause: str, said: str
) -> None:
    app = start(homes.commander)
    app.unlock(PASSPHRASES["chi"])
    app.application.watch.noticed.emit(cause)
    app.application.watch.noticed.emit(cause)
    app.settle()
    assert app.locked()
    assert said in app.texts()
    with pytest.raises(StoreClosed):
        app.application.session.open_vault()


def test_closing_ends_the_store_whole(homes: Homes, start: Start) -> None:
    app = start(homes.commander)
    app.unlock(PASSPHRASES["chi"])
    app.close()
    left = [path.name for path in (homes.commander / "store").iterdir()]
    assert not [name for name in left if name.endswith(("-wal", "-shm"))]
