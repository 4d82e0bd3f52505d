"""Work lists: what a person has to do now, what he waits for, and what his unit has open.

Each list is a row of ``TABLE``: who has it, which documents by kind and state, and what else must
hold of them. The conditions ask only what an index finds; counting ends at ``CAP``.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import sqlalchemy as sa

from core.office import access
from core.office.access import READERS, READINGS, Reading
from core.office.terms import Act, Kind, Role, State
from core.office.workflow import COMMANDER, LEADERS
from db import facts, models, visible
from db.acting import Store

D = models.Document
CAP: Final = 1000
"""A count never says more: 1,000 stands for so many or more."""

Group = Literal["mine", "waiting", "unit"]
Condition = sa.ColumnElement[bool]


@dataclass(frozen=True)
class Asker:
    """Whose lists, and on which day (an ISO date); ``people`` are the person and those who are away
    and for whom he stands in.
    """

    person: str
    today: str
    people: tuple[str, ...]


Holds = Callable[[Asker], Condition]


@dataclass(frozen=True)
class WorkList:
    """One list; ``now`` says that what is in it needs the person, which the badge counts."""

    id: str
    group: Group
    roles: frozenset[Role]
    kinds: tuple[Kind, ...]
    states: tuple[State, ...]
    holds: tuple[Holds, ...] = ()
    now: bool = False


# -- what may have to hold of a document -----------------------------------------------------------


def _in_part(*parts: str) -> Holds:
    """The person has it in one of these parts, or stands in for who has."""
    given = models.Assignment

    def holds(asker: Asker) -> Condition:
        by = given.person.in_(asker.people)
        mine = sa.select(given.document).where(by, given.part.in_(parts))
        return D.id.in_(mine)

    return holds


_in_hand = _in_part("lead", "support")


def _others(asker: Asker) -> Condition:
    """Somebody else handles it."""
    return ~_in_hand(asker)


def _mine(asker: Asker) -> Condition:
    """The person began it, or stands in for who did."""
    return D.drafter.in_(asker.people)


def _by_others(asker: Asker) -> Condition:
    """Somebody else began it: nobody checks or signs what he drafted (NĐ 30/2020 Đ.12, 13)."""
    return D.drafter != asker.person


def _late(asker: Asker) -> Condition:
    return D.due < asker.today


def _late_in_hand(asker: Asker) -> Condition:
    """What the person was given is late: his own deadline counts before the document's."""
    given = models.Assignment
    by = given.person.in_(asker.people) & given.part.in_(("lead", "support"))
    # looked up by person once, not for each document anew
    own = sa.select(given.document).where(by, given.due < asker.today)
    without = sa.select(given.document).where(by, given.due.is_(None))
    return sa.or_(D.id.in_(own), sa.and_(D.due < asker.today, D.id.in_(without)))


def _last(act: Act) -> Holds:
    """The last step that was taken."""
    return lambda _asker: D.act.in_([act.value])


def _last_not(act: Act) -> Holds:
    return lambda _asker: D.act.not_in([act.value])


def _touched(asker: Asker) -> Condition:
    """It went through the person's hands."""
    touch, commit = models.Touch, models.Commit
    return sa.exists().where(
        touch.kind == "document",
        touch.entity == D.id,
        commit.n == touch.commit,
        commit.person == asker.person,
    )


def _unchecked(asker: Asker) -> Condition:
    """The person did nothing about it since it was last initialled."""
    touch, commit, mark = models.Touch, models.Commit, models.Signature
    initialled = sa.select(sa.func.max(mark.time)).where(
        mark.document == D.id, mark.kind == "initial"
    )
    return ~sa.exists().where(
        touch.kind == "document",
        touch.entity == D.id,
        commit.n == touch.commit,
        commit.person == asker.person,
        commit.hlc_ms > initialled.scalar_subquery(),
    )


def _to_note(asker: Asker) -> Condition:
    """The person was given it and has not said that he read it; once it is done, only who was
    merely told still has to."""
    given = models.Assignment
    unread = sa.select(given.document).where(given.person == asker.person, given.noted.is_(None))
    told = unread.where(given.part == "inform")
    return sa.or_(D.id.in_(told), sa.and_(D.state != State.DONE.value, D.id.in_(unread)))


def _unread_by_others(asker: Asker) -> Condition:
    given = models.Assignment
    return sa.exists().where(
        given.document == D.id, given.noted.is_(None), given.person != asker.person
    )


def _without_receipt(_asker: Asker) -> Condition:
    """A recipient has not confirmed that he has it."""
    sent = models.Dispatch
    return sa.exists().where(sent.document == D.id, sent.received.is_(None))


# -- the table -------------------------------------------------------------------------------------

_IN, _OUT = (Kind.INCOMING,), (Kind.OUTGOING, Kind.INTERNAL)
_HANDLED = (State.IN_PROGRESS, State.COORDINATING)
_OPEN = (State.REGISTERED, State.SUBMITTED, *_HANDLED)
_READY = (State.SEALED, State.COPIED)
_UNDER_WAY = (State.INITIALLED, State.TO_SIGN, State.SIGNED, State.NUMBERED, *_READY)
_SENT = (State.ISSUED, State.RECEIVED)
_CLERK = frozenset({Role.CLERK})
_CHECKERS = frozenset({Role.HEAD_OF_SECTION, Role.CLERK})
_READS_ALL = frozenset(role for role, seen in READINGS.items() if seen is Reading.UNIT)
_RETURNED = (State.DRAFT, State.REGISTERED)
_GIVEN = (*_HANDLED, State.DONE)


def _now(
    name: str,
    roles: frozenset[Role],
    kinds: tuple[Kind, ...],
    states: tuple[State, ...],
    *holds: Holds,
) -> WorkList:
    return WorkList(name, "mine", roles, kinds, states, holds, now=True)


