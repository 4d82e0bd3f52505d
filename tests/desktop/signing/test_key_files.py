"""Key files kept on a machine: checked, recognised again, taken away and given back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.errors import KeyFileBroken, NotAllowed, WrongPin
from desktop.signing import acts, key_files
from tests.db.test_ledger import World
from tests.pki import authority as pki


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    paths = pki.write_pki(tmp_path_factory.mktemp("pki"), at=pki.NOW)
    return {name: path.read_bytes() for name, path in paths.items()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(tmp_path_factory.mktemp("world"))
    yield world
    world.close()


@pytest.fixture
def world(made: World) -> Iterator[World]:
    """The machines of a unit, without any key."""
    yield made
    for face in key_files.faces(made.clerk.store):
        key_files.drop(made.clerk.store, face.id)


def test_a_key_is_kept_once(world: World, keys: dict[str, bytes]) -> None:
    store = world.clerk.store
    first = key_files.add(store, keys["van-thu"], pki.PIN, "person")
    assert key_files.add(store, keys["van-thu"], pki.PIN, "person") == first
    assert key_files.faces(store) == [first]
    assert (first.subject, first.use) == ("Trần Thị Thử Nghiệm", "person")
    assert first.start < pki.NOW_MS < first.end
    assert len(first.fingerprint) == 64
    assert acts.key_file(store, acts.PERSON).file == keys["van-thu"]


@pytest.mark.parametrize(
    ("name", "pin", "error"), [("van-thu", "sai", WrongPin), ("root", pki.PIN, KeyFileBroken)]
)
def test_what_is_no_key_or_does_not_open_is_not_kept(
    world: World, keys: dict[str, bytes], name: str, pin: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        key_files.add(world.clerk.store, keys[name], pin, "person")
    assert key_files.faces(world.clerk.store) == []


def test_the_agency_s_key_is_the_clerk_s(world: World, keys: dict[str, bytes]) -> None:
    with pytest.raises(NotAllowed):
        key_files.add(world.commander.store, keys["con-dau"], pki.PIN, "agency")
    own = key_files.add(world.clerk.store, keys["van-thu"], pki.PIN, "person")
    seal = key_files.add(world.clerk.store, keys["con-dau"], pki.PIN, "agency")
    assert {face.id for face in key_files.faces(world.clerk.store)} == {own.id, seal.id}


def test_taken_away_and_given_back(world: World, keys: dict[str, bytes]) -> None:
    store = world.clerk.store
    face = key_files.add(store, keys["van-thu"], pki.PIN, "person")
    dropped = key_files.drop(store, face.id)
    assert key_files.faces(store) == []
    key_files.restore(store, dropped)
    assert key_files.faces(store) == [face]
