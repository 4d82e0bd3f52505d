"""What differs between two versions of a draft: line by line and, within a line, syllable by
syllable. Pure, and bounded for the largest draft: what would take long is compared more coarsely.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from core.office.draft import Draft
from core.office.draft_lines import Line, lines

Kind = Literal["same", "changed", "added", "removed"]
Pair = tuple[int, int]

OFTEN: Final = 24
"""What occurs more often than this says nothing about which place became which."""
LONG: Final = 4000
"""Syllables of two lines, beyond which they are shown as replaced as a whole."""
BUDGET: Final = 60_000
"""Syllables of all lines together that are compared within their lines."""
BAND: Final = 40
"""How far from its place a line is looked for among others that changed too."""
LIKE: Final = 0.4
"""Share of common syllables from which a line is the other one, edited."""
TELLING: Final = 4
"""Syllables from which a line that went here and came there was moved."""

_TOKEN: Final = re.compile(r"\s*\w+|\s*[^\w\s]|\s+")
_SINGLE: Final = frozenset(
    {"symbol", "place", "template", "type", "urgency", "circulation", "subject"}
    | {"rank", "signer", "marker"}
)


class Run(NamedTuple):
    """A stretch of a line: on the left ``same`` or ``removed``, on the right ``same`` or
    ``added``.
    """

    kind: Kind
    text: str


class Row(NamedTuple):
    """A line of both sides, or of one of them: the other is None. ``moved``: the same line stands
    elsewhere on the other side.
    """

    kind: Kind
    left: Line | None
    right: Line | None
    left_runs: tuple[Run, ...] = ()
    right_runs: tuple[Run, ...] = ()
    moved: bool = False


def compare(left: Draft, right: Draft) -> tuple[Row, ...]:
    """The rows of two drafts side by side; left and right each keep all lines, in their order."""
    old, new = lines(left), lines(right)
    rows = list(_rows(old, new, _aligned(old, new)))
    return tuple(_moved(rows))


def changes(rows: Sequence[Row]) -> tuple[int, ...]:
    """The places where a run of changed rows begins: what one jumps to."""
    kinds = ["same", *(row.kind for row in rows)]
    return tuple(at for at, row in enumerate(rows) if row.kind != "same" and kinds[at] == "same")


def _what(line: Line) -> tuple[str, str, str]:
    """What makes two lines the same: their number is counted and does not."""
    return (_part(line), line.kind, line.text)


def _part(line: Line) -> str:
    """An appendix may have moved up."""
    return line.part.partition("-")[0]


# -- which line became which ----------------------------------------------------------------------


def _aligned(old: Sequence[Line], new: Sequence[Line]) -> list[Pair]:
    """Pairs of lines, increasing on both sides: the same ones, and between them similar ones."""
    same = _common([_what(one) for one in old], [_what(one) for one in new])
    found: list[Pair] = []
    before = (-1, -1)
    for pair in [*same, (len(old), len(new))]:
        found += _similar(old, new, before, pair)
        found.append(pair)
        before = pair
    return found[:-1]


def _similar(old: Sequence[Line], new: Sequence[Line], after: Pair, until: Pair) -> list[Pair]:
    """Lines between two pairs that are each other's edited form."""
    left, right = range(after[0] + 1, until[0]), range(after[1] + 1, until[1])
    if not left or not right:
        return []
    bags = {at: Counter(_TOKEN.findall(new[at].text)) for at in right}
    best: list[Pair] = []
    for at in left:
        bag = Counter(_TOKEN.findall(old[at].text))
        middle = right.start + (at - left.start) * len(right) // len(left)
        near = range(max(right.start, middle - BAND), min(right.stop, middle + BAND + 1))
        scored = [(_like(old[at], new[to], bag, bags[to]), -abs(to - middle), -to) for to in near]
        score, _, back = max(scored)
        if score >= LIKE:
            best.append((at, -back))
    return _increasing(best)


def _like(one: Line, other: Line, bag: Counter[str], its: Counter[str]) -> float:
    """How much of two lines is common, from 0 to 1; lines of different parts have nothing so."""
    if _part(one) != _part(other):
        return 0.0
    if one.part in _SINGLE:
        return 1.0
    total = bag.total() + its.total()
    return 2 * (bag & its).total() / total if total else 1.0


