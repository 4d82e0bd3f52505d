"""After a lock no widget, model or cache holds a word of a document; the same place comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from core.office.terms import Urgency
from db.acting import Done, Store
from db.actions import incoming
from db.queries import office
from desktop.drafts.screen import DraftsScreen
from desktop.incoming.screen import IncomingScreen
from tests.db.test_ledger import ENTRY
from tests.desktop.app.conftest import Start
from tests.desktop.app.driver import CONTROL, Driver
from tests.desktop.app.homes import PASSPHRASES, Homes
from tests.desktop.app.traces import traces

LOCK = (Qt.Key.Key_L, CONTROL)
NEW = (Qt.Key.Key_N, CONTROL)
NEW_LETTER = (Qt.Key.Key_N, CONTROL | Qt.KeyboardModifier.ShiftModifier)
MARKER = "dau" + "vet" + str(Urgency.NORMAL.value.__hash__() & 0xFFFF)
"""Made here, so that no file of code or word list has it."""


@pytest.fixture
def clerk(homes: Homes, start: Start) -> Driver:
    app = start(homes.clerk)
    app.click("Người van")
    app.unlock(PASSPHRASES["van"])
    context = app.application.context
    context.act(register, lambda _done: None)
    app.settle()
    return app


def register(store: Store) -> Done:
    book = next(iter(office.books(store, "incoming"))).id
    entry = replace(
        ENTRY, subject=f"Về việc {MARKER}", issuer=f"Phòng {MARKER}", code=f"1/{MARKER}"
    )
    return incoming.register(store, entry, None, book)


def write(app: Driver, text: str) -> None:
    edit = app.focus()
    assert edit is not None
    app.keys(text)


def lock(app: Driver) -> None:
    app.application.lock("idle")
    app.settle()
    assert app.locked()


def test_it_finds_what_is_there(clerk: Driver) -> None:
    clerk.go("incoming")
    found = traces(MARKER)
    assert any("DocumentRow" in one or "tuple" in one for one in found), found


def test_the_register_its_filter_and_the_palette_leave_nothing(clerk: Driver) -> None:
    clerk.go("incoming")
    clerk.keys((Qt.Key.Key_F, CONTROL), MARKER)
    clerk.wait(lambda: traces(MARKER) != [])
    clerk.keys((Qt.Key.Key_K, CONTROL), MARKER)
    QGuiApplication.clipboard().setText(f"{MARKER} chép")
    lock(clerk)
    if QGuiApplication.clipboard().text():  # the off-screen platform does not say whose it is
        QGuiApplication.clipboard().clear()
    assert traces(MARKER) == []


def test_what_is_being_written_leaves_nothing_and_comes_back(clerk: Driver) -> None:
    clerk.go("incoming")
    clerk.keys(NEW)
    write(clerk, f"2/{MARKER}")
    clerk.go("drafts")
    clerk.keys(NEW_LETTER)
    view = clerk.window.stack.view()
    assert isinstance(view, DraftsScreen)
    view.writing.editor.body.setFocus()
    write(clerk, f"Gui {MARKER} loi chao")
    del view
    lock(clerk)
    assert traces(MARKER) == []
    clerk.unlock(PASSPHRASES["van"])
    view = clerk.window.stack.view()
    assert isinstance(view, DraftsScreen)
    assert view.writing.editor.body.hasFocus()
    assert MARKER in view.writing.editor.body.toPlainText()
    assert view.writing.editor.body.textCursor().position() == len(f"Gui {MARKER} loi chao")
    clerk.go("incoming")
    assert "Còn 1 văn bản đang nhập dở" in clerk.texts()


def test_the_form_of_registration_comes_back_at_its_cursor(clerk: Driver) -> None:
    clerk.go("incoming")
    clerk.keys(NEW)
    write(clerk, "ke 12")
    edit = clerk.focus()
    assert isinstance(edit, QLineEdit)
    name, cursor = edit.accessibleName(), edit.cursorPosition()
    text = edit.text()
    lock(clerk)
    clerk.unlock(PASSPHRASES["van"])
    view = clerk.window.stack.view()
    assert isinstance(view, IncomingScreen)
    edit = clerk.focus()
    assert isinstance(edit, QLineEdit)
    assert (edit.accessibleName(), edit.text(), edit.cursorPosition()) == (name, text, cursor)
