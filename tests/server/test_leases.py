"""Number leases by the server: one holder at a time, ranges that never overlap, both stores."""

from __future__ import annotations

import pytest

from core.errors import LeaseOpen, NoNumbersLeft, NotFound
from db.actions import books, incoming, lending, numbers
from db.queries import numbers as asked
from desktop import clock
from server import administration
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
