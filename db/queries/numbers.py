"""Books as their keeper needs them: what each may number now, the fate of every number, and what
stands in a book in a period.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from core.commits import merge, old_books
from core.commits.fold import State
from core.commits.ids import op_id
from core.errors import NotFound, SuffixRefused
from core.office import closing, day, numbering
from core.office.closing import Out
from core.sync import lease
from core.sync.lease import LeaseState
from db import facts, models, states, visible
from db.acting import Store
from db.authoring import Author
from db.queries.rows import InGroup
from db.queries.shelf import groups_here


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A book of a year. ``next`` is None where this device may not number from it now; ``last`` is
    its own last number there, 0 before any, and ``late`` what a late document could get behind it
    (``12a``); ``kept`` are numbers that wait for a document, ``closed`` the periods for which it
    was closed, ``busy`` the months with numbers, ``held`` what this device has left of it, first
    and last of each range; ``group`` is None for a book of the whole unit.
    """

    id: str
    kind: str
    name: str
    symbol: str
    year: int
    types: tuple[str, ...]
    first: int
    next: int | None
    left: int
    last: int
    late: str
    kept: tuple[int, ...]
    closed: tuple[str, ...]
    busy: tuple[str, ...]
    held: tuple[tuple[int, int], ...] = ()
    group: InGroup | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a number, or of all from it to ``until``: ``document``, ``taken_over`` for one
    from an old book, ``void``, ``kept``, or ``lost``: a machine held it and never gave it.
    ``document`` is empty for whom it is not for; ``reason`` is that of a void or kept number, and
    the name of the machine of lost ones.
    """

    number: int
    suffix: str
    until: int
    fate: str
    document: str = ""
    subject: str = ""
    dated: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a book holds in a period, and the commit on which this device's chain ends; first and
    last number are 0 where there is none. ``out`` is what other machines may have given besides.
    """

    period: str
    lines: int
    first: int
    last: int
    voids: int
    head: str
    out: tuple[Out, ...] = ()


def registers(store: Store, kinds: Iterable[str] = ()) -> list[RegisterRow]:
    """The books of all years, the newest year first; of all kinds without any named."""
    wanted = tuple(kinds)
    with store.engine.begin() as connection:
        table = models.Register
        query = sa.select(table.id, table.stream).order_by(
            table.year.desc(), table.kind.desc(), table.name
        )
        query = query.where(*visible.books(connection, store.viewer))
        if wanted:
            query = query.where(table.kind.in_(wanted))
        streams = {row.id: row.stream for row in connection.execute(query)}
        states = facts.states(connection, [("register", book) for book in streams])
        named = groups_here(connection)
        found = [_row(connection, store, book, states[("register", book)]) for book in streams]
    return [replace(row, group=named.get(streams[row.id])) for row in found]


def _row(connection: sa.Connection, store: Store, book: str, state: State) -> RegisterRow:
    author = store.author
    held = lease.to_use(state, author.device, author.inc, store.today().isoformat())
    me = (author.device, author.inc)
    mine = [one for one in lease.leases(state) if (one.device, one.inc) == me]
    closed = periods(state)
    year = field(state, "year", 0)
    shut = closing.shutting(closed, year, store.today()) is not None
    return RegisterRow(
        book,
        state.get("kind", ""),
        field(state, "name", ""),
        field(state, "symbol", ""),
        year,
        tuple(field(state, "types", [])),
        lease.begins_at(state),
        held.top + 1 if held and not shut else None,
        held.left if held and not shut else 0,
        max((one.top for one in mine if one.top >= one.first), default=0),
        "" if shut else _late(state, mine, store.today().isoformat()),
        tuple(sorted(number for number, _, _ in state.get("reserved", ()))),
        closed,
        busy(connection, book, year),
        tuple((one.top + 1, one.end - 1) for one in mine if one.left),
    )


def _late(state: State, mine: list[LeaseState], today: str) -> str:
    """The last number with its next suffix, where a document has it and its lease is in force."""
    used = [one for one in mine if one.top >= one.first]
    spare = {number for name in ("voids", "reserved") for number, _, _ in state.get(name, ())}
    if not used or used[-1].returned or used[-1].top in spare:
        return ""
    held = used[-1]
    with suppress(SuffixRefused):
        if held.start <= today <= held.until:
            return numbering.late_number(held.top, held.suffix).text()
    return ""


def field(state: State, name: str, default: Any) -> Any:
    """The value that stands in a field; the first of those that compete."""
    return next(iter(merge.values(state.get("fields", {}).get(name, []))), default)


def periods(state: State) -> tuple[str, ...]:
    """The periods for which a book was closed."""
    closings = state.get("lists", {}).get("closings", ())
    return tuple(sorted({value["period"] for _, value in closings}))


def busy(connection: sa.Connection, book: str, year: int) -> tuple[str, ...]:
    """The months of a book's year in which documents got numbers."""
    table = models.Document
    month = sa.func.substr(table.dated, 1, 7)
    query = sa.select(month).where(table.register == book, table.dated.is_not(None)).distinct()
    found = set(connection.execute(query).scalars())
    return tuple(each for each in closing.months(year) if each in found)


# -- the fate of every number ----------------------------------------------------------------------


