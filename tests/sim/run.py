"""Runs worlds: ``./dev sim --seeds N [--first S] [--bug NAME|all] [--until M]``."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from core.errors import AntinError
from tests.sim import invariants, schedule
from tests.sim.bugs import BUGS, planted
from tests.sim.template import template
from tests.sim.world import world


@dataclass(frozen=True)
class Played:
    """What became of a seed: the trace's hash, commits in the end, what was wrong, all events."""

    seed: int
    trace: str
    commits: int
    wrong: tuple[str, ...]
    events: tuple[str, ...]


def play(seed: int) -> Played:
    """One world from its founding to its rest."""
    with world(seed) as found:
        try:
            schedule.play(found)
            found.quiet()
            wrong = invariants.broken(found)
        except AntinError as error:
            wrong = [*found.wrong, f"I9 the unit came to a stop: {error.code}"]
        count = len(found.central.has()) if found.central.running else 0
        return Played(seed, found.trace, count, tuple(wrong), tuple(found.events))


@dataclass(frozen=True)
class Run:
    """Many seeds: how many, the hash of all traces, commits, and the seeds on which something was
    wrong.
    """

    played: int
    trace: str
    commits: int
    wrong: dict[int, tuple[str, ...]]


def run(seeds: Sequence[int], bug: str = "", until: int = 0) -> Run:
    """Play some seeds, with a bug planted if one is named, to the end or until something was wrong
    on ``until`` of them.
    """
    template()  # founded without the bug
    whole, wrong, count, done = sha256(), dict[int, tuple[str, ...]](), 0, 0
    for seed in seeds:
        with planted(bug):
            played = play(seed)
        done += 1
        whole.update(f"{seed} {played.trace}\n".encode())
        count += played.commits
        if played.wrong:
            wrong[seed] = played.wrong
        if until and len(wrong) >= until:
            break
    return Run(done, whole.hexdigest()[:16], count, wrong)


def likely_first(seeds: range, bug: str) -> list[int]:
    """The seeds, those first whose course is the one of the seed that is known to notice a bug."""
    course = schedule.course(BUGS[bug].seed)
    return sorted(seeds, key=lambda seed: schedule.course(seed) is not course)


def main(words: list[str] | None = None) -> int:
    """0 where nothing was wrong or, with a bug planted, something was (``until`` times); else 1."""
    asked = _parser().parse_args(words)
    seeds = range(asked.first, asked.first + asked.seeds)
    bugs = list(BUGS) if asked.bug == "all" else [asked.bug]
    failed = 0
    for bug in bugs:
        begun = time.monotonic()
        ordered = likely_first(seeds, bug) if bug and asked.until else seeds
        done = run(ordered, bug, asked.until)
        _say(done, bug, done.played / (time.monotonic() - begun))
        failed += len(done.wrong) < max(asked.until, 1) if bug else bool(done.wrong)
    if asked.trace:
        print(*play(asked.first).events, sep="\n")
    return int(failed > 0)


def _say(done: Run, bug: str, speed: float) -> None:
    names = Counter(name for each in done.wrong.values() for name in {w.split()[0] for w in each})
    noticed = " ".join(f"{name} {count}" for name, count in sorted(names.items()))
    print(
        f"{bug or 'no bug'}: {len(done.wrong)} of {done.played} seeds with a violation "
        f"({noticed}), {done.commits} commits, {speed:.1f} seeds/s, trace {done.trace}",
        flush=True,
    )
    for seed, why in list(done.wrong.items())[: 3 if bug else None]:
        print(f"  seed {seed}: {why[0]}", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev sim", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--bug", default="", choices=["", "all", *BUGS])
    parser.add_argument(
        "--until",
        type=int,
        default=0,
        metavar="M",
        help="stop a bug once M seeds noticed it; the seeds of its likely course come first",
    )
    parser.add_argument("--trace", action="store_true", help="print the first seed's events")
    return parser
