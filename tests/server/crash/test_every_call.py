"""Every storage call of acts, a sync, a bundle, an opening and copies, cut: nothing that was
acknowledged is missing, and the work done again ends as it would have (sync.md §6.3, layer 4).

Each run cuts at every n-th way, beginning with another one each day; ``ANTIN_CRASH_EVERY=1``, as in
``./dev soak``, cuts at all of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.server.crash.bugs import BUGS
from tests.server.crash.scenarios import SCENARIOS

if TYPE_CHECKING:
    from pathlib import Path

EVERY = int(os.environ.get("ANTIN_CRASH_EVERY", "160"))
DAY = 86_400
pytestmark = pytest.mark.timeout(0 if EVERY == 1 else 600)


@pytest.fixture(scope="module")
def told(pytestconfig: pytest.Config) -> dict[str, dict[str, Any]]:
    """What a process of its own says, which has no thread and may fork: by scenario and fault."""
    first = str(int(time.time()) // DAY)
    command = [sys.executable, "-m", "tests.server.crash", "--bugs"]
    asked = [*command, "--every", str(EVERY), "--first", first]
    root: Path = pytestconfig.rootpath
    child = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
    said = [json.loads(line) for line in child.stdout.splitlines()]
    return {each.get("scenario") or each["bug"]: each for each in said}


@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_acknowledged_is_missing(name: str, told: dict[str, dict[str, Any]]) -> None:
    found = told[name]
    print(f"{name}: {found['points']} calls, {found['ways']} ways to cut, {found['tried']} tried")
    assert found["tried"]
    assert found["wrong"] == {}


@pytest.mark.parametrize("name", BUGS)
def test_a_planted_fault_is_noticed(name: str, told: dict[str, dict[str, Any]]) -> None:
    noticed = told[name]["noticed"]
    assert any(each.startswith(BUGS[name].told) for each in noticed), noticed