def fates(store: Store, book: str) -> list[Fate]:
    """What became of every number of a book, in order: each has one fate. Raises NotFound."""
    with store.engine.begin() as connection:
        state = facts.states(connection, [("register", book)]).get(("register", book))
        if state is None:
            raise NotFound(kind="register")
        named = _documents(connection, store, book, state)
        labels = _labels(connection)
    found = [*named, *_spare(state)]
    lost = _lost(lease.leases(state), {each.number for each in found}, labels)
    return sorted([*found, *lost], key=lambda one: (one.number, len(one.suffix), one.suffix))


def _documents(connection: sa.Connection, store: Store, book: str, state: State) -> list[Fate]:
    table = models.Document
    own = sa.select(table.id).where(
        table.register == book, *visible.documents(connection, store.viewer)
    )
    seen = set(connection.execute(own).scalars())
    query = sa.select(table.id, table.number, table.suffix, table.subject, table.dated)
    rows = connection.execute(query.where(table.register == book, table.number.is_not(None)))
    return [
        Fate(
            row.number,
            row.suffix,
            row.number,
            "taken_over" if old_books.is_old(state, row.number, row.suffix) else "document",
            row.id if row.id in seen else "",
            row.subject if row.id in seen else "",
            row.dated or "",
        )
        for row in rows
    ]


def _spare(state: State) -> Iterator[Fate]:
    for fate, name in (("void", "voids"), ("kept", "reserved")):
        for number, reason, _ in state.get(name, ()):
            yield Fate(number, "", number, fate, reason=reason)


def _labels(connection: sa.Connection) -> dict[str, str]:
    table = models.Device
    return {row.id: row.label for row in connection.execute(sa.select(table.id, table.label))}


def _lost(held: list[LeaseState], known: set[int], labels: Mapping[str, str]) -> Iterator[Fate]:
    """The rest of a range that its holder did not use before somebody else's range began; one that
    went back unused began nothing.
    """
    begun = [one for one in held if not one.returned or one.top >= one.first]
    for one, following in itertools.pairwise(begun):
        end = min(one.end, following.first)
        first = one.top + 1
        over = one.returned or any(
            later.holder != one.holder for later in begun[begun.index(one) :]
        )
        if over and first < end and first not in known:
            yield Fate(first, "", end - 1, "lost", reason=labels.get(one.device, ""))


# -- what stands in a period -----------------------------------------------------------------------


def figures(store: Store, book: str, period: str) -> Figures:
    """What the closing of a book for a period would say now. Raises NotFound."""
    with store.engine.begin() as connection:
        return figures_in(connection, store, book, period)


def closing_sheet(store: Store, book: str, period: str) -> str:
    """The blob of the sheet with which a book was closed for a period. Raises NotFound."""
    table = models.Closing
    query = sa.select(table.blob).where(table.register == book, table.period == period)
    with store.engine.begin() as connection:
        found = connection.execute(query.order_by(table.time)).scalar()
    if found is None:
        raise NotFound(kind="file")
    return str(found)


def figures_in(connection: sa.Connection, store: Store, book: str, period: str) -> Figures:
    """:func:`figures` inside a transaction."""
    state = facts.states(connection, [("register", book)]).get(("register", book))
    if state is None:
        raise NotFound(kind="register")
    stream = states.stream_of(connection, ("register", book)) or store.stream
    table = models.Document
    dated = sa.func.substr(table.dated, 1, len(period)) == period
    whole = period == f"{field(state, 'year', 0):04}"
    query = sa.select(table.number).where(
        table.register == book, table.number.is_not(None), *(() if whole else (dated,))
    )
    lines = list(connection.execute(query).scalars())
    voids = [
        number
        for number, _, op in state.get("voids", ())
        if whole or _day_of(connection, stream, op).startswith(period)
    ]
    numbers = [*lines, *voids]
    first, last = min(numbers, default=0), max(numbers, default=0)
    head, out = _head(connection, store.author, stream), _out(connection, store, state)
    return Figures(period, len(lines), first, last, len(voids), head, out)


def _out(connection: sa.Connection, store: Store, state: State) -> tuple[Out, ...]:
    """The numbers of a book that other machines hold, with what these are called."""
    author, labels = store.author, _labels(connection)
    held = closing.outstanding(state.get("leases", {}).values(), author.device, author.inc)
    return tuple(one._replace(label=labels.get(one.device, "")) for one in held)


def _day_of(connection: sa.Connection, stream: str, op: str) -> str:
    """The office's day of the commit that an operation stands in; empty where it is not here."""
    name, table = op_id(op), models.Commit
    query = sa.select(table.hlc_ms).where(
        table.stream == stream,
        table.device == name.device,
        table.inc == name.inc,
        table.seq == name.seq,
    )
    time = connection.execute(query).scalar()
    return day.day(time).isoformat() if time is not None else ""


def _head(connection: sa.Connection, author: Author, stream: str) -> str:
    """The last commit of this device's chain in a stream; of anybody's where it has none yet in its
    incarnation.
    """
    table = models.Commit
    if tip := facts.tip(connection, (author.device, author.inc, stream)):
        return tip[1]
    query = sa.select(table.id).where(table.stream == stream).order_by(table.n.desc())
    return str(connection.execute(query.limit(1)).scalar_one())
