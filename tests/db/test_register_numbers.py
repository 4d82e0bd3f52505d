"""Registers of a year: opened at any number, numbers given, kept, given up and late, closed; every
number has one fate, and the server accepts every commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from core.commits.check import Verdict
from core.errors import (
    BookChanged,
    BookClosed,
    BookNamed,
    BookUnfit,
    NoLease,
    NotAllowed,
    NumberAhead,
    NumberOutOfLease,
    NumberPassed,
    NumbersHeld,
    NumbersKept,
    NumberTaken,
    OtherBook,
    PeriodNotOver,
    PeriodsOpen,
    ReasonMissing,
    SuffixRefused,
)
from core.office.terms import Kind, State
from core.sync import lease
from db import facts
from db.acting import Done, Store, acting
from db.actions import books, files, incoming, numbers
from db.actions.files import NewFile
from db.actions.numbers import Choice
from db.queries import numbers as asked
from db.queries import office
from tests.db.test_ledger import ENTRY, World

DAY = 24 * 3600 * 1000
SHEET = NewFile("khoa-so.pdf", "application/pdf", b"%PDF-1.7 to khoa so gia lap", 1)


@pytest.fixture
def later(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world of its own, whose clock a test moves on."""
    made = World(tmp_path_factory.mktemp("unit"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("unit"))
    yield made
    made.close()


def give(store: Store, book: str, choice: Choice = numbers.NEXT, kind: str = "cong-van") -> str:
    """A document with a number of a book, as ``Choice`` says."""
    with acting(store) as act:
        document = store.new_id()
        act.add(
            "document.create",
            document,
            kind=Kind.INCOMING.value,
            step=State.REGISTERED.value,
            fields=replace(ENTRY, type=kind).fields(),
            by=act.by(),
        )
        given = numbers.give(act, document, book, choice.number, choice.reason, late=choice.late)
        act.append()
    numbers.note(store, given)
    return f"{given.number}{given.suffix}"


def number_of(done: Done) -> int:
    assert done.number is not None
    return done.number


def row(store: Store, book: str) -> asked.RegisterRow:
    return next(each for each in asked.registers(store) if each.id == book)


def new_book(world: World, first: int = 1, count: int = 12, types: Sequence[str] = ()) -> str:
    """A book that the clerk's machine may number from."""
    world.unit.watch.time += 1000
    name = f"Sổ {world.unit.watch.time}"
    opened = books.open_register(world.clerk.store, "incoming", name, "", 2026, types, first)
    world.book = opened.entity
    world.push(world.clerk)
    with world.server.store.engine.begin() as connection:
        state = facts.states(connection, [("register", world.book)])["register", world.book]
    begins, _ = lease.next_range(state, (), 0, lease.begins_at(state))
    world.lease(world.clerk, begins, begins + count)
    world.pull(world.clerk)
    return world.book


def delivered(world: World) -> None:
    """What the clerk wrote is taken by the server as it is, without conflict."""
    received = world.push(world.clerk)
    assert not received.refused
    assert set(received.standing.values()) <= {Verdict.OK}
    world.pull(world.clerk)


def told(store: Store, book: str) -> list[tuple[str, str]]:
    return [(f"{one.number}{one.suffix}", one.fate) for one in asked.fates(store, book)]


# -- opening ---------------------------------------------------------------------------------------


def test_a_book_that_was_on_paper_goes_on_at_its_next_number(world: World) -> None:
    book = new_book(world, first=217)
    found = row(world.clerk.store, book)
    assert (found.first, found.next, found.left, found.last) == (217, 217, 12, 0)
    assert incoming.register(world.clerk.store, ENTRY, None, book).number == 217
    delivered(world)
    with pytest.raises(NumberPassed):
        give(world.clerk.store, book, Choice(216, "ghi sau"))


def test_what_makes_no_book_is_refused(world: World) -> None:
    clerk = world.clerk.store
    for name, year, first in ((" ", 2026, 1), ("Sổ", 26, 1), ("Sổ", 2026, 0)):
        with pytest.raises(BookUnfit):
            books.open_register(clerk, "incoming", name, "", year, first=first)
    with pytest.raises(BookNamed):
        books.open_register(clerk, "incoming", " Sổ  đến", "", 2026)
    books.open_register(clerk, "outgoing", "Sổ đến", "", 2026)
    books.open_register(clerk, "incoming", "Sổ đến", "", 2027)


def test_a_special_book_takes_its_own_types_only(world: World) -> None:
    store, book = world.clerk.store, new_book(world, types=["quyet-dinh"])
    with pytest.raises(OtherBook):
        give(store, book, kind="cong-van")
    assert give(store, book, kind="quyet-dinh") == "1"
    assert row(store, book).types == ("quyet-dinh",)
    offered = [each.id for each in office.books(store, "incoming") if each.next]
    assert len(offered) > 1
    assert offered[-1] == book, "a general book is offered before it"


# -- numbers ---------------------------------------------------------------------------------------


def test_a_kept_number_goes_to_a_document_or_is_given_up(world: World) -> None:
    store, book = world.clerk.store, new_book(world)
    assert [number_of(numbers.reserve(store, book, "chờ ký")) for _ in range(3)] == [1, 2, 3]
    assert row(store, book).kept == (1, 2, 3)
    assert incoming.register(store, ENTRY, None, book, number=2).number == 2
    assert give(store, book) == "4"
    numbers.void(store, book, [1], "không trình nữa")
    numbers.void(store, book, [5, 6], "giấy hỏng")
    with pytest.raises(NumberPassed):
        incoming.register(store, ENTRY, None, book, number=1)
    delivered(world)
    found = [(one.number, one.fate, one.reason) for one in asked.fates(store, book)]
    assert found == [
        (1, "void", "không trình nữa"),
        (2, "document", ""),
        (3, "kept", "chờ ký"),
        (4, "document", ""),
        (5, "void", "giấy hỏng"),
        (6, "void", "giấy hỏng"),
    ]


def test_numbers_are_given_up_in_order_with_a_reason_once(world: World) -> None:
    store, book = world.clerk.store, new_book(world)
    give(store, book)
    wrong: list[tuple[list[int], str, type[Exception]]] = [
        ([2], " ", ReasonMissing),
        ([1], "x", NumberTaken),
        ([3], "x", NumberAhead),
        ([2, 4], "x", NumberAhead),
        (list(range(2, 20)), "x", NumberOutOfLease),
    ]
    for wanted, reason, error in wrong:
        with pytest.raises(error):
            numbers.void(store, book, wanted, reason)
    with pytest.raises(ReasonMissing):
        numbers.reserve(store, book, "")
    assert told(store, book) == [("1", "document")]


def test_the_rest_goes_back_and_another_machine_goes_on_without_a_gap(world: World) -> None:
    store, book = world.clerk.store, new_book(world)
    world.lease(world.clerk, 13, 20)
    world.pull(world.clerk)
    give(store, book)
    numbers.reserve(store, book, "chờ ký")
    assert row(store, book).held == ((3, 12), (13, 19))
    with pytest.raises(NumbersHeld):
        numbers.hand_back(store, book)
    numbers.void(store, book, [2], "không trình nữa")
    numbers.hand_back(store, book)
    assert (row(store, book).held, row(store, book).next, row(store, book).late) == ((), None, "")
    with pytest.raises(NoLease):
        numbers.hand_back(store, book)
    with pytest.raises(NoLease):
        give(store, book)
    delivered(world)
    with world.server.store.engine.begin() as connection:
        state = facts.states(connection, [("register", book)])["register", book]
    assert lease.open_leases(state) == []
    begins, _ = lease.next_range(state, (), 0)
    assert begins == 3
    world.lease(world.commander, begins, begins + 5)
    for machine in (world.clerk, world.commander):
        world.pull(machine)
    other = world.commander.store
    other = replace(other, author=replace(other.author, person=world.people["van"]))
    assert give(other, book) == "3"
    assert told(other, book) == [("1", "document"), ("2", "void"), ("3", "document")]
    assert row(store, book).held == ()


def test_only_who_keeps_the_books_gives_numbers_back(world: World) -> None:
    store, book = world.clerk.store, new_book(world)
    officer = replace(store, author=replace(store.author, person=world.people["si"]))
    with pytest.raises(NotAllowed):
        numbers.hand_back(officer, book)
    assert row(store, book).left == 12


def test_a_late_number_follows_the_last_that_a_document_has(world: World) -> None:
    store, book = world.clerk.store, new_book(world)
    with pytest.raises(NoLease):
        give(store, book, Choice(late=True))
    give(store, book)
    assert row(store, book).late == "01a"
    assert give(store, book, Choice(late=True)) == "1a"
    assert give(store, book, Choice(1, late=True)) == "1b"
    assert give(store, book) == "2"
    with pytest.raises(SuffixRefused):
        give(store, book, Choice(1, late=True))
    numbers.void(store, book, [3], "hỏng")
    assert row(store, book).late == ""
    with pytest.raises(SuffixRefused):
        give(store, book, Choice(late=True))
    delivered(world)
    assert [name for name, _ in told(store, book)] == ["1", "1a", "1b", "2", "3"]


def test_the_last_number_of_a_lease_can_have_a_late_one(world: World) -> None:
    store, book = world.clerk.store, new_book(world, count=1)
    give(store, book)
    assert give(store, book, Choice(late=True)) == "1a"
    delivered(world)


def test_every_number_is_noted_outside(world: World) -> None:
    store, book = world.clerk.store, new_book(world)
    with store.engine.begin() as connection:
        state = facts.states(connection, [("register", book)])["register", book]
    [held] = lease.leases(state)
    give(store, book)
    numbers.reserve(store, book, "chờ")
    assert store.outside.last_number(held.lease) == 2
    numbers.void(store, book, [3], "hỏng")
    assert store.outside.last_number(held.lease) == 3
    give(store, book, Choice(2))
    give(store, book)
    give(store, book, Choice(late=True))
    assert store.outside.last_number(held.lease) == 4


def test_who_is_no_clerk_keeps_gives_up_and_closes_nothing(world: World) -> None:
    book, clerk = new_book(world), world.clerk.store
    officer = replace(clerk, author=replace(clerk.author, person=world.people["si"]))
    shown = asked.figures(officer, book, "2026-01")
    for act in (
        lambda: numbers.reserve(officer, book, "x"),
        lambda: numbers.void(officer, book, [1], "x"),
        lambda: books.close(officer, book, shown),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_a_lost_machine_held_is_said(world: World) -> None:
    book = new_book(world, count=4)
    give(world.clerk.store, book)
    world.lease(world.commander, 5, 8)
    world.pull(world.clerk)
    fates = asked.fates(world.clerk.store, book)
    assert [(one.number, one.until, one.fate) for one in fates] == [
        (1, 1, "document"),
        (2, 4, "lost"),
    ]
    assert fates[1].reason == "Máy văn thư"


# -- closing ---------------------------------------------------------------------------------------


def test_a_month_is_closed_with_what_stands_there(later: World) -> None:
    store, book = later.clerk.store, new_book(later)
    give(store, book)
    numbers.reserve(store, book, "chờ")
    with pytest.raises(PeriodNotOver):
        books.close(store, book, asked.figures(store, book, "2026-11"), SHEET)
    later.unit.watch.time += 20 * DAY  # into December
    numbers.void(store, book, [3], "hỏng")
    give(store, book)
    november = asked.figures(store, book, "2026-11")
    assert (november.lines, november.first, november.last, november.voids) == (1, 1, 1, 0)
    with pytest.raises(BookChanged):
        books.close(store, book, replace(november, lines=2), SHEET)
    assert row(store, book).closed == ()
    books.close(store, book, november, SHEET)
    with pytest.raises(BookClosed):
        books.close(store, book, asked.figures(store, book, "2026-11"), SHEET)
    assert row(store, book).closed == ("2026-11",)
    later.unit.watch.time += 24 * DAY  # into January
    year = asked.figures(store, book, "2026")
    assert (year.lines, year.first, year.last, year.voids) == (2, 1, 4, 1)
    with pytest.raises(NumbersKept):
        books.close(store, book, year)
    delivered(later)


def test_after_the_year_is_closed_no_number_has_another_fate(later: World) -> None:
    store, book = later.clerk.store, new_book(later)
    give(store, book)
    later.unit.watch.time += 43 * DAY  # the last day of the year
    with pytest.raises(PeriodsOpen):
        books.close(store, book, asked.figures(store, book, "2026-12"))
    shown = asked.figures(store, book, "2026")
    books.close(store, book, shown, SHEET)
    for act in (
        lambda: give(store, book),
        lambda: give(store, book, Choice(late=True)),
        lambda: numbers.reserve(store, book, "x"),
        lambda: numbers.void(store, book, [2], "x"),
        lambda: books.close(store, book, asked.figures(store, book, "2026-12")),
        lambda: books.close(store, book, asked.figures(store, book, "2026")),
    ):
        with pytest.raises(BookClosed):
            act()
    found = row(store, book)
    assert (found.next, found.left, found.late, found.closed) == (None, 0, "", ("2026",))
    delivered(later)
    with store.engine.begin() as connection:
        state = facts.states(connection, [("register", book)])["register", book]
    [[_, said]] = state["lists"]["closings"]
    assert (said["lines"], said["first"], said["last"], said["head"]) == (1, 1, 1, shown.head)
    assert asked.closing_sheet(store, book, "2026") == said["file"]["blob"]
    assert files.content(store, said["file"]["blob"]) == SHEET.content
