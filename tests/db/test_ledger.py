"""Two desktops and a server in real stores: acts offline, exchange, the server's order, equal
state hashes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

import resources
from core.commits import state_hash
from core.commits.check import Verdict
from core.commits.format import Commit, Header, Op, Session, payload_bytes, write
from core.errors import NoLease, NoNumbersLeft, NotAllowed, SecretRefused, SignatureWrong
from core.office import catalogue
from core.office.deadlines import Calendar
from core.office.terms import Role, State
from core.sync.receipt import Receipted
from db import commits, facts, ledger, models
from db.actions import authority, books, dossiers, incoming
from db.actions.files import NewFile
from db.actions.incoming import Incoming, Task
from db.engine import writes
from db.ledger import Registrar
from db.queries import documents, office, shelf
from tests.db.unit_of_three import Machine, Unit, people

ENTRY = Incoming(
    code="217/TM-TH",
    issuer="Phòng Tham mưu",
    subject="Về việc bảo đảm thông tin",
    type="cong-van",
    document_date="2026-11-16",
    arrived="2026-11-18",
)
FILE = NewFile("217.pdf", "application/pdf", b"%PDF-1.7 gia lap", 1)


class World:
    """A unit with an administrator, a clerk's and a commander's machine, and a server's ledger
    in a store of its own.
    """

    def __init__(self, folder: Path) -> None:
        self.unit = Unit(folder)
        self.admin = self.unit.machine("admin", self.unit.new_id())
        roles = {"van": Role.CLERK, "chi": Role.COMMANDER, "si": Role.OFFICER}
        self.people = people(self.unit, self.admin, **roles)
        self.clerk = self.unit.machine("clerk", self.people["van"])
        self.commander = self.unit.machine("commander", self.people["chi"])
        for machine in (self.clerk, self.commander):
            self.unit.admit(self.admin, machine)
        self.server = self.unit.machine("server", self.unit.new_id())
        self.registrar = Registrar(1, self.unit.server_key.sign)
        self.book = books.open_register(self.admin.store, "incoming", "Sổ đến", "", 2026).entity
        self.order: list[Receipted] = []
        self.push(self.admin)
        self.lease(self.clerk)
        for machine in (self.admin, self.clerk, self.commander):
            self.pull(machine)

    def push(self, machine: Machine) -> ledger.Received:
        found = [
            c for s in (self.unit.authority, self.unit.stream) for c in self.unsent(machine, s)
        ]
        return self.admit(found)

    def unsent(self, machine: Machine, stream: str) -> list[Commit]:
        with machine.store.engine.begin() as connection:
            return commits.unsent(connection, stream, 10_000)

    def admit(self, arrived: list[Commit]) -> ledger.Received:
        with writes(self.server.store.engine).begin() as connection:
            realm = self.server.store.realm
            received, given = ledger.admit(
                connection, realm, arrived, self.registrar, self.unit.watch()
            )
        self.order += given
        return received

    def pull(self, machine: Machine) -> ledger.Changed:
        with self.server.store.engine.begin() as connection:
            found = commits.load(connection, [item.receipt.commit for item in self.order])
        with writes(machine.store.engine).begin() as connection:
            return ledger.take(connection, machine.store.realm, found, self.order).changed

    def carry(self, source: Machine, target: Machine) -> ledger.Received:
        found = self.unsent(source, self.unit.stream)
        with writes(target.store.engine).begin() as connection:
            return ledger.receive(connection, target.store.realm, found)

    def lease(self, machine: Machine, first: int = 1, end: int = 10) -> None:
        body = {
            "lease": self.unit.new_id(),
            "device": machine.mine.device,
            "inc": machine.mine.inc,
            "first": first,
            "end": end,
            "start": "2026-01-01",
            "until": "2026-12-31",
        }
        self.admit([self.by_server(Op(kind="register.lease", id=self.book, body=body))])

    def by_server(self, *ops: Op) -> Commit:
        key = (self.unit.server_id, 1, self.unit.stream)
        with self.server.store.engine.begin() as connection:
            seq, tip = facts.tip(connection, key) or (0, None)
        header = Header(
            v=1,
            realm=self.unit.realm,
            stream=self.unit.stream,
            device=self.unit.server_id,
            inc=1,
            seq=seq + 1,
            prev=tip,
            hlc=(self.unit.watch(), 0),
            person=self.unit.server_id,
            session=Session("server", 0),
            app="test",
            payload="A" * 43,
            size=0,
        )
        return write(header, payload_bytes(ops, self.unit.dice(16)), self.unit.server_key.sign)

    def close(self) -> None:
        for machine in (self.admin, self.clerk, self.commander, self.server):
            machine.store.engine.dispose()
            machine.vault.close()

    def hashes(self, machine: Machine) -> dict[str, bytes]:
        with machine.store.engine.begin() as connection:
            rows = connection.execute(sa.select(models.Stream.id, models.Stream.state_hash))
            return {row.id: row.state_hash for row in rows}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def test_arrival_numbers_follow_one_another(world: World) -> None:
    first = incoming.register(world.clerk.store, ENTRY, FILE, world.book)
    second = incoming.register(world.clerk.store, ENTRY, None, world.book)
    assert (first.number, second.number) == (1, 2)
    page = documents.page(world.clerk.store, first.entity)
    assert page is not None
    assert page.row.state == State.REGISTERED
    assert page.row.tentative
    assert [file.here for file in page.files] == [True]


def test_who_has_no_lease_or_no_right_cannot_register(world: World) -> None:
    with pytest.raises(NotAllowed):
        incoming.register(world.commander.store, ENTRY, None, world.book)
    book = books.open_register(world.admin.store, "incoming", "Sổ khác", "", 2026).entity
    world.push(world.admin)
    world.pull(world.clerk)
    with pytest.raises(NoLease):
        incoming.register(world.clerk.store, ENTRY, None, book)


def test_a_secrecy_mark_is_refused_and_nothing_is_kept(world: World) -> None:
    before = world.unsent(world.clerk, world.unit.stream)
    secret = Incoming(
        **{**{n: getattr(ENTRY, n) for n in ENTRY.__dataclass_fields__}, "secrecy": "secret"}
    )
    with pytest.raises(SecretRefused):
        incoming.register(world.clerk.store, secret, FILE, world.book)
    assert world.unsent(world.clerk, world.unit.stream) == before


def test_a_directive_travels_offline_and_the_server_orders_it_later(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, FILE, world.book).entity
    incoming.submit(world.clerk.store, document)
    assert set(world.carry(world.clerk, world.commander).standing.values()) == {Verdict.TENTATIVE}
    calendar = _calendar()
    incoming.direct(
        world.commander.store,
        document,
        "Giao P. Tham mưu",
        [Task("lead", world.people["si"], 5)],
        calendar,
    )
    assert not world.carry(world.commander, world.clerk).refused
    page = documents.page(world.clerk.store, document)
    assert page is not None
    assert (page.row.state, page.row.lead, page.row.due) == (
        State.IN_PROGRESS,
        "Người si",
        "2026-11-26",
    )
    world.push(world.clerk)
    world.push(world.commander)
    for machine in (world.clerk, world.commander, world.admin):
        world.pull(machine)
    assert (
        len(
            {
                tuple(sorted(world.hashes(m).items()))
                for m in (world.clerk, world.commander, world.admin, world.server)
            }
        )
        == 1
    )
    assert office.sync(world.clerk.store).unsent == 0


def test_the_kept_state_hash_is_the_sum_over_the_aggregates(world: World) -> None:
    incoming.register(world.clerk.store, ENTRY, FILE, world.book)
    world.push(world.clerk)
    with world.server.store.engine.begin() as connection:
        rows = connection.execute(
            sa.select(models.Aggregate).where(models.Aggregate.stream == world.unit.stream)
        )
        summed = state_hash.of_stream(
            ((row["kind"], row["id"]), facts.read_state(row["committed"]))
            for row in rows.mappings()
        )
    assert world.hashes(world.server)[world.unit.stream] == summed


def test_commits_that_arrive_before_what_they_need_are_held_and_taken_up(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, None, world.book).entity
    incoming.submit(world.clerk.store, document)
    first, second = world.unsent(world.clerk, world.unit.stream)
    store = world.commander.store
    with writes(store.engine).begin() as connection:
        assert set(ledger.receive(connection, store.realm, [second]).standing.values()) == {
            Verdict.HELD
        }
    assert documents.page(store, document) is None
    with writes(store.engine).begin() as connection:
        ledger.receive(connection, store.realm, [first])
    page = documents.page(store, document)
    assert page is not None
    assert page.row.state == State.SUBMITTED
    assert office.sync(store).held == 0


def test_the_same_commit_twice_is_once(world: World) -> None:
    incoming.register(world.clerk.store, ENTRY, None, world.book)
    world.push(world.clerk)
    assert set(world.push(world.clerk).standing.values()) == {Verdict.DUPLICATE}


def test_a_flipped_bit_is_refused_and_changes_nothing(world: World) -> None:
    incoming.register(world.clerk.store, ENTRY, None, world.book)
    [commit] = world.unsent(world.clerk, world.unit.stream)
    flipped = bytes([commit.signature[0] ^ 1]) + commit.signature[1:]
    forged = Commit(commit.raw, commit.payload, flipped, commit.header, commit.ops)
    before = world.hashes(world.server)
    received = world.admit([forged])
    assert isinstance(received.refused[commit.id], SignatureWrong)
    assert world.hashes(world.server) == before


def test_a_commit_of_somebody_without_the_right_goes_to_review_without_effect(world: World) -> None:
    grants = _grants_of(world, world.people["van"])
    document = incoming.register(world.clerk.store, ENTRY, None, world.book).entity
    world.unit.watch.time += 86_400_000
    authority.revoke_grant(world.admin.store, grants[0], "chuyển công tác")
    incoming_later = incoming.register(world.clerk.store, ENTRY, None, world.book)
    world.push(world.admin)
    verdicts = world.push(world.clerk).standing
    assert list(verdicts.values()) == [Verdict.OK, Verdict.REVIEW]
    with world.server.store.engine.begin() as connection:
        shown = set(connection.execute(sa.select(models.Document.id)).scalars())
    assert document in shown
    assert incoming_later.entity not in shown


def test_two_different_acts_on_one_step_become_a_conflict_that_a_person_sees(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, None, world.book).entity
    incoming.submit(world.clerk.store, document)
    world.push(world.clerk)
    world.pull(world.commander)
    second = world.unit.machine("second", world.people["chi"])
    world.unit.admit(world.admin, second)
    world.push(world.admin)
    world.pull(second)
    incoming.direct(
        world.commander.store, document, "Giao", [Task("lead", world.people["si"], 3)], _calendar()
    )
    incoming.give_back(second.store, document, "thiếu phụ lục")
    world.push(world.commander)
    assert list(world.push(second).standing.values()) == [Verdict.CONFLICT]
    for machine in (world.commander, second, world.clerk):
        world.pull(machine)
        page = documents.page(machine.store, document)
        assert page is not None
        assert page.row.state == State.IN_PROGRESS
        assert page.row.conflicts == 1
    second.store.engine.dispose()


def test_a_number_outside_the_lease_is_quarantined(world: World) -> None:
    stolen = world.unit.new_id()
    with writes(world.commander.store.engine).begin() as connection:
        state = facts.states(connection, [("register", world.book)])["register", world.book]
    lease = next(iter(state["leases"]))
    ops = (
        Op(
            kind="register.give",
            id=world.book,
            body={"lease": lease, "number": 1, "document": stolen},
        ),
        Op(
            kind="document.number",
            id=stolen,
            body={"register": world.book, "lease": lease, "number": 1, "date": "2026-11-18"},
        ),
    )
    store = world.commander.store
    header = Header(
        v=1,
        realm=world.unit.realm,
        stream=world.unit.stream,
        device=world.commander.mine.device,
        inc=1,
        seq=1,
        hlc=(world.unit.watch(), 0),
        person=world.people["chi"],
        session=Session("passphrase", 0),
        app="test",
        payload="A" * 43,
        size=0,
    )
    hostile = write(header, payload_bytes(ops, world.unit.dice(16)), store.author.sign)
    assert list(world.admit([hostile]).standing.values()) == [Verdict.QUARANTINE]
    assert incoming.register(world.clerk.store, ENTRY, None, world.book).number == 1


def test_an_old_copy_of_the_store_gets_a_new_incarnation_and_no_numbers(
    world: World, tmp_path: Path
) -> None:
    database = next((tmp_path / "clerk").glob("store-*.db"))
    world.clerk.store.engine.dispose()
    old = database.read_bytes()
    reopened = world.unit.open(world.clerk.vault)
    incoming.register(reopened, ENTRY, None, world.book)
    reopened.engine.dispose()
    database.write_bytes(old)
    for leftover in database.parent.glob(database.name + "-*"):
        leftover.unlink()
    again = world.unit.open(world.clerk.vault)
    assert again.author.inc > world.clerk.mine.inc
    with pytest.raises(NoLease):
        incoming.register(again, ENTRY, None, world.book)
    again.engine.dispose()


def test_a_dossier_holds_a_document_and_the_search_finds_it_without_marks(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, None, world.book).entity
    dossier = dossiers.open_dossier(world.clerk.store, "01.TM", "Thông tin", "10").entity
    dossiers.put(world.clerk.store, dossier, document)
    assert shelf.dossiers(world.clerk.store)[0].documents == 1
    view = documents.View(kinds=(documents.Kind.INCOMING,))
    assert len(documents.ids(world.clerk.store, view, "bao dam thong")) == 1
    assert len(documents.ids(world.clerk.store, view, "khong co")) == 0


def _calendar() -> Calendar:
    return catalogue.load_holidays(resources.text("catalogues/holidays-vn.json")).calendar()


def _grants_of(world: World, person: str) -> list[str]:
    with world.admin.store.engine.begin() as connection:
        query = sa.select(models.Grant.id).where(models.Grant.person == person)
        return list(connection.execute(query).scalars())


def test_when_a_lease_is_used_up_the_next_one_serves(world: World) -> None:
    world.lease(world.clerk, 10, 12)
    world.pull(world.clerk)
    given = [
        incoming.register(world.clerk.store, ENTRY, None, world.book).number for _ in range(11)
    ]
    assert given == list(range(1, 12))
    [book] = office.books(world.clerk.store, "incoming")
    assert book.next is None
    with pytest.raises(NoNumbersLeft):
        incoming.register(world.clerk.store, ENTRY, None, world.book)
