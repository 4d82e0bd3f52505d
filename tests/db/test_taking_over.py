"""Documents of an old book: in the register of their year under their old numbers, found, pointed
out as duplicates, in dossiers; no step waits for them, and numbers go on behind them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.commits.check import Verdict
from core.commits.old_books import step_of
from core.errors import (
    BookClosed,
    NotAllowed,
    NumberTaken,
    OldNumberAhead,
    OtherBook,
    SecretRefused,
)
from core.office import duplicates
from core.office.book_lines import Fate
from core.office.books import Form, Scope
from core.office.numbering import Number
from core.office.terms import Act, Kind, State
from core.sync import lease
from db import facts, models, projections
from db.acting import acting
from db.actions import books, dispatching, dossiers, incoming, taking_over
from db.actions.taking_over import OldEntry
from db.engine import writes
from db.queries import books as printed
from db.queries import deadlines, documents, numbers, old_books, worklists
from db.queries.documents import View
from tests.db.test_ledger import ENTRY, World

BOOK = "sổ giấy 2026"
OLD = replace(ENTRY, code="12/KH-HC", arrived="2026-01-06").fields()
GONE: dict[str, str | int | list[str]] = {
    "subject": "Kế hoạch bảo đảm", "type": "ke-hoach", "signer": "Người Ký Mẫu", "copies": 12,
    "recipients": ["Phòng Hậu cần", "Lưu: VT"], "file_copy": "VT, HC",
}  # fmt: skip


def old(value: int, suffix: str = "", **changes: str) -> OldEntry:
    number = Number(value, suffix)
    return OldEntry(number, "2026-01-06", {**OLD, "code": f"{value}{suffix}/KH-HC", **changes})


def gone(value: int, day: str = "2026-01-06", suffix: str = "") -> OldEntry:
    return OldEntry(Number(value, suffix), day, GONE, "KH-SĐ999")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("unit"))
    yield made
    made.close()


def accepted(world: World) -> bool:
    """The server takes everything that the clerk wrote."""
    return set(world.push(world.clerk).standing.values()) <= {Verdict.OK, Verdict.DUPLICATE}


def later(world: World, kind: str, first: int = 1) -> str:
    """A book that nobody has numbers of yet."""
    name = f"Sổ {world.unit.new_id()}"
    return books.open_register(world.clerk.store, kind, name, "", 2026, first=first).entity


def test_it_stands_in_its_book_and_waits_for_nobody(world: World) -> None:
    store, book = world.clerk.store, later(world, "incoming", 42)
    entity = taking_over.take_over(store, book, BOOK, [old(40), old(41), old(41, "a")]).entity
    own = incoming.register(store, ENTRY, None, world.book).entity
    view, taken = View((Kind.INCOMING,)), {one.document for one in numbers.fates(store, book)}
    every = documents.rows(store, documents.ids(store, view))
    assert sorted((row.number or 0, row.state) for row in every if row.id in taken) == [
        (40, "taken_over"), (41, "taken_over"), (41, "taken_over"),
    ]  # fmt: skip
    waiting = documents.ids(store, replace(view, states=(State.REGISTERED,)))
    assert [row.id for row in documents.rows(store, waiting)] == [own]
    for each in worklists.TABLE:
        found = documents.rows(store, worklists.ids(store, each.id))
        assert {row.id for row in found} <= {own}, each.id
    board = deadlines.board(store, mine=False)
    assert (len(board.dues), board.undated, len(board.steps)) == (0, 1, 0)
    [same] = documents.same(store, duplicates.key("41a/KH-HC", ENTRY.issuer))
    assert same.id == entity
    assert documents.ids(store, view, "bảo đảm thông tin 41a")
    fates = numbers.fates(store, book)
    assert [(one.number, one.suffix, one.fate) for one in fates] == [
        (40, "", "taken_over"), (41, "", "taken_over"), (41, "a", "taken_over"),
    ]  # fmt: skip
    assert accepted(world)
    world.pull(world.commander)
    page = documents.page(world.commander.store, entity)
    assert page is not None
    assert page.moves == ()


def test_it_is_lent_and_goes_into_a_dossier(world: World) -> None:
    store, book = world.clerk.store, later(world, "outgoing")
    entity = taking_over.take_over(store, book, BOOK, [gone(7)]).entity
    page = documents.page(store, entity)
    assert page is not None
    assert {move.act for move in page.moves} == {Act.EDIT, Act.FILE}
    lent = dispatching.Loan("Người Mượn", "2026-11-18", "Người Cho")
    dispatching.lend(store, entity, lent)
    dossier = dossiers.open_dossier(store, "01.HC", "Hậu cần", "10").entity
    dossiers.put(store, dossier, entity)
    page = documents.page(store, entity)
    assert page is not None
    assert page.row.state == State.FILED
    with store.engine.begin() as connection:
        query = sa.select(models.Document.id).where(old_books.OLD)
        assert entity in connection.execute(query).scalars().all()
    assert accepted(world)
    [line] = printed.lines(store, Form.OUTGOING, Scope(register=book))
    assert line.fate is Fate.TAKEN_OVER


def test_the_printed_book_begins_with_the_old_numbers(world: World) -> None:
    store, book = world.clerk.store, later(world, "outgoing", 3)
    rows = [gone(2, "2026-02-03"), gone(1), gone(1, suffix="a")]
    taking_over.take_over(store, book, BOOK, rows)
    world.push(world.clerk)
    found = printed.lines(store, Form.OUTGOING, Scope(register=book))
    assert [line.cells[0] for line in found] == [
        "01/KH-SĐ999", "01a/KH-SĐ999", "02/KH-SĐ999",
    ]  # fmt: skip
    assert [str(cell) for cell in found[2].cells[1:]] == [
        "2026-02-03", "Kế hoạch bảo đảm", "Người Ký Mẫu", "Phòng Hậu cần; Lưu: VT", "VT, HC", "12",
        "", "", f"Chuyển từ {BOOK}",
    ]  # fmt: skip
    figures = numbers.figures(store, book, "2026")
    assert (figures.lines, figures.first, figures.last) == (3, 1, 2)
    with store.engine.begin() as connection:
        state = facts.states(connection, [("register", book)])["register", book]
    assert lease.next_range(state, (), 0, lease.begins_at(state))[0] == 3
    assert state["imported"] == [[1, 2]]


@pytest.mark.parametrize(
    ("entries", "error"),
    [
        ([gone(8, "2026-04-02"), gone(8, "2026-04-02")], NumberTaken),
        ([gone(5, "2026-04-02")], NumberTaken),
        ([gone(8, "2025-12-31")], OtherBook),
        ([gone(8, "2026-03-31")], BookClosed),
        ([replace(gone(8), fields={"subject": "[TỐI MẬT] Kế hoạch"})], SecretRefused),
    ],
)
def test_what_speaks_against_a_row_keeps_its_rows_out(
    world: World, entries: list[OldEntry], error: type[Exception]
) -> None:
    store, book = world.clerk.store, later(world, "outgoing")
    taking_over.take_over(store, book, BOOK, [gone(5, "2026-04-01")])
    books.close(store, book, numbers.figures(store, book, "2026-03"))
    with pytest.raises(error):
        taking_over.take_over(store, book, BOOK, [gone(7, "2026-04-02"), *entries])
    assert [one.number for one in numbers.fates(store, book)] == [5]


def test_who_may_not_and_what_is_leased(world: World) -> None:
    clerk, book = world.clerk.store, later(world, "outgoing")
    officer = replace(clerk, author=replace(clerk.author, person=world.people["si"]))
    with pytest.raises(NotAllowed):
        taking_over.take_over(officer, book, BOOK, [gone(1)])
    with pytest.raises(OldNumberAhead):
        taking_over.take_over(clerk, world.book, BOOK, [old(1)])
    copies = books.open_register(clerk, "copies", "Sổ sao", "", 2026).entity
    with pytest.raises(OtherBook):
        taking_over.take_over(clerk, copies, BOOK, [gone(1)])
    assert [one.number for one in numbers.fates(clerk, copies)] == []


def test_two_machines_take_the_same_book_over_apart(world: World) -> None:
    book = later(world, "outgoing")
    world.push(world.clerk)
    world.pull(world.commander)
    store = world.commander.store
    second = replace(store, author=replace(store.author, person=world.people["van"]))
    for here, numbers_ in ((world.clerk.store, (1, 2)), (second, (2, 3))):
        taking_over.take_over(here, book, BOOK, [gone(each) for each in numbers_])
    world.push(world.clerk)
    lost = world.push(world.commander)
    assert set(lost.standing.values()) == {Verdict.QUARANTINE}
    for machine in (world.clerk, world.commander):
        world.pull(machine)
    assert [one.number for one in numbers.fates(second, book)] == [1, 2]
    taking_over.take_over(second, book, BOOK, [gone(3)])
    assert set(world.push(world.commander).standing.values()) == {Verdict.OK}
    world.pull(world.clerk)
    assert [one.number for one in numbers.fates(world.clerk.store, book)] == [1, 2, 3]
    assert world.hashes(world.clerk) == world.hashes(world.server)


def test_a_store_that_took_books_over_the_first_way_shows_them_right(world: World) -> None:
    store = world.clerk.store
    with acting(store) as act:
        entity = store.new_id()
        fields = {**OLD, "old_book": BOOK, "old_number": "41"}
        act.add("document.create", entity, kind="incoming", step="registered", fields=fields)
        act.append()
    with writes(store.engine).begin() as connection:
        old_row = sa.update(models.Document).values(state="registered")
        connection.execute(old_row.where(models.Document.id == entity))
        projections.refresh(connection)
        assert step_of(facts.states(connection, [("document", entity)])["document", entity]) == (
            "taken_over"
        )
    page = documents.page(store, entity)
    assert page is not None
    assert page.row.state == "taken_over"
    waiting = documents.rows(store, worklists.ids(store, "to_submit"))
    assert entity not in {row.id for row in waiting}
    dossier = dossiers.open_dossier(store, "01.HC", "Hậu cần", "10").entity
    dossiers.put(store, dossier, entity)
    assert accepted(world)
