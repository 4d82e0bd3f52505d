"""Any bytes as file or message of sync: a value that reads the same once written again, or an error
of ours, within bounds of time and memory (sync.md I12).

    python -m tests.core.sync.fuzzing --minutes 10 --target files

A tape (fuzzing_tape.py) says how an honest input is spoilt. Tapes that end in a refusal reached by
a way through the code that none before took are kept, and later ones are made of them. The inputs
are read in a child process of limited memory; an input on which it dies, or that takes it longer
than ``SECONDS`` of processor time, is a finding too.
"""

from __future__ import annotations

import argparse
import base64
import json
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from core.errors import WorkerCrashed, WorkerTimeout
from desktop.worker import run_limited
from tests.core.sync.fuzzing_copies import COPIES
from tests.core.sync.fuzzing_files import FILES
from tests.core.sync.fuzzing_tape import Tape
from tests.core.sync.fuzzing_target import Seen, Target
from tests.core.sync.fuzzing_wire import WIRE

SECONDS = 2.0
"""Of processor time for one input; an honest one takes milliseconds."""
MEMORY_MB: Final = 768
"""Of address space for the child with all its libraries."""
AT_ONCE: Final = 400
GROUPS: Final = {"files": FILES, "copies": COPIES, "wire": WIRE}
TARGETS: Final = {target.name: target for group in GROUPS.values() for target in group}
KEPT: Final = Path(__file__).with_name("fuzzing_kept.json")


class TooSlow(Exception):
    """An input took more than its share of processor time."""


Wanted = list[tuple[str, bytes]]
"""Names of targets, each with a tape."""
Look = Callable[[Wanted], list[Seen]]


def looked(wanted: Wanted) -> list[Seen]:
    """What became of the inputs that some tapes make; runs in the limited child."""
    return [timed(TARGETS[name], TARGETS[name].make(Tape(tape))) for name, tape in wanted]


def timed(target: Target, data: bytes) -> Seen:
    """An input read against the clock of the processor."""

    def late(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        return target.see(data)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def looked_at(wanted: Wanted, look: Look = looked) -> list[Seen]:
    """What became of inputs; those that killed the child are found by halving."""
    try:
        limits = {"seconds": 30 + SECONDS * 10, "memory_mb": MEMORY_MB}
        return list(run_limited(look, wanted, returns=list[Seen], **limits))  # type: ignore[arg-type]
    except (WorkerCrashed, WorkerTimeout) as error:
        if len(wanted) == 1:
            return [Seen("", f"the child died: {type(error).__name__}")]
        half = len(wanted) // 2
        return looked_at(wanted[:half], look) + looked_at(wanted[half:], look)


@dataclass
class Campaign:
    """Inputs for one target: how many were tried, the tapes worth going on from, the findings."""

    target: Target
    rng: Random
    tried: int = 0
    taken: int = 0
    ways: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, bytes] = field(default_factory=dict)

    def note(self, tape: bytes, seen: Seen) -> None:
        """What became of one input."""
        self.tried += 1
        self.taken += not seen.way
        if seen.fault:
            self.faults.setdefault(f"{self.target.name} {seen.way} {seen.fault}", tape)
        self.ways.setdefault(seen.way, tape)

    def tape(self) -> bytes:
        """A new tape, or one that went a way of its own, changed a little."""
        rng = self.rng
        if not self.ways or rng.random() < 0.4:
            return rng.randbytes(rng.choice([8, 40, 200]))
        tape = bytearray(rng.choice(list(self.ways.values())))
        for _ in range(rng.choice([1, 1, 2, 6])):
            place = rng.randrange(len(tape) + 1)
            tape[place : place + rng.randrange(3)] = rng.randbytes(rng.randrange(4))
        return bytes(tape)


def kept() -> list[tuple[str, bytes]]:
    """Inputs that once broke a reader: the target's name and the bytes."""
    found: list[dict[str, Any]] = json.loads(KEPT.read_text())
    return [(each["target"], base64.b64decode(each["input"])) for each in found]


def campaigns(targets: Sequence[Target], seed: int) -> list[Campaign]:
    """A campaign for each target; the same seed tries the same inputs."""
    return [Campaign(target, Random(f"{seed} {target.name}")) for target in targets]


def go(running: Sequence[Campaign], count: int, look: Look = looked) -> None:
    """Try some inputs of each campaign, all in one child."""
    chosen = [(each, each.tape()) for each in running for _ in range(count)]
    seen = looked_at([(each.target.name, tape) for each, tape in chosen], look)
    for (each, tape), found in zip(chosen, seen, strict=True):
        each.note(tape, found)


def main() -> int:
    """Try inputs for some minutes and say what was found; 1 where anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--target", choices=GROUPS, default="files")
    parser.add_argument("--seed", type=int, default=time.time_ns())
    asked = parser.parse_args()
    begun = time.monotonic()
    running = campaigns(GROUPS[asked.target], asked.seed)
    while time.monotonic() - begun < asked.minutes * 60:
        for campaign in running:
            go([campaign], AT_ONCE)
    tried, taken = sum(each.tried for each in running), sum(each.taken for each in running)
    ways, seconds = sum(len(each.ways) for each in running), time.monotonic() - begun
    print(f"{asked.target}, seed {asked.seed}: {tried} inputs, {tried / seconds:.0f}/s, ", end="")
    print(f"{taken} taken, refused in {ways} ways")
    faults = [found for each in running for found in each.faults.items()]
    for fault, tape in faults:
        print(f"{fault}: tape {tape.hex()}")
    return int(bool(faults))


if __name__ == "__main__":
    raise SystemExit(main())