def _common(left: Sequence[object], right: Sequence[object]) -> list[Pair]:
    """A longest run of pairs of equal items, increasing on both sides; what occurs often is only
    matched at both ends.
    """
    shorter = min(len(left), len(right))
    head = next((at for at in range(shorter) if left[at] != right[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if left[-1 - at] != right[-1 - at]), rest)
    places: defaultdict[object, list[int]] = defaultdict(list)
    for at in range(head, len(right) - tail):
        places[right[at]].append(at)
    pairs = [
        (at, to)
        for at in range(head, len(left) - tail)
        for to in reversed(places.get(left[at], ()))
        if len(places[left[at]]) <= OFTEN
    ]
    ends = [(len(left) - at, len(right) - at) for at in range(tail, 0, -1)]
    return [*((at, at) for at in range(head)), *_increasing(pairs), *ends]


def _increasing(pairs: Sequence[Pair]) -> list[Pair]:
    """The most pairs that increase on both sides; ``pairs`` are in order of their first, and of
    one first the last second comes first (Hunt and Szymanski 1977).
    """
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, to) in enumerate(pairs):
        place = bisect_left(tops, to)
        before.append(ends[place - 1] if place else -1)
        tops[place : place + 1] = [to]
        ends[place : place + 1] = [at]
    found: list[Pair] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


# -- rows -----------------------------------------------------------------------------------------


def _rows(old: Sequence[Line], new: Sequence[Line], pairs: Sequence[Pair]) -> Iterator[Row]:
    budget, at, to = BUDGET, 0, 0
    for left, right in [*pairs, (len(old), len(new))]:
        yield from (_gone(line) for line in old[at:left])
        yield from (_come(line) for line in new[to:right])
        if left < len(old):
            row, spent = _paired(old[left], new[right], budget)
            budget -= spent
            yield row
        at, to = left + 1, right + 1


def _gone(line: Line) -> Row:
    return Row("removed", line, None, (Run("removed", line.text),))


def _come(line: Line) -> Row:
    return Row("added", None, line, (), (Run("added", line.text),))


def _paired(left: Line, right: Line, budget: int) -> tuple[Row, int]:
    if left.text == right.text:
        kind: Kind = "same" if _what(left) == _what(right) else "changed"
        run = (Run("same", left.text),)
        return Row(kind, left, right, run, run), 0
    old, new = _TOKEN.findall(left.text), _TOKEN.findall(right.text)
    size = len(old) + len(new)
    fine = size <= min(LONG, budget)
    pairs = _readable(_common(old, new), len(old), len(new)) if fine else []
    runs = (
        _runs(old, {at for at, _ in pairs}, "removed"),
        _runs(new, {to for _, to in pairs}, "added"),
    )
    return Row("changed", left, right, *runs), size if fine else 0


def _readable(pairs: Sequence[Pair], left: int, right: int) -> list[Pair]:
    """Without lone syllables that stayed between two changes: they are read with the change."""
    groups: list[list[Pair]] = []
    for pair in pairs:
        if groups and groups[-1][-1] == (pair[0] - 1, pair[1] - 1):
            groups[-1].append(pair)
        else:
            groups.append([pair])
    ends = {(0, 0), (left - 1, right - 1)}
    kept = (group for group in groups if len(group) > 1 or group[0] in ends)
    return [pair for group in kept for pair in group]


def _runs(tokens: Sequence[str], same: set[int], otherwise: Kind) -> tuple[Run, ...]:
    found: list[Run] = []
    for at, token in enumerate(tokens):
        kind: Kind = "same" if at in same else otherwise
        if found and found[-1].kind == kind:
            found[-1] = Run(kind, found[-1].text + token)
        else:
            found.append(Run(kind, token))
    return tuple(found)


def _moved(rows: Sequence[Row]) -> Iterator[Row]:
    """Marks lines that went at one place and came at another."""
    gone = {_what(row.left) for row in rows if row.left and not row.right}
    come = {_what(row.right) for row in rows if row.right and not row.left}
    both = {what for what in gone & come if len(_TOKEN.findall(what[2])) >= TELLING}
    for row in rows:
        line = row.left or row.right
        alone = row.kind in ("added", "removed")
        yield row._replace(moved=True) if alone and line and _what(line) in both else row


def inline(row: Row) -> tuple[Run, ...]:
    """Both sides of a row as one line; at each place what went stands before what came."""
    left, right = list(row.left_runs), list(row.right_runs)
    found: list[Run] = []
    while left or right:
        if left and left[0].kind == "removed":
            found.append(left.pop(0))
        elif right and right[0].kind == "added":
            found.append(right.pop(0))
        else:
            size = min(len(left[0].text), len(right[0].text))
            found.append(Run("same", left[0].text[:size]))
            _consume(left, size)
            _consume(right, size)
    return tuple(found)


def _consume(runs: list[Run], size: int) -> None:
    rest = runs[0].text[size:]
    runs[:1] = [Run("same", rest)] if rest else []
