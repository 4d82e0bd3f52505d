"""Accounts, grants, units and machines as an administrator keeps them, with the history of names;
no documents.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import sqlalchemy as sa

from core.commits.confirming import Change, waiting
from core.commits.fold import State
from core.commits.trust import DeviceKind
from core.office import access
from core.office.access import Grant
from core.office.collation import key, name_key
from core.office.terms import Act, Role
from db import facts, models, named
from db.acting import Store
from db.queries import certificates, groups
from db.queries.groups import GroupRow


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A role with its days; ``last`` is None without an end. ``standing`` is ``now``, ``later`` or
    ``over``; ``reason`` why it was revoked; ``waits``: a change of it is not confirmed yet.
    """

    id: str
    role: Role
    since: datetime.date
    last: datetime.date | None
    standing: str
    reason: str
    waits: bool = False


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change of rights that nobody has confirmed: which grant and operation, whose role, from
    when to when, by whom, when (ms UTC) and why; ``own``: the person at work made it.
    """

    grant: str
    op: str
    act: Act
    person: str
    role: Role
    since: datetime.date
    last: datetime.date | None
    by: str
    time: int
    reason: str
    own: bool


@dataclass(frozen=True, slots=True)
class MachineRow:
    """An installation: what it is, whom it was certified for, until when and when the last of its
    acts known here was done (ms UTC, 0 for none); ``own`` is the one at work.
    """

    id: str
    kind: DeviceKind
    label: str
    person: str
    until: int
    revoked: bool
    own: bool
    heard: int = 0


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A person of the unit; ``grants`` in force first, then later ones, then those that ended."""

    n: int
    id: str
    name: str
    rank: str
    post: str
    unit: str
    unit_name: str
    grants: tuple[GrantRow, ...]
    machines: tuple[str, ...]

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of today, in the order of their grants."""
        return tuple(dict.fromkeys(one.role for one in self.grants if one.standing == "now"))


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit or agency; ``parent`` is a unit's id or the name of one outside, ``above`` its name,
    ``people`` how many belong to it.
    """

    n: int
    id: str
    name: str
    short: str
    code: str
    parent: str
    above: str
    place: str
    people: int


@dataclass(frozen=True, slots=True)
class NamedRow:
    """What a person or unit was called from a day on up to and with ``last``, None for today's;
    ``written`` is the day of the commit. Of a unit ``unit`` is the one above it.
    """

    since: datetime.date
    last: datetime.date | None
    written: datetime.date
    name: str
    rank: str = ""
    post: str = ""
    unit: str = ""
    short: str = ""
    code: str = ""
    place: str = ""


@dataclass(frozen=True)
class Accounts:
    """Everything that the screen shows."""

    people: tuple[AccountRow, ...]
    machines: tuple[MachineRow, ...]
    units: tuple[UnitRow, ...]
    groups: tuple[GroupRow, ...] = ()


def accounts(store: Store) -> Accounts:
    """People by given name, machines by the end of their certificates, units with the unit itself
    first; restricted groups by name.
    """
    with store.engine.begin() as connection:
        units = _units(connection, store)
        machines = _machines(connection, store)
        found_people = connection.execute(sa.select(models.Person)).mappings()
        people = sorted(found_people, key=lambda row: (name_key(row["name"]), row["id"]))
        names = {unit.id: unit.name for unit in units}
        rows = [
            AccountRow(
                n=n,
                id=row["id"],
                name=row["name"],
                rank=row["rank"],
                post=row["post"],
                unit=row["unit"],
                unit_name=names.get(row["unit"], ""),
                grants=_grants(connection, row["id"], store.today()),
                machines=tuple(one.label for one in machines if one.person == row["id"]),
            )
            for n, row in enumerate(people, 1)
        ]
    return Accounts(tuple(rows), machines, units, tuple(groups.every(store)))


def history(store: Store, kind: str, entity: str) -> tuple[NamedRow, ...]:
    """What a ``person`` or ``unit`` was called with the days, the newest first; other units are
    named as on the first of them.
    """
    with store.engine.begin() as connection:
        found = named.spans(connection, (kind, entity))
        said = [dict(span.names) for span in found]
        for span, names in zip(found, said, strict=True):
            above = names.pop(_OVER[kind], "")
            names["unit"] = named.unit_names(connection, above, span.since)["name"]
    ends = [*(span.since - datetime.timedelta(days=1) for span in found[1:]), None]
    rows = [
        NamedRow(span.since, last, span.written, **names)
        for span, last, names in zip(found, ends, said, strict=True)
    ]
    return tuple(reversed(rows))


_OVER = {"person": "unit", "unit": "parent"}
"""What names the unit above, which is told by its name."""


