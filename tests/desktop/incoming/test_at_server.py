"""A document whose file this machine gave up: it says so, one key asks for it, and it is there."""

from __future__ import annotations

import sqlalchemy as sa
from PySide6.QtCore import Qt

from db import models, wanted
from db.acting import Store
from db.actions import files
from db.engine import writes
from db.queries import documents
from tests.desktop.incoming.rig import CTRL, Rig, register


def given_up(store: Store, document: str) -> bytes:
    """Have the files of a document at the server only; what was in the first one."""
    page = documents.page(store, document)
    assert page is not None
    content = files.content(store, page.files[0].blob)
    with writes(store.engine).begin() as connection:
        change = {"complete": False, "away": wanted.EVICTED}
        connection.execute(sa.update(models.Blob).values(change))
    store.blobs.path(page.files[0].blob).unlink()
    return content


def shown(rig: Rig, document: str) -> None:
    rig.changes.emit(frozenset({("document", document)}))
    rig.rest()


def row(rig: Rig, document: str) -> tuple[bool, bool, bool]:
    page = documents.page(rig.world.clerk.store, document)
    assert page is not None
    [file] = page.files
    return file.here, file.at_server, file.asked


def test_one_key_asks_for_it_and_then_it_is_shown(clerk: Rig) -> None:
    document, store = register(clerk.world), clerk.world.clerk.store
    content = given_up(store, document)
    shown(clerk, document)
    pane = clerk.screen.register.pane
    assert "Tệp ở máy chủ" in pane.pdf._banner.text
    assert pane._pages_open is None
    clerk.press(Qt.Key.Key_F5, CTRL)
    assert row(clerk, document) == (False, False, True)
    assert not [one for one in clerk.screen.commands() if one.id == "file_fetch"]
    with writes(store.engine).begin() as connection:
        files.publish(connection, store, store.blobs.stage(content))
    shown(clerk, document)
    assert row(clerk, document) == (True, False, False)
    assert pane._pages_open is not None
