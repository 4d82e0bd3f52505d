"""Another person at the same machine without a restart; rights that change while one works."""

from __future__ import annotations

import gc

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from core.office.terms import Kind, Role
from db import commits, facts, ledger
from db.actions import authority, incoming, naming
from db.engine import writes
from db.queries import documents, office
from db.queries.documents import View
from desktop.arrival import first_screen
from desktop.drafts.screen import DraftsScreen
from tests.db.test_ledger import ENTRY
from tests.desktop.app.conftest import Start
from tests.desktop.app.driver import CONTROL, Driver
from tests.desktop.app.homes import PASSPHRASES, Homes

NEW_LETTER = (Qt.Key.Key_N, CONTROL | Qt.KeyboardModifier.ShiftModifier)
SWITCH = (Qt.Key.Key_L, CONTROL | Qt.KeyboardModifier.ShiftModifier)
MARK = "cau rieng cua nguoi truoc"


def switch(app: Driver, name: str, words: str) -> None:
    app.keys(SWITCH)
    assert app.locked()
    app.click(name)
    app.unlock(words)
    assert not app.locked()


def clerk(homes: Homes, start: Start) -> Driver:
    app = start(homes.clerk)
    app.click("Người van")
    app.unlock(PASSPHRASES["van"])
    return app


def test_switching_asks_who_goes_on_and_says_why_it_is_locked(homes: Homes, start: Start) -> None:
    app = clerk(homes, start)
    app.keys(SWITCH)
    assert app.locked()
    assert "để người khác làm việc" in app.texts()
    for name in ("Người van", "Người si"):
        assert name in app.texts()
    app.click("Người si")
    app.unlock(PASSPHRASES["si"])
    assert app.application.session.store().author.person == homes.people["si"]


def test_the_button_beside_the_name_switches_too(homes: Homes, start: Start) -> None:
    app = clerk(homes, start)
    app.window.nav._card.switch.click()
    app.settle()
    assert app.locked()
    assert "Người si" in app.texts()


def test_nothing_of_the_person_before_remains(homes: Homes, start: Start) -> None:
    app = clerk(homes, start)
    book = _book(app)
    incoming.register(app.application.session.store(), ENTRY, None, book)
    app.go("incoming")
    app.window.set_badge("incoming", 7)
    app.window.toast("people.key.kept", lambda: None)
    app.window.hub.show_palette()
    app.keys(MARK)
    before = list(app.window.stack._views.values())
    assert before
    app.keys(Qt.Key.Key_Escape)
    switch(app, "Người si", PASSPHRASES["si"])
    gc.collect()
    left = [one for one in QApplication.allWidgets() if MARK in _text(one)]
    assert not left
    assert not app.window.toasts.isVisible()
    assert "Người van" not in app.texts()
    assert ENTRY.subject not in app.texts()  # the officer was not given it
    assert app.window.nav._items["incoming"]._count == 0
    assert not [view for view in before if isValid(view)]


def _book(app: Driver) -> str:
    return office.books(app.application.session.store(), "incoming")[0].id


def _text(widget: QWidget) -> str:
    found = getattr(widget, "text", None)
    return str(found()) if callable(found) else ""


def test_drafts_are_each_persons_own(homes: Homes, start: Start) -> None:
    app = start(homes.clerk)
    app.click("Người si")
    app.unlock(PASSPHRASES["si"])
    app.go("drafts")
    app.keys(NEW_LETTER)
    view = app.window.stack.view()
    assert isinstance(view, DraftsScreen)
    view.writing.editor.subject.setText(MARK)
    switch(app, "Người van", PASSPHRASES["van"])
    app.go("drafts")
    app.keys(NEW_LETTER)
    view = app.window.stack.view()
    assert isinstance(view, DraftsScreen)
    assert view.writing.editor.subject.text() == ""
    switch(app, "Người si", PASSPHRASES["si"])
    app.go("drafts")
    app.keys(NEW_LETTER)
    view = app.window.stack.view()
    assert isinstance(view, DraftsScreen)
    assert view.writing.editor.subject.text() == MARK


# -- rights ---------------------------------------------------------------------------------------


def test_who_keeps_people_only_begins_there_and_sees_no_document(
    homes: Homes, start: Start
) -> None:
    app = start(homes.admin)
    app.unlock(PASSPHRASES["quan"])
    assert app.screen() == "accounts"
    shown = set(app.window.nav.ordered())
    assert not shown & {"outgoing", "drafts", "signing", "dossiers"}


def test_another_role_counts_at_once(homes: Homes, start: Start) -> None:
    app = start(homes.admin)
    app.unlock(PASSPHRASES["quan"])
    store = app.application.session.store()
    person = app.application._person
    assert person is not None
    assert first_screen(person, 0) == "accounts"
    second = naming.new_person(store, "Người thứ hai", "", "").entity
    authority.give_grant(store, second, Role.ADMINISTRATOR, "2026-01-01")
    with store.engine.begin() as connection:
        [own] = facts.grants_by_id(connection, homes.people["quan"])
    app.go("people")
    done = authority.revoke_grant(store, own, "chuyển công tác")
    app.application.changes.emit(done.changed)
    app.settle()
    assert app.application._person is not None
    assert app.application._person.roles == frozenset()
    assert "Quyền vừa thay đổi" in app.texts()
    assert not app.locked()


def test_who_loses_his_last_role_by_sync_sees_no_document_any_more(
    homes: Homes, start: Start
) -> None:
    admin = start(homes.admin)
    admin.unlock(PASSPHRASES["quan"])
    store = admin.application.session.store()
    authority.revoke_person(store, homes.people["van"], "chuyển công tác")
    with store.engine.begin() as connection:
        stream = store.realm.provision.stream("authority")
        sent = commits.unsent(connection, stream, 100)
    app = clerk(homes, start)
    store = app.application.session.store()
    done = incoming.register(store, ENTRY, None, _book(app))
    app.application.changes.emit(done.changed)
    app.go("incoming")
    assert len(documents.ids(store, View((Kind.INCOMING,)))) == 1
    with writes(store.engine).begin() as connection:
        received = ledger.receive(connection, store.realm, sent)
    app.application.changes.emit(received.changed)
    app.settle()
    assert "Quyền vừa thay đổi" in app.texts()
    assert app.screen() == "incoming"
    assert "Chưa có quyền" in app.texts()
    assert not set(app.window.nav.ordered()) & {"outgoing", "drafts", "signing", "dossiers"}
    assert documents.page(store, done.entity) is None
