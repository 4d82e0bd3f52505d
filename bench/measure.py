"""How every measurement is taken and told: both sides in turns, the best of each, one JSON line."""

from __future__ import annotations

import json
import subprocess
from resource import RUSAGE_CHILDREN, getrusage
from time import process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def in_turns(rounds: int, *sides: Callable[[], float]) -> list[float]:
    """The best of each side; the sides alternate, so that a busy moment falls on all of them."""
    taken = [[side() for side in sides] for _ in range(rounds)]
    return [min(column) for column in zip(*taken, strict=True)]


def cpu_of(work: Callable[[], object]) -> float:
    """Processor seconds of this process."""
    begun = process_time()
    work()
    return process_time() - begun


def cpu_of_child(command: list[str], environ: dict[str, str] | None = None) -> float:
    """Processor seconds of a program, its children included. Raises CalledProcessError."""
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environ)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def tell(what: str, value: float, unit: str, *, against: str, peer: float, limit: float) -> None:
    """Print one row: our value, the peer of the same run, how far apart they may be."""
    row = {"what": what, "value": value, "unit": unit, "against": against, "peer": peer}
    print(json.dumps(row | {"ratio": value / peer, "limit": limit}, ensure_ascii=False))
