"""Old and second copies of a store betray themselves, whatever was copied: a new incarnation, no
number twice, work goes on.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from core.commits.ids import text_id
from core.errors import NoLease
from db import facts, incarnation, opening
from db.acting import Acting, Store, announce
from db.actions import authority, dossiers, incoming
from db.clock import Clock
from db.engine import close, writes
from db.incarnation import Noticed
from db.keys.protectors import KEY_FILE, key_file_key
from db.outside import ASIDE, COPIES, NOWHERE, Here, Outside
from db.vault import Vault
from tests.db.soaking import cases
from tests.db.test_ledger import ENTRY, World
from tests.db.unit_of_three import Dice, Watch

VECTOR = json.loads((Path(__file__).parents[1] / "vectors" / "outside-machine.json").read_text())
ONE, TWO = b"machine one", b"machine two"


@dataclass
class Desk:
    """A clerk's machine whose folder can be copied, put back and opened elsewhere."""

    top: Path
    person: str
    book: str
    here: Here = NOWHERE
    clock: Clock = field(default_factory=lambda: Clock(Watch(), Dice("desk")))

    @property
    def folder(self) -> Path:
        return self.top / "clerk"

    def open(self) -> Store:
        vault = Vault(self.folder, self.clock.random)
        opened = vault.unlock_with(self.person, KEY_FILE, key_file_key(self.top / "keys" / "clerk"))
        return opening.open_store(opened, "keyfile", "test", self.clock, self.here)

    def work(self, count: int = 1) -> tuple[int, list[int | None]]:
        """Open, register some documents and close: the incarnation and the numbers given."""
        store = self.open()
        given = [incoming.register(store, ENTRY, None, self.book).number for _ in range(count)]
        close(store.engine)
        return store.author.inc, given

    def edit(self) -> None:
        """An act that gives no number."""
        store = self.open()
        self.write(store)
        close(store.engine)

    def write(self, store: Store) -> None:
        dossiers.open_dossier(store, "01.TM", "Thông tin", "10")

    def noticed(self) -> tuple[Noticed, ...]:
        store = self.open()
        found = incarnation.noticed(store)
        close(store.engine)
        return found

    def why(self) -> list[str]:
        return [each.why for each in self.noticed()]

    def database(self) -> Path:
        return next(self.folder.glob("store-*.db"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A unit whose clerk holds the numbers 1 to 10 of the incoming book."""
    world = World(tmp_path_factory.mktemp("unit"))
    for machine in (world.admin, world.clerk, world.commander, world.server):
        close(machine.store.engine)
    return Desk(world.unit.folder, world.people["van"], world.book)


@pytest.fixture
def desk(made: Desk, tmp_path: Path) -> Desk:
    """The clerk's machine, copied for one test, on machine one with a folder aside."""
    return copied(made, tmp_path / "home", Here(ONE, tmp_path / "aside"))


def copied(desk: Desk, top: Path, here: Here) -> Desk:
    shutil.copytree(desk.folder, top / "clerk", dirs_exist_ok=True)
    shutil.copytree(desk.top / "keys", top / "keys", dirs_exist_ok=True)
    return Desk(top, desk.person, desk.book, here)


def test_a_store_that_stays_where_it_is_goes_on(desk: Desk) -> None:
    first, given = desk.work(2)
    desk.edit()
    again, more = desk.work(2)
    assert (first, given + more) == (again, [1, 2, 3, 4])
    assert desk.noticed() == ()


def test_a_database_put_back_is_noticed_though_no_number_was_given_since(desk: Desk) -> None:
    first, _ = desk.work(1)
    old = desk.database().read_bytes()
    desk.edit()
    desk.database().write_bytes(old)
    store = desk.open()
    [noticed] = incarnation.noticed(store)
    assert (noticed.why, noticed.inc) == ("rolled-back", store.author.inc)
    assert store.author.inc > first
    with pytest.raises(NoLease):
        incoming.register(store, ENTRY, None, desk.book)
    desk.write(store)
    incarnation.acknowledge(store)
    close(store.engine)
    assert desk.noticed() == ()


def test_the_unit_is_told_of_the_new_incarnation(desk: Desk) -> None:
    desk.work(1)
    desk.here = replace(desk.here, machine=TWO)
    store = desk.open()
    assert lives(store) == [(store.author.inc, "other-machine")]
    close(store.engine)


class PowerLoss(BaseException):
    """Nothing after this happens."""


def power_loss(*_: object) -> None:
    raise PowerLoss


def lives(store: Store) -> list[tuple[int, str]]:
    """The incarnations that the unit was told of."""
    key = ("vault", store.author.device)
    with store.engine.begin() as connection:
        state = facts.states(connection, [key]).get(key, {})
    return [(life["inc"], life["why"]) for _, life in state.get("lists", {}).get("lives", [])]


@pytest.mark.parametrize("times", [1, 2])
def test_what_a_crash_left_untold_is_told_at_the_next_opening_and_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """The new incarnation is kept in one transaction and said in another one."""
    first, _ = desk.work(1)
    for time in range(times):
        desk.here = replace(desk.here, machine=b"machine %d" % time)
        with monkeypatch.context() as crash:
            crash.setattr(opening, "announce", power_loss)
            with pytest.raises(PowerLoss):
                desk.open()
    for _ in range(2):
        store = desk.open()
        assert store.author.inc > first
        assert lives(store) == [(store.author.inc, "other-machine")]
        close(store.engine)
    assert desk.why() == ["other-machine"] * times


def test_a_machine_that_may_not_write_any_more_opens_and_says_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    store = world.clerk.store
    authority.revoke_device(world.admin.store, store.author.device, "thất lạc")
    world.push(world.admin)
    world.pull(world.clerk)
    with writes(store.engine).begin() as connection:
        incarnation.begin(connection, store.outside, "twin", world.unit.clock)
        announce(Acting(store, connection, store.stream))
    world.close()
    desk = Desk(world.unit.folder, world.people["van"], world.book)
    store = desk.open()
    assert [each.why for each in incarnation.noticed(store)] == ["twin"]
    assert lives(store) == []
    with store.engine.begin() as connection:
        assert incarnation.untold(connection) is not None
    close(store.engine)


def test_a_copy_on_another_machine_gets_no_numbers_and_the_first_goes_on(
    desk: Desk, tmp_path: Path
) -> None:
    first, _ = desk.work(3)
    clone = copied(desk, tmp_path / "clone", Here(TWO, tmp_path / "aside of two"))
    assert clone.why() == ["other-machine"]
    with pytest.raises(NoLease):
        clone.work()
    clone.edit()
    assert desk.work(1) == (first, [4])
    shutil.rmtree(desk.folder)
    shutil.copytree(clone.folder, desk.folder)
    assert desk.why()[-1] == "other-machine"
    with pytest.raises(NoLease):
        desk.work()


def test_an_act_that_ends_as_another_incarnation_begins_leaves_no_place_in_it(desk: Desk) -> None:
    """A sync in another lane meets a twin after the act's transaction, before its place is noted:
    the longer chain of the former incarnation says nothing about the new one.
    """
    desk.edit()
    store = desk.open()

    def twin_is_met(*_: object) -> None:
        with writes(store.engine).begin() as connection:
            incarnation.begin(connection, store.outside, "twin", desk.clock)
            announce(Acting(store, connection, store.stream))

    sa.event.listen(store.engine, "checkin", twin_is_met, once=True)
    desk.write(store)
    close(store.engine)
    assert desk.why() == ["twin"]


def test_two_copies_of_one_store_draw_different_incarnations(desk: Desk, tmp_path: Path) -> None:
    desk.work(1)
    drawn = set()
    for name in ("two", "three", "four"):
        clone = copied(desk, tmp_path / name, Here(name.encode()))
        clone.clock = Clock(clone.clock.now, Dice(name))
        store = clone.open()
        drawn.add(store.author.inc)
        close(store.engine)
    assert len(drawn) == 3


@pytest.mark.parametrize("damage", [b"", b"damaged", None])
def test_lost_or_damaged_counters_begin_anew(desk: Desk, damage: bytes | None) -> None:
    first, _ = desk.work(1)
    desk.here = Here(ONE)
    for name in COPIES:
        path = desk.folder / "outside" / name
        path.unlink() if damage is None else path.write_bytes(damage)
    assert desk.why() == ["counters-lost"]
    with pytest.raises(NoLease):
        desk.work()
    desk.edit()
    store = desk.open()
    assert store.author.inc > first
    close(store.engine)


def test_the_copy_aside_stands_for_the_others_and_is_healed(desk: Desk, tmp_path: Path) -> None:
    first, _ = desk.work(2)
    shutil.rmtree(desk.folder / "outside")
    assert desk.work(1) == (first, [3])
    assert (desk.folder / "outside" / COPIES[0]).exists()
    [aside] = (tmp_path / "aside").glob("*/" + ASIDE[0])
    aside.unlink()
    assert desk.work(1) == (first, [4])
    assert aside.exists()
    assert desk.noticed() == ()


def test_a_whole_folder_put_back_is_betrayed_by_the_copy_aside(desk: Desk, tmp_path: Path) -> None:
    desk.work(1)
    shutil.copytree(desk.folder, tmp_path / "old")
    desk.edit()
    shutil.rmtree(desk.folder)
    shutil.copytree(tmp_path / "old", desk.folder)
    assert desk.why() == ["rolled-back"]
    with pytest.raises(NoLease):
        desk.work()


def test_a_folder_aside_that_cannot_be_used_stops_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "aside").write_bytes(b"a file, not a folder")
    first, given = desk.work(2)
    assert desk.work(1) == (first, [given[-1] + 1] if given[-1] else [])
    assert desk.noticed() == ()


class Story:
    """What happens to a machine, event by event; what must be noticed is."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.kept = desk, desk.top / "kept"
        self.numbers: list[int | None] = []
        desk.edit()
        self.keep()

    def number(self) -> None:
        self.since = True
        try:
            self.numbers += self.desk.work()[1]
        except NoLease:
            assert self.desk.noticed()

    def edit(self) -> None:
        self.desk.edit()
        self.since = True

    def keep(self) -> None:
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.desk.folder, self.kept)
        self.since = False

    def lose(self) -> None:
        shutil.rmtree(self.desk.folder / "outside", ignore_errors=True)

    def move(self) -> None:
        self.desk.here = replace(self.desk.here, machine=self.desk.here.machine + b"'")
        self.since = True

    def database(self) -> None:
        shutil.copyfile(self.kept / self.desk.database().name, self.desk.database())
        assert not self.since or self.desk.noticed()

    def folder(self) -> None:
        shutil.rmtree(self.desk.folder)
        shutil.copytree(self.kept, self.desk.folder)
        assert not self.since or self.desk.noticed()


EVENTS = ("number", "edit", "keep", "lose", "move", "database", "folder")


@settings(max_examples=cases(8))
@given(events=st.lists(st.sampled_from(EVENTS), max_size=6))
def test_no_number_is_given_twice_whatever_is_copied(
    made: Desk, tmp_path_factory: pytest.TempPathFactory, events: list[str]
) -> None:
    top = tmp_path_factory.mktemp("desk")
    story = Story(copied(made, top, Here(ONE, top / "aside")))
    for event in events:
        getattr(story, event)()
    assert len(story.numbers) == len(set(story.numbers))


def test_bytes_are_those_of_the_frozen_vector(tmp_path: Path) -> None:
    here = Here(VECTOR["machine"].encode(), tmp_path / "aside")
    outside = Outside(tmp_path / "outside", bytes.fromhex(VECTOR["key"]), here)
    outside.bump()
    outside.record_number(text_id(bytes([1]) * 16), 7)
    outside.record_place(text_id(bytes([3]) * 16), 12, 1)
    for path in (tmp_path / "outside" / COPIES[1], tmp_path / "aside" / ASIDE[0]):
        assert path.read_text() == VECTOR["file"]
    assert not outside.elsewhere()
    assert Outside(tmp_path / "outside", bytes.fromhex(VECTOR["key"]), Here(TWO)).elsewhere()


def test_files_under_a_former_key_count_and_are_written_under_the_new_one(tmp_path: Path) -> None:
    Outside(tmp_path, bytes(32), Here(ONE)).bump()
    moved = Outside(tmp_path, bytes([1]) * 32, Here(ONE), bytes(32))
    assert (moved.incarnation(), moved.elsewhere()) == (1, False)
    moved.settle()
    assert Outside(tmp_path, bytes([1]) * 32, Here(ONE)).incarnation() == 1
    assert not Outside(tmp_path, bytes([1]) * 32, Here(ONE)).elsewhere()
