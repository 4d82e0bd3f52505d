"""The delay after wrong passphrases."""

from __future__ import annotations

import os
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from core.errors import UnlockDelayed
from db.keys import tries

if TYPE_CHECKING:
    from pathlib import Path

START = 1_790_000_000_000
MINUTE = 60_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the tries are counted."""
    return tmp_path / "tries.json"


def wrong(file: Path, times: int, now: int = START) -> None:
    """Some wrong tries in a row."""
    for _ in range(times):
        tries.begin(file, "P", now)


def delayed(file: Path, now: int, person: str = "P") -> int:
    """The wait in seconds that stands before the next try."""
    with pytest.raises(UnlockDelayed) as caught:
        tries.begin(file, person, now)
    return int(caught.value.facts["wait"])


def test_five_tries_are_free_then_a_minute(file: Path) -> None:
    wrong(file, 5)
    assert delayed(file, START) == 60
    assert delayed(file, START + MINUTE - 1) == 1
    tries.begin(file, "P", START + MINUTE)
    assert delayed(file, START + MINUTE) == 120


def test_the_wait_doubles_up_to_an_hour() -> None:
    waits = [tries.wait_after(count) for count in range(15)]
    assert waits == [0] * 5 + [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]
    assert tries.wait_after(1_000_000) == 3600


def test_waiting_is_not_counted_as_trying(file: Path) -> None:
    wrong(file, 5)
    for _ in range(10):
        delayed(file, START)
    tries.begin(file, "P", START + MINUTE)


def test_the_right_passphrase_forgets(file: Path) -> None:
    wrong(file, 4)
    tries.forget(file, "P", START)
    wrong(file, 5)
    assert delayed(file, START) == 60


def test_people_are_counted_apart(file: Path) -> None:
    wrong(file, 5)
    tries.begin(file, "Q", START)
    assert delayed(file, START) == 60


def test_a_clock_set_back_restarts_the_wait_and_no_more(file: Path) -> None:
    wrong(file, 5, START + 10**9)
    assert delayed(file, START) == 60
    assert delayed(file, START + MINUTE // 2) == 30
    tries.begin(file, "P", START + MINUTE)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"\xff", b'{"people":[["P",-5,0]],"v":1}', bytes(tries.LIMIT + 1)]
)
def test_spoiling_the_file_wins_nothing(file: Path, data: bytes) -> None:
    wrong(file, 3)
    file.write_bytes(data)
    assert tries.refusal(file, "P", START).facts["remaining"] == 0
    tries.forget(file, "Q", START)
    file.write_bytes(data)
    delayed(file, START)


def test_a_huge_file_is_not_read(file: Path) -> None:
    file.touch()
    os.truncate(file, 256 << 20)
    tracemalloc.start()
    try:
        assert delayed(file, START) == 60
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()


def test_who_has_to_wait_is_told_without_a_try(file: Path) -> None:
    assert not tries.waits(file, "P", START)
    wrong(file, tries.FREE)
    for _ in range(2):
        assert tries.waits(file, "P", START)
        assert tries.waits(file, "P", START - MINUTE)
        assert tries.waits(file, "P", START + MINUTE - 1)
        assert not tries.waits(file, "P", START + MINUTE)
    assert not tries.waits(file, "Q", START)


def test_what_the_error_says(file: Path) -> None:
    wrong(file, 1)
    assert tries.refusal(file, "P", START).facts == {"remaining": 4, "wait": 60}
    wrong(file, 4)
    assert tries.refusal(file, "P", START).facts == {"remaining": 0, "wait": 60}
    tries.begin(file, "P", START + MINUTE)
    assert tries.refusal(file, "P", START).facts == {"remaining": 0, "wait": 120}
