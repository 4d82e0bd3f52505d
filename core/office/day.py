"""The office's day: what it dates, it dates by the clock of Vietnam (ISO 8601 +07:00)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))


def moment(instant: int) -> datetime:
    """An instant (milliseconds UTC) by the office's clock: one zone, no summer time."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(VIETNAM)


def day(instant: int) -> date:
    """The date on which an instant (milliseconds UTC) falls in the office."""
    return moment(instant).date()
