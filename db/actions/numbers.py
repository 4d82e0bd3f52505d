"""Giving numbers from a lease: the next one, one that was kept, or a late one behind the last;
keeping and giving up numbers. Once, in the transaction of the act, and noted outside the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.commits.fold import State
from core.errors import (
    NoLease,
    NoNumbersLeft,
    NumberAhead,
    NumberOutOfLease,
    NumbersHeld,
    NumberTaken,
    OtherBook,
    ReasonMissing,
    SuffixRefused,
)
from core.office import closing, numbering
from core.office.terms import Act
from core.sync import lease
from core.sync.lease import LeaseState
from db import models
from db.acting import Acting, Done, Store, acting
from db.queries.numbers import field, periods


@dataclass(frozen=True)
class Taken:
    """Numbers of a lease got their fate; ``top`` is the last of it that has one now."""

    lease: str
    top: int


@dataclass(frozen=True)
class Given(Taken):
    """A number that a document got."""

    number: int
    suffix: str
    symbol: str


@dataclass(frozen=True)
class Choice:
    """Which number a document gets: the next one, or ``number``: one that was kept, or a later one
    with a ``reason`` for those skipped. ``late``: the last number once more, with a suffix (12a).
    """

    number: int | None = None
    reason: str = ""
    late: bool = False


NEXT = Choice()


def give(
    act: Acting,
    document: str,
    book: str,
    number: int | None = None,
    reason: str = "",
    symbol: str = "",
    late: bool = False,
) -> Given:
    """Give a document a number of a book from this device's lease, as :class:`Choice` says.

    Raises NoLease, NoNumbersLeft, NumberPassed, NumberSkipNeedsReason, NumberOutOfLease,
    SuffixRefused, BookClosed, OtherBook.
    """
    state = _open_book(act, book)
    _fits(state, act.stored("document", document))
    held, chosen, voids = _choose(act, state, Choice(number, reason, late))
    act.add(
        "register.give",
        book,
        lease=held.lease,
        number=chosen.value,
        suffix=chosen.suffix or None,
        document=document,
        voids=voids,
    )
    act.add(
        "document.number",
        document,
        register=book,
        lease=held.lease,
        number=chosen.value,
        suffix=chosen.suffix or None,
        date=act.store.today().isoformat(),
        symbol=symbol,
        by=act.by(),
    )
    return Given(held.lease, max(held.top, chosen.value), chosen.value, chosen.suffix, symbol)


def reserve(store: Store, book: str, reason: str) -> Done:
    """Keep the next number of a book for a document that is to come; its number is in the answer.

    Raises NotAllowed, ReasonMissing, NoLease, NoNumbersLeft, BookClosed.
    """
    _want_reason(reason, Act.RESERVE_NUMBER)
    with acting(store) as act:
        act.require(Act.RESERVE_NUMBER)
        held = _next_lease(act, _open_book(act, book))
        number = numbering.next_number(held.first, held.end, held.top)
        act.add(
            "register.reserve",
            book,
            lease=held.lease,
            number=number,
            reason=reason.strip(),
            by=act.by(),
        )
        changed = act.append()
    note(store, Taken(held.lease, number))
    return Done(changed, book, number)


def void(store: Store, book: str, wanted: Sequence[int], reason: str) -> Done:
    """Make numbers void: kept ones, or the next ones of the book in order. They are never given.

    Raises NotAllowed, ReasonMissing, NumberTaken, NumberAhead, NumberOutOfLease, NoLease,
    NoNumbersLeft, BookClosed; nothing is changed then.
    """
    _want_reason(reason, Act.VOID_NUMBER)
    with acting(store) as act:
        act.require(Act.VOID_NUMBER)
        state, numbers = _open_book(act, book), sorted(set(wanted))
        kept = {number for number, _, _ in state.get("reserved", ())}
        old = [number for number in numbers if number in kept]
        new = [number for number in numbers if number not in kept]
        taken: list[Taken] = []
        for holder in _holders(act, state, old):
            mine = [number for number in old if holder.first <= number < holder.end]
            _add_voids(act, book, holder, mine, reason)
        if new:
            held = _following(act, state, new)
            _add_voids(act, book, held, new, reason)
            taken.append(Taken(held.lease, new[-1]))
        changed = act.append()
    for each in taken:
        note(store, each)
    return Done(changed, book, numbers[-1] if numbers else None)


def hand_back(store: Store, book: str) -> Done:
    """Give back what this device has left of a book's numbers: whoever numbers next goes on behind
    the last one given, and none is void (sync.md §4.6). The last range goes first.

    Raises NotAllowed, NoLease where it has none left, NumbersHeld.
    """
    with acting(store) as act:
        act.require(Act.RETURN_LEASE)
        state = act.state("register", book)
        held = [one for one in _mine(act, state) if one.left]
        if not held:
            raise NoLease
        kept = _spare(state, "reserved")
        if count := sum(one.first <= number < one.end for one in held for number in kept):
            raise NumbersHeld(count=count)
        for one in reversed(held):
            act.add("register.return", book, lease=one.lease, last=one.top)
        return Done(act.append(), book)


def _add_voids(
    act: Acting, book: str, held: LeaseState, numbers: Sequence[int], reason: str
) -> None:
    voids = [{"number": number, "reason": reason.strip()} for number in numbers]
    act.add("register.void", book, lease=held.lease, voids=voids, by=act.by())


def _want_reason(reason: str, what: Act) -> None:
    if not reason.strip():
        raise ReasonMissing(act=what)


def _open_book(act: Acting, book: str) -> State:
    """The state of a book that is not closed today. Raises NotFound, BookClosed."""
    state = act.state("register", book)
    today = act.store.today()
    closing.refuse_shut(periods(state), int(field(state, "year", today.year)), today)
    return state


def _fits(state: State, document: State) -> None:
    """Raise OtherBook where a special book is not for documents of this type."""
    types = field(state, "types", [])
    if types and field(document, "type", "") not in types:
        raise OtherBook


def _choose(
    act: Acting, state: State, choice: Choice
) -> tuple[LeaseState, numbering.Number, tuple[dict[str, Any], ...]]:
    """The lease, the number, and the voids that it makes."""
    if choice.late:
        held = _last_used(act, state, choice.number)
        return held, numbering.late_number(held.top, held.suffix), ()
    if choice.number is not None and choice.number in _spare(state, "reserved"):
        [holder] = _holders(act, state, [choice.number])
        return holder, numbering.Number(choice.number), ()
    held = _next_lease(act, state)
    following = numbering.next_number(held.first, held.end, held.top)
    chosen = choice.number or following
    moved = (
        numbering.move_forward(held.first, held.end, held.top, chosen, choice.reason)
        if chosen != following
        else ()
    )
    voids = tuple({"number": void.number, "reason": void.reason} for void in moved)
    return held, numbering.Number(chosen), voids


def _spare(state: State, name: str) -> set[int]:
    return {number for number, _, _ in state.get(name, ())}


def _mine(act: Acting, state: State) -> list[LeaseState]:
    """The leases of this device's incarnation, by number."""
    author = act.store.author
    me = (author.device, author.inc)
    return [one for one in lease.leases(state) if (one.device, one.inc) == me]


