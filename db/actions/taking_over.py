"""Taking an old book over: its documents stand in the register of their year under the numbers that
they had, before those that are given here.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.commits import old_books
from core.commits.fold import State
from core.errors import NumberTaken, OldNumberAhead, OtherBook
from core.office import closing, secrecy
from core.office.numbering import Number, RegisterKind
from core.office.terms import Act, Kind
from core.office.terms import State as Step
from db.acting import Acting, Done, Store, acting
from db.queries.numbers import field, periods

AT_ONCE: Final = 50
"""So many documents of an old book make a commit of a fair size."""

KINDS: Final = {
    RegisterKind.INCOMING.value: Kind.INCOMING,
    RegisterKind.OUTGOING.value: Kind.OUTGOING,
}
"""What stands in a register that can take an old book over."""


@dataclass(frozen=True)
class OldEntry:
    """A document of an old book: its number and symbol there, the day (ISO) under which it stands,
    and what its record says.
    """

    number: Number
    date: str
    fields: Mapping[str, str | int | list[str]]
    symbol: str = ""


def take_over(store: Store, book: str, source: str, entries: Sequence[OldEntry]) -> Done:
    """Take documents of an old book, called ``source``, into a register: all of them or none.

    Raises NotAllowed, SecretRefused, NotFound, NumberTaken, OldNumberAhead, BookClosed, OtherBook
    for a day outside the register's year.
    """
    for entry in entries:
        secrecy.refuse_secret(secrecy.ORDINARY, [source, *map(str, entry.fields.values())])
    with acting(store) as act:
        act.require(Act.TAKE_OVER)
        state = act.state("register", book)
        kind = KINDS.get(str(state.get("kind", "")))
        if kind is None:
            raise OtherBook
        _refuse(state, entries)
        named = [(store.new_id(), entry) for entry in entries]
        for document, entry in named:
            _make(act, document, entry, kind, book, source)
        taken = [_numbered(entry) | {"document": document} for document, entry in named]
        act.add("register.import", book, source=source, entries=taken, by=act.by())
        return Done(act.append(), named[-1][0] if named else book)


def _make(act: Acting, document: str, entry: OldEntry, kind: Kind, book: str, source: str) -> None:
    act.add(
        "document.create",
        document,
        kind=kind.value,
        step=Step.TAKEN_OVER.value,
        fields=dict(entry.fields),
    )
    act.add(
        "document.import",
        document,
        **_numbered(entry),
        register=book,
        date=entry.date,
        symbol=entry.symbol,
        source=source,
    )


def _numbered(entry: OldEntry) -> dict[str, str | int]:
    suffix = {"suffix": entry.number.suffix} if entry.number.suffix else {}
    return {"number": entry.number.value, **suffix}


def _refuse(state: State, entries: Sequence[OldEntry]) -> None:
    """Raise what speaks against the numbers and days of entries, in their order."""
    year, closed, here = int(field(state, "year", 0)), periods(state), set[Number]()
    begun = old_books.given_from(state)
    for entry in entries:
        number = entry.number
        if begun is not None and number.value >= begun:
            raise OldNumberAhead(number=number.text(), first=begun)
        if number in here or old_books.is_old(state, number.value, number.suffix):
            raise NumberTaken(number=number.text())
        here.add(number)
        day = datetime.date.fromisoformat(entry.date)
        if day.year != year:
            raise OtherBook
        closing.refuse_shut(closed, year, day)
