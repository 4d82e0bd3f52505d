"""A restricted group on real machines: two who read it, one who does not; letting in and out; what
only a third stream can show of files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest

from core.commits.format import Op
from core.commits.ids import b64
from core.errors import (
    ActsInReview,
    BlobDamaged,
    BlobMissing,
    BookNamed,
    GroupsMixed,
    NotFound,
    WriteRefused,
)
from core.sync.wire import ChunkName
from db import authoring, facts
from db.acting import Store, acting
from db.actions import (
    books,
    bundles,
    desk,
    dossiers,
    files,
    groups,
    incoming,
    lending,
    reinstating,
    syncing,
    transfers,
)
from db.actions.files import NewFile, content
from db.actions.lending import LeaseWish
from db.care import rebuild
from db.engine import writes
from db.queries import documents, numbers, office, setting_aside
from db.queries import groups as read_groups
from desktop import clock
from tests.server.narrowing import traces
from tests.server.postgres import Cluster
from tests.server.test_leases import noon
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


@pytest.fixture(scope="module")
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


def test_who_reads_a_group_gets_all_of_it_and_nobody_else_anything(
    begun: tuple[Town, str, str], either: str | None, tmp_path: Path
) -> None:
    town = copied(begun[0], tmp_path / "town", either)
    with town.stack:
        reads_all_of_it(opened(town, *begun[1:]))


@pytest.fixture(params=["embedded", "postgresql"])
def either(request: pytest.FixtureRequest) -> str | None:
    """The database of the server, none for its vault's."""
    if request.param == "embedded":
        return None
    found: Cluster = request.getfixturevalue("postgres")
    return found.database()


def reads_all_of_it(group: Group) -> None:
    document = group.register()
    incoming.submit(group.clerk.store, document)
    plain = group.clerk.register(b"%PDF-1.7 ca don vi doc")
    group.sync(group.clerk, group.commander, group.other, group.admin)
    assert documents.page(group.commander.store, document) is not None
    assert content(group.commander.store, BLOB) == CONTENT
    incoming.edit(group.commander.store, document, note="đã xem")
    group.sync(group.commander, group.clerk)
    assert group.clerk.heads() == group.commander.heads() == group.town.heads()
    assert group.clerk.heads()[group.id][0] == 5  # book, lease, document, its step, the note
    for out in (group.other, group.admin):
        assert held_by(out, group.id) == {}
        assert group.id not in out.heads()
        assert documents.page(out.store, document) is None
    with pytest.raises(NotFound):
        incoming.edit(group.other.store, document, note="không có")
    assert traces(group.other, group.id).files == 1  # the plain document's
    assert documents.page(group.other.store, plain) is not None
    for machine in (group.clerk, group.commander):
        before = machine.heads()
        assert not rebuild.rebuild(machine.store).lacking
        assert machine.heads() == before


def opine(store: Store, stream: str, document: str) -> None:
    """What a program writes that asks nobody."""
    op = Op(
        kind="document.opine",
        id=document,
        bases=(),
        body={"text": "ngoài nhóm", "by": {"name": "Người ngoài"}},
    )
    with writes(store.engine).begin() as connection:
        salt = store.random(16)
        authoring.act(connection, store.realm, store.author, stream, [op], salt, store.now())


def attach(machine: Machine, document: str, file: NewFile) -> None:
    sealed = files.seal(machine.store, file)
    with acting(machine.store) as act:
        files.keep(act, sealed)
        body = sealed.body("attachment", "attachment", 1)
        act.add("document.file", document, **body, by=act.by())
        act.append()


def link(machine: Machine, document: str, target: str) -> None:
    with acting(machine.store) as act:
        act.add("document.link", document, relation="answers", target=target, by=act.by())
        act.append()


def test_who_is_let_out_hands_in_his_work_and_keeps_nothing(group: Group) -> None:
    document = group.register()
    group.sync(group.clerk, group.commander)
    plain = group.clerk.register(b"%PDF-1.7 ca don vi doc")
    own = b"%PDF-1.7 dinh kem khi chua biet"
    attach(group.commander, document, replace(FILE, content=own))
    groups.let_out(group.admin.store, group.id, group.commander.person)
    group.sync(group.admin)
    with group.town.running():
        done = group.town.sync(*[group.commander] * 3)
    # it hears of it in the first, removes all in the second once its work is handed in
    assert [(each.waiting, each.problems) for each in done] == [(1, ()), (1, ()), (0, ())]
    group.sync(group.clerk)
    left = held_by(group.commander, group.id)
    assert left == {"chains": 1}  # how far it wrote itself
    assert documents.page(group.commander.store, document) is None
    with pytest.raises(BlobMissing):
        content(group.commander.store, BLOB)
    path = group.commander.store.blobs.path(BLOB)
    assert not path.exists()
    assert purges(group.commander, group.commander) == [group.id]
    [item] = setting_aside.items(group.clerk.store)
    assert (item.standing, item.why) == ("review", "stream-withdrawn")
    assert reinstating.take(group.clerk.store, [item.id], "việc làm khi còn trong nhóm").done == 1
    assert content(group.clerk.store, b64(sha256(own).digest())) == own
    group.sync(group.clerk, group.commander)
    assert documents.page(group.commander.store, plain) is not None