def _units(connection: sa.Connection, store: Store) -> tuple[UnitRow, ...]:
    table, person = models.Unit, models.Person
    count = sa.select(person.unit, sa.func.count()).group_by(person.unit)
    people = {row[0]: row[1] for row in connection.execute(count)}
    rows = connection.execute(sa.select(table)).mappings().all()
    names = {row["id"]: row["name"] for row in rows}
    order = sorted(rows, key=lambda row: (row["id"] != store.unit, key(row["name"]), row["id"]))
    return tuple(
        UnitRow(
            n,
            **{name: row[name] for name in ("id", "name", "short", "code", "parent", "place")},
            above=names.get(row["parent"], row["parent"]),
            people=people.get(row["id"], 0),
        )
        for n, row in enumerate(order, 1)
    )


def _grants(connection: sa.Connection, person: str, today: datetime.date) -> tuple[GrantRow, ...]:
    held = facts.grants_by_id(connection, person)
    states = facts.states(connection, (("grant", name) for name in held))
    rows = [
        _grant(name, grant, today, states.get(("grant", name), {})) for name, grant in held.items()
    ]
    order = ("now", "later", "over")
    return tuple(sorted(rows, key=lambda row: (order.index(row.standing), row.since, row.id)))


def _grant(name: str, grant: Grant, today: datetime.date, state: State) -> GrantRow:
    last = grant.last_day()
    later = grant.since > today and last >= grant.since
    standing = "now" if grant.in_force(today) else "later" if later else "over"
    revocations = state.get("lists", {}).get("revocations", ())
    return GrantRow(
        id=name,
        role=grant.role,
        since=grant.since,
        last=None if last == datetime.date.max else last,
        standing=standing,
        reason=str(revocations[0][1]["reason"]) if revocations else "",
        waits=bool(waiting(state)),
    )


def changes(store: Store) -> tuple[ChangeRow, ...]:
    """The changes of rights that wait to be confirmed, the oldest first."""
    table, person = models.Grant, models.Person
    found: list[ChangeRow] = []
    with store.engine.begin() as connection:
        names = {row.id: row.name for row in connection.execute(sa.select(person.id, person.name))}
        for holder in connection.execute(sa.select(table.person).distinct()).scalars().all():
            held = facts.grants_by_id(connection, holder)
            states = facts.states(connection, (("grant", name) for name in held))
            for name, grant in held.items():
                said = (names.get(holder, ""), name, grant)
                for one in waiting(states.get(("grant", name), {})):
                    own = one.author == store.author.person
                    found.append(_change(one, said, names.get(one.author, ""), own))
    return tuple(sorted(found, key=lambda row: (row.time, row.op)))


def to_confirm(store: Store) -> int:
    """How many changes of rights that others made wait to be confirmed; 0 for who may not confirm.

    Counted from the states alone: work lists ask it after every change.
    """
    table, me = models.Aggregate, store.author.person
    with store.engine.begin() as connection:
        roles = access.roles_in(facts.grants(connection, me), store.unit, store.today())
        if not roles & access.ACCESS[Act.CONFIRM_GRANT].keys():
            return 0
        shown = sa.func.coalesce(table.overlay, table.committed)
        query = sa.select(shown).where(table.kind == "grant", shown.is_not(None))
        read = [facts.read_state(raw) for raw in connection.execute(query).scalars()]
    return sum(one.author != me for state in read for one in waiting(state))


def _change(one: Change, said: tuple[str, str, Grant], by: str, own: bool) -> ChangeRow:
    person, name, grant = said
    last = grant.last_day()
    until = None if last == datetime.date.max else last
    row = (name, one.op, one.act, person, grant.role, grant.since, until)
    return ChangeRow(*row, by, one.time, one.reason, own)


def _machines(connection: sa.Connection, store: Store) -> tuple[MachineRow, ...]:
    table = models.Device
    known = {row.id: row for row in connection.execute(sa.select(table.id, table.revoked))}
    names, last = {*known, *store.realm.founders}, certificates.heard(connection)
    states = facts.states(connection, (("device", name) for name in names))
    rows = []
    for name in names:
        certificate, revoked = facts.certificate(connection, store.realm, name)
        if certificate is not None:
            own = name == store.author.device
            person = _person(states.get(("device", name), {}))
            kind, label, end = certificate.kind, certificate.label, certificate.end
            at = last.get(name, 0)
            rows.append(MachineRow(name, kind, label, person, end, revoked, own, at))
    return tuple(sorted(rows, key=lambda row: (row.revoked, row.until, row.label, row.id)))


def _person(state: State) -> str:
    """Whom the newest certificate of a machine was made for."""
    admitted = state.get("lists", {}).get("certificates", ())
    return str(admitted[-1][1].get("person", "")) if admitted else ""
