"""Deadlines as clerks type them: working days, weeks, dates that lie ahead."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.reference import calendar
from desktop.widgets.typed_dates import read_deadline

TODAY = date(2026, 11, 20)  # a Friday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("+1", date(2026, 11, 23)),
        ("+2", date(2026, 11, 25)),  # 24/11 is a day off
        ("+1t", date(2026, 11, 27)),
        ("2511", date(2026, 11, 25)),
        ("25", date(2026, 11, 25)),
        ("0501", date(2027, 1, 5)),
        ("5/1", date(2027, 1, 5)),
        ("05012026", date(2026, 1, 5)),  # a year typed in full is meant, wrong or not
        ("5/1/26", date(2026, 1, 5)),
        (".", TODAY),
        ("15", date(2026, 12, 15)),
        ("-1", date(2026, 11, 19)),
        ("2902", None),
        ("thứ ba", None),
        ("+", None),
        ("3112", date(2026, 12, 31)),
        ("0106", date(2027, 6, 1)),
    ],
)
def test_what_is_meant(typed: str, meant: date | None) -> None:
    assert read_deadline(typed, TODAY, calendar()) == meant


@given(st.text(max_size=12))
def test_nothing_typed_raises(typed: str) -> None:
    read_deadline(typed, TODAY, calendar())


@given(st.integers(1, 28), st.integers(1, 12))
def test_a_day_without_a_year_never_lies_behind(day: int, month: int) -> None:
    found = read_deadline(f"{day:02}{month:02}", TODAY, calendar())
    assert found is not None
    assert found >= TODAY
