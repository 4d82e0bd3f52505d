"""What one person gives another for a time: to sign for him, or to stand in while he is away.

Law: NĐ 30/2020/NĐ-CP Đ.13: a TUQ. is written, limited in time and content, goes to the head of a
subordinate agency and no further; a TL. may be passed on to the own deputy. That nobody gives what
he may not sign himself, nothing to himself and nothing backwards in time is the program's own rule.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from core import errors
from core.office.authority import Authority, Prefix, check, is_deputy, lines, same_post
from core.office.terms import Act, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ABSENCE: Final = "absence"
"""Somebody stands in for another who is away: with his own rights, on what was given to him."""

GIVEN: Final = tuple(prefix for prefix in Prefix if prefix is not Prefix.HEAD)
"""The grounds of signing that somebody can be given; a head's own comes with his post."""

_HEADS: Final = frozenset({Prefix.HEAD, Prefix.ACTING})
_TO_A_HEAD: Final = frozenset({Prefix.BY_ORDER, Prefix.DELEGATED})


class Standing(StrEnum):
    """How a delegation stands on a day."""

    NOW = "now"
    LATER = "later"
    OVER = "over"
    ENDED = "ended"


class Delegation(msgspec.Struct, frozen=True, kw_only=True):
    """Who gave whom what, from ``start`` to ``until``, both days included.

    ``kind`` is a :class:`Prefix` or ``ABSENCE``; ``ended`` is the first day without it, where it
    was ended early. The other fields are those of :class:`Authority`.
    """

    id: str
    kind: str
    giver: str
    person: str
    start: datetime.date
    until: datetime.date | None = None
    ended: datetime.date | None = None
    post: str = ""
    for_whom: str = ""
    through: str = ""
    scope: tuple[str, ...] = ()
    matter: str = ""
    basis: str = ""

    def standing(self, day: datetime.date) -> Standing:
        """How it stands that day: ended early goes before everything else."""
        if self.ended is not None and day >= self.ended:
            return Standing.ENDED
        if day < self.start:
            return Standing.LATER
        return Standing.OVER if self.until is not None and day > self.until else Standing.NOW

    def in_force(self, day: datetime.date) -> bool:
        """Tell whether it holds that day."""
        return self.standing(day) is Standing.NOW

    def authority(self) -> Authority | None:
        """The right to sign that it gives; None for an absence and for a kind not known here."""
        if self.kind not in GIVEN:
            return None
        return Authority(
            id=self.id,
            person=self.person,
            prefix=Prefix(self.kind),
            post=self.post,
            since=self.start,
            until=self.until,
            for_whom=self.for_whom,
            through=self.through,
            scope=self.scope,
            matter=self.matter,
            basis=self.basis,
        )


class Short(msgspec.Struct, frozen=True):
    """Why a delegation does not reach a document: how it stands, ``NOW`` where it leaves the type
    out, and the day that decides: its last, its first without it, or its first.
    """

    standing: Standing
    day: datetime.date | None = None


class Giver(msgspec.Struct, frozen=True):
    """Who writes a delegation: his roles of the day, and what he himself may sign then."""

    person: str
    roles: frozenset[Role]
    held: tuple[Authority, ...] = ()


class Offer(msgspec.Struct, frozen=True):
    """What somebody may give, but for whom to and for how long: kind, and the posts in between.

    Of Q. the post and of TM. the body are still to be named.
    """

    kind: Prefix
    for_whom: str = ""
    through: str = ""


def offers(held: Iterable[Authority]) -> tuple[Offer, ...]:
    """What somebody who signs on these grounds may give, in the order of the grounds."""
    found: list[Offer] = []
    for own in held:
        if own.prefix in _HEADS:
            kinds = (Prefix.DEPUTY, Prefix.BY_ORDER, Prefix.DELEGATED)
            found += [Offer(kind, own.post) for kind in kinds]
        if own.prefix is Prefix.HEAD:
            found += [Offer(Prefix.ACTING), Offer(Prefix.COLLECTIVE)]
        if own.prefix in {Prefix.BY_ORDER, Prefix.COLLECTIVE} and not own.through:
            found.append(Offer(own.prefix, own.for_whom, own.post))
    return tuple(dict.fromkeys(found))


