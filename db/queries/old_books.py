"""What stands against taking documents of an old book over: numbers of the register that have their
fate, months that are closed, documents that are here already.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from core.commits import old_books
from core.errors import NotFound
from core.office import closing
from core.office.numbering import Number
from core.office.terms import State
from db import facts, models, visible
from db.acting import Store
from db.queries.numbers import field, periods

AT_ONCE: Final = 500

_D, _LEASE = models.Document, models.Lease
_BEGUN = sa.or_(_LEASE.returned.is_(False), _LEASE.top >= _LEASE.first)
_GIVEN_HERE = sa.exists().where(_LEASE.register == _D.register, _LEASE.first <= _D.number, _BEGUN)
OLD: Final = sa.or_(
    _D.state == State.TAKEN_OVER.value, sa.and_(_D.number.is_not(None), ~_GIVEN_HERE)
)
"""Of the table of documents those that come from an old book, also once they are filed: numbers of
old books lie before all that were leased (core.commits.old_books).
"""


@dataclass(frozen=True)
class Standing:
    """A register as it stands: ``begun`` is the first number given here, None where none is."""

    kind: str
    name: str
    year: int
    begun: int | None
    closed: tuple[str, ...]
    numbers: Mapping[str, Any]

    def has(self, number: Number) -> bool:
        """Whether the number was taken over from an old book already."""
        return old_books.is_old(self.numbers, number.value, number.suffix)

    def shut(self, day: datetime.date) -> str | None:
        """The closing that shuts the register on a day."""
        return closing.shutting(self.closed, self.year, day)


def standing(store: Store, book: str) -> Standing:
    """How a register stands now. Raises NotFound."""
    with store.engine.begin() as connection:
        state = facts.states(connection, [("register", book)]).get(("register", book))
    if state is None:
        raise NotFound(kind="register")
    return Standing(
        str(state.get("kind", "")),
        str(field(state, "name", "")),
        int(field(state, "year", 0)),
        old_books.given_from(state),
        periods(state),
        {name: state[name] for name in ("imported", "imported_late") if name in state},
    )


def doubles(store: Store, keys: Iterable[str]) -> frozenset[str]:
    """Those keys of number, symbol and issuer that a document has which the person may see."""
    table, wanted = models.Document, sorted({key for key in keys if key})
    with store.engine.begin() as connection:
        shown = visible.documents(connection, store.viewer)
        query = sa.select(table.duplicate_key).where(*shown)
        return frozenset(
            found
            for at in range(0, len(wanted), AT_ONCE)
            for found in connection.execute(
                query.where(table.duplicate_key.in_(wanted[at : at + AT_ONCE]))
            ).scalars()
        )
