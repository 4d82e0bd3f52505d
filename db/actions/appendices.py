"""The appendices of a draft that are files of their own, in slots by their order: what differs is
put there, what is no longer wanted goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from core.commits import merge
from core.commits.file_bodies import APPENDIX, slot_of
from core.commits.ids import b64
from core.errors import TooLarge
from db.acting import Acting
from db.actions.files import NewFile, keep, seal

MOST_BYTES = 200 * 1024 * 1024
"""All appendices of a document together."""

Entries = list[Any]


def limit(files: Sequence[NewFile]) -> None:
    """Raise TooLarge where they are too many bytes for one document."""
    size = sum(len(file.content) for file in files)
    if size > MOST_BYTES:
        raise TooLarge(size=size, limit=MOST_BYTES)


def put(act: Acting, document: str, files: Sequence[NewFile]) -> None:
    """Let these be the appendices of a document, in this order.

    Raises EmptyFile, TooLarge, DiskFull.
    """
    slots: Mapping[str, Entries] = act.state("document", document).get("files", {})
    wanted = {slot_of(number): file for number, file in enumerate(files, 1)}
    for order, (slot, file) in enumerate(wanted.items(), 1):
        if not _stands(slots.get(slot, []), file):
            sealed = seal(act.store, file)
            keep(act, sealed)
            bases = merge.operations(slots.get(slot, []))
            body = sealed.body(slot, APPENDIX, order)
            act.add("document.file", document, bases, **body, by=act.by())
    for slot, entries in slots.items():
        gone = slot not in wanted and any(value["role"] == APPENDIX for _, value in entries)
        if gone:
            bases = merge.operations(entries)
            act.add("document.unfile", document, bases, slot=slot, by=act.by())


def _stands(entries: Entries, file: NewFile) -> bool:
    """Whether this very file, under this name, is in the slot already."""
    blob = b64(sha256(file.content).digest())
    return [(value["blob"], value["name"]) for _, value in entries] == [(blob, file.name)]