def _next_lease(act: Acting, state: State) -> LeaseState:
    """The lease that the next number comes from today.

    Raises NoLease, also before or after the days of those that the device has, and NoNumbersLeft
    where they are used up.
    """
    author, day = act.store.author, act.store.today().isoformat()
    found = lease.to_use(state, author.device, author.inc, day)
    if found is not None:
        return found
    if mine := [one for one in _mine(act, state) if not one.returned and not one.left]:
        raise NoNumbersLeft(first=mine[-1].first, last=mine[-1].end - 1)
    raise NoLease


def _last_used(act: Acting, state: State, number: int | None) -> LeaseState:
    """The lease whose last number may get a suffix: a document has it, and it is the book's last
    of this device. Raises SuffixRefused, NoLease.
    """
    day = act.store.today().isoformat()
    used = [one for one in _mine(act, state) if one.top >= one.first]
    if not used:
        raise NoLease
    held = used[-1]
    in_force = not held.returned and held.start <= day <= held.until
    spare = _spare(state, "voids") | _spare(state, "reserved")
    if not in_force or held.top in spare or number not in {None, held.top}:
        raise SuffixRefused(number=number or held.top)
    return held


def _holders(act: Acting, state: State, numbers: Sequence[int]) -> list[LeaseState]:
    """This device's leases that hold some numbers, each once. Raises NoLease where one is held by
    another, went back, or is not for today.
    """
    day = act.store.today().isoformat()
    found: dict[str, LeaseState] = {}
    usable = [
        one for one in _mine(act, state) if not one.returned and one.start <= day <= one.until
    ]
    for number in numbers:
        holder = next((one for one in usable if one.first <= number < one.end), None)
        if holder is None:
            raise NoLease
        found[holder.lease] = holder
    return list(found.values())


def _following(act: Acting, state: State, numbers: Sequence[int]) -> LeaseState:
    """The lease whose next numbers these are, in order and not too many at once."""
    held = _next_lease(act, state)
    following = numbering.next_number(held.first, held.end, held.top)
    if numbers[0] < following:
        raise NumberTaken(number=numbers[0])
    due = range(following, following + len(numbers))
    ahead = [number for number, right in zip(numbers, due, strict=True) if number != right]
    if ahead:
        raise NumberAhead(number=ahead[0], next=due[numbers.index(ahead[0])])
    if numbers[-1] >= held.end or len(numbers) > numbering.SKIP_LIMIT:
        raise NumberOutOfLease(number=numbers[-1], first=following, last=held.end - 1)
    return held


def note(store: Store, taken: Taken) -> None:
    """Write the lease's last number down outside the database, so that an old copy of it cannot
    give a number again.
    """
    store.outside.reconcile(taken.lease, taken.top)


def reconcile(store: Store) -> None:
    """At start: bring the note outside up to the store. Raises RolledBack where the store is behind
    the note.
    """
    author = store.author
    query = sa.select(models.Lease).where(
        models.Lease.device == author.device, models.Lease.inc == author.inc
    )
    with store.engine.begin() as connection:
        leases = list(connection.execute(query).mappings())
    for held in leases:
        store.outside.reconcile(held["id"], held["top"])
