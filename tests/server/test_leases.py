"""Number leases by the server: one holder at a time, ranges that never overlap, both stores."""

from __future__ import annotations

import asyncio
import datetime
from dataclasses import replace
from functools import partial

import pytest

from core.errors import LeaseOpen, NoLease, NoNumbersLeft, NotFound
from db.actions import books, incoming, lending, numbers
from db.queries import numbers as asked
from desktop import clock
from server import administration, app, lists, tending
from server.administration import Asked
from tests.server.test_exchange import all_equal
from tests.server.town import ENTRY, Town


def test_one_machine_at_a_time_numbers_a_book(either_town: Town) -> None:
    town = either_town
    with pytest.raises(LeaseOpen):
        town.lease("Máy commander")
    assert town.lease("Máy clerk", 5) == (11, 16)
    with town.opened() as found:
        lost = Asked("incoming", "Máy commander", 3, holder_lost=True)
        assert administration.lease(found, lost) == (16, 19)
    clerk, commander = town.machine("clerk"), town.machine("commander")
    with town.running():
        town.sync(clerk, commander)
    assert commander.heads() == clerk.heads()
    all_equal(town, clerk, commander)


@pytest.mark.parametrize(
    ("book", "device"), [("incoming", "Máy lạ"), ("sổ lạ", "Máy clerk"), ("", "Máy clerk")]
)
def test_unknown_names_are_said(town: Town, book: str, device: str) -> None:
    before = town.heads()
    with town.opened() as found, pytest.raises(NotFound):
        administration.lease(found, Asked(book, device, 5))
    assert town.heads() == before


def test_a_lease_ends_with_its_last_number_and_goes_on_with_the_next(town: Town) -> None:
    clerk = town.machine("clerk")
    with town.opened() as found:
        store = found.store
        device, inc = lending.find_device(store, "Máy clerk")
        assert (device, inc) == (clerk.store.author.device, clerk.store.author.inc)
    for _ in range(10):
        clerk.register()
    with pytest.raises(NoNumbersLeft):
        clerk.register()
    with town.running():
        town.sync(clerk)
        assert town.lease("Máy clerk", 2) == (11, 13)
        town.sync(clerk)
        given = incoming.register(clerk.store, ENTRY, None, clerk.book).number
        assert given == 11
        town.sync(clerk)
    all_equal(town, clerk)


def test_a_book_kept_on_paper_before_goes_on_at_its_next_number(town: Town) -> None:
    clerk, name = town.machine("clerk"), "Sổ chuyển từ giấy"
    year = clock.today().year
    book = books.open_register(clerk.store, "incoming", name, "", year, first=217).entity
    with town.running():
        town.sync(clerk)
        with town.opened() as found:
            assert administration.lease(found, Asked(name, "Máy clerk", 5)) == (217, 222)
        town.sync(clerk)
        assert incoming.register(clerk.store, ENTRY, None, book).number == 217
        numbers.reserve(clerk.store, book, "chờ ký")
        numbers.void(clerk.store, book, [219], "in hỏng")
        town.sync(clerk)
    all_equal(town, clerk)
    fates = [(one.number, one.fate) for one in asked.fates(clerk.store, book)]
    assert fates == [(217, "document"), (218, "kept"), (219, "void")]


def test_who_runs_low_is_lent_the_next_numbers_without_asking(either_town: Town) -> None:
    town = either_town
    clerk = town.machine("clerk")
    with town.opened() as found:
        assert lending.tend(found.store, found.registrar) == 0  # ten of ten left
    for _ in range(6):
        clerk.register()
    with town.running():
        town.sync(clerk)
    with town.opened() as found:
        assert lending.tend(found.store, found.registrar) == 1
        assert lending.tend(found.store, found.registrar) == 0  # once, however often it is asked
    with town.running():
        town.sync(clerk)
    given = [incoming.register(clerk.store, ENTRY, None, clerk.book).number for _ in range(6)]
    assert given == [7, 8, 9, 10, 11, 12]
    with town.running():
        town.sync(clerk)
    all_equal(town, clerk)


def test_what_went_back_is_lent_to_nobody_of_itself(town: Town) -> None:
    clerk = town.machine("clerk")
    numbers.hand_back(clerk.store, clerk.book)
    with town.running():
        town.sync(clerk)
    with town.opened() as found:
        assert lending.tend(found.store, found.registrar) == 0
    assert town.lease("Máy commander", 5) == (1, 6)


def test_who_follows_a_lost_holder_gets_more_without_another_word(town: Town) -> None:
    with town.opened() as found:
        lost = Asked("incoming", "Máy commander", 3, holder_lost=True)
        assert administration.lease(found, lost) == (11, 14)
        assert administration.lease(found, Asked("incoming", "Máy commander", 4)) == (14, 18)
        with pytest.raises(LeaseOpen):
            administration.lease(found, Asked("incoming", "Máy clerk", 4))
        year = clock.today().year
        assert lists.numbers(found, "incoming", year) == ["1\t10\tlost\t\tMáy clerk"]
        with pytest.raises(NotFound):
            lists.numbers(found, "incoming", year - 1)


def test_a_new_year_is_lent_ahead_to_whoever_numbers_the_old_one(town: Town) -> None:
    clerk = town.machine("clerk")
    for _ in range(3):
        clerk.register()
    with town.running():
        town.sync(clerk)
    year = clock.today().year
    old = next(one for one in asked.registers(clerk.store) if one.id == clerk.book)
    new = books.open_register(clerk.store, old.kind, old.name, old.symbol, year + 1).entity
    other = books.open_register(clerk.store, old.kind, "Sổ khác", "", year + 1).entity
    with town.running():
        town.sync(clerk)
    late = max(noon(year, 12), clock.now_ms())  # no server writes before its certificate
    with town.opened() as found:
        for at, lent in ((noon(year, 10), 0), (late, 1), (late, 0)):
            then = replace(found.store, now=partial(int, at))
            assert lending.tend(then, found.registrar) == lent
        ranges = [line.split("\t")[1:] for line in lists.leases(found)]
    assert [
        str(year + 1),
        "Máy clerk",
        "1",
        "10",
        "0",
        f"{year + 1}-01-01",
        f"{year + 1}-12-31",
        "",
    ] in ranges
    with town.running():
        town.sync(clerk)
    with pytest.raises(NoLease):
        incoming.register(clerk.store, ENTRY, None, new)  # not before the year begins
    then = replace(clerk.store, now=partial(noon, year + 1, 1))
    assert incoming.register(then, ENTRY, None, new).number == 1
    with pytest.raises(NoLease):
        incoming.register(then, ENTRY, None, other)


def noon(year: int, month: int) -> int:
    """Milliseconds UTC of the thirtieth day of a month."""
    return int(datetime.datetime(year, month, 30, 5, tzinfo=datetime.UTC).timestamp() * 1000)


def test_a_running_server_tends_by_itself(town: Town) -> None:
    clerk = town.machine("clerk")
    for _ in range(6):
        clerk.register()
    with town.running():
        town.sync(clerk)
    with town.opened() as found:
        desk = app.build(found).state.desk
        before, ranges = found.journal.last(), lists.leases(found)

        async def play() -> None:
            work = asyncio.create_task(tending.keep(desk, 0.01))
            while found.journal.last() == before:  # then it is shown to whoever asks
                await asyncio.sleep(0.01)
            work.cancel()

        asyncio.run(asyncio.wait_for(play(), 30))
        assert len(lists.leases(found)) == len(ranges) + 1
