"""How periods, shares and spans of days are written on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.office import periods
from desktop.wording import day as day_text
from desktop.wording import number
from desktop.words import word, words

if TYPE_CHECKING:
    from core.office.periods import Period

NONE: Final = "–"
_ROMAN: Final = ("", "I", "II", "III", "IV")


def percent(share: int | None) -> str:
    """Hundredths of a per cent: 94,23 % in Vietnamese, 94.23 % in English."""
    return NONE if share is None else f"{hundredths(share)} %"


def hundredths(value: int) -> str:
    """Two places behind the sign: 94,23."""
    sign = "-" if value < 0 else ""
    return f"{sign}{abs(value) // 100}{_point()}{abs(value) % 100:02}"


def tenths(value: int | None) -> str:
    """One place behind the sign, where it is not nought: 2,5 or 3."""
    if value is None:
        return NONE
    sign, whole, part = "-" if value < 0 else "", abs(value) // 10, abs(value) % 10
    return f"{sign}{number(whole)}{_point()}{part}" if part else f"{sign}{number(whole)}"


def _point() -> str:
    return "," if words.language == "vi" else "."


def period_words(written: str) -> str:
    """A period as it is chosen: Tháng 11/2026, Quý IV/2026."""
    year, _, part = written.partition("-")
    if ".." in written:
        return days_words(periods.read(written))
    if not part:
        return word("reports.period.year", year=year)
    if part[0] == "Q":
        return word("reports.period.quarter", quarter=_ROMAN[int(part[1])], year=year)
    if part[0] == "H":
        return word(f"reports.period.half.{part[1]}", year=year)
    return word("reports.period.month", month=int(part), year=year)


def days_words(period: Period) -> str:
    """The days of a period: 01/11/2026–15/11/2026."""
    return f"{day_text(period.since)}–{day_text(period.until)}"
