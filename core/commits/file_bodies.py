"""The appendices of a document that are files of their own: what they are together, and how one
goes away again.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated, Any

import msgspec

from core.commits import canonical, merge
from core.commits.bodies import By
from core.commits.format import Op
from core.commits.ids import b64

State = Mapping[str, Any]

BESIDE = "-p7s"
"""What the slot of a signature beside an appendix has behind that of the appendix."""
P7S = "application/pkcs7-signature"
APPENDIX = "appendix"
MOST = 50
"""Appendices that a draft can have (core.office.draft)."""


class Unfile(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Takes the files that ``bases`` names out of the slot of an appendix."""

    slot: Annotated[str, msgspec.Meta(pattern=r"^appendix-[1-9][0-9]?\Z")]
    by: By | None = None


def slot_of(number: int) -> str:
    """The slot of an appendix; ``number`` counts from 1."""
    return f"{APPENDIX}-{number}"


def digest(state: State) -> str:
    """One hash over the appendices in their slots, as they were before the signatures in them: what
    is checked, submitted and signed together with the main file. The empty text where there are
    none.
    """
    before = {
        mark["after"]["blob"]: mark["before"]
        for _, mark in state.get("lists", {}).get("signatures", ())
    }
    found = [
        [slot, _unsigned(value["blob"], before)]
        for slot, entries in sorted(state.get("files", {}).items())
        for _, value in entries
        if value["role"] == APPENDIX
    ]
    return b64(sha256(canonical.encode(found)).digest()) if found else ""


def agrees(state: State, op: Op) -> bool:
    """Whether what is signed is what stands there; only the signature of the person in authority
    says it, and those of the first programs do not.
    """
    said = op.body.get("appendices")
    return said is None or said == digest(state)


def without(state: State, op: Op) -> dict[str, Any]:
    """The files in their slots without those that an operation takes away."""
    files, slot = dict(state.get("files", {})), op.body["slot"]
    left = merge.remove(files.pop(slot, []), op.bases)
    return {**files, slot: left} if left else files


def is_signed(state: State) -> bool:
    """Whether the person in authority has signed: from then on nothing goes away."""
    marks = state.get("lists", {}).get("signatures", ())
    return any(mark["kind"] == "main" for _, mark in marks)


def _unsigned(blob: str, before: Mapping[str, str]) -> str:
    seen = {blob}
    while (earlier := before.get(blob)) is not None and earlier not in seen:
        seen.add(earlier)
        blob = earlier
    return blob
