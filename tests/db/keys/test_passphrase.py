"""Passphrases: normalised, bounded, calibrated."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import VaultTampered, WeakPassphrase
from db.keys.passphrase import FLOOR, Calibration, calibrate, check_strength, derive, stretched

SALT = bytes(range(16))


def test_two_spellings_of_one_passphrase_are_one() -> None:
    words = "mật khẩu dài"
    assert normalize("NFD", words) != words
    assert derive(normalize("NFD", words), SALT, FLOOR) == derive(words, SALT, FLOOR)


@pytest.mark.parametrize(
    ("memory", "passes", "lanes"),
    [
        (64 * 1024 - 1, 3, 4),
        (512 * 1024 + 1, 3, 4),
        (64 * 1024, 2, 4),
        (64 * 1024, 11, 4),
        (64 * 1024, 3, 0),
        (64 * 1024, 3, 9),
        (-1, -1, -1),
        (2**40, 3, 4),
    ],
)
def test_costs_outside_floor_and_cap_do_not_exist(memory: int, passes: int, lanes: int) -> None:
    with pytest.raises(VaultTampered):
        Calibration(memory, passes, lanes)


@pytest.mark.parametrize(
    ("times", "memory_mib", "passes"),
    [
        (0.3, 64, 3),
        (1, 64, 3),
        (2, 128, 3),
        (3.3, 208, 3),
        (8, 512, 3),
        (25, 512, 9),
        (99, 512, 10),
    ],
)
def test_memory_grows_first_then_passes(times: float, memory_mib: int, passes: int) -> None:
    assert stretched(times) == Calibration(memory_mib * 1024, passes)


@given(st.floats(0, 1e9))
def test_no_machine_is_too_slow_or_too_fast(times: float) -> None:
    cost = stretched(times)
    spent = cost.memory_kib * cost.passes / (FLOOR.memory_kib * FLOOR.passes)
    assert cost == FLOOR or spent <= times


def test_calibration_times_one_derivation() -> None:
    ticks = iter([100.0, 100.125])
    assert calibrate(lambda: next(ticks)) == Calibration(256 * 1024, 3)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "short"),
        ("chín kýtự", "short"),
        ("   ngắn    ", "short"),
        ("aaaaaaaaaaaaaa", "uniform"),
        ("abababababab", "uniform"),
        ("dài" * 400, "long"),
    ],
)
def test_weak_passphrases(words: str, reason: str) -> None:
    with pytest.raises(WeakPassphrase) as caught:
        check_strength(words)
    assert caught.value.facts["reason"] == reason
    assert words == "" or words not in repr(caught.value)


def test_length_is_counted_in_letters_not_in_code_points() -> None:
    with pytest.raises(WeakPassphrase):
        check_strength(normalize("NFD", "ệ" * 3 + "abcde"))
    check_strength("đủ dài rồi nhé")
