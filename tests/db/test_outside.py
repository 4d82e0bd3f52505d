"""Counters outside the database: they only rise, and an old database betrays itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.commits.ids import text_id
from core.errors import DiskFull, OutsideDamaged, RolledBack
from db.outside import COPIES, Outside
from tests.db.keepers import KEY, fill, small_disk

VECTOR = json.loads((Path(__file__).parents[1] / "vectors" / "outside-files.json").read_text())
ONE, TWO = text_id(bytes([1]) * 16), text_id(bytes([2]) * 16)


@pytest.fixture
def outside(tmp_path: Path) -> Outside:
    """Counters at their beginning."""
    return Outside(tmp_path / "outside", KEY)


def test_bytes_are_those_of_the_frozen_vector(tmp_path: Path) -> None:
    outside = Outside(tmp_path, bytes.fromhex(VECTOR["key"]))
    for _ in range(VECTOR["incarnation"]):
        outside.bump()
    for lease, last in VECTOR["last_numbers"].items():
        outside.record_number(lease, last)
    for copy in COPIES:
        assert (tmp_path / copy).read_text() == VECTOR["file"]
    assert outside.incarnation() == VECTOR["incarnation"]


def test_the_beginning(outside: Outside) -> None:
    assert outside.incarnation() == 0
    assert outside.last_number(ONE) is None
    assert outside.bump() == 1
    assert outside.bump() == 2


def test_a_restart_remembers(outside: Outside, tmp_path: Path) -> None:
    outside.bump()
    outside.record_number(ONE, 7)
    outside.record_number(TWO, 100)
    again = Outside(tmp_path / "outside", KEY)
    assert (again.incarnation(), again.last_number(ONE), again.last_number(TWO)) == (1, 7, 100)


@settings(max_examples=20)
@given(numbers=st.lists(st.integers(0, 50), max_size=8))
def test_a_number_only_rises(tmp_path_factory: pytest.TempPathFactory, numbers: list[int]) -> None:
    outside = Outside(tmp_path_factory.mktemp("outside"), KEY)
    last = -1
    for number in numbers:
        if number > last:
            outside.record_number(ONE, number)
            last = number
        else:
            with pytest.raises(RolledBack) as caught:
                outside.record_number(ONE, number)
            assert caught.value.facts == {"last": last, "number": number}
        assert outside.last_number(ONE) == last


def test_a_place_of_another_incarnation_is_not_noted(outside: Outside) -> None:
    outside.bump()
    outside.record_place(ONE, 9, 1)
    with pytest.raises(RolledBack):
        outside.compare({ONE: 8})
    outside.bump()
    outside.record_place(ONE, 10, 1)
    outside.compare({})
    outside.record_place(ONE, 1, 2)
    with pytest.raises(RolledBack):
        outside.compare({})


def test_reconciling_with_the_database(outside: Outside) -> None:
    outside.reconcile(ONE, 5)
    outside.reconcile(ONE, 5)
    outside.reconcile(ONE, 6)
    assert outside.last_number(ONE) == 6
    with pytest.raises(RolledBack):
        outside.reconcile(ONE, 5)


@pytest.mark.parametrize("copy", COPIES)
def test_one_damaged_copy_costs_nothing(outside: Outside, tmp_path: Path, copy: str) -> None:
    outside.record_number(ONE, 7)
    path = tmp_path / "outside" / copy
    whole = path.read_bytes()
    for damaged in (b"", whole[:-1], whole.replace(b",7]", b",9]")):
        path.write_bytes(damaged)
        assert outside.last_number(ONE) == 7
    outside.record_number(ONE, 8)
    assert len({(tmp_path / "outside" / name).read_bytes() for name in COPIES}) == 1


def test_both_copies_damaged_is_not_a_new_beginning(outside: Outside, tmp_path: Path) -> None:
    outside.record_number(ONE, 7)
    for name in COPIES:
        (tmp_path / "outside" / name).write_bytes(b"damaged")
    for use in (outside.incarnation, outside.bump, lambda: outside.record_number(ONE, 9)):
        with pytest.raises(OutsideDamaged):
            use()


def test_another_vaults_counters_are_none(outside: Outside, tmp_path: Path) -> None:
    outside.bump()
    with pytest.raises(OutsideDamaged):
        Outside(tmp_path / "outside", bytes(32)).incarnation()


def test_a_full_disk_keeps_what_was_noted(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64k") as disk:
        outside = Outside(disk / "outside", KEY)
        outside.record_number(ONE, 7)
        ballast = fill(disk)
        with pytest.raises(DiskFull):
            outside.record_number(ONE, 8)
        assert outside.last_number(ONE) == 7
        ballast.unlink()
        outside.record_number(ONE, 8)
        assert outside.last_number(ONE) == 8
