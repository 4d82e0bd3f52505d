"""Deadlines on the board: against a slow count, by whose they are, and what a new day off means."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.errors import BadEntry, NotAllowed
from core.office.deadlines import DueKind
from core.office.terms import Act, Role
from core.office.timeliness import Limits, Step
from db import models
from db.acting import Store
from db.actions import authority, handling, incoming
from db.actions import reference as saying
from db.actions.incoming import Task
from db.engine import writes
from db.queries import deadlines, reference
from db.queries.deadlines import Board, Digest
from tests.core.office.test_timeliness import slowly
from tests.db.test_ledger import ENTRY, World

TODAY = datetime.date(2026, 11, 18)
DAY_MS = 86_400_000


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("unit"))
    admin = made.admin.store
    authority.give_grant(admin, admin.author.person, Role.ADMINISTRATOR, "2026-01-01")
    made.push(made.admin)
    made.pull(made.clerk)
    made.lease(made.clerk, 10, 200)
    made.pull(made.clerk)
    yield made
    made.close()


def seen_by(world: World, who: str, later: int = 0) -> Store:
    """The clerk's store as another person has it, some days later."""
    store = world.clerk.store
    now = store.now
    return replace(
        store,
        author=replace(store.author, person=world.people.get(who, who)),
        now=lambda: now() + later * DAY_MS,
    )


def register(world: World, **changes: object) -> tuple[str, int]:
    document = incoming.register(
        world.clerk.store, replace(ENTRY, **changes), None, world.book
    ).entity
    with world.clerk.store.engine.begin() as connection:
        query = sa.select(models.Document.n).where(models.Document.id == document)
        return document, connection.execute(query).scalar_one()


def give(world: World, document: str, who: str = "si", days: int | None = 5) -> None:
    store = world.clerk.store
    incoming.submit(store, document)
    task = Task("lead", world.people[who], days)
    calendar = reference.calendar(store)
    incoming.direct(seen_by(world, "chi"), document, "Giao", [task], calendar)


def board(world: World, who: str, *, mine: bool = False, later: int = 0) -> Board:
    return deadlines.board(seen_by(world, who, later), mine)


def numbers(found: Board) -> set[int]:
    return {one.n for one in found.dues}


def test_every_deadline_stands_as_it_is_counted_slowly(world: World) -> None:
    """Fifty generated deadlines around today, over holidays, looked at on six days."""
    draw, expected = random.Random(4), dict[int, datetime.date]()
    for _ in range(50):
        due = TODAY + datetime.timedelta(days=draw.randint(-20, 25))
        _, n = register(world, due=due.isoformat(), code=f"{draw.randint(1, 10**9)}/TM")
        expected[n] = due
    calendar = reference.calendar(world.clerk.store)
    for later in (0, 1, 3, 5, 6, 13):
        found = board(world, "van", later=later)
        today = TODAY + datetime.timedelta(days=later)
        assert found.today == today
        told = {one.n: one for one in found.dues if one.n in expected}
        assert {n: one.due for n, one in told.items()} == expected
        for n, due in expected.items():
            stands = slowly(due, today, calendar)
            assert (told[n].kind, told[n].days) == (stands.kind, stands.days)
            assert told[n].escalated == (stands.kind is DueKind.LATE and stands.days >= 3)
            near = stands.kind in (DueKind.TODAY, DueKind.SOON)
            assert told[n].at_risk == near
        assert list(found.dues) == sorted(found.dues, key=lambda one: (one.due, one.n))
        assert sum(len(found.of(kind)) for kind in DueKind) == len(found.dues)


def test_what_is_his_is_what_he_was_given(world: World) -> None:
    document, n = register(world, due="2026-11-20")
    assert n not in numbers(board(world, "si"))
    assert n in numbers(board(world, "van"))
    assert n not in numbers(board(world, "van", mine=True))
    before = deadlines.digest(seen_by(world, "si"))
    give(world, document, days=2)
    assert n in numbers(board(world, "si", mine=True))
    assert n not in numbers(board(world, "chi", mine=True))
    after = deadlines.digest(seen_by(world, "si"))
    assert after == replace(before, soon=before.soon + 1)
    assert deadlines.digest(seen_by(world, "nobody")) == Digest(0, 0, 0)


def test_his_own_day_counts_for_him_before_the_documents(world: World) -> None:
    document, n = register(world)
    incoming.submit(world.clerk.store, document)
    tasks = [Task("lead", world.people["chi"], 10), Task("support", world.people["si"], 2)]
    calendar = reference.calendar(world.clerk.store)
    incoming.direct(seen_by(world, "chi"), document, "Giao", tasks, calendar)
    own = {one.n: one.due for one in board(world, "si", mine=True).dues}[n]
    whole = {one.n: one.due for one in board(world, "van").dues}[n]
    assert (own, whole) == (datetime.date(2026, 11, 20), datetime.date(2026, 12, 3))


def test_what_is_done_has_no_deadline_any_more(world: World) -> None:
    document, n = register(world, due="2026-11-19")
    give(world, document)
    assert n in numbers(board(world, "van"))
    incoming.complete(seen_by(world, "si"), document, "Đã làm xong")
    assert n not in numbers(board(world, "van"))
    assert n not in {one.n for one in board(world, "van", later=9).steps}


def steps(found: Board, n: int) -> list[tuple[Step, datetime.date]]:
    return [(one.step, one.last) for one in found.steps if one.n == n]