TABLE: Final[tuple[WorkList, ...]] = (
    _now("late", READERS, _IN, _HANDLED, _in_hand, _late_in_hand),
    _now("returned", READERS, (*_IN, *_OUT), _RETURNED, _mine, _last(Act.RETURN)),
    _now("to_direct", COMMANDER, _IN, (State.SUBMITTED,)),
    _now("to_sign", LEADERS, _OUT, (State.TO_SIGN,), _by_others),
    _now("extensions", LEADERS, _IN, _HANDLED, _last(Act.ASK_EXTENSION)),
    _now("to_check", _CHECKERS, _OUT, (State.INITIALLED,), _by_others, _unchecked),
    _now("to_submit", _CLERK, _IN, (State.REGISTERED,)),
    _now("to_number", _CLERK, _OUT, (State.SIGNED,)),
    _now("to_seal", _CLERK, _OUT, (State.NUMBERED,)),
    _now("to_issue", _CLERK, _OUT, _READY),
    _now("lead", READERS, _IN, _HANDLED, _in_part("lead")),
    _now("support", READERS, _IN, _HANDLED, _in_part("support")),
    _now("to_read", READERS, _IN, _GIVEN, _to_note),
    WorkList("drafts", "mine", READERS, _OUT, (State.DRAFT,), (_mine, _last_not(Act.RETURN))),
    WorkList("to_file", "mine", READERS, _IN, (State.DONE,), (_in_part("lead"),)),
    WorkList("on_the_way", "waiting", READERS, _OUT, _UNDER_WAY, (_mine,)),
    WorkList("submitted", "waiting", _CLERK, _IN, (State.SUBMITTED,), (_touched,)),
    WorkList("given", "waiting", LEADERS, _IN, _HANDLED, (_touched, _others)),
    WorkList("unread", "waiting", LEADERS, _IN, _HANDLED, (_touched, _unread_by_others)),
    WorkList("receipts", "waiting", _CLERK, _OUT, _SENT, (_without_receipt,)),
    WorkList("unit_late", "unit", _READS_ALL, _IN, _OPEN, (_late,)),
    WorkList("unit_open", "unit", _READS_ALL, _IN, _OPEN),
    WorkList("unit_out", "unit", _READS_ALL, _OUT, _UNDER_WAY),
    WorkList("unit_unfiled", "unit", _READS_ALL, _IN, (State.DONE,)),
)
"""All lists, in the order in which they are shown: what presses most comes first."""

BY_ID: Final = {each.id: each for each in TABLE}


@dataclass(frozen=True)
class Desk:
    """The lists that a person has, how much is in each, and how many documents need him now."""

    lists: tuple[WorkList, ...]
    counts: dict[str, int]
    needing: int
    late: int


def desk(store: Store) -> Desk:
    """Count everything for the person who is unlocked, each count up to ``CAP``: in one statement,
    so that what he sees is looked up once.
    """
    with store.engine.begin() as connection:
        lists = _lists(connection, store)
        if not lists:
            return Desk((), {}, 0, 0)
        asker, within = _asker(connection, store), visible.once(connection, store.viewer)
        found = {each.id: _numbers(asker, each, within) for each in lists}
        pressing = [found[each.id] for each in lists if each.now]
        columns = [counting(query).label(name) for name, query in found.items()]
        asked = sa.select(*columns, counting(sa.union(*pressing)).label("needing"))
        counts = dict(connection.execute(asked).mappings().one())
    needing = counts.pop("needing")
    return Desk(lists, counts, needing, counts.get("late", 0))


def ids(store: Store, name: str) -> array[int]:
    """The row numbers of the documents in a list, what is due first before the rest and the newest
    first among equals; none where the person has no such list.
    """
    with store.engine.begin() as connection:
        shown = visible.documents(connection, store.viewer)
        narrowed = narrowing(connection, store, name)
        query = sa.select(D.n).where(*narrowed, *shown).order_by(*BY_DUE)
        return array("q", connection.execute(query).scalars())


def narrowing(connection: sa.Connection, store: Store, name: str) -> list[Condition]:
    """What a list asks, as conditions, of which none holds where the person has no such list; what
    he may see is for the caller to add.
    """
    found = {each.id: each for each in _lists(connection, store)}
    return _asks(_asker(connection, store), found[name]) if name in found else [sa.false()]


BY_DUE: Final = (D.due.is_(None), D.due, D.created.desc(), D.n.desc())


def _lists(connection: sa.Connection, store: Store) -> tuple[WorkList, ...]:
    """The lists that the person's roles have today."""
    grants = facts.grants(connection, store.author.person)
    roles = access.roles_in(grants, store.unit, store.today())
    return tuple(each for each in TABLE if each.roles & roles)


def _asker(connection: sa.Connection, store: Store) -> Asker:
    people = visible.behalf(connection, store.viewer)
    return Asker(store.author.person, store.today().isoformat(), people)


def _numbers(asker: Asker, asked: WorkList, within: tuple[Condition, ...]) -> sa.Select[int]:
    """The documents of a list; ``within`` are the conditions of what the person sees."""
    return sa.select(D.n).where(*_asks(asker, asked), *within)


def _asks(asker: Asker, asked: WorkList) -> list[Condition]:
    return [
        D.kind.in_([kind.value for kind in asked.kinds]),
        D.state.in_([state.value for state in asked.states]),
        *(holds(asker) for holds in asked.holds),
    ]


def counting(query: sa.Select[int] | sa.CompoundSelect[int]) -> sa.ScalarSelect[int]:
    """How many different documents a query finds, up to ``CAP``."""
    found = query.limit(CAP).subquery()
    return sa.select(sa.func.count()).select_from(found).scalar_subquery()
