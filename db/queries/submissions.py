"""What was submitted for signature and what came back: from a document's commits."""

from __future__ import annotations

from dataclasses import dataclass

from core.commits.check import EFFECTIVE
from core.commits.file_bodies import digest
from core.office.format.kept import Kept, kept_in
from core.office.terms import Act
from db import commits, facts, visible
from db.acting import Store


@dataclass(frozen=True, slots=True)
class Submission:
    """The newest submission of a document: the hash of its main file then, the time in ms UTC, and
    what of its layout was kept as it is.
    """

    content: str
    name: str
    time: int
    drafter: str
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """Why a document came back to its drafter, who returned it, and when (ms UTC)."""

    reason: str
    name: str
    time: int


def returned(store: Store, document: str) -> Returned | None:
    """The return of a document, while nothing has moved it since."""
    found = None
    with store.engine.begin() as connection:
        if not visible.sees(connection, store.viewer, "document", document):
            return None
        for commit, standing in commits.touching(connection, ("document", document)):
            for op in commit.ops:
                if op.kind == "document.move" and standing in EFFECTIVE:
                    reason, name = (
                        op.body.get("reason") or "",
                        op.body.get("by", {}).get("name", ""),
                    )
                    back = op.body["act"] == Act.RETURN.value
                    found = Returned(reason, name, commit.header.hlc[0]) if back else None
    return found


def submission(store: Store, document: str) -> Submission | None:
    """The newest submission that has effect; None where there is none (any more). Its content is
    empty where the appendices are no longer those that were submitted.
    """
    key = ("document", document)
    with store.engine.begin() as connection:
        if not visible.sees(connection, store.viewer, "document", document):
            return None
        state = facts.states(connection, [key]).get(key, {})
        drafter = str(state.get("created", {}).get("author", ""))
        found = None
        for commit, standing in commits.touching(connection, key):
            for op in commit.ops:
                moved = op.kind == "document.move" and op.body["act"] == Act.REQUEST_SIGNATURE.value
                if moved and standing in EFFECTIVE:
                    name = str(op.body.get("by", {}).get("name", ""))
                    same = op.body.get("appendices", "") == digest(state)
                    content = str(op.body.get("content", "")) if same else ""
                    at, kept = commit.header.hlc[0], kept_in(op.body)
                    found = Submission(content, name, at, drafter, kept)
        return found
