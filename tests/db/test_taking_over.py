"""Documents of an old book: found, pointed out as duplicates, in dossiers; no step waits for them,
and no number of theirs is one of a register here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.commits.check import Verdict
from core.errors import NotAllowed, SecretRefused
from core.office import duplicates
from core.office.terms import Kind, State
from db.actions import dossiers, incoming, taking_over
from db.queries import documents, numbers, worklists
from db.queries.documents import View
from tests.db.test_ledger import ENTRY, World

BOOK = "Sổ đến giấy 2026"
OLD = replace(ENTRY, code="12/KH-HC", arrived="2026-01-06", note=f"Chuyển từ {BOOK}, số đến 41")


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("unit"))
    yield made
    made.close()


def test_it_is_found_and_waits_for_nobody(world: World) -> None:
    store = world.clerk.store
    old = taking_over.take_over(store, OLD, BOOK, "41").entity
    own = incoming.register(store, ENTRY, None, world.book).entity
    every = documents.rows(store, documents.ids(store, View((Kind.INCOMING,))))
    assert {row.id for row in every} == {old, own}
    waiting = documents.rows(
        store, documents.ids(store, View((Kind.INCOMING,), (State.REGISTERED,)))
    )
    assert [row.id for row in waiting] == [own]
    for name in ("to_submit", "unit_open"):
        found = documents.rows(store, worklists.ids(store, name))
        assert [row.id for row in found] == [own]
    [same] = documents.same(store, duplicates.key(OLD.code, OLD.issuer))
    assert same.id == old
    dossier = dossiers.open_dossier(store, "01.HC", "Hậu cần", "10").entity
    dossiers.put(store, dossier, old)
    assert [one.document for one in numbers.fates(store, world.book)] == [own]
    received = world.push(world.clerk)
    assert set(received.standing.values()) == {Verdict.OK}


def test_who_may_not_register_takes_nothing_over(world: World) -> None:
    clerk = world.clerk.store
    officer = replace(clerk, author=replace(clerk.author, person=world.people["si"]))
    with pytest.raises(NotAllowed):
        taking_over.take_over(officer, OLD, BOOK, "41")
    with pytest.raises(SecretRefused):
        taking_over.take_over(clerk, replace(OLD, subject="[TỐI MẬT] Kế hoạch"), BOOK, "41")
    assert len(documents.ids(clerk, View((Kind.INCOMING,)))) == 0
