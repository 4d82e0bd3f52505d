"""What the reports count: the documents that the person sees, each with the days that matter.

Few statements, whatever the number of documents: the rows, the ends of those that ended, who signed
and sent. What they mean says core.office.reports.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from core.commits.ids import op_id
from core.office import access, true_copies
from core.office.day import day
from core.office.deadlines import Calendar
from core.office.numbering import RegisterKind
from core.office.overlay import read_date
from core.office.reports import Incoming, Outgoing
from core.office.terms import Kind, State
from core.office.units import Unit
from core.office.workflow import LEADERS
from db import facts, models, visible
from db.acting import Store
from db.queries import reference

D = models.Document
_ENDED: Final = frozenset({State.DONE, State.FILED, State.RETURNED, State.CANCELLED})
_DROPPED: Final = frozenset({State.RETURNED, State.CANCELLED})
_STOPPED: Final = frozenset({State.RECALLED, State.CANCELLED})
_OUT: Final = frozenset({State.ISSUED, State.RECEIVED, State.FILED, State.RECALLED})
_AT_ONCE: Final = 500
"""Operations looked up by one question."""
Days = Mapping[str, datetime.date]


@dataclass(frozen=True, slots=True)
class Voided:
    """A number of an outgoing book that no document will have, and the day on which it was said."""

    book: str
    number: int
    day: datetime.date


@dataclass(frozen=True)
class Figures:
    """Everything that is counted, on one day by one calendar. ``people`` are the names by id of
    those whose own counts the person may see; ``whole`` says that no document is hidden from him.
    """

    today: datetime.date
    calendar: Calendar
    incoming: tuple[Incoming, ...]
    outgoing: tuple[Outgoing, ...]
    voided: tuple[Voided, ...]
    units: dict[str, Unit]
    people: dict[str, str]
    whole: bool


class _Step(msgspec.Struct, rename={"op_before": "from"}):
    """The last step of a document: when it was taken, and which one came before."""

    time: int = 0
    op_before: str = ""


class _Number(msgspec.Struct):
    """Which old book a number comes from; none where it was given here."""

    source: str = ""


class _State(msgspec.Struct):
    """What is read of a stored state."""

    step: _Step = msgspec.field(default_factory=_Step)
    number: _Number = msgspec.field(default_factory=_Number)


_READ: Final = msgspec.json.Decoder(_State)


def figures(store: Store) -> Figures:
    """Everything that the person may count today."""
    with store.engine.begin() as connection:
        shown = visible.documents(connection, store.viewer)
        rows = _rows(connection, shown)
        units, people = _units(connection), _people(connection)
        states = _states(connection, rows)
        rows = [row for row in rows if row.id not in states or not states[row.id].number.source]
        ends = _ends(connection, rows, states)
        return Figures(
            store.today(),
            reference.calendar(store),
            tuple(_incoming(connection, rows, ends, people)),
            tuple(_outgoing(connection, rows, ends, people)),
            tuple(_voided(connection)) if not shown else (),
            units,
            _named(connection, store, people),
            not shown,
        )


# -- rows ------------------------------------------------------------------------------------------


def _rows(connection: sa.Connection, shown: tuple[sa.ColumnElement[bool], ...]) -> list[Any]:
    """Incoming documents with a number, which stand in a book here, and all others; what was
    finished on paper is no work of here, and a copy no document of its own.
    """
    booked = sa.or_(D.kind != Kind.INCOMING.value, D.number.is_not(None))
    booked &= (D.state != State.TAKEN_OVER.value) & D.type.not_in(tuple(true_copies.Form))
    columns = (D.n, D.id, D.kind, D.state, D.type, D.urgency, D.dated, D.due, D.created, D.drafter,
               D.lead_person, D.stream)  # fmt: skip
    return list(connection.execute(sa.select(*columns).where(booked, *shown)))


def _incoming(
    connection: sa.Connection, rows: list[Any], ends: Days, people: Mapping[str, Any]
) -> Iterator[Incoming]:
    given = models.Assignment
    query = sa.select(given.document, given.unit).where(
        given.part == "lead", given.person.is_(None), given.unit.is_not(None)
    )
    to_units = {row.document: row.unit for row in connection.execute(query)}
    for row in rows:
        if row.kind != Kind.INCOMING.value:
            continue
        person = row.lead_person or ""
        own = people[person].unit if person in people else ""
        yield Incoming(
            row.n,
            own or to_units.get(row.id, ""),
            person,
            read_date(row.dated or "") or day(row.created),
            read_date(row.due or ""),
            ends.get(row.id),
            row.state in _DROPPED,
        )


def _outgoing(
    connection: sa.Connection, rows: list[Any], ends: Days, people: Mapping[str, Any]
) -> Iterator[Outgoing]:
    mark, sent = models.Signature, models.Dispatch
    times = sa.select(mark.document, sa.func.max(mark.time)).where(mark.kind == "main")
    signed = {row[0]: day(row[1]) for row in connection.execute(times.group_by(mark.document))}
    first = sa.select(sent.document, sa.func.min(sent.day)).group_by(sent.document)
    sending = {row[0]: row[1] for row in connection.execute(first)}
    # a letter that went out without a line for a recipient has its own date
    issued = {
        row.id: read_date(sending.get(row.id, row.dated) or "") for row in rows if row.state in _OUT
    }
    replaced = _replaced(connection, issued)
    for row in rows:
        if row.kind == Kind.INCOMING.value:
            continue
        ended, own = ends.get(row.id), people.get(row.drafter)
        yield Outgoing(
            row.n,
            own.unit if own is not None else "",
            row.drafter,
            row.type,
            day(row.created),
            row.urgency,
            signed.get(row.id),
            issued.get(row.id),
            ended if row.state == State.RECALLED.value else None,
            ended if row.state == State.CANCELLED.value and row.id in signed else None,
            replaced.get(row.id),
        )


def _replaced(
    connection: sa.Connection, issued: Mapping[str, datetime.date | None]
) -> dict[str, datetime.date]:
    """Which documents were replaced, on the day on which the first that replaces them went out."""
    link, found = models.Link, dict[str, datetime.date]()
    query = sa.select(link.target, link.document).where(link.relation == "replaces")
    for target, document in connection.execute(query):
        at = issued.get(document)
        if at is not None:
            found[target] = min(at, found.get(target, at))
    return found


# -- when documents ended --------------------------------------------------------------------------


def _states(connection: sa.Connection, rows: list[Any]) -> dict[str, _State]:
    """What is stored of documents that ended."""
    seen, table = {row.id for row in rows}, models.Aggregate
    stored = sa.func.coalesce(table.overlay, table.committed)
    query = (
        sa.select(D.id, stored)
        .join(table, (table.kind == "document") & (table.id == D.id))
        .where(D.state.in_(sorted(state.value for state in _ENDED | _STOPPED)))
    )
    return {key: _READ.decode(raw) for key, raw in connection.execute(query) if key in seen}


def _ends(
    connection: sa.Connection, rows: list[Any], states: Mapping[str, _State]
) -> dict[str, datetime.date]:
    """The day of the step that ended each: of one that lies in its dossier, the step before it was
    put there.
    """
    filed = {
        row.id: states[row.id].step.op_before
        for row in rows
        if row.kind == Kind.INCOMING.value and row.state == State.FILED.value and row.id in states
    }
    asked: dict[str, list[str]] = {}
    for row in rows:
        if row.id in filed:
            asked.setdefault(row.stream, []).append(filed[row.id])
    times = {
        (stream, op): time
        for stream, ops in asked.items()
        for op, time in _times(connection, stream, ops).items()
    }
    found = {
        row.id: times.get((row.stream, filed.get(row.id, "")), states[row.id].step.time)
        for row in rows
        if row.id in states
    }
    return {entity: day(time) for entity, time in found.items()}


def _times(connection: sa.Connection, stream: str, ops: Iterable[str]) -> dict[str, int]:
    """When the commits that hold some operations were written."""
    chains: dict[tuple[str, int], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for op in {op for op in ops if op}:
        named = op_id(op)
        chains[named.device, named.inc][named.seq].append(op)
    table, found = models.Commit, dict[str, int]()
    for (device, inc), places in chains.items():
        seqs = sorted(places)
        of = (table.stream == stream, table.device == device, table.inc == inc)
        for at in range(0, len(seqs), _AT_ONCE):
            query = sa.select(table.seq, table.hlc_ms).where(
                *of, table.seq.in_(seqs[at : at + _AT_ONCE])
            )
            for seq, time in connection.execute(query):
                found |= dict.fromkeys(places[seq], time)
    return found


def _voided(connection: sa.Connection) -> Iterator[Voided]:
    """Numbers of outgoing books that are void; told only to who sees the whole book."""
    spare, book = models.SpareNumber, models.Register
    query = (
        sa.select(spare.register, spare.number, spare.op, book.stream)
        .join(book, book.id == spare.register)
        .where(spare.fate == "void", book.kind != RegisterKind.INCOMING.value)
    )
    rows = connection.execute(query.order_by(spare.register, spare.number)).all()
    for stream in sorted({row.stream for row in rows}):
        here = [row for row in rows if row.stream == stream]
        times = _times(connection, stream, (row.op for row in here))
        for row in here:
            if row.op in times:
                yield Voided(row.register, row.number, day(times[row.op]))


# -- units and people ------------------------------------------------------------------------------


def _units(connection: sa.Connection) -> dict[str, Unit]:
    rows = connection.execute(sa.select(models.Unit)).mappings()
    return {
        row["id"]: Unit(row["id"], row["name"], row["short"], row["code"], row["parent"])
        for row in rows
    }


def _people(connection: sa.Connection) -> dict[str, Any]:
    table = models.Person
    rows = connection.execute(sa.select(table.id, table.name, table.unit))
    return {row.id: row for row in rows}


def _named(connection: sa.Connection, store: Store, people: Mapping[str, Any]) -> dict[str, str]:
    """Whoever leads sees how it stands with each person, everybody else only with himself: an
    office's custom, narrower than what the documents would show him one by one.
    """
    mine = store.author.person
    grants = facts.grants(connection, mine)
    leads = access.roles_in(grants, store.unit, store.today()) & LEADERS
    return {key: row.name for key, row in people.items() if leads or key == mine}
