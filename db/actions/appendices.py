"""The appendices of a draft that are files of their own, in slots by their order: what differs is
put there, what is no longer wanted goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from core.commits import merge
from core.commits.file_bodies import APPENDIX, BESIDE, P7S, slot_of
from core.commits.ids import b64
from core.errors import ContentChanged, TooLarge
from db.acting import Acting
from db.actions.files import NewFile, keep, seal
from db.actions.marks import Signature

__all__ = ["BESIDE", "P7S", "Seal", "limit", "put", "seal_all"]
MOST_BYTES = 200 * 1024 * 1024
"""All appendices of a document together."""

Entries = list[Any]


@dataclass(frozen=True)
class Seal:
    """The agency's signature on the appendix in a slot whose hash was ``before``: in it, or as a
    file ``beside`` it.
    """

    slot: str
    before: str
    signature: Signature
    beside: bool = False


def seal_all(act: Acting, document: str, seals: Sequence[Seal]) -> None:
    """Record the agency's signatures on every appendix of a document. Raises ContentChanged where
    they are not all, or on something else.
    """
    slots: Mapping[str, Entries] = act.state("document", document).get("files", {})
    stand = {
        (slot, value["blob"])
        for slot, entries in slots.items()
        for _, value in entries
        if value["role"] == APPENDIX
    }
    if stand != {(one.slot, one.before) for one in seals} or len(stand) != len(seals):
        raise ContentChanged
    for one in seals:
        _seal(act, document, slots, one)


def _seal(act: Acting, document: str, slots: Mapping[str, Entries], one: Seal) -> None:
    [(_, file)] = slots[one.slot]
    slot, role = (one.slot + BESIDE, "attachment") if one.beside else (one.slot, APPENDIX)
    name, kind = (f"{file['name']}.p7s"[-200:], P7S) if one.beside else (file["name"], file["type"])
    pages = 0 if one.beside else file.get("pages", 0)
    sealed = seal(act.store, NewFile(name, kind, one.signature.content, pages))
    keep(act, sealed)
    act.add(
        "document.sign",
        document,
        merge.operations(slots.get(slot, [])),
        before=one.before,
        after=sealed.body(slot, role, file["order"]),
        **one.signature.body(act),
    )


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
