"""When something that was given ends early: grants and delegations alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.office.day import day


def revoked(state: Mapping[str, Any]) -> str | None:
    """The first day without a grant or delegation, by the office's calendar as rights are checked:
    no revocation reaches back behind its own day.
    """
    return min(
        (
            max(value.get("day", ""), day(value["time"]).isoformat())
            for _, value in state.get("lists", {}).get("revocations", ())
        ),
        default=None,
    )
