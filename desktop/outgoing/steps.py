"""How far an outgoing document is on its way: what is done, what is next, what was left out.
No Qt.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from core.office import workflow
from core.office.terms import Act, State
from core.office.true_copies import is_copy

if TYPE_CHECKING:
    from desktop.outgoing.gathered import Gathered


class Mark(StrEnum):
    """How a step stands."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    MISSING = "missing"  # left out: a later one is done


class Step(NamedTuple):
    """A step of the way; its words are ``outgoing.step.NAME``."""

    name: str
    mark: Mark


NAMES: Final = (
    "draft",
    "initial",
    "content",
    "format",
    "sign",
    "number",
    "seal",
    "issue",
    "received",
)
_CHECKS: Final = {"content": Act.CHECK_CONTENT, "format": Act.CHECK_FORMAT}
_SIGNATURES: Final = {"initial": "initial", "sign": "main", "number": "number", "seal": "seal"}
_OUT: Final = frozenset({State.ISSUED, State.RECEIVED, State.FILED, State.RECALLED})


def steps(found: Gathered) -> tuple[Step, ...]:
    """The whole way of a document. What happened to it says what is done, not its state alone: a
    cancelled one came as far as it came. One from an old book went its way on paper, and a copy
    goes another.
    """
    if found.page.source or is_copy(found.page.row.type):
        return ()
    done = _done(found)
    state = State(found.page.row.state)
    passed = [place for place, name in enumerate(NAMES) if name in done]
    last = max(passed, default=-1) if state is not State.TO_SIGN else NAMES.index("format")
    ahead = () if state in workflow.FINAL else NAMES[last + 1 :]
    missing = [name for name in NAMES[: last + 1] if name not in done]
    now = missing[0] if _checking(found, missing) else next(iter(ahead), "")
    return tuple(Step(name, _mark(name, done, missing, now)) for name in NAMES)


def _checking(found: Gathered, missing: list[str]) -> bool:
    """A check that is left out can still be made up for while the document waits for it."""
    return bool(missing) and found.page.row.state == State.INITIALLED


def _mark(name: str, done: frozenset[str], missing: list[str], now: str) -> Mark:
    if name == now:
        return Mark.NOW
    if name in done:
        return Mark.DONE
    return Mark.MISSING if name in missing else Mark.AHEAD


def _done(found: Gathered) -> frozenset[str]:
    row, kinds = found.page.row, {mark.kind for mark in found.page.signatures}
    state = State(row.state)
    known = {
        "draft": state is not State.DRAFT,
        **{name: kind in kinds for name, kind in _SIGNATURES.items()},
        **{name: act in found.held() for name, act in _CHECKS.items()},
        "issue": state in _OUT,
        "received": any(one.received for one in found.dispatches) or state is State.RECEIVED,
    }
    if state is State.DRAFT:  # taken up again: the way begins anew
        return frozenset()
    return frozenset(name for name, is_done in known.items() if is_done)
