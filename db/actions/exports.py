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
