"""Who may do what in which unit, and which duties must lie in different hands.

Grants are commits of an administrator, dated and revocable; both ends of the wire ask here
(sync.md §4.10). The state of a document narrows the answer further: core.office.workflow.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from core import errors
from core.office.terms import Act, Role
from core.office.typography import short_date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


class Scope(StrEnum):
    """How far a role reaches for an act."""

    OWN = "own"  # the unit named in the grant, and below it when the grant says so
    ANY = "any"  # every unit of the realm


class Grant(msgspec.Struct, frozen=True):
    """A role given to a person in a unit, from ``since`` to ``until``, both days included.

    ``revoked_on`` is the first day without it.
    """

    role: Role
    unit: str
    since: datetime.date
    until: datetime.date | None = None
    revoked_on: datetime.date | None = None
    with_subunits: bool = False

    def in_force(self, at_date: datetime.date) -> bool:
        """Tell whether the grant holds on that day."""
        if self.revoked_on is not None and at_date >= self.revoked_on:
            return False
        return self.since <= at_date and (self.until is None or at_date <= self.until)

    def last_day(self) -> datetime.date:
        """Return the last day on which the grant holds; ``date.max`` when it has no end."""
        until = self.until or datetime.date.max
        if self.revoked_on is None:
            return until
        return min(until, self.revoked_on - datetime.timedelta(days=1))


_CLERK, _OFFICER, _HEAD = Role.CLERK, Role.OFFICER, Role.HEAD_OF_SECTION
_COMMANDER, _ARCHIVIST = Role.COMMANDER, Role.ARCHIVIST
_ADMINISTRATOR, _AUDITOR = Role.ADMINISTRATOR, Role.AUDITOR


def _own(*roles: Role) -> dict[Role, Scope]:
    return dict.fromkeys(roles, Scope.OWN)


def _any(*roles: Role) -> dict[Role, Scope]:
    return dict.fromkeys(roles, Scope.ANY)


ACCESS: Final[dict[Act, dict[Role, Scope]]] = {
    # incoming documents
    Act.REGISTER: _own(_CLERK),
    Act.SUBMIT: _own(_CLERK),
    Act.SEND_BACK: _own(_CLERK),
    Act.DIRECT: _own(_COMMANDER),
    Act.TAKE_NOTE: _own(_COMMANDER),
    Act.ASSIGN: _own(_COMMANDER, _HEAD),
    Act.ASK_COORDINATION: _own(_OFFICER, _HEAD),
    Act.COORDINATE: _own(_OFFICER, _HEAD),
    Act.ANSWER: _own(_OFFICER, _HEAD),
    Act.COMPLETE: _own(_OFFICER, _HEAD),
    Act.REOPEN: _own(_COMMANDER, _HEAD),
    Act.TRANSFER: _own(_OFFICER, _HEAD),
    Act.EXTEND: _own(_COMMANDER, _HEAD),
    Act.ASK_EXTENSION: _own(_OFFICER, _HEAD),
    Act.MERGE: _own(_CLERK),
    Act.OBEY_RECALL: _own(_CLERK),
    # outgoing and internal documents
    Act.DRAFT: _own(_OFFICER, _HEAD, _CLERK, _COMMANDER),
    Act.INITIAL: _own(_OFFICER, _HEAD, _CLERK),
    Act.CHECK_CONTENT: _own(_HEAD),
    Act.CHECK_FORMAT: _own(_CLERK),
    Act.REQUEST_SIGNATURE: _own(_OFFICER, _HEAD),
    Act.REVISE: _own(_OFFICER, _HEAD),
    Act.WITHDRAW: _own(_OFFICER, _HEAD, _CLERK, _COMMANDER),
    Act.SIGN: _own(_COMMANDER, _HEAD),
    Act.NUMBER: _own(_CLERK),
    Act.SEAL: _own(_CLERK),
    Act.ISSUE: _own(_CLERK),
    Act.CONFIRM_RECEIPT: _own(_CLERK),
    Act.RECALL: _own(_COMMANDER),
    Act.DISCARD: _own(_OFFICER, _HEAD, _CLERK, _COMMANDER),
    Act.CANCEL: _own(_COMMANDER, _CLERK),
    Act.COPY_ON_PAPER: _own(_CLERK),
    Act.COPY_ELECTRONICALLY: _own(_CLERK),
    # documents of every kind
    Act.TAKE_OVER: _own(_CLERK),
    Act.EDIT: _own(_OFFICER, _HEAD, _CLERK, _COMMANDER),
    Act.RETURN: _own(_OFFICER, _HEAD, _CLERK, _COMMANDER),
    Act.OPINE: _own(_OFFICER, _HEAD, _CLERK, _COMMANDER),
    Act.FILE: _own(_OFFICER, _HEAD, _CLERK),
    Act.LEND: _own(_CLERK, _ARCHIVIST),
    Act.READ: _own(_OFFICER, _HEAD, _CLERK, _COMMANDER, _ARCHIVIST) | _any(_AUDITOR),
    Act.EXPORT: _own(_CLERK, _COMMANDER, _ARCHIVIST),
    Act.RESOLVE_CONFLICT: _own(_OFFICER, _HEAD, _CLERK, _COMMANDER),
    # dossiers
    Act.PLAN_DOSSIERS: _own(_CLERK, _COMMANDER, _ARCHIVIST),
    Act.OPEN_DOSSIER: _own(_OFFICER, _HEAD, _CLERK),
    Act.CLOSE_DOSSIER: _own(_OFFICER, _HEAD, _CLERK),
    Act.HAND_OVER_DOSSIER: _own(_OFFICER, _HEAD, _CLERK),
    Act.ACCEPT_DOSSIER: _own(_ARCHIVIST),
    Act.REFUSE_DOSSIER: _own(_ARCHIVIST),
    # registers and numbers
    Act.OPEN_REGISTER: _own(_CLERK) | _any(_ADMINISTRATOR),
    Act.CLOSE_REGISTER: _own(_CLERK),
    Act.VOID_NUMBER: _own(_CLERK),
    Act.RESERVE_NUMBER: _own(_CLERK),
    Act.REQUEST_LEASE: _own(_CLERK),
    Act.GIVE_LEASE: _any(_ADMINISTRATOR),
    Act.RETURN_LEASE: _own(_CLERK),
    # exchange between machines
    Act.EXPORT_BUNDLE: _own(_CLERK, _COMMANDER, _OFFICER, _HEAD, _ADMINISTRATOR),
    Act.IMPORT_BUNDLE: _own(_CLERK, _COMMANDER, _OFFICER, _HEAD, _ADMINISTRATOR),
    # people, machines, reference data
    Act.DELEGATE: _own(_COMMANDER, _HEAD),  # what each may give: core.office.delegation
    Act.NAME_SUBSTITUTE: _own(_OFFICER, _HEAD, _CLERK, _COMMANDER, _ARCHIVIST),
    Act.GRANT: _any(_ADMINISTRATOR),
    Act.REVOKE_GRANT: _any(_ADMINISTRATOR),
    Act.CONFIRM_GRANT: _own(_COMMANDER),
    Act.ENROL_DEVICE: _any(_ADMINISTRATOR),
    Act.REVOKE_DEVICE: _any(_ADMINISTRATOR),
    Act.EDIT_UNITS: _any(_ADMINISTRATOR),
    Act.EDIT_PEOPLE: _any(_ADMINISTRATOR),
    Act.EDIT_CATALOGUES: _any(_ADMINISTRATOR),
    Act.EDIT_CALENDAR: _any(_ADMINISTRATOR),
    Act.READ_JOURNAL: _any(_AUDITOR) | _own(_ADMINISTRATOR),
}


class Reading(StrEnum):
    """Which documents of a unit a person may see, from least to most."""

    NOTHING = "nothing"
    CONCERNED = "concerned"  # drafted, handles, signed or initialled, or keeps the dossier of
    UNIT = "unit"  # every document of the unit


READINGS: Final[dict[Role, Reading]] = {
    # the books pass through the clerk's hands (NĐ 30/2020/NĐ-CP Đ.4, 6, 22)
    _CLERK: Reading.UNIT,
    _COMMANDER: Reading.UNIT,  # answers for the unit's documents (Đ.6)
    _HEAD: Reading.UNIT,
    _ARCHIVIST: Reading.UNIT,  # takes the dossiers over (Đ.31)
    _AUDITOR: Reading.UNIT,
    # sees what he was given and collects its dossier (Đ.24, 29); the rest is the office's custom
    _OFFICER: Reading.CONCERNED,
    # keeps people and machines: no right to the documents comes with that
    _ADMINISTRATOR: Reading.NOTHING,
}
"""What each role sees; who holds several sees what the widest shows."""

READERS: Final = frozenset(role for role, found in READINGS.items() if found is not Reading.NOTHING)
"""The roles that see documents at all."""


def may_let_in(mine: Collection[Role], theirs: Collection[Role]) -> bool:
    """Whether somebody may let another person unlock the machine at which he works.

    The passphrase is typed there, so he could act as that person: an administrator lets in anybody,
    who sees the unit's documents those who may do no more than he, and officers; nobody else
    anybody. The rule is the program's own.
    """
    if _ADMINISTRATOR in mine:
        return True
    sees_all = any(READINGS[role] is Reading.UNIT for role in mine)
    return sees_all and set(theirs) <= {*mine, _OFFICER}


class Separation(msgspec.Struct, frozen=True):
    """Nobody does an act of ``one`` and an act of ``other`` on the same document, or change of
    rights.

    One without a ``source`` is the office's custom: an administrator may switch it off by ``code``.
    """

    code: str
    one: frozenset[Act]
    other: frozenset[Act]
    source: str


_DRAFTING: Final = frozenset({Act.DRAFT})
_CHECKING: Final = frozenset({Act.CHECK_CONTENT})
_LAYOUT: Final = frozenset({Act.CHECK_FORMAT})
_SIGNING: Final = frozenset({Act.SIGN})
_ISSUING: Final = frozenset({Act.NUMBER, Act.SEAL})

SEPARATIONS: Final[tuple[Separation, ...]] = (
    Separation("drafting-checking", _DRAFTING, _CHECKING, "NĐ 30/2020/NĐ-CP Đ.12"),
    Separation("drafting-signing", _DRAFTING, _SIGNING, "NĐ 30/2020/NĐ-CP Đ.11, 13"),
    Separation("drafting-issuing", _DRAFTING, _ISSUING, ""),
    Separation("checking-layout", _CHECKING, _LAYOUT, "NĐ 30/2020/NĐ-CP Đ.12"),
    Separation("checking-signing", _CHECKING, _SIGNING, "NĐ 30/2020/NĐ-CP Đ.12, 13"),
    Separation("checking-issuing", _CHECKING, _ISSUING, "NĐ 30/2020/NĐ-CP Đ.12, 15"),
    Separation("signing-issuing", _SIGNING, _ISSUING, "NĐ 30/2020/NĐ-CP Đ.13, 15, 17"),
    Separation(
        "granting-confirming",
        frozenset({Act.GRANT, Act.REVOKE_GRANT}),
        frozenset({Act.CONFIRM_GRANT}),
        "NĐ 30/2020/NĐ-CP PL VI",
    ),
)


CUSTOMS: Final = tuple(rule.code for rule in SEPARATIONS if not rule.source)
"""Separations that an administrator may switch off for the unit."""


def _covers(grant: Grant, scope: Scope, unit: str, above: Sequence[str]) -> bool:
    if scope is Scope.ANY or grant.unit == unit:
        return True
    return grant.with_subunits and grant.unit in above


def _reaching(
    grants: Iterable[Grant], act: Act, unit: str, above: Sequence[str]
) -> tuple[list[Grant], list[Grant]]:
    """Return the grants whose role permits the act: all of them, and those that reach the unit."""
    scopes = ACCESS[act]
    permitting = [g for g in grants if g.role in scopes]
    return permitting, [g for g in permitting if _covers(g, scopes[g.role], unit, above)]


def may_act(
    grants: Iterable[Grant],
    act: Act,
    unit: str,
    at_date: datetime.date,
    above: Sequence[str] = (),
) -> errors.Refused | None:
    """Return None when some grant allows the act in ``unit`` on that day, else the error to raise.

    ``above`` are the units that ``unit`` belongs to, nearest first: a grant with sub-units reaches
    down to them.
    """
    permitting, reaching = _reaching(grants, act, unit, above)
    if any(g.in_force(at_date) for g in reaching):
        return None
    if reaching:
        latest = max(reaching, key=Grant.last_day)
        until = latest.last_day()
        return errors.GrantNotInForce(
            act=act,
            since=short_date(latest.since),
            until="…" if until == datetime.date.max else short_date(until),
        )
    if permitting:
        return errors.OtherUnit(act=act)
    return errors.NotAllowed(act=act, roles=",".join(sorted(ACCESS[act])))


def reading(
    grants: Iterable[Grant], unit: str, at_date: datetime.date, above: Sequence[str] = ()
) -> Reading:
    """Return which documents of ``unit`` a person sees that day: the widest that a grant gives.

    A grant reaches as far as ``ACCESS`` says for reading: an auditor's to every unit.
    """
    _, reaching = _reaching(grants, Act.READ, unit, above)
    seen = [READINGS[g.role] for g in reaching if g.in_force(at_date)]
    return max(seen, key=list(Reading).index, default=Reading.NOTHING)


def roles_in(
    grants: Iterable[Grant], unit: str, at_date: datetime.date, above: Sequence[str] = ()
) -> frozenset[Role]:
    """Return the roles held in ``unit`` that day: what workflow.moves and workflow.may are given.

    Roles that reach every unit for some act are included only where their own grant reaches.
    """
    return frozenset(
        g.role for g in grants if g.in_force(at_date) and _covers(g, Scope.OWN, unit, above)
    )


def administered(administrators: Iterable[Grant], at_date: datetime.date) -> bool:
    """Tell whether somebody is administrator that day or will be.

    While nobody is, the root's word for an administrator's machine counts alone: so a unit begins,
    and so it goes on when the last grant ran out.
    """
    return any(g.last_day() >= at_date for g in administrators)


def may_grant(own: Iterable[Grant], role: Role, unit: str, day: datetime.date) -> bool:
    """Tell whether somebody may give the role to himself: only one that he holds already."""
    return role in roles_in(own, unit, day)


def same_hands(
    done: Iterable[tuple[Act, str]], act: Act, person: str, off: Collection[str] = ()
) -> errors.SameHands | None:
    """Return the error when ``person`` already did an act that must not lie in the same hands.

    ``done`` are the acts and the ids of the people who did them on the same document (or grant);
    ``off`` the codes of customs that the unit does without: what the law asks stays.
    """
    mine = sorted(a for a, who in done if who == person)
    for rule in SEPARATIONS:
        if rule.code in off and not rule.source:
            continue
        for one, other in ((rule.one, rule.other), (rule.other, rule.one)):
            if act not in other:
                continue
            earlier = next((a for a in mine if a in one), None)
            if earlier is not None:
                return errors.SameHands(done=earlier, act=act)
    return None
