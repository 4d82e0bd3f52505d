"""How numbers, days and instants are written on screen, in both languages (ux.md §6, §17).

Screen formats only: what is stored, exported or printed in a document has its own rules in core.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.office.deadlines import DueKind, DueState
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


def due_words(state: DueState, due: date | None, today: date) -> tuple[str, str]:
    """A deadline in words and its colour token: late and today red, soon amber."""
    if state.kind in (DueKind.NONE, DueKind.TODAY):
        tone = "danger" if state.kind is DueKind.TODAY else "text3"
        return word(f"wording.due.{state.kind}"), tone
    if state.kind is DueKind.OK and due is not None:
        return (short_day if due.year == today.year else day)(due), "text2"
    tone = "danger" if state.kind is DueKind.LATE else "warn"
    return word(f"wording.due.{state.kind}", n=state.days), tone


def initials(name: str) -> str:
    """The letters of a person's badge: the first of the middle and of the given name (Nguyễn Thị
    Hạnh: TH)."""
    parts = name.split()[-2:]
    return "".join(part[0].upper() for part in parts)
