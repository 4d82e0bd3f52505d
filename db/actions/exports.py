"""Readable copies that leave the store: each is recorded as an act before it is written."""

from __future__ import annotations

from core.office.terms import Act
from db.acting import Done, Store, acting


def note(store: Store, document: str, blob: str) -> Done:
    """Record that the person takes a readable copy of a file out of the store. Raises
    NotAllowed.
    """
    with acting(store) as act:
        act.require(Act.EXPORT)
        act.state("document", document)
        act.add("document.export", document, blob=blob, by=act.by())
        return Done(act.append(), document)


def permit(store: Store) -> None:
    """Raise NotAllowed where the person may take no readable copies out of the store.

    Of a printed book there is no act to write: what stands in it are acts already, and every copy
    carries who made it, when, and the code of its lines.
    """
    with acting(store) as act:
        act.require(Act.EXPORT)
