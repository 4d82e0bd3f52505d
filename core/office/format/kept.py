"""Deviations of layout that were kept: which rule, where, and why; as a commit holds them.

Lengths in a commit are whole tenths of a point: there are no fractions in it (formats.md §1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from core.office.format.finding import Finding
from core.office.format.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

LIMIT: Final = 2000
"""Letters of a reason: what every receiver takes (core.commits.bodies)."""
_SAID: Final = 200
_TENTHS: Final = 10
_RULES: Final = frozenset(rule.value for rule in Rule)


class Kept(msgspec.Struct, frozen=True):
    """A finding and why it was kept; ``finding`` is None for a rule that only a newer program has,
    of which ``rule`` is all that is known.
    """

    rule: str
    reason: str
    finding: Finding | None = None


def keep(finding: Finding, reason: str) -> Kept:
    """A finding that is kept for this reason."""
    return Kept(finding.rule.value, " ".join(reason.split()), finding)


def body_of(kept: Kept) -> dict[str, Any]:
    """What the commit says of it."""
    body: dict[str, Any] = {"rule": kept.rule, "reason": kept.reason}
    found = kept.finding
    if found is None:
        return body
    body["page"] = found.page
    if found.box is not None:
        body["box"] = [max(0, round(edge * _TENTHS)) for edge in found.box]
    for name in ("measured", "expected"):
        if text := getattr(found, name)[:_SAID]:
            body[name] = text
    return body


def kept_in(move: Mapping[str, Any]) -> tuple[Kept, ...]:
    """What a submission kept. The first programs named rules without places, for one reason."""
    if "deviations" in move:
        return tuple(_kept(one) for one in move["deviations"])
    reason = str(move.get("reason") or "")
    return tuple(_kept({"rule": rule, "reason": reason}) for rule in move.get("kept") or ())


def _kept(body: Mapping[str, Any]) -> Kept:
    rule, reason = str(body["rule"]), str(body["reason"])
    if rule not in _RULES:
        return Kept(rule, reason)
    edges = body.get("box")
    box = None if edges is None else tuple(edge / _TENTHS for edge in edges)
    said = (str(body.get(name) or "") for name in ("measured", "expected"))
    return Kept(rule, reason, Finding(Rule(rule), int(body.get("page") or 1), box, *said))
