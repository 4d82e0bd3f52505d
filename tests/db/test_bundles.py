"""Bundles between two real stores: whole, twice, cut, edited, for somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import AntinError, BundleCut, BundleEdited, BundleNotForUs, NotAllowed
from db import local
from db.actions import bundles, files, incoming
from db.queries import documents, office
from tests.db.test_ledger import ENTRY, FILE, World
from tests.db.unit_of_three import Machine


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def carried(world: World) -> tuple[str, bytes]:
    """A registered document and the bundle that carries it to the commander."""
    document = incoming.register(world.clerk.store, ENTRY, FILE, world.book).entity
    incoming.submit(world.clerk.store, document)
    return document, export(world, world.clerk, world.commander)


def export(world: World, source: Machine, target: Machine) -> bytes:
    return b"".join(bundles.export(source.store, [target.mine.device]).pieces)


def test_a_bundle_carries_acts_and_files(world: World, carried: tuple[str, bytes]) -> None:
    document, data = carried
    done = bundles.import_(world.commander.store, [data])
    assert (done.new, done.files, done.refused, done.missing) == (2, 1, 0, ())
    page = documents.page(world.commander.store, document)
    assert page is not None
    assert [file.here for file in page.files] == [True]
    assert files.content(world.commander.store, page.files[0].blob) == FILE.content


def test_the_same_bundle_again_changes_nothing(world: World, carried: tuple[str, bytes]) -> None:
    bundles.import_(world.commander.store, [carried[1]])
    before = office.sync(world.commander.store)
    done = bundles.import_(world.commander.store, [carried[1]])
    assert (done.new, done.changed) == (0, frozenset())
    assert office.sync(world.commander.store) == before


def test_the_answer_carries_only_what_is_new_and_confirms_the_export(
    world: World, carried: tuple[str, bytes]
) -> None:
    bundles.import_(world.commander.store, [carried[1]])
    back = export(world, world.commander, world.clerk)
    done = bundles.import_(world.clerk.store, [back])
    assert done.new == 0
    with world.clerk.store.engine.begin() as connection:
        assert [each.confirmed for each in local.exports(connection)] == [True]
    assert len(back) < len(carried[1])


@pytest.mark.parametrize("keep", [0.02, 0.3, 0.9, 0.999])
def test_a_cut_bundle_is_refused_whole(
    world: World, carried: tuple[str, bytes], keep: float
) -> None:
    document, data = carried
    with pytest.raises((BundleCut, BundleEdited)):
        bundles.import_(world.commander.store, [data[: int(len(data) * keep)]])
    assert documents.page(world.commander.store, document) is None
    assert bundles.import_(world.commander.store, [data]).new == 2


def test_who_meets_sticks_only_hears_what_the_server_said_of_his_own_acts(
    world: World, carried: tuple[str, bytes]
) -> None:
    """And then takes what others built upon that order."""
    document, data = carried
    bundles.import_(world.commander.store, [data])
    assert not world.push(world.commander).refused
    world.pull(world.commander)
    incoming.edit(world.commander.store, document, subject="Sửa ở máy chỉ huy")
    done = bundles.import_(world.clerk.store, [export(world, world.commander, world.clerk)])
    assert (done.new, done.held, done.refused) == (1, 0, 0)
    assert world.unsent(world.clerk, world.unit.stream)[0].header.device == done.sender
    page = documents.page(world.clerk.store, document)
    assert page is not None
    assert page.row.subject == "Sửa ở máy chỉ huy"
    incoming.edit(world.clerk.store, document, subject="Sửa lại ở máy văn thư")
    bundles.import_(world.commander.store, [export(world, world.clerk, world.commander)])
    short = export(world, world.commander, world.clerk)
    assert len(short) < len(data)


@pytest.mark.parametrize("place", [0.0, 0.01, 0.4, 0.6, 0.99])
def test_an_edited_bundle_is_refused_whole(
    world: World, carried: tuple[str, bytes], place: float
) -> None:
    document, data = carried
    at = int(len(data) * place)
    edited = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    with pytest.raises(AntinError):
        bundles.import_(world.commander.store, [edited])
    assert documents.page(world.commander.store, document) is None


def test_a_bundle_for_somebody_else_is_refused(world: World, carried: tuple[str, bytes]) -> None:
    with pytest.raises(BundleNotForUs):
        bundles.import_(world.clerk.store, [carried[1]])


def test_only_certified_devices_can_be_addressed(world: World) -> None:
    with pytest.raises(NotAllowed):
        bundles.export(world.clerk.store, [world.unit.new_id()])


def test_nothing_of_the_content_stands_in_the_clear(carried: tuple[str, bytes]) -> None:
    assert not [
        words for words in ("thông tin", "Tham mưu", "TM-TH") if words.encode() in carried[1]
    ]
