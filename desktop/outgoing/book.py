"""In which book a document is numbered. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import NoLease
from core.office.numbering import RegisterKind
from db.queries import numbers

if TYPE_CHECKING:
    from db.acting import Store
    from db.queries.rows import InGroup


def book_of(store: Store, document_type: str, group: InGroup | None = None) -> str:
    """The book of this year for outgoing documents of a type, of the restricted group in which
    they stand: its own where it has one, else the general one; of several that from which this
    device may number. Raises NoLease.
    """
    year = store.today().year
    found = [
        one
        for one in numbers.registers(store, [RegisterKind.OUTGOING])
        if (one.year, one.group) == (year, group) and (not one.types or document_type in one.types)
    ]
    if not found:
        raise NoLease
    return min(found, key=lambda one: (not one.types, one.next is None, one.name)).id
