"""The digest: at its times, once, in counts alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from desktop import clock
from desktop.deadlines import digest
from desktop.deadlines.digest import DigestWatch, slot
from tests.db.test_ledger import World
from tests.desktop.deadlines.conftest import LETTERS
from tests.desktop.seat import Seat

TODAY = datetime(2026, 11, 18)


@pytest.fixture(autouse=True)
def _nobody_was_told() -> None:
    digest._told.clear()


def at(monkeypatch: pytest.MonkeyPatch, hour: int, minute: int) -> None:
    """The machine's clock in Vietnam."""
    utc = TODAY + timedelta(hours=hour - 7, minutes=minute)
    instant = int((utc - datetime(1970, 1, 1)).total_seconds() * 1000)
    monkeypatch.setattr(clock, "now_ms", lambda: instant)


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [
        (0, 0, None),
        (7, 59, None),
        (8, 0, (8, 0)),
        (13, 29, (8, 0)),
        (13, 30, (13, 30)),
        (23, 59, (13, 30)),
    ],
)
def test_the_time_of_a_digest(hour: int, minute: int, expected: tuple[int, int] | None) -> None:
    found = slot(TODAY.replace(hour=hour, minute=minute))
    assert found == (TODAY.replace(hour=expected[0], minute=expected[1]) if expected else None)


def told(seat: Seat) -> list[str]:
    """What was said aloud of today's deadlines."""
    return [line for line in seat.heard if "đến hạn hôm nay" in line]


def watch_of(seat: Seat) -> DigestWatch:
    found = seat.window.stack._attending[0]
    assert isinstance(found, DigestWatch)
    return found


def test_it_is_said_at_eight_and_at_half_past_one_and_not_between(
    officer: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = watch_of(officer)
    for hour, minute, times in ((7, 30, 0), (8, 0, 1), (9, 0, 1), (13, 30, 2), (17, 0, 2)):
        at(monkeypatch, hour, minute)
        watch.look()
        assert len(told(officer)) == times
    assert told(officer)[0] == "announce 1 văn bản đến hạn hôm nay, 2 quá hạn"


def test_it_names_no_document(officer: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 8, 0)
    watch_of(officer).look()
    said = " ".join(officer.heard)
    assert not [subject for _, _, _, subject in LETTERS if subject in said]
    assert "TM-TH" not in said


def test_who_has_nothing_due_hears_nothing_and_has_no_count(
    clerk: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, 8, 0)
    watch_of(clerk).look()
    assert told(clerk) == []


def test_the_count_stands_beside_the_screen_from_the_beginning(
    officer: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, 7, 0)
    watch_of(officer).look()
    assert "3" in officer.window.nav._items["deadlines"].accessibleName()


def test_with_the_session_it_ends(world: World, officer: Seat) -> None:
    watch = watch_of(officer)
    gone = []
    watch.destroyed.connect(lambda: gone.append(True))
    officer.window.end_session()
    officer.rest()
    assert gone
