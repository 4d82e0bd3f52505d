"""Readable copies that leave the store: each is recorded as an act before its bytes do."""

from __future__ import annotations

from dataclasses import dataclass

from core.office import copies
from core.office.copies import Way
from core.office.terms import Act
from db.acting import Done, Store, acting

ALL = "unit"
"""What a copy tells of that is of no single document, dossier or register."""


@dataclass(frozen=True)
class Copy:
    """What leaves: the form, what it tells of (its kind and id; the unit where it tells of all),
    the rows of its table and its days (ISO dates, both inside).
    """

    form: str
    of: str = ALL
    id: str = ""
    lines: int = 0
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class Leaving:
    """How it leaves: ``digest`` is that of the bytes, ``pages`` those of one of the ``copies``."""

    way: Way
    digest: str
    pages: int = 0
    copies: int = 1


def note(store: Store, document: str, *blobs: str) -> Done:
    """Record that the person takes readable copies of files of a document out of the store. Raises
    NotAllowed.
    """
    with acting(store) as act:
        act.require(Act.EXPORT)
        act.state("document", document)
        for blob in blobs:
            act.add("document.export", document, blob=blob, by=act.by())
        return Done(act.append(), document)


def take(store: Store, copy: Copy, leaving: Leaving) -> Done:
    """Record that the person takes out something readable that is no file of a document.

    Raises NotAllowed, and NotFound where he may not see what it tells of.
    """
    entity = store.unit if copy.of == ALL else copy.id
    with acting(store) as act:
        act.require(copies.act_of(copy.form, leaving.way))
        if copy.of != ALL:
            act.state(copy.of, entity)
        act.add(
            "copy.take",
            entity,
            of=copy.of,
            form=copy.form,
            way=leaving.way.value,
            hash=leaving.digest,
            pages=leaving.pages,
            lines=copy.lines,
            copies=leaving.copies,
            since=copy.since,
            until=copy.until,
            by=act.by(),
        )
        return Done(act.append(), entity)


def permit(store: Store) -> None:
    """Raise NotAllowed where the person may take no files out of the store."""
    with acting(store) as act:
        act.require(Act.EXPORT)
