"""People and units renamed on real stores: the history with its days, and what was written before
keeps the names of then.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import BadEntry, NameAhead, NotAllowed, NotFound, UnitCircle
from core.office.books import Form, Scope
from core.office.terms import Role
from db.acting import Store
from db.actions import authority, incoming, naming
from db.actions.incoming import Task
from db.actions.naming import PersonNames, UnitNames
from db.queries import accounts, books, office, slips
from tests.db.test_ledger import ENTRY, FILE, World, _calendar
from tests.db.unit_of_three import START

TODAY = datetime.date(2026, 11, 18)
ONE = datetime.timedelta(days=1)
OLD_UNIT, NEW_UNIT = "Sư đoàn Bộ binh 999 (giả lập)", "Sư đoàn Bộ binh 888 (giả lập)"


class Renaming(World):
    """The unit of three with an administrator."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        me = self.admin.store.author.person
        authority.set_person(self.admin.store, me, name="Người quản", unit=self.unit.unit)
        authority.give_grant(self.admin.store, me, Role.ADMINISTRATOR, "2026-01-01")
        self.exchange()

    def exchange(self) -> None:
        self.push(self.admin)
        self.pull(self.clerk)

    def on(self, day: datetime.date) -> None:
        self.unit.watch.time = START + (day - TODAY).days * 24 * 3600 * 1000

    def desk(self, who: str) -> Store:
        store = self.clerk.store
        return replace(store, author=replace(store.author, person=self.people[who]))

    def names(self, rank: str, post: str) -> PersonNames:
        return PersonNames("Người chi", rank, post, self.unit.unit)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Renaming]:
    made = Renaming(tmp_path_factory.mktemp("unit"))
    yield made
    made.close()


def directed(world: Renaming) -> str:
    """A document that the commander passed on, with the names of the day."""
    entry = replace(ENTRY, arrived=world.clerk.store.today().isoformat())
    document = incoming.register(world.desk("van"), entry, FILE, world.book).entity
    incoming.submit(world.desk("van"), document)
    task = Task("lead", world.people["si"], None)
    incoming.direct(world.desk("chi"), document, "Nghiên cứu", [task], _calendar())
    return document


def slip_of(world: Renaming, document: str) -> tuple[str, str, str]:
    """The unit's name, and the commander with his post."""
    found = slips.slip(world.desk("van"), document)
    assert found is not None
    return found.head.name, found.words[0].name, found.words[0].post


def test_a_new_rank_and_name_leave_what_was_written_as_it_was(world: Renaming) -> None:
    person, admin = world.people["chi"], world.admin.store
    before = directed(world)
    world.on(TODAY + 5 * ONE)
    since = (TODAY + 3 * ONE).isoformat()
    promoted = world.names("Thiếu tướng", "Tư lệnh (giả lập)")
    assert naming.name_person(admin, person, since, promoted).changed
    assert not naming.name_person(admin, person, since, promoted).changed
    own = UnitNames(NEW_UNIT, "SĐ888", "X99.01.02", "Quân khu Mô phỏng", "Thành phố Mô Phỏng")
    naming.name_unit(admin, world.unit.unit, since, own)
    world.exchange()
    after = directed(world)
    assert slip_of(world, before) == (OLD_UNIT, "Đại úy Người chi", "chi")
    assert slip_of(world, after) == (NEW_UNIT, "Thiếu tướng Người chi", "Tư lệnh (giả lập)")
    [newest, first] = accounts.history(world.clerk.store, "person", person)
    assert (newest.rank, newest.since, newest.last, newest.written) == (
        "Thiếu tướng",
        TODAY + 3 * ONE,
        None,
        TODAY + 5 * ONE,
    )
    assert (first.rank, first.last, first.unit) == ("Đại úy", TODAY + 2 * ONE, OLD_UNIT)
    assert newest.unit == NEW_UNIT
    names = [row.name for row in accounts.history(world.clerk.store, "unit", world.unit.unit)]
    assert names == [NEW_UNIT, OLD_UNIT]
    covers_and_letterheads_carry_the_name_of_their_day(world)


def covers_and_letterheads_carry_the_name_of_their_day(world: Renaming) -> None:
    store = world.clerk.store
    assert office.letterhead(store).name == NEW_UNIT
    assert office.letterhead(store).parent == "Quân khu Mô phỏng"
    assert office.letterhead(store, TODAY).name == OLD_UNIT
    for until, name in ((TODAY, OLD_UNIT), (TODAY + 5 * ONE, NEW_UNIT)):
        scope = Scope(register=world.book, since="2026-11-01", until=until.isoformat())
        found = books.lines(store, Form.INCOMING, scope)
        assert books.cover(store, Form.INCOMING, scope, found).agency == name
    whole = Scope(register=world.book)
    assert books.cover(store, Form.INCOMING, whole, []).agency == NEW_UNIT


def test_a_mistake_is_mended_on_its_own_day(world: Renaming) -> None:
    person, admin = world.people["chi"], world.admin.store
    standing = accounts.history(admin, "person", person)
    wrong = world.names("Trung tướngg", standing[0].post)
    for names in (wrong, world.names(standing[0].rank, standing[0].post)):
        naming.name_person(admin, person, standing[0].since.isoformat(), names)
    assert [(row.since, row.rank) for row in accounts.history(admin, "person", person)] == [
        (row.since, row.rank) for row in standing
    ]


def test_a_new_person_and_a_new_unit_are_known_with_their_day(world: Renaming) -> None:
    admin, since = world.admin.store, (TODAY - 9 * ONE).isoformat()
    unit, person = world.unit.new_id(), world.unit.new_id()
    naming.name_unit(admin, unit, since, UnitNames("Phòng Tham mưu", "TM", parent=world.unit.unit))
    naming.name_person(admin, person, since, PersonNames("Người mới", "Trung úy", "Trợ lý", unit))
    known = accounts.accounts(admin)
    own = office.unit_name(admin)
    assert [(row.name, row.people) for row in known.units] == [(own, 4), ("Phòng Tham mưu", 1)]
    assert known.units[1].above == own
    [row] = accounts.history(admin, "person", person)
    assert (row.since, row.unit) == (TODAY - 9 * ONE, "Phòng Tham mưu")
    under = UnitNames(own, parent=unit)
    with pytest.raises(UnitCircle):
        naming.name_unit(admin, world.unit.unit, since, under)


def test_what_may_not_be_written(world: Renaming) -> None:
    admin, person = world.admin.store, world.people["chi"]
    good, today = world.names("Đại tá", "x"), admin.today().isoformat()
    with pytest.raises(NameAhead):
        naming.name_person(admin, person, (admin.today() + ONE).isoformat(), good)
    for bad in (replace(good, name="  "), replace(good, post="x" * 300)):
        with pytest.raises(BadEntry):
            naming.name_person(admin, person, today, bad)
    with pytest.raises(BadEntry):
        naming.name_person(admin, person, "hôm nay", good)
    with pytest.raises(NotFound):
        naming.name_person(admin, person, today, replace(good, unit="không có"))
    with pytest.raises(NotAllowed):
        naming.name_person(world.desk("van"), person, today, good)
    with pytest.raises(NotAllowed):
        naming.name_unit(world.desk("si"), world.unit.unit, today, UnitNames("x"))
