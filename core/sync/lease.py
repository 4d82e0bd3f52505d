"""Number leases: planning the next range of a register, and whether a machine may use one.

A lease is the right of one incarnation of one device to number from ``first`` to before ``end``
within a window of dates (sync.md §4.6); the register's state comes from core/commits/fold.py.
Ranges never overlap: the next begins where nobody can still issue a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from core.commits import canonical, merge

FACTOR: Final = 3
SMALLEST: Final = 10
LARGEST: Final = 1000
FEW: Final = 8


class LeaseState(msgspec.Struct, frozen=True, kw_only=True):
    """A lease as the fold keeps it; ``top`` is the last number given, ``first`` − 1 before any."""

    lease: str
    device: str
    inc: int
    first: int
    end: int
    start: str
    until: str
    top: int
    suffix: str = ""
    returned: str = ""

    @property
    def holder(self) -> tuple[str, int]:
        """The device and its incarnation."""
        return self.device, self.inc

    @property
    def left(self) -> int:
        """Numbers that can still be given; none once the lease went back."""
        return 0 if self.returned else self.end - 1 - self.top

    @property
    def is_low(self) -> bool:
        """Whether to ask for more: at 8 numbers or a tenth, but never before half is used."""
        size = self.end - self.first
        return self.left <= min(max(FEW, size // 10), size // 2)


def leases(state: Mapping[str, Any]) -> list[LeaseState]:
    """All leases of a register, by number."""
    found = (canonical.shape(LeaseState, each) for each in state.get("leases", {}).values())
    return sorted(found, key=lambda lease: lease.first)


def usable(lease: LeaseState, device: str, inc: int, date: str) -> bool:
    """Whether an incarnation of a device may give a number of this lease on an issue date
    (``YYYY-MM-DD``)."""
    mine = lease.holder == (device, inc)
    return mine and lease.left > 0 and lease.start <= date <= lease.until


def to_use(state: Mapping[str, Any], device: str, inc: int, date: str) -> LeaseState | None:
    """The lease that the next number comes from; None where the device has to ask for one."""
    return next((each for each in leases(state) if usable(each, device, inc, date)), None)


def open_leases(state: Mapping[str, Any]) -> list[LeaseState]:
    """Leases that still have numbers: an exclusive register (M1) gets no other until they are
    returned, or an administrator gives the holder up for lost: then somebody else's range begins
    behind them.
    """
    held = leases(state)
    begun = [lease for lease in held if not lease.returned or lease.top >= lease.first]
    last = begun[-1].holder if begun else None
    return [lease for lease in held if lease.left > 0 and lease.holder == last]


def due(state: Mapping[str, Any], date: str) -> LeaseState | None:
    """The lease whose holder gets the next range on a date (``YYYY-MM-DD``), so that he never waits
    for numbers: the book's last, when few of it are left or its days are over. None of a book that
    was never lent, or went back: who is to number it next a person says.
    """
    held = leases(state)
    if not held or held[-1].returned or held[-1].start > date:
        return None
    last = held[-1]
    return last if last.is_low or last.until < date else None


def begins_at(state: Mapping[str, Any]) -> int:
    """The number that a register was opened at: 1, or a later one where its numbers before were
    given on paper.
    """
    found = merge.values(state.get("fields", {}).get("first", []))
    return max((value for value in found if isinstance(value, int)), default=1)


def next_range(
    state: Mapping[str, Any], daily: Sequence[int], days: int, at_least: int = 1
) -> tuple[int, int]:
    """The range ``(first, end)`` of the next lease: three times what ``days`` usually need.

    ``daily`` are the numbers given on recent working days. ``at_least`` is where a register starts
    that was kept on paper before. A lost holder's range ends below ``first`` and is never reused.
    """
    first = max(state.get("next", 1), at_least)
    need = -(-sum(daily) * days // len(daily)) if daily else 0
    return first, first + min(max(FACTOR * need, SMALLEST), LARGEST)
