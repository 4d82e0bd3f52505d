"""Closed dossiers and closed books on three real stores: who saw the closing is stopped at his own
machine and by every receiver; who did not loses nothing, and both acts are seen to compete.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.commits import check
from core.commits.check import Verdict
from core.commits.format import Commit, Op
from core.errors import BookChanged, BookClosed, DossierClosed, NumbersOut, WriteRefused
from core.office.completeness import Lack
from core.office.dossiers import Stage
from db import authoring, commits, facts, incarnation
from db.acting import Store
from db.actions import books, dossiers, incoming
from db.engine import writes
from db.queries import dossiers as lists
from db.queries import numbers as asked
from tests.db.test_ledger import ENTRY, FILE, World
from tests.db.test_register_numbers import DAY, give, new_book
from tests.db.unit_of_three import Machine


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("unit"))
    yield made
    made.close()


def clerk_at(world: World, machine: Machine) -> Store:
    """The clerk at a machine."""
    author = replace(machine.store.author, person=world.people["van"])
    return replace(machine.store, author=author)


def forged(store: Store, kind: str, entity: str, **body: object) -> Commit:
    """A commit of a program that asks no rule before it writes; stored nowhere."""
    op = Op(kind=kind, id=entity, body=dict(body))
    with store.engine.connect() as connection:
        author = replace(store.author, inc=incarnation.installation(connection).inc)
        args = (store.stream, (op,), store.random(16), store.now())
        return authoring.compose(connection, store.realm, author, *args)


def closed_elsewhere(world: World) -> tuple[str, str]:
    """A dossier that the clerk's machine closed, and a document that the other machine had put
    into it meanwhile, without either knowing.
    """
    here, there = world.clerk.store, clerk_at(world, world.commander)
    dossier = dossiers.open_dossier(here, "01.TM", "Diễn tập", "01").entity
    papers = []
    for code in ("217/TM-TH", "218/TM-TH"):
        papers.append(incoming.register(here, replace(ENTRY, code=code), FILE, world.book).entity)
        incoming.submit(here, papers[-1])
    author = replace(here.author, person=world.people["chi"])
    incoming.take_note(replace(here, author=author), papers[0], "Đã biết")
    dossiers.put(here, dossier, papers[0])
    world.push(world.clerk)
    world.pull(world.commander)
    dossiers.close(here, dossier)
    dossiers.put(there, dossier, papers[1])
    return dossier, papers[1]


def inside(store: Store, dossier: str) -> set[str]:
    page = lists.page(store, dossier)
    assert page is not None
    return {row.row.id for row in page.index}


def test_a_dossier_closed_meanwhile_loses_nothing_and_says_so(world: World) -> None:
    here, there = world.clerk.store, clerk_at(world, world.commander)
    dossier, late = closed_elsewhere(world)
    met(world)
    for store in (here, there):
        page = lists.page(store, dossier)
        assert page is not None
        assert (page.row.state, late in inside(store, dossier)) == (Stage.CLOSED, True)
        assert Lack.CHANGED in {problem.lack for problem in page.problems}
    with pytest.raises(DossierClosed):
        dossiers.take(there, dossier, late)
    refused(world, there, forged(there, "dossier.take", dossier), "dossier-closed")


def judged(store: Store, commit: Commit) -> Verdict:
    """What a receiver that holds the same thinks of a commit."""
    with store.engine.connect() as connection:
        return check.judge(commit, facts.of(connection, store.realm, commit)).verdict


def refused(world: World, store: Store, commit: Commit, reason: str) -> None:
    """Neither the machine's own check lets it pass, nor the server's, nor another machine's."""
    author = replace(store.author, inc=commit.header.inc)
    args = (store.realm, author, store.stream, commit.ops, store.random(16), store.now())
    with writes(store.engine).begin() as connection, pytest.raises(WriteRefused) as said:
        authoring.act(connection, *args)
    assert said.value.facts["reason"] == reason
    assert world.admit([commit]).standing == {commit.id: Verdict.REVIEW}
    world.pull(world.clerk)
    with world.clerk.store.engine.connect() as connection:
        key = ("dossier" if reason == "dossier-closed" else "register", commit.ops[0].id)
        told = {c.id: standing for c, standing in commits.touching(connection, key)}
    assert told[commit.id] == Verdict.REVIEW


def met(world: World) -> None:
    """Both machines meet at the server, the clerk's first; what the other did competes, and in the
    end all three hold the same.
    """
    assert Verdict.CONFLICT not in world.push(world.clerk).standing.values()
    assert set(world.push(world.commander).standing.values()) == {Verdict.CONFLICT}
    for machine in (world.clerk, world.commander):
        world.pull(machine)
        assert world.hashes(machine) == world.hashes(world.server)


def test_a_number_of_a_closed_book_competes_or_waits(world: World) -> None:
    arrivals, book = world.book, new_book(world, count=4)
    here, there = world.clerk.store, clerk_at(world, world.commander)
    give(here, book)
    world.push(world.clerk)
    world.lease(world.commander, 5, 12)
    world.book = arrivals
    for machine in (world.clerk, world.commander):
        world.pull(machine)
    world.unit.watch.time += 43 * DAY  # the last day of the year
    with pytest.raises(NumbersOut) as said:
        books.close(here, book, asked.figures(here, book, "2026"))
    assert said.value.facts == {"machine": "Máy chỉ huy", "first": 5, "last": 11}
    shown = asked.figures(here, book, "2026-12")
    told = {"lines": shown.lines, "head": shown.head, "by": {"name": "x"}}
    out = [{"device": world.commander.mine.device, "first": 5, "last": 11}]
    # a program that does not name what another machine holds is found out by every receiver
    for period, named, verdict in (
        ("2026-12", {}, Verdict.CONFLICT),
        ("2026-12", {"out": out}, Verdict.OK),
        ("2026", {"out": out}, Verdict.CONFLICT),
    ):
        made = forged(here, "register.close", book, period=period, **told, **named)
        assert judged(here, made) is verdict, period
    with pytest.raises(BookChanged):
        books.close(here, book, replace(asked.figures(here, book, "2026-11"), out=()))
    books.close(here, book, asked.figures(here, book, "2026-11"))
    books.close(here, book, asked.figures(here, book, "2026-12"))
    give(there, book)
    met(world)
    assert [(one.number, one.fate) for one in asked.fates(here, book)][-1] == (5, "document")
    with pytest.raises(BookClosed):
        give(there, book)
    with there.engine.connect() as connection:
        state = facts.states(connection, [("register", book)])["register", book]
    [lease] = [name for name, one in state["leases"].items() if one["first"] == 5]
    kept = {"lease": lease, "number": 6, "reason": "x", "by": {"name": "Người van"}}
    refused(world, there, forged(there, "register.reserve", book, **kept), "book-closed")
