"""The day is played once for all tests that look at it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e import day

if TYPE_CHECKING:
    from tests.e2e.stage import Stage


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """What the whole day left; machines, server and windows are gone again.

    ``ANTIN_DAY`` names a folder that stays afterwards, to look at.
    """
    kept = os.environ.get("ANTIN_DAY")
    out = Path(kept).resolve() if kept else tmp_path_factory.mktemp("day") / "demo"
    return day.play(out)
