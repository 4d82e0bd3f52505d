"""A unit with a month of deadlines, and the people who sit before them; founded once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.office.terms import Role
from db.actions import authority, incoming
from db.actions import reference as saying
from db.actions.incoming import Task
from db.queries import office, reference
from desktop import clock
from desktop.deadlines.screen import SCREEN
from tests.db.test_ledger import ENTRY, World
from tests.db.unit_of_three import START
from tests.desktop.incoming.conftest import founded, moved_to
from tests.desktop.seat import Seat

__all__ = ["founded"]
OTHERS = ("incoming", "outgoing", "drafts")

# due, urgency, given to the officer, subject
LETTERS = (
    ("2026-11-10", "normal", True, "V/v báo cáo kết quả kiểm tra công tác văn thư quý III"),
    ("2026-11-17", "urgent", True, "V/v chuẩn bị diễn tập khu vực phòng thủ năm 2026"),
    ("2026-11-18", "normal", True, "Kế hoạch kiểm tra an toàn thông tin các đơn vị trực thuộc"),
    ("2026-11-18", "express", False, "Công điện về ứng phó mưa lũ, sạt lở khu vực đóng quân"),
    ("2026-11-20", "normal", False, "Tờ trình xin phê duyệt dự toán sửa chữa doanh trại"),
    ("2026-11-26", "normal", False, "Thông báo lịch trực sẵn sàng chiến đấu dịp Tết Dương lịch"),
    ("2026-12-15", "normal", False, "Báo cáo tổng kết công tác hậu cần - kỹ thuật năm 2026"),
    ("", "normal", False, "Thông báo tiếp nhận quân nhân dự bị"),
)


@pytest.fixture
def world(founded: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(clock, "now_ms", lambda: START)
    made = moved_to(founded, tmp_path / "unit")
    yield made
    made.close()


@pytest.fixture
def papers(world: World) -> list[str]:
    """The letters, by their places in LETTERS."""
    store, made = world.clerk.store, []
    commander = replace(store, author=replace(store.author, person=world.people["chi"]))
    calendar = reference.calendar(store)
    for place, (due, urgency, given, subject) in enumerate(LETTERS):
        entry = replace(
            ENTRY, due=due or None, urgency=urgency, subject=subject, code=f"{place + 1}/TM-TH"
        )
        made.append(incoming.register(store, entry, None, world.book).entity)
        if given:
            incoming.submit(store, made[-1])
            task = Task("lead", world.people["si"])
            incoming.direct(commander, made[-1], "Giao thực hiện", [task], calendar)
    return made


@pytest.fixture
def clerk(world: World, papers: list[str], tmp_path: Path) -> Iterator[Seat]:
    seat = Seat(world.clerk.store, tmp_path, SCREEN, OTHERS)
    yield seat
    seat.close()


@pytest.fixture
def officer(world: World, papers: list[str], tmp_path: Path) -> Iterator[Seat]:
    store = world.clerk.store
    store = replace(store, author=replace(store.author, person=world.people["si"]))
    seat = Seat(store, tmp_path, SCREEN, OTHERS)
    yield seat
    seat.close()


def new_day_off(world: World, day: str) -> None:
    """The administrator says a day off, and it reaches the clerk's machine."""
    admin = world.admin.store
    authority.give_grant(admin, admin.author.person, Role.ADMINISTRATOR, "2026-01-01")
    saying.set_day(admin, day, "off", "Ngày truyền thống")
    world.push(world.admin)
    world.pull(world.clerk)


def threshold(world: World, code: str, days: int) -> None:
    """The administrator sets a threshold, and it reaches the clerk's machine."""
    admin = world.admin.store
    if not office.me(admin).roles:
        authority.give_grant(admin, admin.author.person, Role.ADMINISTRATOR, "2026-01-01")
    item = reference.reference(admin).thresholds.find(code)
    assert item is not None
    entry = {"code": code, "vi": item.vi, "en": item.en, "days": days}
    saying.set_entry(admin, "thresholds", entry, new=False)
    world.push(world.admin)
    world.pull(world.clerk)