def test_each_step_is_wanted_by_the_next_working_day(world: World) -> None:
    document, n = register(world)
    thursday = datetime.date(2026, 11, 19)
    assert steps(board(world, "van"), n) == []
    assert steps(board(world, "van", later=1), n) == [(Step.SUBMIT, thursday)]
    incoming.submit(world.clerk.store, document)
    assert steps(board(world, "chi", mine=True, later=1), n) == [(Step.DIRECT, thursday)]
    assert steps(board(world, "van", mine=True, later=1), n) == []
    task = Task("lead", world.people["si"], 5)
    calendar = reference.calendar(world.clerk.store)
    incoming.direct(seen_by(world, "chi"), document, "Giao", [task], calendar)
    assert steps(board(world, "si", mine=True, later=2), n) == [(Step.ACKNOWLEDGE, thursday)]
    assert steps(board(world, "chi", mine=True, later=2), n) == []
    handling.acknowledge(seen_by(world, "si"), document)
    assert steps(board(world, "van", later=9), n) == []


def test_what_is_urgent_is_wanted_at_once(world: World) -> None:
    _, n = register(world, urgency="express")
    assert steps(board(world, "van"), n) == [(Step.SUBMIT, TODAY)]


def test_who_asks_for_more_time_is_listed_until_he_is_answered(world: World) -> None:
    document, n = register(world)
    give(world, document)
    handling.ask_extension(seen_by(world, "si"), document, "Chờ số liệu")
    assert n in board(world, "chi").asking
    assert n not in board(world, "nobody").asking
    with world.clerk.store.engine.begin() as connection:
        query = sa.select(models.Document.act).where(models.Document.n == n)
        assert connection.execute(query).scalar_one() == Act.ASK_EXTENSION.value


def test_a_new_day_off_moves_no_deadline_and_is_told(world: World) -> None:
    document, counted = register(world)
    give(world, document, days=5)  # 18/11 + 5 over 24/11: 26/11
    _, typed = register(world, due="2026-11-26")
    _, other = register(world, due="2026-11-27")
    own = {counted, typed, other}
    assert not own & {one.n for one in board(world, "van").differing}
    saying.set_day(world.admin.store, "2026-11-26", "off", "Ngày truyền thống")
    world.push(world.admin)
    world.pull(world.clerk)
    try:
        found = board(world, "van")
        told = {one.n: (one.due.isoformat(), one.now.isoformat()) for one in found.differing}
        assert told[counted] == told[typed] == ("2026-11-26", "2026-11-27")
        assert other not in told
        assert {one.n: one.due for one in found.dues}[counted] == datetime.date(2026, 11, 26)
        assert counted in {one.n for one in board(world, "si", mine=True).differing}
        assert typed not in {one.n for one in board(world, "si").differing}
    finally:
        saying.drop_day(world.admin.store, "2026-11-26")
        world.push(world.admin)
        world.pull(world.clerk)
    assert not own & {one.n for one in board(world, "van").differing}


def test_an_administrators_thresholds_count_on_every_machine(world: World) -> None:
    _, late = register(world, due="2026-11-12")  # 4 working days ago
    _, near = register(world, due="2026-11-20")  # 2 ahead
    before = deadlines.digest(seen_by(world, "si")).soon
    document, given = register(world)
    give(world, document, days=3)

    def told() -> tuple[bool, DueKind]:
        found = {one.n: one for one in board(world, "van").dues}
        return found[late].escalated, found[near].kind

    assert told() == (True, DueKind.SOON)
    assert deadlines.digest(seen_by(world, "si")).soon == before
    table = reference.reference(world.admin.store).thresholds
    entries = {
        item.code: {"code": item.code, "vi": item.vi, "en": item.en, "days": item.days}
        for item in table.items
    }
    try:
        for code, days in (("soon", 1), ("escalated", 5)):
            keep(world, {**entries[code], "days": days})
        assert told() == (False, DueKind.OK)
        assert board(world, "van").limits == Limits(1, 5)
        keep(world, {**entries["soon"], "days": 3})
        assert told() == (False, DueKind.SOON)
        assert deadlines.digest(seen_by(world, "si")).soon == before + 1
        assert given in {one.n for one in board(world, "si", mine=True).of(DueKind.SOON)}
    finally:
        for entry in entries.values():
            keep(world, entry)
    with pytest.raises(NotAllowed):
        saying.set_entry(seen_by(world, "chi"), "thresholds", entries["soon"], new=False)
    with pytest.raises(BadEntry):
        saying.set_entry(
            world.admin.store, "thresholds", {**entries["soon"], "code": "x"}, new=True
        )


def keep(world: World, entry: dict[str, object]) -> None:
    """Say a threshold on the administrator's machine, and let the clerk's hear it."""
    saying.set_entry(world.admin.store, "thresholds", entry, new=False)
    world.push(world.admin)
    world.pull(world.clerk)


def test_nobody_is_told_of_what_he_may_not_see(world: World) -> None:
    _, n = register(world, due="2026-11-17")
    for mine in (True, False):
        found = board(world, "nobody", mine=mine)
        assert (found.dues, found.undated, found.steps, found.asking, found.differing) == (
            (), 0, (), (), (),
        )  # fmt: skip
    assert n not in numbers(board(world, "si"))


def test_a_day_that_is_none_counts_as_no_deadline(world: World) -> None:
    _, n = register(world)
    with writes(world.clerk.store.engine).begin() as connection:
        row = sa.update(models.Document).where(models.Document.n == n)
        connection.execute(row.values(due="2026-02-31"))
    assert n not in numbers(board(world, "van"))
