"""The simulator: a seed plays the same, no alarm without a bug, every planted bug is noticed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.sim.bugs import BUGS
from tests.sim.run import play, run

SEEDS = int(os.environ.get("ANTIN_SEEDS", "200"))
"""Each course seven or eight times; fewer on a desk by ANTIN_SEEDS, more by ./dev sim."""
PART = 20
"""Seeds of a test, so that workers share them."""
DYING = 5
"""A seed whose server ends at several steps and is restored."""


def test_the_same_seed_plays_the_same_in_another_process() -> None:
    asked = [sys.executable, "-m", "tests.sim", "--seeds", "1", "--first", str(DYING), "--trace"]
    hashes = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    environment = os.environ | {"PYTHONHASHSEED": hashes}
    child = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True)
    assert tuple(child.stdout.splitlines()[1:]) == play(DYING).events


@pytest.mark.parametrize("first", range(1, 1 + SEEDS, PART))
def test_no_alarm_without_a_bug(first: int) -> None:
    assert run(range(first, min(first + PART, 1 + SEEDS))).wrong == {}


@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_noticed(name: str) -> None:
    seed = BUGS[name].seed
    wrong = run(range(seed, seed + 1), name).wrong.get(seed, ())
    assert {why.split()[0] for why in wrong} & set(BUGS[name].breaks.split())


def test_the_table_covers_what_the_design_names() -> None:
    assert len(BUGS) >= 15
    assert all(bug.seen and 0 < bug.seed <= 1000 for bug in BUGS.values())
