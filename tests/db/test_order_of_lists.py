"""A list is in the same order on every machine, however its documents came there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.office.terms import Kind
from db.actions import incoming
from db.queries import documents
from db.queries.documents import View
from tests.db.test_ledger import ENTRY, World
from tests.db.unit_of_three import Machine

ALL = View((Kind.INCOMING,))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def numbers(machine: Machine, person: str) -> list[int | None]:
    store = replace(machine.store, author=replace(machine.store.author, person=person))
    return [row.number for row in documents.rows(store, documents.ids(store, ALL))]


def test_the_newest_arrival_is_first_on_a_machine_that_got_all_at_once(world: World) -> None:
    for place in range(9):
        entry = replace(ENTRY, subject=f"Văn bản thứ {place}", code=f"{place}/CV")
        incoming.register(world.clerk.store, entry, None, world.book)
    world.push(world.clerk)
    for machine in (world.clerk, world.commander, world.admin):
        world.pull(machine)
        assert numbers(machine, world.people["van"]) == [9, 8, 7, 6, 5, 4, 3, 2, 1]
