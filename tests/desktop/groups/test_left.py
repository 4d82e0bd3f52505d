"""Who was let out of a group is told once what happened on his machine."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db import purge
from db.actions import incoming
from db.queries import documents
from desktop.home.screen import SCREEN
from tests.db.test_ledger import ENTRY
from tests.desktop.groups.rig import Group
from tests.desktop.seat import Seat


def test_it_stands_above_his_lists_until_he_knows_it(
    group: Group, tmp_path: Path, qapp: object
) -> None:
    clerk = group.world.clerk.store
    document = incoming.register(clerk, ENTRY, None, group.book).entity
    seat = Seat(clerk, tmp_path, SCREEN, ("incoming", "outgoing", "drafts", "dossiers"))
    assert not seat.view().left.text
    group.let_out("van")
    assert documents.page(clerk, document) is None  # hidden at once
    [stream] = purge.due(clerk)
    assert purge.leave(clerk, stream) == frozenset()  # nobody has what he wrote
    seat.changes.emit(purge.leave(clerk, stream, handed_in=True))
    assert documents.page(clerk, document) is None
    seat.changes.emit(frozenset({("stream", stream)}))
    text = seat.view().left.text
    assert "Nhóm A" in text
    assert "2 việc" in text  # the book and the document
    seat.look("groups-left")
    [known] = [one for one in seat.view().commands() if one.id == "left_group"]
    banner = seat.view().left
    banner._action.setFocus()
    assert QApplication.focusWidget() is banner._action
    seat.press(Qt.Key.Key_Space)
    assert not banner.text
    assert "left_group" not in seat.commands()
    known.run()  # a second time does nothing
    assert not banner.text
    seat.close()
