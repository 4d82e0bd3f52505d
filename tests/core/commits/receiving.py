"""What a receiver knows before a commit comes, and what it decides of the next one."""

from __future__ import annotations

import datetime
from typing import Any

from core.commits import check
from core.commits.check import Facts, after, judge
from core.commits.format import Commit, Op
from core.commits.ids import b64
from core.commits.trust import Certificate
from core.office.access import Grant
from core.office.terms import Role
from tests.core.commits.samples import (
    BY,
    DEVICE,
    REALM,
    START,
    STREAM,
    commit,
    digest,
    ident,
    op,
    public,
)

UNIT = ident("unit")
DAY = datetime.date(2026, 1, 1)


def certificate(**changes: Any) -> Certificate:
    fields: dict[str, Any] = {
        "v": 1, "realm": REALM, "device": DEVICE, "kind": "device", "label": "Máy",
        "sign": b64(public(DEVICE)), "box": digest("box"), "unit": UNIT, "streams": (STREAM,),
        "start": START - 1, "end": START + 10**10, "issuer": "root", "serial": 1,
    }  # fmt: skip
    return Certificate(**{**fields, **changes})


def grants(*roles: Role) -> tuple[Grant, ...]:
    return tuple(Grant(role, UNIT, DAY) for role in roles)


EVERY_ROLE = grants(*Role)


def facts(**changes: Any) -> Facts:
    fields: dict[str, Any] = {
        "realm": REALM, "unit": UNIT, "stream_kind": "unit", "certificate": certificate(),
        "revoked": False, "tip": None, "missing": False, "grants": EVERY_ROLE,
    }  # fmt: skip
    return Facts(**{**fields, **changes})


CREATE = op("document.create", fields={"subject": "Về việc"}, kind="incoming", step="registered")
MADE = commit(CREATE)
STATES = after(MADE, {})
CREATED = f"{DEVICE}.1.1.0"


def next_commit(*ops: Op, **changes: Any) -> Commit:
    return commit(*ops, **{"seq": 2, "prev": MADE.id, **changes})


def known(**changes: Any) -> Facts:
    return facts(**{"tip": (1, MADE.id), "states": STATES, **changes})


def move(act: str, to: str, base: str = CREATED) -> Op:
    return op("document.move", bases=(base,), act=act, to=to, by=BY)


def verdict(*ops: Op, given: Facts | None = None, **changes: Any) -> tuple[str, str]:
    outcome = judge(next_commit(*ops, **changes), given or known())
    assert bool(outcome.states) == (outcome.verdict in check.EFFECTIVE)
    return outcome.verdict.value, outcome.reason
