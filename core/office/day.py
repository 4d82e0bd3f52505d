"""The office's day: what it dates, it dates by the clock of Vietnam (ISO 8601 +07:00)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))
LAST: Final = 253_402_300_799_999 - 7 * 3_600_000
"""The last instant that has a date here: a later one, which a format may carry, counts as it."""


def moment(instant: int) -> datetime:
    """An instant (milliseconds UTC) by the office's clock: one zone, no summer time."""
    return datetime.fromtimestamp(min(instant, LAST) / 1000, UTC).astimezone(VIETNAM)


def day(instant: int) -> date:
    """The date on which an instant (milliseconds UTC) falls in the office."""
    return moment(instant).date()
