"""How numbers, days and instants are written on screen, in both languages (ux.md §6, §17).

Screen formats only: what is stored, exported or printed in a document has its own rules in core.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.clock import local_time
from desktop.words import word, words

if TYPE_CHECKING:
    from datetime import date


def number(value: int) -> str:
    """A count with its thousands apart: 1.284 in Vietnamese, 1,284 in English."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if words.language == "vi" else grouped


def percent(value: float) -> str:
    """A share with one decimal: 94,2 % in Vietnamese, 94.2 % in English."""
    text = f"{value:.1f}"
    return f"{text.replace('.', ',') if words.language == 'vi' else text} %"


def file_size(count: int) -> str:
    """Bytes in the unit that gives one to three digits: 412 KB, 1,3 MB."""
    size, unit = float(count), "B"
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            break
        size /= 1000
    text = f"{size:.0f}" if size >= 10 or unit == "B" else f"{size:.1f}"
    return f"{text.replace('.', ',') if words.language == 'vi' else text} {unit}"


def day(value: date) -> str:
    """dd/MM/yyyy, in both languages."""
    return f"{value:%d/%m/%Y}"


def short_day(value: date) -> str:
    """dd/MM, for lists of the current year."""
    return f"{value:%d/%m}"


def clock_time(instant_ms: int) -> str:
    """HH:mm in Vietnam."""
    return f"{local_time(instant_ms):%H:%M}"


def moment(instant_ms: int) -> str:
    """dd/MM/yyyy HH:mm in Vietnam."""
    return f"{local_time(instant_ms):%d/%m/%Y %H:%M}"


def weekday_and_day(instant_ms: int) -> str:
    """Chủ nhật 22/11/2026 10:51, for the lock screen."""
    at = local_time(instant_ms)
    return f"{word(f'wording.weekday.{at.isoweekday()}')} {at:%d/%m/%Y  %H:%M}"


def countdown(seconds: int) -> str:
    """mm:ss until something happens."""
    return f"{seconds // 60:02}:{seconds % 60:02}"


def due(deadline: date | None, today: date, days_left: int | None = None) -> tuple[str, str]:
    """A deadline in words and its colour token: late and today red, up to two days amber.

    ``days_left`` are working days from the deadline rules; without it calendar days are counted.
    """
    if deadline is None:
        return word("wording.due.none"), "text3"
    left = (deadline - today).days if days_left is None else days_left
    if deadline < today:
        return word("wording.due.late", n=max(1, -left)), "danger"
    if deadline == today:
        return word("wording.due.today"), "danger"
    if left <= 2:
        return word("wording.due.soon", n=max(1, left)), "warn"
    return (short_day if deadline.year == today.year else day)(deadline), "text2"


def initials(name: str) -> str:
    """The letters of a person's badge: the first of the middle and of the given name (Nguyễn Thị
    Hạnh: TH)."""
    parts = name.split()[-2:]
    return "".join(part[0].upper() for part in parts)
