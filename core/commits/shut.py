"""What was shut when somebody wrote into it: a closed dossier, a closed book, a document in
conflict (NĐ 30/2020/NĐ-CP Đ.16, 22, 29; sync.md §4.4).

The author's commit tells what he had seen: its place in its own chain, what it depends on, how far
it had seen the server's order. Clocks decide nothing (sync.md §4.5): who had seen the closing may
not, whatever his clock says; who had not competes with it, and both acts stay.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from core.commits import disputed, merge
from core.commits.acts import SIGNATURE_ACTS
from core.commits.fold import known
from core.commits.format import Commit, Header, Op
from core.commits.ids import op_id
from core.office import closing
from core.office.day import day as office_day
from core.office.dossiers import Stage
from core.office.terms import Act

State = Mapping[str, Any]
Places = Mapping[str, int]
"""Where the server put the commits of some operations, by the operation's name; absent: nowhere."""


class Shut(NamedTuple):
    """Something was written into what is shut: why that is wrong, and whether its author had seen
    the closing.
    """

    reason: str
    seen: bool


def saw(header: Header, op: str, places: Places) -> bool:
    """Whether the author of a commit had an operation before him."""
    name = op_id(op)
    if (name.device, name.inc) == (header.device, header.inc):
        return name.seq <= header.seq
    if header.seen is not None and 0 < places.get(op, 0) <= header.seen.gseq:
        return True
    return any(
        (device, inc) == (name.device, name.inc) and name.seq <= seq
        for device, inc, seq in header.deps
    )


def closings(op: Op, state: State) -> tuple[str, ...]:
    """The operations by which what an operation writes into may be shut."""
    rule = _CLOSINGS.get(op.kind)
    return tuple(rule(state)) if rule else ()


def shut(commit: Commit, op: Op, state: State, places: Places) -> Shut | None:
    """Whether an operation writes into something shut; ``state`` is its aggregate's before it."""
    rule = _RULES.get(op.kind) if known(op) else None
    return rule(commit, op, state, places) if rule else None


def _of_dossier(state: State) -> Iterable[str]:
    """The step that closed a dossier, or led on from there, and the one before where that did."""
    step = state.get("step", {})
    if step.get("name", Stage.OPEN) != Stage.OPEN:
        yield step["op"]
        if step.get("act", Act.CLOSE_DOSSIER) != Act.CLOSE_DOSSIER:
            yield step["from"]


def _dossier(commit: Commit, _op: Op, state: State, places: Places) -> Shut | None:
    steps = tuple(_of_dossier(state))
    seen = any(saw(commit.header, step, places) for step in steps)
    return Shut("dossier-closed", seen) if steps else None


def _of_book(state: State) -> Iterable[str]:
    return (op for op, _ in state.get("lists", {}).get("closings", ()))


def _book(commit: Commit, op: Op, state: State, places: Places) -> Shut | None:
    periods = {name: value["period"] for name, value in state.get("lists", {}).get("closings", ())}
    found = merge.values(state.get("fields", {}).get("year", []))
    at = _dated(commit, op)
    year = found[0] if found and isinstance(found[0], int) else at.year
    if closing.shutting(frozenset(periods.values()), year, at) is None:
        return None
    mine = frozenset(period for name, period in periods.items() if saw(commit.header, name, places))
    return Shut("book-closed", closing.shutting(mine, year, at) is not None)


def _close(commit: Commit, op: Op, state: State, _places: Places) -> Shut | None:
    """A month is closed over what other machines hold only by naming it, a year not at all. Which
    of that the author knew does not stand in the book: what he missed competes with the closing.
    """
    header, period = commit.header, op.body["period"]
    held = closing.outstanding(state.get("leases", {}).values(), header.device, header.inc)
    named = [closing.Out(**one) for one in op.body.get("out", ())] if "-" in period else []
    return Shut("numbers-out", seen=False) if closing.unnamed(held, named) else None


def _dated(commit: Commit, op: Op) -> datetime.date:
    """The day of issue that a document gets with the number, the earliest of those that come out
    of an old book; else that of the act.
    """
    numbers = (
        other
        for other in commit.ops
        if known(other) and other.kind in _DATED and other.body["register"] == op.id
    )
    with suppress(ValueError):  # no such day, or what is written as a day is none
        return min(
            datetime.date.fromisoformat(other.body["date"])
            for other in numbers
            if op.kind == "register.import" or other.id == op.body.get("document")
        )
    return office_day(commit.header.hlc[0])


def _document(commit: Commit, op: Op, state: State, places: Places) -> Shut | None:
    """Nobody signs, numbers, seals or issues while something is to be decided; who did not know of
    it did so, and that is one more thing to decide.
    """
    if _act(op) not in disputed.BLOCKED or not disputed.count(state):
        return None
    header = commit.header
    own = (header.device, header.inc, header.seq)

    def before(one: str) -> bool:
        """What the commit itself came too late for is no reason not to do it."""
        return op_id(one)[:3] != own and saw(header, one, places)

    return Shut("conflict", disputed.seen(state, before))


def _act(op: Op) -> str:
    if op.kind == "document.number":
        return Act.NUMBER
    return SIGNATURE_ACTS[op.body["kind"]] if op.kind == "document.sign" else str(op.body["act"])


_WRITES = ("dossier.put", "dossier.take", "dossier.set")
_STEPS = ("document.move", "document.sign", "document.number")
_NUMBERS = ("register.give", "register.reserve", "register.void", "register.import")
_DATED = ("document.number", "document.import")
_CLOSINGS: dict[str, Callable[[State], Iterable[str]]] = {
    **dict.fromkeys(_WRITES, _of_dossier),
    **dict.fromkeys(_NUMBERS, _of_book),
    **dict.fromkeys(_STEPS, disputed.operations),
}
_RULES: dict[str, Callable[[Commit, Op, State, Places], Shut | None]] = {
    **dict.fromkeys(_WRITES, _dossier),
    **dict.fromkeys(_NUMBERS, _book),
    **dict.fromkeys(_STEPS, _document),
    "register.close": _close,
}

CONCERNED = frozenset(_RULES)
"""The kinds of operation that write into what may be shut."""
