"""People, books, dossiers, devices and the state of sync, as frozen rows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa

from core.office import access
from core.office.collation import key
from core.office.terms import Role
from db import commits, facts, local, models, named, visible, wanted
from db.acting import Store
from db.queries import certificates, completing, conflicts
from db.queries.numbers import field
from db.queries.rows import (
    BookRow,
    DeviceRow,
    InGroup,
    Letterhead,
    PersonRow,
    SyncRow,
)
from db.queries.shelf import groups_here

LAST_SYNC = "sync.last"


def people(store: Store) -> list[PersonRow]:
    """Everybody of the unit with the roles held today."""
    with store.engine.begin() as connection:
        units = {
            row.id: row.name
            for row in connection.execute(sa.select(models.Unit.id, models.Unit.name))
        }
        return [
            PersonRow(
                row["id"],
                row["name"],
                row["rank"],
                row["post"],
                units.get(row["unit"], ""),
                access.roles_in(facts.grants(connection, row["id"]), store.unit, store.today()),
            )
            for row in connection.execute(sa.select(models.Person)).mappings()
        ]


def units(store: Store) -> list[tuple[str, str]]:
    """The units that somebody is in, by id and name, in alphabetical order."""
    unit, person = models.Unit, models.Person
    with store.engine.begin() as connection:
        query = sa.select(unit.id, unit.name).where(unit.id.in_(sa.select(person.unit)))
        found = [(row.id, row.name) for row in connection.execute(query) if row.name]
    return sorted(found, key=lambda one: key(one[1]))


def me(store: Store) -> PersonRow:
    """The person who is unlocked; without a name while the authority's commits have not arrived."""
    mine = [person for person in people(store) if person.id == store.author.person]
    return mine[0] if mine else PersonRow(store.author.person, "", "", "", "", frozenset[Role]())


def unit_name(store: Store) -> str:
    """The unit's name, from its own stream or else from provisioning."""
    with store.engine.begin() as connection:
        name = connection.execute(
            sa.select(models.Unit.name).where(models.Unit.id == store.unit)
        ).scalar()
    return name or store.realm.provision.name


def letterhead(store: Store, day: datetime.date | None = None) -> Letterhead:
    """The head of the unit's documents as it was on a day, today's without one, and the short name
    of the author's own agency.
    """
    on = day or store.today()
    with store.engine.begin() as connection:
        unit = named.unit_names(connection, store.unit, on)
        if unit["name"] == store.unit:  # its own commits have not arrived
            return Letterhead("", store.realm.provision.name, "", "", "")
        parent = named.unit_names(connection, unit.get("parent", ""), on)["name"]
        query = sa.select(models.Person.unit).where(models.Person.id == store.author.person)
        mine = connection.execute(query).scalar()
        own = named.unit_names(connection, mine, on) if mine and mine != store.unit else {}
    short, place = (unit.get(name, "") for name in ("short", "place"))
    return Letterhead(parent, unit["name"], short, place, own.get("short", ""))


def books(store: Store, kind: str) -> list[BookRow]:
    """The books of a kind for this year: the unit's before those of restricted groups, of each
    those that this device may number from first, and of these the general ones before those for
    some types of document only.
    """
    with store.engine.begin() as connection:
        query = sa.select(models.Register).where(
            models.Register.kind == kind,
            models.Register.year == store.today().year,
            *visible.books(connection, store.viewer),
        )
        rows = connection.execute(query).mappings().all()
        named = groups_here(connection)
        found = [_book(connection, store, row, named) for row in rows]
        keys = [("register", book.id) for book in found]
        special = {
            book: bool(field(state, "types", []))
            for (_, book), state in facts.states(connection, keys).items()
        }

    def place(book: BookRow) -> tuple[bool, bool, bool, str]:
        return book.group is not None, book.next is None, special[book.id], book.name

    return sorted(found, key=place)


def _book(
    connection: sa.Connection, store: Store, row: sa.RowMapping, named: Mapping[str, InGroup]
) -> BookRow:
    lease, day = models.Lease, store.today().isoformat()
    query = sa.select(lease.top, lease.end).where(
        lease.register == row["id"],
        lease.device == store.author.device,
        lease.inc == store.author.inc,
        lease.returned.is_(False),
        lease.start <= day,
        lease.until >= day,
        lease.top < lease.end - 1,
    )
    held = connection.execute(query.order_by(lease.first)).first()
    free = held.end - held.top - 1 if held else 0
    return BookRow(
        row["id"],
        row["kind"],
        row["name"],
        row["symbol"],
        row["year"],
        held.top + 1 if held and free else None,
        free,
        named.get(row["stream"]),
    )


def devices(store: Store) -> list[DeviceRow]:
    """The other installations of the unit: whom a bundle can be addressed to. A founder that was
    revoked, and never renewed, has a row without a certificate.
    """
    founders = store.realm.founders
    table = models.Device
    query = sa.select(table.id, table.kind, table.label, table.revoked).where(
        table.id != store.author.device
    )
    with store.engine.begin() as connection:
        rows = [DeviceRow(*row) for row in connection.execute(query.order_by(table.label))]
    return [
        replace(row, kind=founders[row.id].kind, label=founders[row.id].label)
        if not row.kind and row.id in founders
        else row
        for row in rows
    ]


def issuers(store: Store, limit: int = 500) -> list[tuple[str, int]]:
    """Agencies that the person's documents came from, with how often: what completion offers."""
    table = models.Document
    query = sa.select(table.issuer, sa.func.count()).where(table.issuer != "")
    ordered = query.group_by(table.issuer).order_by(sa.func.count().desc()).limit(limit)
    with store.engine.begin() as connection:
        shown = ordered.where(*visible.documents(connection, store.viewer))
        return [(row[0], row[1]) for row in connection.execute(shown)]


def sync(store: Store) -> SyncRow:
    """How this device stands with the server."""
    ends = certificates.own_end(store)
    with store.engine.begin() as connection:
        last = local.value(connection, LAST_SYNC)
        shown = visible.documents(connection, store.viewer)
        given_up = models.Blob.away == wanted.EVICTED
        open_ = sa.and_(models.Document.conflicts > 0, *shown)
        return SyncRow(
            unsent=_count(connection, models.Commit, commits.UNANSWERED),
            missing_files=_count(connection, models.Blob, ~models.Blob.complete & ~given_up),
            conflicts=_count(connection, models.Document, open_)
            + conflicts.dossiers(connection, store.viewer),
            held=_count(connection, models.Held, sa.true()),
            last=int(last) if last else None,
            incidents=completing.incidents(connection),
            ends=ends,
            rooted=certificates.rooted(store),
        )


def _count(
    connection: sa.Connection, table: type[models.Base], where: sa.ColumnElement[bool]
) -> int:
    return connection.execute(
        sa.select(sa.func.count()).select_from(table).where(where)
    ).scalar_one()
