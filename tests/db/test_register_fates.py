"""Any sequence of the acts on a register's numbers: each number has exactly one fate, the one that
its act said, and the server accepts every commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import NoLease, SuffixRefused
from db import facts
from db.acting import Store
from db.actions import numbers
from db.actions.numbers import Choice
from db.queries import numbers as asked
from tests.db.test_ledger import World
from tests.db.test_register_numbers import delivered, give, new_book, number_of


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("unit"))
    yield made
    made.close()


class Told:
    """Plays acts on a book and remembers the fate that each number was told to have."""

    def __init__(self, store: Store, book: str, first: int) -> None:
        self.store, self.book, self.top = store, book, first - 1
        self.fates: dict[str, str] = {}

    def kept(self) -> list[int]:
        return [int(name) for name, fate in self.fates.items() if fate == "kept"]

    def tell(self, numbers_: range | list[int], fate: str) -> None:
        self.fates |= {str(number): fate for number in numbers_}
        self.top = max([self.top, *numbers_])

    def give(self, _count: int) -> None:
        self.tell([int(give(self.store, self.book))], "document")

    def skip(self, count: int) -> None:
        wanted = self.top + count
        given = give(self.store, self.book, Choice(wanted, "bỏ số"))
        self.tell(range(self.top + 1, wanted), "void")
        self.tell([int(given)], "document")

    def late(self, _count: int) -> None:
        if self.fates.get(str(self.top)) == "document":
            self.fates[give(self.store, self.book, Choice(late=True))] = "document"
            return
        with pytest.raises((SuffixRefused, NoLease)):
            give(self.store, self.book, Choice(late=True))

    def reserve(self, _count: int) -> None:
        self.tell([number_of(numbers.reserve(self.store, self.book, "chờ"))], "kept")

    def use(self, count: int) -> None:
        if kept := self.kept():
            wanted = kept[count % len(kept)]
            self.tell([int(give(self.store, self.book, Choice(wanted)))], "document")

    def void(self, count: int) -> None:
        wanted = [*self.kept()[:1], *range(self.top + 1, self.top + 1 + count)]
        numbers.void(self.store, self.book, wanted, "hỏng")
        self.tell(wanted, "void")


ACTS = st.tuples(
    st.sampled_from([Told.give, Told.skip, Told.late, Told.reserve, Told.use, Told.void]),
    st.integers(1, 4),
)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ACTS, min_size=4, max_size=14), st.integers(1, 300))
def test_each_number_has_exactly_one_fate(
    world: World, acts: list[tuple[Callable[[Told, int], None], int]], first: int
) -> None:
    store, book = world.clerk.store, new_book(world, first, 70)
    told = Told(store, book, first)
    for act, count in acts:
        act(told, count)
    found = asked.fates(store, book)
    assert {f"{one.number}{one.suffix}": one.fate for one in found} == told.fates
    assert len(found) == len(told.fates)
    assert sorted({one.number for one in found}) == list(range(first, told.top + 1))
    delivered(world)
    assert asked.fates(store, book) == found
    with store.engine.begin() as connection:
        state = facts.states(connection, [("register", book)])["register", book]
    assert not state.get("conflicts")
