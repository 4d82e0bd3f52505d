"""What of sync is told at the document itself: to decide, without effect, only for a newer program;
and whose clock was wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.commits.check import Verdict
from core.commits.format import Op
from core.errors import NewerProgramNeeded
from db import authoring, commits
from db.acting import Store
from db.actions import authority, incoming
from db.engine import writes
from db.queries import conflicts, documents, setting_aside
from db.queries.troubles import Troubles, troubles
from tests.db.test_conflicts import A, B, _as, _disputed, _spread
from tests.db.test_ledger import ENTRY, World
from tests.db.unit_of_three import Machine

HOUR = 3_600_000


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def write_newer(machine: Machine, document: str) -> None:
    """What a machine with a later program writes."""
    store = machine.store
    op = Op(kind="document.colour", id=document, body={"shade": "xanh"})
    with writes(store.engine).begin() as connection:
        made = authoring.compose(
            connection, store.realm, store.author, store.stream, [op], bytes(16), store.now()
        )
        commits.store(connection, made, Verdict.TENTATIVE)
        commits.advance(connection, made)


def of(store: Store, document: str) -> Troubles:
    return troubles(store, "document", document)


def test_it_says_what_is_to_be_decided_to_those_alone_who_see_it(world: World) -> None:
    document = _disputed(world)
    assert of(world.clerk.store, document) == Troubles(1, (), False, True)
    assert of(_as(world, "si"), document) == Troubles(), "it does not concern him"
    assert of(world.clerk.store, "A" * 26) == Troubles()


def test_what_lies_aside_is_told_at_the_document_and_in_its_history(world: World) -> None:
    document = _disputed(world)
    incoming.edit(world.clerk.store, document, pages=7)
    authority.revoke_device(world.admin.store, world.clerk.mine.device, "máy thất lạc")
    _spread(world, world.admin, world.clerk, world.commander)
    [one] = setting_aside.items(world.commander.store)
    assert of(world.commander.store, document).aside == (one.id,)
    story = documents.story(world.commander.store, document)
    assert [row.standing for row in story][-1] == Verdict.REVIEW
    assert {row.standing for row in story[:-1]} <= {Verdict.OK, Verdict.CONFLICT}


def test_what_a_newer_program_wrote_to_is_only_read_and_nothing_else(world: World) -> None:
    touched = _disputed(world)
    write_newer(world.clerk, touched)
    _spread(world, world.clerk, world.commander)
    other = _disputed(world)
    assert of(world.commander.store, touched).newer
    assert not of(world.commander.store, other).newer
    with pytest.raises(NewerProgramNeeded):
        incoming.edit(world.commander.store, touched, subject="Sửa trên nền cũ")
    incoming.edit(world.commander.store, other, subject="Văn bản khác vẫn sửa được")


def test_a_clock_that_runs_ahead_is_told_beside_what_it_wrote(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, None, world.book).entity
    _spread(world, world.clerk, world.commander)
    fast = replace(world.clerk.store, now=lambda: world.unit.watch() + HOUR)
    incoming.edit(fast, document, subject=A)
    incoming.edit(world.commander.store, document, subject=B)
    _spread(world, world.clerk, world.commander)
    found = conflicts.conflict(world.commander.store, "document", document)
    assert found is not None
    [field] = found.fields
    assert {side.value: side.askew for side in field.sides} == {A: True, B: False}
    told = [row.askew for row in documents.story(world.commander.store, document)]
    assert told.count(True) == 1
