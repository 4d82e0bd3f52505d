"""Commits that no honest machine writes, in a bundle signed with a real key of the unit: they come
through the sync screen, have no effect, and a person is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.commits.format import Op
from db import facts, models
from db.queries import shelf
from tests.db.test_ledger import World
from tests.desktop.bad_input.hashing import COMMIT_TABLES, file_names
from tests.desktop.bad_input.importing import TITLE, Desk, Sender, dossier, file
from tests.desktop.bad_input.reading import Heard, assert_explained, heard, read
from tests.desktop.looks import assert_not_clipped

PEERS = ("local_values",)
"""Where it is noted how far the sending machine says it is."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("unit"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def sender(world: World) -> Iterator[Sender]:
    made = Sender(world)
    yield made
    made.machine.store.engine.dispose()
    made.machine.vault.close()


@pytest.fixture
def lines() -> Iterator[Heard]:
    with heard() as found:
        yield found


@pytest.fixture
def desk(world: World, sender: Sender, lines: Heard, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path, world.commander)
    yield made
    made.close()


def titles(world: World) -> list[str]:
    return sorted(row.title for row in shelf.dossiers(world.commander.store))


def standings(world: World) -> list[str]:
    with world.commander.store.engine.begin() as connection:
        query = sa.select(models.Commit.standing).order_by(models.Commit.n)
        return list(connection.execute(query).scalars())


def told(desk: Desk, lines: Heard, code: str) -> None:
    assert lines.errors == [code]
    assert_explained(desk.window, code)
    assert_not_clipped(desk.window)


def taken(world: World, desk: Desk, lines: Heard, content: bytes) -> None:
    """An honest bundle with a dossier is taken, and nothing is complained of any more."""
    told, before = len(lines.errors), titles(world)
    desk.take_in(content)
    assert titles(world) == sorted([*before, TITLE])
    assert len(lines.errors) == told
    assert "Đã nhập 1 thay đổi" in read(desk.window)


def test_a_flipped_bit(world: World, sender: Sender, desk: Desk, lines: Heard) -> None:
    honest = sender.commit(dossier(world))
    broken = bytes([honest.signature[0] ^ 1]) + honest.signature[1:]
    before = desk.hash(*PEERS)
    desk.take_in(sender.bundle(replace(honest, signature=broken)))
    told(desk, lines, "SignatureWrong")
    assert desk.hash(*PEERS) == before
    taken(world, desk, lines, sender.bundle(honest))


def test_a_wrong_chain(world: World, sender: Sender, desk: Desk, lines: Heard) -> None:
    first = sender.commit(dossier(world))
    desk.take_in(sender.bundle(first))
    before = desk.hash(*COMMIT_TABLES, *PEERS)
    desk.take_in(sender.bundle(sender.commit(dossier(world, "Giả"), prev="B" * 42 + "A")))
    told(desk, lines, "ActsQuarantined")
    assert desk.hash(*COMMIT_TABLES, *PEERS) == before
    assert standings(world)[-1] == "quarantine"
    taken(world, desk, lines, sender.bundle(sender.commit(dossier(world))))


def test_an_unknown_operation(world: World, sender: Sender, desk: Desk, lines: Heard) -> None:
    entity = world.unit.new_id()
    desk.take_in(sender.bundle(sender.commit(dossier(world, entity=entity))))
    before = desk.hash(*COMMIT_TABLES, *PEERS, "aggregates")
    newer = sender.commit(Op(kind="dossier.shine", id=entity, body={"colour": "xanh"}))
    desk.take_in(sender.bundle(newer))
    told(desk, lines, "NewerActs")
    assert desk.hash(*COMMIT_TABLES, *PEERS, "aggregates") == before
    with world.commander.store.engine.begin() as connection:
        state = facts.states(connection, [("dossier", entity)])["dossier", entity]
    assert state["newer"] == [newer.op_id(0)]
    taken(world, desk, lines, sender.bundle(sender.commit(dossier(world))))


def test_an_unknown_operation_on_nothing_known(
    world: World, sender: Sender, desk: Desk, lines: Heard
) -> None:
    """It is the first that is heard of its entity, whose kind may be new too."""
    before = titles(world)
    for kind in ("dossier.shine", "parcel.send"):
        lines.lines.clear()
        newer = sender.commit(Op(kind=kind, id=world.unit.new_id(), body={"colour": "xanh"}))
        desk.take_in(sender.bundle(newer))
        told(desk, lines, "NewerActs")
        assert titles(world) == before
    taken(world, desk, lines, sender.bundle(sender.commit(dossier(world))))


def test_a_role_that_may_not(world: World, sender: Sender, desk: Desk, lines: Heard) -> None:
    """An officer opens a register, which is the clerk's alone."""
    body = {
        "fields": {"name": "Sổ riêng", "symbol": "", "kind": "incoming", "year": "2026"},
    }
    before = desk.hash(*COMMIT_TABLES, *PEERS)
    forbidden = sender.commit(Op(kind="register.open", id=world.unit.new_id(), body=body))
    desk.take_in(sender.bundle(forbidden))
    told(desk, lines, "ActsInReview")
    assert desk.hash(*COMMIT_TABLES, *PEERS) == before
    assert standings(world)[-1] == "review"
    taken(world, desk, lines, sender.bundle(sender.commit(dossier(world))))


def test_a_secrecy_mark(world: World, sender: Sender, desk: Desk, lines: Heard) -> None:
    """Neither the act nor the file that came with it stays."""
    blob, chunk = file(b"%PDF-1.7 gia lap, dong dau mat")
    slot = {"slot": "main", "role": "main", "order": 0, "blob": blob, "size": len(chunk.data)}
    document = world.unit.new_id()
    create = Op(
        kind="document.create",
        id=document,
        body={
            "fields": {"subject": "Giả lập", "secrecy": "secret"},
            "kind": "outgoing",
            "step": "draft",
        },
    )
    named = {**slot, "name": "x.pdf", "type": "application/pdf"}
    secret = sender.commit(create, Op(kind="document.file", id=document, body=named))
    before, files = desk.hash(*PEERS), file_names(desk.machine.vault.folder)
    desk.take_in(sender.bundle(secret, files=[chunk]))
    told(desk, lines, "SecretRefused")
    assert (desk.hash(*PEERS), file_names(desk.machine.vault.folder)) == (before, files)
    sender.take_back(secret)
    taken(world, desk, lines, sender.bundle(sender.commit(dossier(world))))


def test_several_troubles_in_one_bundle_are_all_told(
    world: World, sender: Sender, desk: Desk, lines: Heard
) -> None:
    body = {"fields": {"name": "Sổ riêng", "symbol": "", "kind": "incoming", "year": "2026"}}
    commits = [
        sender.commit(Op(kind="register.open", id=world.unit.new_id(), body=body)),
        sender.commit(dossier(world)),
        sender.commit(Op(kind="parcel.send", id=world.unit.new_id(), body={"colour": "xanh"})),
    ]
    before = titles(world)
    desk.take_in(sender.bundle(*commits))
    assert lines.errors == ["ActsInReview", "NewerActs"]
    for code in lines.errors:
        assert_explained(desk.window, code)
    assert_not_clipped(desk.window)
    assert titles(world) == sorted([*before, TITLE])
    assert standings(world)[-3:] == ["review", "tentative", "tentative"]
