"""The shape of the house: who may import whom, what has one home, how large things get.

Each failure lists every breach as file:line. That the rules bite is shown in tests/architecture.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.architecture import places, sizes, tracked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.architecture.source import Breach

ROOT = Path(__file__).resolve().parent.parent


def none_of(breaches: Iterable[Breach]) -> None:
    """Fail with every breach, sorted."""
    found = sorted(set(breaches))
    if found:
        pytest.fail("\n" + "\n".join(map(str, found)), pytrace=False)


def test_who_may_import_whom() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "rule",
    [
        places.homeless,
        places.impure,
        places.coloured,
        sizes.oversized,
        sizes.nameless,
        sizes.unexplained,
    ],
)
def test_rules_of_the_house(rule: Callable[[Path], Iterable[Breach]]) -> None:
    none_of(rule(ROOT))


def test_no_machine_and_no_registry_is_named() -> None:
    none_of(tracked.machine_bound(ROOT, tracked.tracked(ROOT)))


def test_lock_is_exact_hashed_and_bound_to_no_server() -> None:
    none_of(tracked.loose_lock((ROOT / "requirements.lock").read_text()))


def test_every_dependency_is_pinned_explained_and_locked() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    none_of(tracked.unlocked((ROOT / "pyproject.toml").read_text(), lock))
