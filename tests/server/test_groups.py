"""A restricted group on real machines: two who read it, one who does not; letting in and out; what
only a third stream can show of files.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from core.commits.format import Op
from core.commits.ids import b64
from core.errors import (
    BlobDamaged,
    BlobMissing,
    BookNamed,
    GroupsMixed,
    NotFound,
    WriteRefused,
)
from core.sync.wire import ChunkName
from db import authoring
from db.acting import Store, acting
from db.actions import (
    books,
    bundles,
    dossiers,
    groups,
    incoming,
    lending,
    reinstating,
    syncing,
    transfers,
)
from db.actions.files import content
from db.care import rebuild
from db.engine import writes
from db.queries import documents, numbers, office, setting_aside
from desktop import clock
from tests.server.group_rig import (
    BLOB,
    CONTENT,
    FILE,
    SUBJECT,
    Group,
    attach,
    held_by,
    opened,
    purges,
)
from tests.server.narrowing import traces
from tests.server.postgres import Cluster
from tests.server.test_leases import noon
from tests.server.town import ENTRY, Machine, Town, copied


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
    assert (theirs.left_out, others.left_out) == (0, 0)
    both = bundles.export(group.clerk.store, devices)
    assert (both.files, both.left_out) == (0, 1), "only what both read, and it says so"
    bundles.import_(group.other.store, others.pieces)
    bundles.import_(group.commander.store, theirs.pieces)
    assert held_by(group.other, group.id) == {}
    assert documents.page(group.commander.store, document) is not None
    assert content(group.commander.store, BLOB) == CONTENT


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
