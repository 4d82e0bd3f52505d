"""A trust list from a stick, as the sync screen takes it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from core.errors import AntinError, CertificateRefused, TooLarge
from core.signing.trust import Trust
from core.sync.trust_list import LIMIT, TrustList, write
from db.actions import trusting
from desktop.signing.trust_line import held_line
from desktop.sync.files import read_file
from tests.db.test_ledger import World
from tests.pki import authority

ROOTS, CAS = (authority.root().der,), (authority.issuing().der,)
GIVEN = Trust(roots=ROOTS, intermediates=CAS, crls=authority.crls())


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("unit"))
    yield made
    made.close()


@pytest.fixture
def given(world: World, tmp_path: Path) -> tuple[Path, int]:
    """A newer list as a file on a stick, and its number."""
    made = trusting.make(world.admin.store, GIVEN, 30)
    path = tmp_path / "tin-cay.antin"
    path.write_bytes(made)
    held = trusting.held(world.admin.store)
    assert held is not None
    return path, held.number


def test_a_list_from_a_stick_is_taken_in(world: World, given: tuple[Path, int]) -> None:
    path, number = given
    taken = read_file(world.clerk.store, path)
    assert isinstance(taken, TrustList)
    assert taken.number == number
    assert held_line(world.clerk.store)[:2] == ("sync.trust.held", number)


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda data: data[:-9], AntinError),
        (lambda data: data.replace(b'"sig"', b'"sib"'), AntinError),
        (lambda data: data[: len(data) // 2] + b"A" + data[len(data) // 2 + 1 :], AntinError),
        (lambda data: data + bytes(LIMIT), TooLarge),
    ],
)
def test_a_spoilt_list_changes_nothing(
    world: World,
    given: tuple[Path, int],
    tmp_path: Path,
    spoil: Callable[[bytes], bytes],
    error: type[AntinError],
) -> None:
    before, path = trusting.held(world.clerk.store), tmp_path / "spoilt"
    path.write_bytes(spoil(given[0].read_bytes()))
    with pytest.raises(error):
        read_file(world.clerk.store, path)
    assert trusting.held(world.clerk.store) == before


def test_no_more_than_a_list_can_be_is_read(world: World, tmp_path: Path) -> None:
    """Whatever the stick holds: a file without an end would fill the memory."""
    path = tmp_path / "endless"
    made = trusting.make(world.admin.store, replace(GIVEN, crls=()), 30)
    with path.open("wb") as file:
        file.write(made)
        file.truncate(1 << 40)  # sparse: a terabyte of zeros
    with pytest.raises(TooLarge):
        read_file(world.clerk.store, path)


def test_a_machine_that_is_no_administrators_signs_no_list(
    world: World, given: tuple[Path, int], tmp_path: Path
) -> None:
    held = trusting.held(world.admin.store)
    assert held is not None
    own = msgspec.structs.replace(
        held, device=world.clerk.store.author.device, number=held.number + 9
    )
    path = tmp_path / "own"
    path.write_bytes(write(own, world.clerk.store.author.sign))
    with pytest.raises(CertificateRefused):
        read_file(world.clerk.store, path)
