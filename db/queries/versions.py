"""The versions of a draft, as the document's commits tell them: no store of their own.

Every saving and signature names the text and the pages that it was about, and they stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from core.commits.acts import SIGNATURE_ACTS, STEPS
from core.commits.check import EFFECTIVE
from core.commits.format import Commit
from core.errors import BlobMissing
from core.office import draft as drafts
from core.office.draft import Draft
from core.office.terms import Act
from db import blob_rows, commits, models, visible
from db.acting import Store

SEEN: Final = frozenset({Act.INITIAL, Act.CHECK_CONTENT, Act.CHECK_FORMAT, Act.SIGN, Act.RETURN})
"""The acts by which somebody says that he read a version."""


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did with a version: an act of the office, when (ms UTC), why."""

    act: str
    person: str
    name: str
    time: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One saved text of a document, ``number`` from 1, with what was done with it; ``pages`` is its
    newest PDF. ``here`` is False while its text has not arrived, ``pages_here`` its PDF.
    """

    number: int
    text: str
    pages: str
    person: str
    name: str
    time: int
    steps: tuple[Step, ...] = ()
    here: bool = False
    pages_here: bool = False


def versions(store: Store, document: str) -> list[Version]:
    """All versions of a document that have effect, the oldest first; none of one that the person
    may not see.
    """
    with store.engine.begin() as connection:
        if not visible.sees(connection, store.viewer, "document", document):
            return []
        return _versions(connection, document)


def text(store: Store, document: str, blob: str) -> Draft:
    """The text of a version. Raises BlobMissing while it is not here or not for the person,
    BlobDamaged, BadDraft.
    """
    return drafts.decode(content(store, document, blob))


def content(store: Store, document: str, blob: str) -> bytes:
    """The bytes of a version's text or pages; raises BlobMissing, BlobDamaged."""
    with store.engine.begin() as connection:
        shown = visible.sees(connection, store.viewer, "document", document)
        found = _versions(connection, document) if shown else []
        known = any(blob in (one.text, one.pages) for one in found)
        row = blob_rows.find(connection, blob) if known else None
        missing = blob_rows.lacking(connection, blob) if known else BlobMissing()
    if row is None:
        raise missing
    return store.blobs.read(row)


def last_seen(found: Sequence[Version], person: str) -> Version | None:
    """The newest version that a person initialled, checked, signed or gave back."""
    mine = (one for one in reversed(found) if any(_by(step, person) for step in one.steps))
    return next(mine, None)


def _by(step: Step, person: str) -> bool:
    return step.person == person and step.act in SEEN


def _versions(connection: sa.Connection, document: str) -> list[Version]:
    people = sa.select(models.Person.id, models.Person.name)
    names = {row.id: row.name for row in connection.execute(people)}
    found: list[dict[str, Any]] = []
    for commit, standing in commits.touching(connection, ("document", document)):
        if standing in EFFECTIVE:
            _read(commit, document, names.get(commit.header.person, ""), found)
    wanted = {one[part] for one in found for part in ("text", "pages")}
    query = sa.select(models.Blob.id).where(models.Blob.complete, models.Blob.id.in_(wanted))
    here = set(connection.execute(query).scalars())
    return [
        Version(number, **one, here=one["text"] in here, pages_here=one["pages"] in here)
        for number, one in enumerate(found, 1)
    ]


def _read(commit: Commit, document: str, name: str, found: list[dict[str, Any]]) -> None:
    """Add the version that a commit saved, or what it did with the newest one."""
    ops = [op for op in commit.ops if op.id == document]
    files = {op.body["slot"]: op.body["blob"] for op in ops if op.kind == "document.file"}
    who: dict[str, Any] = {
        "person": commit.header.person,
        "name": name,
        "time": commit.header.hlc[0],
    }
    if "draft" in files:
        found.append({"text": files["draft"], "pages": files.get("main", ""), **who, "steps": ()})
    if not found:
        return
    for op in ops:
        if op.kind == "document.sign":
            found[-1]["pages"] = op.body["after"]["blob"]
            step = Step(SIGNATURE_ACTS[op.body["kind"]].value, **who)
        elif op.kind in STEPS:
            step = Step(str(op.body["act"]), **who, reason=str(op.body.get("reason", "")))
        else:
            continue
        if step.act not in {one.act for one in found[-1]["steps"] if one.time == step.time}:
            found[-1]["steps"] = (*found[-1]["steps"], step)
