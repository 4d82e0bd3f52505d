"""Dates as clerks type them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.date_edit import DateEdit
from desktop.widgets.typed_dates import read_date

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (".", TODAY),
        ("-1", date(2026, 11, 21)),
        ("20", date(2026, 11, 20)),
        ("2011", date(2026, 11, 20)),
        ("20/11", date(2026, 11, 20)),
        ("3-2", date(2026, 2, 3)),
        ("20112025", date(2025, 11, 20)),
        ("201125", date(2025, 11, 20)),
        ("20/11/25", date(2025, 11, 20)),
        (" 1.9.2026 ", date(2026, 9, 1)),
        ("31", None),
        ("3002", None),
        ("20/13/2026", None),
        ("hôm nay", None),
        ("123", None),
        ("", None),
        ("99999999", None),
    ],
)
def test_short_forms(typed: str, meant: date | None) -> None:
    assert read_date(typed, TODAY) == meant


def test_a_day_far_ahead_is_of_last_year() -> None:
    assert read_date("20/12", date(2026, 1, 5)) == date(2025, 12, 20)
    assert read_date("20/12/2026", date(2026, 1, 5)) == date(2026, 12, 20)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_written_day_is_read_back(day: date) -> None:
    assert read_date(f"{day:%d/%m/%Y}", TODAY) == day
    assert read_date(f"{day:%d%m%Y}", TODAY) == day


@given(st.text(max_size=20))
def test_no_text_breaks_it(text: str) -> None:
    found = read_date(text, TODAY)
    assert found is None or isinstance(found, date)


def test_the_edit_shows_the_day_in_full_and_keeps_what_it_cannot_read(qtbot: QtBot) -> None:
    edit = DateEdit(lambda text: read_date(text, TODAY))
    qtbot.addWidget(edit)
    qtbot.keyClicks(edit, "2011")
    edit.settle()
    assert edit.text() == "20/11/2026"
    assert edit.value() == date(2026, 11, 20)
    edit.clear()
    qtbot.keyClicks(edit, "mai")
    edit.settle()
    assert (edit.text(), edit.value(), edit.readable()) == ("mai", None, False)
    edit.set_value(None)
    assert edit.readable()
