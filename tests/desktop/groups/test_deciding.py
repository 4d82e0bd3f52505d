"""What waits for a decision bears the mark of its restricted group, in the list and beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.sync import segment
from core.sync.frontier import Row
from core.sync.wire import PushAnswer, Refusal
from db import commits
from db.actions import handing_on, incoming
from db.queries import setting_aside
from desktop.conflicts import faces
from desktop.conflicts.screen import SCREEN
from desktop.widgets.chips import Chip
from tests.db.test_ledger import ENTRY
from tests.desktop.conflicts.conftest import OTHERS, disputed
from tests.desktop.groups.rig import Group
from tests.desktop.seat import Seat


def registered(group: Group, code: str) -> str:
    """A document of the group at the clerk's machine."""
    entry = replace(ENTRY, code=code)
    return incoming.register(group.within(group.world.clerk), entry, None, group.book).entity


def disputed_within(group: Group) -> str:
    """A document of the group whose subject was changed on two machines."""
    clerk, commander, server = group.world.clerk, group.world.commander, group.server
    document = registered(group, "319/BC-HC")
    server.push(clerk)
    server.pull(commander)
    incoming.edit(clerk.store, document, subject="Ở máy văn thư")
    incoming.edit(commander.store, document, subject="Ở máy chỉ huy")
    for machine in (commander, clerk):
        server.push(machine)
    server.pull(clerk)
    return document


def not_taken(group: Group) -> str:
    """An act about a document of the group that the server does not take."""
    store = group.world.clerk.store
    registered(group, "320/BC-HC")
    with store.engine.begin() as connection:
        unsent = commits.unsent(connection, group.id, 10)
    at = Row(*unsent[-1].chain, unsent[-1].header.seq)
    refused = Refusal(at.device, at.inc, at.stream, at.seq, "CommitRefused")
    handing_on.note(store, list(segment.runs(unsent)), PushAnswer(epoch=1, refused=(refused,)))
    return unsent[-1].id


@pytest.fixture
def waiting(group: Group) -> tuple[str, str, str]:
    """Something of the whole unit, and two things of the group."""
    return disputed(group.world, "317/BC-HC"), disputed_within(group), not_taken(group)


@pytest.fixture
def seat(group: Group, waiting: tuple[str, str, str], tmp_path: Path) -> Iterator[Seat]:
    assert waiting
    made = Seat(group.world.clerk.store, tmp_path / "seat", SCREEN, OTHERS)
    made.rest()
    yield made
    made.close()


def marks(seat: Seat, wanted: str) -> list[str]:
    """What the chips beside something say."""
    seat.view().open(wanted)
    seat.rest()
    return [chip.accessibleName() for chip in seat.view().pane.findChildren(Chip)]


def test_the_mark(seat: Seat, group: Group, waiting: tuple[str, str, str]) -> None:
    rows = {row.id: faces.face(row) for row in setting_aside.everything(seat.store)}
    marked = {one for one in rows if group.mark in rows[one].below[0].text}
    assert marked == set(waiting[1:])
    assert all((group.mark in rows[one].spoken) == (one in marked) for one in waiting)
    assert [marks(seat, one) for one in waiting] == [[], [group.mark], [group.mark]]


def test_look(seat: Seat, waiting: tuple[str, str, str]) -> None:
    for name, wanted in zip(("disputed", "aside"), waiting[1:], strict=True):
        seat.view().open(wanted)
        seat.rest()
        seat.look(f"conflicts-restricted-{name}")
