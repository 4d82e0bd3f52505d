"""What became of a batch of signatures that did not come to its end."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from core.office.terms import State
from db import local
from db.acting import Store
from db.queries import documents
from db.queries.rows import DocumentPage, DocumentRow


class Wanted(msgspec.Struct, frozen=True):
    """One document and the file of it that was to be signed."""

    document: str
    blob: str


class Note(msgspec.Struct, frozen=True):
    """When a batch began (milliseconds UTC) and what it was to sign, in its order."""

    begun: int
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True)
class Cut:
    """A batch that was cut off: when it began (milliseconds UTC), what was signed, what still waits
    as it was, and what is no longer as it was; each in the order of the batch.
    """

    begun: int
    signed: tuple[DocumentRow, ...] = ()
    left: tuple[DocumentRow, ...] = ()
    other: tuple[DocumentRow, ...] = ()


def note(store: Store) -> Note | None:
    """What a batch left that did not come to its end; None where there is none to be read."""
    with store.engine.begin() as connection:
        kept = local.value(connection, place(store))
    try:
        return msgspec.json.decode(kept, type=Note) if kept else None
    except msgspec.MsgspecError:
        return None


def place(store: Store) -> str:
    """Where the note lies among the values of this machine."""
    return f"batch/{store.author.person}"


def cut(store: Store) -> Cut | None:
    """The person's batch that was cut off here; None where none was, or nothing of it is seen."""
    left_behind = note(store)
    if left_behind is None:
        return None
    signed, left, other = list[DocumentRow](), list[DocumentRow](), list[DocumentRow]()
    me = store.author.person
    for wanted in left_behind.wanted:
        page = documents.page(store, wanted.document)
        if page is None:
            continue
        if _waits(page, wanted):
            left.append(page.row)
        elif any(one.kind == "main" and one.person == me for one in page.signatures):
            signed.append(page.row)
        else:
            other.append(page.row)
    found = Cut(left_behind.begun, tuple(signed), tuple(left), tuple(other))
    return found if signed or left or other else None


def _waits(page: DocumentPage, wanted: Wanted) -> bool:
    """Whether the very file that was to be signed still waits for it."""
    files = [file.blob for file in page.files if file.slot == "main"]
    return page.row.state == State.TO_SIGN and files == [wanted.blob]