def falls_short(
    received: Iterable[Delegation], block: Iterable[str], day: datetime.date
) -> Short | None:
    """Return why none of the delegations that somebody received lets him sign that day what names
    these lines: the nearest one tells, in force, then the last that was, then the next that will
    be. None where he never received one, or where the document names another's lines.
    """
    printed = tuple(line.strip().upper() for line in block)
    near = [
        one
        for one in received
        if (given := one.authority()) is not None and (not printed or lines(given) == printed)
    ]
    told = [_short(one, day) for one in near]
    ended = [one for one in told if one.standing in {Standing.OVER, Standing.ENDED}]
    later = [one for one in told if one.standing is Standing.LATER]
    now = [one for one in told if one.standing is Standing.NOW]
    last = sorted(ended, key=_day, reverse=True)
    return next(iter((*now, *last, *sorted(later, key=_day))), None)


def _short(one: Delegation, day: datetime.date) -> Short:
    standing = one.standing(day)
    days = {
        Standing.OVER: one.until,
        Standing.ENDED: one.ended,
        Standing.LATER: one.start,
        Standing.NOW: None,
    }
    return Short(standing, days[standing])


def _day(short: Short) -> datetime.date:
    return short.day or datetime.date.min


def read(
    name: str, fields: Mapping[str, object], ended: datetime.date | None = None
) -> Delegation | None:
    """A delegation from the fields of its commit; None where they are no delegation's."""
    try:
        return msgspec.convert({**fields, "id": name, "ended": ended}, Delegation)
    except msgspec.ValidationError:
        return None


def may_give(given: Delegation, giver: Giver, day: datetime.date) -> errors.Refused | None:
    """Return None when somebody may write the delegation that day, else the error to raise.

    Errors: OwnDelegation, DelegationDates, AuthorityIncomplete, NotYoursToGive, NotAllowed.
    """
    if given.person in (given.giver, giver.person):
        return errors.OwnDelegation()
    if given.start < day:
        return errors.DelegationDates(reason="past")
    if given.until is not None and given.until < given.start:
        return errors.DelegationDates(reason="order")
    return _absence(given, giver) if given.kind == ABSENCE else _signing(given, giver)


def may_end(given: Delegation, giver: Giver) -> errors.Refused | None:
    """Return None when somebody may end the delegation: who gave it, and every commander."""
    if giver.person == given.giver or Role.COMMANDER in giver.roles:
        return None
    return errors.NotAllowed(act=act_of(given.kind), roles=Role.COMMANDER)


def act_of(kind: object) -> Act:
    """The act that giving or ending a delegation of a kind amounts to."""
    return Act.NAME_SUBSTITUTE if kind == ABSENCE else Act.DELEGATE


def _absence(given: Delegation, giver: Giver) -> errors.Refused | None:
    if given.until is None:
        return errors.DelegationDates(reason="open")
    if giver.person == given.giver or Role.COMMANDER in giver.roles:
        return None
    return errors.NotAllowed(act=Act.NAME_SUBSTITUTE, roles=Role.COMMANDER)


def _signing(given: Delegation, giver: Giver) -> errors.Refused | None:
    authority = given.authority()
    if authority is None or given.giver != giver.person:
        return errors.NotYoursToGive()
    try:
        check(authority)
    except errors.AuthorityIncomplete as refusal:
        return refusal
    needed = _deputy_needed(authority)
    if needed is not None and is_deputy(authority.post) is not needed:
        return errors.AuthorityIncomplete(field="post", prefix=authority.prefix)
    if any(_gives(own, authority) and _within(own, authority) for own in giver.held):
        return None
    return errors.NotYoursToGive()


def _deputy_needed(given: Authority) -> bool | None:
    """Whether it goes to a deputy (passed on), to a head (TL., TUQ.), or to either."""
    if given.through:
        return True
    return False if given.prefix in _TO_A_HEAD else None


def _gives(own: Authority, given: Authority) -> bool:
    """Whether somebody who signs on the ground ``own`` may give ``given``."""
    if given.through:
        passed_on = own.prefix is given.prefix and not own.through
        same = same_post(own.for_whom, given.for_whom) and same_post(own.post, given.through)
        return passed_on and same
    if given.prefix in {Prefix.ACTING, Prefix.COLLECTIVE}:
        return own.prefix is Prefix.HEAD  # he records another's appointment: the basis says which
    return own.prefix in _HEADS and same_post(own.post, given.for_whom)


def _within(own: Authority, given: Authority) -> bool:
    """Whether what is given lies within the days and types of what the giver has."""
    days = own.since <= given.since and (
        own.until is None or (given.until is not None and given.until <= own.until)
    )
    types = not own.scope or (bool(given.scope) and set(given.scope) <= set(own.scope))
    return days and types
