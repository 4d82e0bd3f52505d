"""How an act of a document's history stands: on its way, taken, without effect; and its clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.commits.check import EFFECTIVE, Verdict
from desktop.words import word

if TYPE_CHECKING:
    from db.queries.rows import StoryRow

_MARKS: Final = {True: ("checkmark_circle", "ok"), False: ("warning", "warn")}


def waits(row: StoryRow) -> bool:
    """Whether the server has not answered it yet."""
    return row.standing == Verdict.TENTATIVE


def mark(row: StoryRow) -> tuple[str, str]:
    """The icon and its tone."""
    return ("clock", "warn") if waits(row) else _MARKS[row.standing in EFFECTIVE]


def notes(row: StoryRow) -> tuple[str, ...]:
    """What else is said beside who and when: no effect, a clock that was wrong."""
    void = () if row.standing in EFFECTIVE else (word("troubles.void"),)
    return (*void, *((word("troubles.askew"),) if row.askew else ()))
