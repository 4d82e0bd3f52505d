"""Sync by itself: what is shown with a server, without one, and while it cannot be reached."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from core.office.terms import Kind
from db import opening
from db.keys.protectors import KEY_FILE, by_passphrase, key_file_key
from db.queries import documents
from db.queries.documents import View
from db.vault import Vault
from desktop import clock
from desktop.announce import announce_to
from tests.desktop.app.conftest import Start
from tests.desktop.app.driver import Driver
from tests.server.town import Town, key_file

WORDS = "thuyền về có nhớ bến"
INCOMING = View((Kind.INCOMING,))


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    announce_to(stream)
    yield stream
    announce_to(None)


def unlocked(town: Town, start: Start, name: str) -> Driver:
    """The machine of a town under the program, its person with a passphrase."""
    folder = town.folder / name
    vault = Vault(opening.folder_of(folder), clock.random_bytes)
    [person] = vault.people()
    opened = vault.unlock_with(person.person, KEY_FILE, key_file_key(key_file(folder)))
    protection = by_passphrase(WORDS, clock.random_bytes)
    vault.readmit(opened, person.person, person.label, protection)
    opened.close()
    app = start(folder)
    app.unlock(WORDS)
    assert not app.locked()
    return app


def status(app: Driver) -> str:
    return app.window.status.sync.accessibleName()


def count(app: Driver) -> int:
    return len(documents.ids(app.application.session.store(), INCOMING))


def test_what_others_did_arrives_and_what_is_done_here_leaves(town: Town, start: Start) -> None:
    clerk = town.machine("clerk")
    clerk.register(b"%PDF-1.7 gia lap")
    with town.running():
        app = unlocked(town, start, "commander")
        app.wait(lambda: "Đã đồng bộ" in status(app))
        assert count(app) == 0
        town.sync(clerk)
        app.go("sync")
        app.keys(Qt.Key.Key_F5)
        app.wait(lambda: count(app) == 1)
        app.close()


def test_asked_for_it_says_how_it_went(town: Town, start: Start, said: io.StringIO) -> None:
    with town.running():
        app = unlocked(town, start, "clerk")
        app.wait(lambda: "Đã đồng bộ" in status(app))
        app.go("sync")
        app.keys(Qt.Key.Key_F5)
        app.wait(lambda: "announce Đã đồng bộ\n" in said.getvalue())
        app.application.sync.end()
        app.application.sync.close()
    app.application.sync.begin(app.application.session.store())
    app.keys(Qt.Key.Key_F5)
    app.wait(lambda: "error ServerUnreachable" in said.getvalue())
    assert "Ngoại tuyến" in status(app)
    assert app.sheet() is None
    assert "Không kết nối được máy chủ" in app.texts()


def test_work_goes_on_without_the_server(town: Town, start: Start) -> None:
    app = unlocked(town, start, "clerk")
    app.wait(lambda: "Ngoại tuyến · 0" in status(app))
    assert app.sheet() is None
    app.application.lock("wish")
    app.settle()
    app.unlock(WORDS)
    app.wait(lambda: "Ngoại tuyến" in status(app))
