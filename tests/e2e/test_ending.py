"""A plain request to end, at a bad moment: the program ends in order, whatever it is doing."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.e2e.desk import PROGRAM, ROOT
from tests.e2e.watched import Watched, environment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.mark.parametrize("later", [0.0, 0.05, 1.5])
def test_the_program_ends_when_it_is_asked_to(tmp_path: Path, later: float) -> None:
    around = environment(tmp_path, QT_QPA_PLATFORM="offscreen")
    command = [*PROGRAM, "--home", str(tmp_path / "antin"), "--announce"]
    program = Watched(command, tmp_path / "log", around, ROOT)
    program.wait("ready")
    time.sleep(later)
    assert program.stop(signal.SIGTERM) == 0
