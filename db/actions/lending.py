"""The server lends numbers of a book to one machine at a time (sync.md §4.6, M1)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final, NamedTuple

import sqlalchemy as sa

from core.commits.fold import State
from core.commits.format import Op
from core.errors import LeaseOpen, NotFound
from core.office import closing
from core.sync import lease
from core.sync.lease import LeaseState
from db import commits, facts, models, states
from db.acting import Store
from db.actions import ordering, recovering
from db.engine import writes
from db.ledger import Registrar
from db.queries.numbers import field, periods

AHEAD: Final = 11
"""The month from which next year's books are lent."""
OF_LATE: Final = 28
FORTNIGHT: Final = 14
"""Days of use that count, and days without the server that a range is made for."""


@dataclass(frozen=True)
class LeaseWish:
    """Whom a lease is for and what it covers; dates are ISO, both days included."""

    device: str
    inc: int
    count: int
    start: str
    until: str
    holder_lost: bool = False


def give_lease(store: Store, registrar: Registrar, book: str, wish: LeaseWish) -> tuple[int, int]:
    """Give a device the next numbers of a book; the range ``(first, end)``.

    One holder at a time (sync.md §4.6, M1), unless the holder is revoked or an administrator gave
    it up for lost: the rest of its range is then never given. Raises NotFound, LeaseOpen.
    """
    with writes(store.engine).begin() as connection:
        commits.lock_heads(connection)
        state = facts.states(connection, [("register", book)], committed=True).get(
            ("register", book)
        )
        if state is None:
            raise NotFound(kind="register")
        held = lease.open_leases(state)
        others = [
            each
            for each in held
            if each.holder != (wish.device, wish.inc)
            and not facts.certificate(connection, store.realm, each.device)[1]
        ]
        if others and not wish.holder_lost:
            raise LeaseOpen(first=others[0].first, last=others[0].end - 1)
        return _lend(connection, store, registrar, (book, state), wish)


def _lend(
    connection: sa.Connection,
    store: Store,
    registrar: Registrar,
    lent: tuple[str, State],
    wish: LeaseWish,
) -> tuple[int, int]:
    book, state = lent
    first, _ = lease.next_range(state, (), 0, lease.begins_at(state))
    body = {
        "lease": store.new_id(),
        "device": wish.device,
        "inc": wish.inc,
        "first": first,
        "end": first + wish.count,
        "start": wish.start,
        "until": wish.until,
    }
    op = Op(kind="register.lease", id=book, body=body)
    stream = states.stream_of(connection, ("register", book)) or store.stream
    ordering.order_in(connection, store, registrar, stream, (op,))
    return first, first + wish.count


# -- without being asked ---------------------------------------------------------------------------


def tend(store: Store, registrar: Registrar) -> int:
    """Lend what is due, so that nobody waits for numbers: the next range to whoever runs out of
    them, and from 1 November the first of next year's book to the holder of this year's (sync.md
    §4.6). A range is three times what a fortnight used of late. How many ranges were lent.
    """
    with store.engine.begin() as connection:
        if recovering.is_on(connection):
            return 0
        wanted = [book for book, *_ in _due(connection, store)]
    lent = 0
    for book in wanted:
        with writes(store.engine).begin() as connection:
            commits.lock_heads(connection)
            still = [each for each in _due(connection, store) if each[0] == book]
            for _, state, wish in still:  # unless another process was quicker
                _lend(connection, store, registrar, (book, state), wish)
                lent += 1
    return lent


def _due(connection: sa.Connection, store: Store) -> list[tuple[str, State, LeaseWish]]:
    today = store.today()
    books = _books(connection, today.year)
    found = [
        (book.id, book.state, _wish(connection, store, book.id, book.state, last, today.year))
        for book in books
        if (last := lease.due(book.state, today.isoformat())) and not _shut(book.state, today)
    ]
    if today.month >= AHEAD:
        for new in _books(connection, today.year + 1):
            old = next((each for each in books if _same(each, new)), None)
            held = lease.leases(old.state) if old and not lease.leases(new.state) else []
            if old and held and not held[-1].returned:
                wish = _wish(connection, store, old.id, new.state, held[-1], today.year + 1)
                found.append((new.id, new.state, wish))
    return [each for each in found if _in_force(connection, each[2])]


class _Book(NamedTuple):
    id: str
    stream: str
    state: State


def _books(connection: sa.Connection, year: int) -> list[_Book]:
    """The books of a year, those that no server lends left out."""
    table = models.Register
    query = sa.select(table.id, table.stream).where(table.year == year)
    rows = connection.execute(query).all()
    states = facts.states(connection, [("register", row.id) for row in rows], committed=True)
    found = ((row, states.get(("register", row.id))) for row in rows)
    return [_Book(row.id, row.stream, state) for row, state in found if state is not None]


def _same(old: _Book, new: _Book) -> bool:
    """The book of another year: one of a restricted group may be called as the unit's is."""
    names = ("name", "symbol")
    where = (old.stream, old.state.get("kind")) == (new.stream, new.state.get("kind"))
    return where and all(field(old.state, name, "") == field(new.state, name, "") for name in names)


def _shut(state: State, today: datetime.date) -> bool:
    return closing.shutting(periods(state), today.year, today) is not None


def _wish(
    connection: sa.Connection, store: Store, used: str, state: State, last: LeaseState, year: int
) -> LeaseWish:
    """The next range for a holder, from today or the first day of a year that is to come, by what
    a book used.
    """
    today = store.today()
    since = (today - datetime.timedelta(days=OF_LATE)).isoformat()
    table = models.Document
    query = sa.select(sa.func.count()).where(table.register == used, table.dated > since)
    daily = [connection.execute(query).scalar_one(), *[0] * (OF_LATE - 1)]
    first, end = lease.next_range(state, daily, FORTNIGHT)
    start = max(today, datetime.date(year, 1, 1)).isoformat()
    until = datetime.date(year, 12, 31).isoformat()
    return LeaseWish(last.device, last.inc, end - first, start, until)


def _in_force(connection: sa.Connection, wish: LeaseWish) -> bool:
    """Whether the holder is still that device in that life."""
    table = models.Device
    query = sa.select(table.id).where(table.id == wish.device, table.revoked.is_(False))
    there = connection.execute(query).first() is not None
    return there and _life(connection, wish.device) == wish.inc


# -- whom and what a name means --------------------------------------------------------------------


def find_register(store: Store, book: str, year: int) -> str:
    """The one book of a year that an id or a name means, or of the unit's a kind; raises
    NotFound.
    """
    table = models.Register
    query = sa.select(table.id).where(table.year == year)
    unit = table.stream == store.realm.provision.stream("unit")
    means = (table.id == book) | (table.name == book) | ((table.kind == book) & unit)
    with store.engine.begin() as connection:
        found = list(connection.execute(query.where(means)).scalars())
    if len(found) != 1:
        raise NotFound(kind="register")
    return found[0]


def find_device(store: Store, device: str) -> tuple[str, int]:
    """The one device in force that an id or a label means, with its incarnation as far as the
    server knows. Raises NotFound.
    """
    table = models.Device
    means = (table.id == device) | (table.label == device)
    with store.engine.begin() as connection:
        query = sa.select(table.id).where(means, table.revoked.is_(False))
        found = list(connection.execute(query).scalars())
        if len(found) != 1:
            raise NotFound(kind="device")
        return found[0], _life(connection, found[0])


def _life(connection: sa.Connection, device: str) -> int:
    chain = models.Chain
    lives = sa.select(sa.func.max(chain.inc)).where(chain.device == device)
    return connection.execute(lives).scalar() or 1
