"""Frontiers: what somebody has of each chain, what is missing, and in which order commits go.

A frontier maps a chain (device, incarnation, stream) to the highest seq up to which nothing is
missing; a chain that is absent stands at 0. Written down, it is a sorted array of
``[device, incarnation, stream, seq]`` (docs/formats/wire.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush
from typing import Annotated, Final, NamedTuple

import msgspec

from core.commits.format import Chain, Commit, Id, Inc, Seq
from core.errors import NotCanonical

Frontier = Mapping[Chain, int]
MAX_ROWS: Final = 4096


class Row(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One chain of a frontier, as written."""

    device: Id
    inc: Inc
    stream: Id
    seq: Seq


Rows = Annotated[tuple[Row, ...], msgspec.Meta(max_length=MAX_ROWS)]


class Range(NamedTuple):
    """Commits of a chain, from the first to the last."""

    chain: Chain
    first: int
    last: int

    @property
    def size(self) -> int:
        """How many commits."""
        return self.last - self.first + 1


def rows(frontier: Frontier) -> tuple[Row, ...]:
    """A frontier as written; chains that stand at 0 are absent."""
    return tuple(Row(*chain, seq) for chain, seq in sorted(frontier.items()) if seq)


def read_rows(written: Iterable[Row]) -> dict[Chain, int]:
    """A frontier from its written form; raises NotCanonical where it is not sorted."""
    listed = [((row.device, row.inc, row.stream), row.seq) for row in written]
    chains = [chain for chain, _ in listed]
    if chains != sorted(set(chains)):
        raise NotCanonical(field="frontier")
    return dict(listed)


def merge(one: Frontier, two: Frontier) -> dict[Chain, int]:
    """What both have together."""
    return {chain: max(one.get(chain, 0), two.get(chain, 0)) for chain in {*one, *two}}


def missing(mine: Frontier, theirs: Frontier) -> list[Range]:
    """What they have and I lack, by chain in sorted order; ``missing(theirs, mine)`` is what to
    send them."""
    return [
        Range(chain, mine.get(chain, 0) + 1, seq)
        for chain, seq in sorted(theirs.items())
        if seq > mine.get(chain, 0)
    ]


def portions(ranges: Iterable[Range], limit: int) -> list[list[Range]]:
    """Ranges cut into messages of at most ``limit`` commits, each chain still in order."""
    found: list[list[Range]] = [[]]
    room = limit
    for chain, start, last in ranges:
        first = start
        while first <= last:
            if not room:
                found.append([])
                room = limit
            end = min(last, first + room - 1)
            found[-1].append(Range(chain, first, end))
            room -= end - first + 1
            first = end + 1
    return [portion for portion in found if portion]


def arrange(commits: Iterable[Commit]) -> list[Commit]:
    """Commits in tentative order (sync.md §4.2): by clock, but after those of the same set that
    they follow in their chain or name in ``deps``; each once, forks too.

    What waits for something outside the set, or in a circle, comes too: the receiver holds it.
    """
    known = {commit.id: commit for commit in commits}
    waits = _waits(known)
    after: dict[str, list[str]] = {}
    for each, needed in waits.items():
        for other in needed:
            after.setdefault(other, []).append(each)
    ready = [(known[each].order, each) for each, needed in waits.items() if not needed]
    heapify(ready)
    found: list[Commit] = []
    while ready:
        _, done = heappop(ready)
        found.append(known.pop(done))
        for each in after.get(done, ()):
            waits[each].discard(done)
            if not waits[each]:
                heappush(ready, (known[each].order, each))
    return [*found, *sorted(known.values(), key=lambda commit: (commit.order, commit.id))]


def _waits(known: Mapping[str, Commit]) -> dict[str, set[str]]:
    """The commits of the set that each of them must follow."""
    places: dict[tuple[Chain, int], set[str]] = {}
    for each, commit in known.items():
        places.setdefault((commit.chain, commit.header.seq), set()).add(each)
    waits: dict[str, set[str]] = {}
    for each, commit in known.items():
        header = commit.header
        named = [((device, inc, header.stream), seq) for device, inc, seq in header.deps]
        waits[each] = set().union(*(places.get(place, set()) for place in named))
        waits[each] |= {header.prev} & known.keys() if header.prev else set()
    return waits
