"""The shipped table of days off is the one that its script writes."""

from __future__ import annotations

import make_holidays
import resources


def test_the_shipped_table_is_up_to_date() -> None:
    assert make_holidays.render() == resources.text("catalogues/holidays-vn.json")


def test_every_swapped_day_off_has_its_working_day() -> None:
    days = make_holidays.entries()
    off = [d for d in days if d["vi"].startswith("Nghỉ hoán đổi")]
    worked = [d for d in days if d["kind"] == "worked"]
    assert len(off) == len(worked) == 3
    assert all(d["date"].isoweekday() == 6 for d in worked)