def test_who_is_let_in_again_gets_it_back_and_never_writes_a_place_twice(group: Group) -> None:
    document = group.register()
    group.sync(group.clerk, group.commander)
    incoming.edit(group.commander.store, document, note="lần đầu")
    group.sync(group.commander)
    groups.let_out(group.admin.store, group.id, group.commander.person)
    group.sync(group.admin, group.commander, group.commander)
    assert held_by(group.commander, group.id) == {"chains": 1}
    groups.let_in(group.admin.store, group.id, group.commander.person)
    group.sync(group.admin)
    with group.town.running():
        back, again = group.town.sync(group.commander, group.commander)
    assert (back.problems, again.problems, again.equal) == ((), (), True)
    incoming.edit(group.commander.store, document, note="lần sau")
    group.sync(group.commander, group.clerk)
    assert group.clerk.heads() == group.commander.heads() == group.town.heads()
    assert setting_aside.items(group.clerk.store) == []


def test_an_act_never_joins_a_group_with_what_others_read(group: Group) -> None:
    store = group.clerk.store
    document = group.register()
    plain = group.clerk.register()
    dossier = dossiers.open_dossier(store, "01.TM", "Cả đơn vị đọc", "10").entity
    inside = dossiers.open_dossier(
        replace(store, group=group.id), "02.TM", "Chỉ nhóm đọc", "10"
    ).entity
    with pytest.raises(GroupsMixed):
        dossiers.put(store, dossier, document)
    with pytest.raises(GroupsMixed):
        link(group.clerk, plain, document)
    link(group.clerk, document, plain)
    dossiers.put(store, inside, document)
    group.sync(group.clerk, group.commander, group.other)
    assert held_by(group.other, group.id) == {}
    assert group.commander.heads() == group.town.heads()


def test_a_file_is_told_of_through_the_stream_by_which_it_came(group: Group) -> None:
    """Somebody outside knows what a file is called and names it in an act of his own."""
    group.register()
    document = group.clerk.register()
    group.sync(group.clerk, group.other)
    unit = group.other.store.stream
    attach(group.other, document, FILE)
    plan = transfers.plan(transfers.here(group.other.store, [BLOB])[BLOB])
    with group.town.running(), group.town.road(group.other) as road:
        before = road.missing(unit, [plan])
        box = syncing.outbox(group.other.store, unit, 10)
        road.push(0, [run.data for run in box.runs])
        assert (before, road.missing(unit, [plan])) == (("",), (b64(b"\x80"),))
        assert road.plans(unit, [BLOB]) == ()
        with pytest.raises(NotFound):
            road.get(unit, [ChunkName(BLOB, 0)])
        with pytest.raises(BlobDamaged):
            road.put(unit, [ChunkName(BLOB, 0)], (CONTENT[::-1],))
        assert road.plans(unit, [BLOB]) == ()
        assert road.put(unit, [ChunkName(BLOB, 0)], (CONTENT,)) == (BLOB,)
        assert road.plans(unit, [BLOB]) == (plan,)
    group.sync(group.other, group.commander, group.clerk)
    assert content(group.commander.store, BLOB) == CONTENT
    assert documents.page(group.clerk.store, document) is not None


