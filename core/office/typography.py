"""How numbers and dates are written on official documents (law: NĐ 30/2020/NĐ-CP PL I)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime


def pad_number(number: int) -> str:
    """Return a document's number with the leading zero that values below 10 carry: 1 → ``01``."""
    return f"{number:02d}"


def long_date(day: datetime.date) -> str:
    """Return ``ngày 05 tháng 01 năm 2026``: days below 10 and only months 1 and 2 get a zero."""
    month = f"{day.month:02d}" if day.month in (1, 2) else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
