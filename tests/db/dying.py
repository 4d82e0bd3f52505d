"""How a child of a test dies: as if the power went, and not before it said where."""

from __future__ import annotations

import os
import signal
import subprocess
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


def die(step: str) -> NoReturn:
    """Say the step that was reached, and end without any farewell."""
    os.write(1, step.encode())
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("killed")


def at(step: str) -> Callable[..., NoReturn]:
    """What stands in the place of a function at which to die."""
    return lambda *_given, **_named: die(step)


def died_at(command: list[str], root: Path, environ: Mapping[str, str] | None = None) -> str:
    """The step at which a child says that it dies; it must then have been killed."""
    child = subprocess.run(command, cwd=root, env=environ, stdout=subprocess.PIPE, check=False)
    assert child.returncode == -signal.SIGKILL
    return child.stdout.decode()
