"""Which machine sees to evidence, and when another one may: the rule that receivers ask."""

from __future__ import annotations

from typing import Any

import pytest

from core.commits import fold, tending
from core.commits.format import Op
from tests.core.commits.samples import ident

OWNER, OTHER, THIRD = ident("owner"), ident("other"), ident("third")
DOCUMENT, DAY = ident("document"), tending.DAY_MS
BY = {"name": "Người si"}
PUT = f"{OWNER}.1.1.0"
FILE = {"slot": "main", "role": "main", "order": 0, "blob": "b" * 43, "name": "a.pdf", "type": "x"}


def at(op: str, time: int) -> fold.At:
    device = op.partition(".")[0]
    return fold.At(op, ident("person"), device, 1, time)


def signed(**more: Any) -> dict[str, Any]:
    """A file that its owner put there at the time 0."""
    return {"files": {"main": [[PUT, {**FILE, "size": 9, "time": 0, **more}]]}}


def tend(instead: str, reason: str, *bases: str, days: int | None = None) -> Op:
    told = {"days": days} if days else {}
    body = {"instead": instead, "reason": reason, **told, "by": BY}
    return Op(kind="document.tend", id=DOCUMENT, bases=bases, body=body)


EVIDENCE = Op(kind="document.evidence", id=DOCUMENT, body={"of": "b" * 43, "after": FILE})


@pytest.mark.parametrize(
    ("op", "time", "lost", "said"),
    [
        (tend(OWNER, "asked"), 1, (), ""),
        (tend(THIRD, "asked"), 1, (), "evidence-takeover"),
        (tend(OWNER, "revoked"), 1, (), "evidence-takeover"),
        (tend(OWNER, "revoked"), 1, (OWNER,), ""),
        (tend(OWNER, "late", days=5), 5 * DAY - 1, (), "evidence-takeover"),
        (tend(OWNER, "late", days=5), 5 * DAY, (), ""),
        (EVIDENCE, 3 * DAY - 1, (), "evidence-keeper"),
        (EVIDENCE, 3 * DAY, (), ""),
    ],
)
def test_another_machine(op: Op, time: int, lost: tuple[str, ...], said: str) -> None:
    assert tending.lacking(op, signed(), OTHER, time, lost) == said


def test_the_owner_and_whoever_took_over_may_at_once() -> None:
    state = fold.fold(signed(), tend(OWNER, "asked"), at(f"{OTHER}.1.1.0", 1))
    for device in (OWNER, OTHER):
        assert tending.lacking(EVIDENCE, state, device, 1, ()) == ""
    assert tending.lacking(EVIDENCE, state, THIRD, 1, ()) == "evidence-keeper"
    assert tending.keepers(state) == {OTHER}


def test_of_two_takeovers_the_first_has_effect_and_the_second_is_nobodys_fault() -> None:
    first = fold.fold(signed(), tend(OWNER, "asked"), at(f"{OTHER}.1.1.0", 1))
    late = tend(OWNER, "asked")
    assert tending.lacking(late, first, THIRD, 2, ()) == ""
    assert fold.fold(first, late, at(f"{THIRD}.1.1.0", 2)) == first
    after = tend(OTHER, "asked", f"{OTHER}.1.1.0")
    second = fold.fold(first, after, at(f"{THIRD}.1.2.0", 3))
    assert tending.keeper(second, PUT) == THIRD


def test_days_count_from_when_it_is_due_and_from_the_last_takeover() -> None:
    renewal = signed(due=100 * DAY)
    late = tend(OWNER, "late", days=3)
    assert tending.lacking(late, renewal, OTHER, 102 * DAY, ()) == "evidence-takeover"
    assert tending.lacking(late, renewal, OTHER, 103 * DAY, ()) == ""
    taken = fold.fold(signed(), tend(OWNER, "asked"), at(f"{OTHER}.1.1.0", 9 * DAY))
    again = tend(OTHER, "late", f"{OTHER}.1.1.0", days=3)
    assert tending.lacking(again, taken, THIRD, 11 * DAY, ()) == "evidence-takeover"
