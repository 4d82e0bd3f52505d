"""A restricted group on real machines: two who read it, one who does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest

from core.commits.ids import b64
from db import facts
from db.acting import acting
from db.actions import books, files, groups, incoming, lending
from db.actions.files import NewFile
from db.actions.lending import LeaseWish
from db.queries import office
from desktop import clock
from tests.server.narrowing import traces
from tests.server.town import ENTRY, Machine, Town, copied

CONTENT = b"%PDF-1.7 chi nhom han che doc"
BLOB = b64(sha256(CONTENT).digest())
FILE = NewFile("mat.pdf", "application/pdf", CONTENT, 1)
NAMES = ("admin", "clerk", "commander", "other")
OUTSIDE = "Phạm Văn Mô Phỏng"
SUBJECT = "Về nhân sự dự kiến, chỉ nhóm được đọc"


@dataclass
class Group:
    """A group that the clerk and the commander read and the second clerk does not."""

    town: Town
    id: str
    book: str
    admin: Machine
    clerk: Machine
    commander: Machine
    other: Machine

    def register(self, machine: Machine | None = None, content: bytes | None = CONTENT) -> str:
        entry = replace(ENTRY, subject=SUBJECT)
        file = replace(FILE, content=content) if content else None
        return incoming.register((machine or self.clerk).store, entry, file, self.book).entity

    def sync(self, *machines: Machine) -> None:
        with self.town.running():
            for done in self.town.sync(*machines):
                assert (done.problems, done.equal) == ((), True)


def opened(town: Town, group: str, book: str) -> Group:
    admin, clerk, commander, other = (town.machine(name) for name in NAMES)
    return Group(town, group, book, admin, clerk, commander, other)


def made(town: Town) -> Group:
    """The group with a book of its own, of which the clerk holds numbers."""
    admin = town.machine("admin")
    outside = next(each.id for each in office.people(admin.store) if each.name == OUTSIDE)
    town.join(admin, "other", outside, everything=False)
    group = opened(town, groups.open_group(admin.store, "Nhóm A").entity, "")
    for machine in (group.clerk, group.commander):
        groups.let_in(admin.store, group.id, machine.person)
    group.sync(group.admin, group.clerk, group.commander, group.other)
    year = clock.today().year
    within = replace(group.clerk.store, group=group.id)
    group.book = books.open_register(within, "incoming", "Sổ hạn chế", "", year).entity
    group.sync(group.clerk)
    with town.opened() as home:
        device, inc = lending.find_device(home.store, "Máy clerk")
        book = lending.find_register(home.store, "Sổ hạn chế", year)
        wish = LeaseWish(device, inc, 10, f"{year}-01-01", f"{year}-12-31")
        assert lending.give_lease(home.store, home.registrar, book, wish) == (1, 11)
        assert lending.find_register(home.store, "incoming", year) != book
    group.sync(group.clerk, group.commander, group.other, group.admin)
    return group


@pytest.fixture(scope="session")
def begun(founded: Town, tmp_path_factory: pytest.TempPathFactory) -> tuple[Town, str, str]:
    """The town with its group, made once."""
    town = copied(founded, tmp_path_factory.mktemp("group") / "town", None)
    group = made(town)
    town.stack.close()
    return town, group.id, group.book


@pytest.fixture
def group(begun: tuple[Town, str, str], tmp_path: Path) -> Iterator[Group]:
    town, name, book = begun
    mine = copied(town, tmp_path / "town", None)
    with mine.stack:
        yield opened(mine, name, book)


def held_by(machine: Machine, stream: str) -> dict[str, int]:
    """How many rows of a stream each table of a machine has, empty tables left out."""
    return {name: count for name, count in traces(machine, stream).rows.items() if count}


def attach(machine: Machine, document: str, file: NewFile) -> None:
    sealed = files.seal(machine.store, file)
    with acting(machine.store) as act:
        files.keep(act, sealed)
        body = sealed.body("attachment", "attachment", 1)
        act.add("document.file", document, **body, by=act.by())
        act.append()


def purges(machine: Machine, of: Machine) -> list[str]:
    """The groups that a machine says it removed, as another one knows."""
    key = ("vault", of.store.author.device)
    with machine.store.engine.begin() as connection:
        state = facts.states(connection, [key]).get(key, {})
    return [value["stream"] for _, value in state.get("lists", {}).get("purges", ())]
