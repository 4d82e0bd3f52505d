"""Writes resources/catalogues/holidays-vn.json: days off and made-up working days of Vietnam.

The table is generated once and shipped, so the program needs no holiday library and the unit can
edit it. Source: the ``holidays`` package (Vietnamese lunar calendar, right where it differs from
the Chinese one), with the working Saturdays that it leaves out.

    python packaging/make_holidays.py
"""

from __future__ import annotations

import datetime
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import holidays

if TYPE_CHECKING:
    from collections.abc import Iterator

YEARS = range(2024, 2031)
DECIDED = range(2024, 2027)  # years whose swap days have been announced
TARGET = Path(__file__).parent.parent / "resources" / "catalogues" / "holidays-vn.json"
FIXED = {(1, 1), (4, 30), (5, 1), (9, 2)}  # the same every year by law
SWAPPED = re.compile(r"\(thay cho ngày (\d{2})/(\d{2})/(\d{4})\)")
HEAD: dict[str, Any] = {
    "version": "vn-2026.1",
    "effective": "2024-01-01",
    "source": "Bộ luật Lao động 2019 Đ.112; yearly announcements of swapped days",
    "weekly_rest": [6, 7],
    "covered": list(DECIDED),
}
# announced in part only: the days stay as they are, results that cross them are not certain
UNSETTLED = (
    (datetime.date(2026, 1, 2), "Ngày nghỉ hoán đổi", "Day off (swapped)"),
    (datetime.date(2026, 1, 10), "Ngày làm bù", "Working day made up"),
)


def entries() -> list[dict[str, Any]]:
    """All days in order of date."""
    days = [entry(day, "unsettled", vi, en, certain=False) for day, vi, en in UNSETTLED]
    vietnamese = holidays.country_holidays("VN", years=YEARS, language="vi")
    english = holidays.country_holidays("VN", years=YEARS, language="en_US")
    for day, name in vietnamese.items():
        certain = day.year in DECIDED or (day.month, day.day) in FIXED
        if swap := SWAPPED.search(name):
            days += swapped(day, datetime.date(*map(int, reversed(swap.groups()))))
        else:
            days.append(entry(day, "off", name, english[day], certain=certain))
    return sorted(days, key=lambda one: one["date"])


def entry(day: datetime.date, kind: str, vi: str, en: str, *, certain: bool) -> dict[str, Any]:
    """One day of the table."""
    return {"date": day, "kind": kind, "vi": vi, "en": en, "certain": certain}


def swapped(off: datetime.date, worked: datetime.date) -> Iterator[dict[str, Any]]:
    """A weekday off and the Saturday worked for it; the package lists only the day off."""
    day = f"{worked:%d/%m/%Y}"
    yield entry(off, "off", f"Nghỉ hoán đổi với {day}", f"Day off for {day}", certain=True)
    day = f"{off:%d/%m/%Y}"
    yield entry(worked, "worked", f"Làm bù cho {day}", f"Working day for {day}", certain=True)


def render() -> str:
    """The file's text: head, then one day a line."""
    head = "".join(
        f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)},\n" for k, v in HEAD.items()
    )
    lines = (json.dumps(one, ensure_ascii=False, default=str) for one in entries())
    days = ",\n".join(f"    {line}" for line in lines)
    return f'{{\n{head}  "days": [\n{days}\n  ]\n}}\n'


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}: {len(entries())} days\n")
