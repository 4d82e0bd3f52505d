"""Numbers, days and deadlines as people read them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from core.office.deadlines import DueKind, DueState
from desktop.wording import (
    clock_time,
    countdown,
    day,
    due_words,
    file_size,
    initials,
    moment,
    number,
    percent,
    weekday_and_day,
)
from desktop.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = 1795318860000
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    words.set_language("vi")
    yield
    words.set_language("vi")


def test_instants_are_vietnamese_wall_time_and_days_have_four_digit_years() -> None:
    assert moment(NOW) == "22/11/2026 10:41"
    assert clock_time(NOW) == "10:41"
    assert day(TODAY) == "22/11/2026"
    assert weekday_and_day(NOW).startswith("Chủ nhật 22/11/2026")


@pytest.mark.parametrize(("value", "vi", "en"), [(7, "7", "7"), (1284, "1.284", "1,284")])
def test_thousands(value: int, vi: str, en: str) -> None:
    assert number(value) == vi
    words.set_language("en")
    assert number(value) == en


def test_shares_and_sizes() -> None:
    assert percent(94.2) == "94,2 %"
    assert [file_size(n) for n in (0, 999, 412_000, 1_300_000)] == [
        "0 B",
        "999 B",
        "412 KB",
        "1,3 MB",
    ]


@pytest.mark.parametrize(
    ("state", "due", "expected"),
    [
        (DueState(DueKind.NONE), None, ("Không hạn", "text3")),
        (DueState(DueKind.TODAY), TODAY, ("Hôm nay", "danger")),
        (DueState(DueKind.LATE, 2), date(2026, 11, 19), ("Quá 2 ngày", "danger")),
        (DueState(DueKind.SOON, 1), date(2026, 11, 23), ("Còn 1 ngày", "warn")),
        (DueState(DueKind.OK, 5), date(2026, 11, 28), ("28/11", "text2")),
        (DueState(DueKind.OK, 40), date(2027, 1, 15), ("15/01/2027", "text2")),
    ],
)
def test_deadlines(state: DueState, due: date | None, expected: tuple[str, str]) -> None:
    assert due_words(state, due, TODAY) == expected


def test_small_things() -> None:
    assert countdown(272) == "04:32"
    assert initials("Nguyễn Thị Hư Cấu") == "HC"
    assert initials("Lan") == "L"
