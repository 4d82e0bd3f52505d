"""A child is killed in the middle of a phase, and what it had acknowledged is kept by us.

A kill counts only where the child had said ``in`` and not yet ``out``; else another is tried. The
moment is drawn evenly over the length of a phase, which the first ones show.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random

ROOT: Final = Path(__file__).resolve().parents[2]
FIRST: Final = 2
"""Phases that end well before one is killed, to learn their length."""


@dataclass
class Log:
    """What children said: documents that were told to be saved, how many of them before the last
    phase that ended well, and kills that landed inside."""

    acknowledged: list[str] = field(default_factory=list)
    covered: int = 0
    landed: int = 0
    missed: int = 0


def kill_inside(kind: str, folder: Path, chance: Random, log: Log) -> None:
    """Let a child work until it is killed inside a phase."""
    while not _killed(kind, folder, chance, log):
        log.missed += 1
    log.landed += 1


def _killed(kind: str, folder: Path, chance: Random, log: Log) -> bool:
    """One child; whether the kill landed inside a phase."""
    command = [sys.executable, "-m", "tests.soak.phases", kind, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said, lengths = list[str](), list[float]()
        while len(lengths) < FIRST:
            begun = _until(child, "in", said)
            lengths.append(_until(child, "out", said) - begun)
        _until(child, "in", said)
        time.sleep(chance.uniform(0, max(lengths)))
        child.kill()
        said += child.stdout.read().split("\n")[:-1]
    for line in said:
        if line.startswith("ack "):
            log.acknowledged.append(line.removeprefix("ack "))
        elif line == "out":
            log.covered = len(log.acknowledged)
    return [line for line in said if line in {"in", "out"}][-1] == "in"


def _until(child: subprocess.Popen[str], word: str, said: list[str]) -> float:
    """Read lines up to a word; when it came."""
    assert child.stdout is not None
    for line in child.stdout:
        said.append(line.rstrip("\n"))
        if said[-1] == word:
            return time.monotonic()
    raise AssertionError(f"the child ended by itself with {child.wait()}")