def test_what_stands_in_a_group_is_changed_through_its_stream_alone(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine outside writes into a document of which it knows the id."""
    document = group.register(content=None)
    group.sync(group.clerk)
    other = group.other.store
    with acting(other) as act:
        monkeypatch.setattr(act, "_sees", lambda *_: True)  # a program that asks nobody
        act.add("document.set", document, fields={"subject": "Sửa từ ngoài"}, by=act.by())
        act.append()
    group.sync(group.other, group.clerk)
    page = documents.page(group.clerk.store, document)
    assert page is not None
    assert page.row.subject == SUBJECT
    [(standing, why)] = [(one.standing, one.why) for one in setting_aside.items(group.clerk.store)]
    assert (standing, why) == ("quarantine", "writer")


def test_a_bundle_carries_a_group_to_who_reads_it(group: Group) -> None:
    document = group.register()
    devices = [each.store.author.device for each in (group.commander, group.other)]
    theirs, others = (bundles.export(group.clerk.store, [each]) for each in devices)
    assert (theirs.files, others.files) == (1, 0)
    bundles.import_(group.other.store, others.pieces)
    bundles.import_(group.commander.store, theirs.pieces)
    assert held_by(group.other, group.id) == {}
    assert documents.page(group.commander.store, document) is not None
    assert content(group.commander.store, BLOB) == CONTENT


def purges(machine: Machine, of: Machine) -> list[str]:
    """The groups that a machine says it removed, as another one knows."""
    key = ("vault", of.store.author.device)
    with machine.store.engine.begin() as connection:
        state = facts.states(connection, [key]).get(key, {})
    return [value["stream"] for _, value in state.get("lists", {}).get("purges", ())]


def carry(source: Machine, target: Machine) -> bundles.Imported:
    made = bundles.export(source.store, [target.store.author.device])
    return bundles.import_(target.store, made.pieces)


def test_who_meets_sticks_only_hands_in_his_work_before_it_leaves_his_machine(group: Group) -> None:
    document = group.register()
    carry(group.clerk, group.commander)
    own = b"%PDF-1.7 viet khi chua biet"
    incoming.edit(group.commander.store, document, note="viết khi chưa biết")
    attach(group.commander, document, replace(FILE, content=own))
    desk.keep_draft(group.commander.store, f"draft:{document}", b"{}")
    groups.let_out(group.admin.store, group.id, group.commander.person)
    group.sync(group.admin, group.clerk)

    carry(group.clerk, group.commander)  # he hears of it: hidden at once, and nothing is lost
    assert documents.page(group.commander.store, document) is None
    assert held_by(group.commander, group.id)["commits"] > 0
    assert (read_groups.left(group.commander.store), purges(group.commander, group.commander)) == (
        (),
        [],
    )

    brought = carry(group.commander, group.clerk)
    assert brought.files == 1
    assert [type(each) for each in brought.notices] == [ActsInReview]
    carry(group.clerk, group.commander)  # it says that all of it came
    assert held_by(group.commander, group.id) == {"chains": 1}
    assert not group.commander.store.blobs.path(b64(sha256(own).digest())).exists()
    assert desk.draft(group.commander.store, f"draft:{document}") is None
    [told] = read_groups.left(group.commander.store)
    assert (told.id, told.name, told.acts) == (group.id, "Nhóm A", 2)
    groups.told(group.commander.store, group.id)
    assert read_groups.left(group.commander.store) == ()
    assert purges(group.commander, group.commander) == [group.id]
    carry(group.commander, group.clerk)
    assert purges(group.clerk, group.commander) == [group.id]
    group.sync(group.clerk)
    for item in setting_aside.items(group.clerk.store):
        reinstating.take(group.clerk.store, [item.id], "việc làm khi còn trong nhóm")
    page = documents.page(group.clerk.store, document)
    assert page is not None
    assert page.fields["note"] == "viết khi chưa biết"
    assert content(group.clerk.store, b64(sha256(own).digest())) == own


def test_a_stick_brings_the_end_of_a_group_to_who_wrote_nothing_in_it(group: Group) -> None:
    group.register()
    carry(group.clerk, group.commander)
    groups.let_out(group.admin.store, group.id, group.commander.person)
    group.sync(group.admin, group.clerk)
    carry(group.clerk, group.commander)
    assert held_by(group.commander, group.id) == {}
    assert traces(group.commander, group.id).files == 0
    assert purges(group.commander, group.commander) == [group.id]


def test_on_a_shared_machine_it_is_there_for_its_readers_alone(group: Group) -> None:
    """Somebody who reads all of the unit's documents sits down at a reader's machine."""
    document = group.register()
    plain = group.clerk.register()
    store = group.clerk.store
    guest = replace(store, author=replace(store.author, person=group.other.person))
    assert documents.page(store, document) is not None
    assert documents.page(guest, document) is None
    assert documents.page(guest, plain) is not None
    assert group.book in {each.id for each in office.books(store, "incoming")}
    assert group.book not in {each.id for each in office.books(guest, "incoming")}
    assert setting_aside.items(guest) == []
    with pytest.raises(BlobMissing):
        content(guest, BLOB)
    with pytest.raises(WriteRefused, match="stream-withdrawn"):
        opine(guest, group.id, document)


def test_a_new_years_book_is_lent_by_the_old_one_of_its_own_group(group: Group) -> None:
    """The unit's book and the group's may be called alike."""
    clerk, year = group.clerk.store, clock.today().year
    within = replace(clerk, group=group.id)
    old = next(one for one in numbers.registers(clerk, ["incoming"]) if one.group is None)
    books.open_register(within, "incoming", old.name, old.symbol, year + 1)
    group.sync(group.clerk)
    december = max(noon(year, 12), clock.now_ms())  # no server writes before its certificate
    with group.town.opened() as home:
        late = replace(home.store, now=lambda: december)
        assert lending.tend(late, home.registrar) == 0
    own = books.open_register(within, "incoming", "Sổ hạn chế", "", year + 1).entity
    group.sync(group.clerk)
    with group.town.opened() as home:
        late = replace(home.store, now=lambda: december)
        assert lending.tend(late, home.registrar) == 1
    group.sync(group.clerk)
    then = replace(clerk, now=lambda: noon(year + 1, 1))
    assert incoming.register(then, ENTRY, None, own).number == 1


def test_a_hidden_book_does_not_stand_in_the_way_of_one_called_alike(group: Group) -> None:
    """On a shared machine nobody is told of a group's book by a refusal."""
    store, year = group.clerk.store, clock.today().year
    with pytest.raises(BookNamed):
        books.open_register(store, "incoming", "Sổ hạn chế", "", year)
    guest = replace(store, author=replace(store.author, person=group.admin.person))
    assert books.open_register(guest, "incoming", "Sổ hạn chế", "", year).entity
