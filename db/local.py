"""Values of this installation alone: never synced, never hashed. The only writer of the ``local_*``
tables (formats.md §2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from db import models

_SECRET: Final = models.LocalSecret
_NAMED: Final = sa.select(_SECRET.value).where(_SECRET.name == sa.bindparam("name"))
_PREFIXED: Final = (
    sa.select(_SECRET.name, _SECRET.value)
    .where(_SECRET.name.like(sa.bindparam("pattern"), escape="/"))
    .order_by(_SECRET.name)
)
_PUT: Final = (
    sa.update(_SECRET)
    .where(_SECRET.name == sa.bindparam("named"))
    .values(value=sa.bindparam("content"))
)


@dataclass(frozen=True)
class KeyFile:
    """A signing key as an encrypted PKCS#12 file, or what leads to the key of a token
    (desktop/keys/token_values.py); ``use`` is ``person`` or ``agency``."""

    id: str
    person: str
    use: str
    label: str
    file: bytes


@dataclass(frozen=True)
class Export:
    """A bundle written here; confirmed once a return bundle with receipts has come."""

    bundle: str
    recipient: str
    time: int
    contains: bytes
    confirmed: bool


def value(connection: sa.Connection, name: str) -> bytes | None:
    """A named value of this installation."""
    found: bytes | None = connection.execute(_NAMED, {"name": name}).scalar()
    return found


def put_value(connection: sa.Connection, name: str, content: bytes) -> None:
    """Store a named value in place of the one before."""
    if not connection.execute(_PUT, {"named": name, "content": content}).rowcount:
        connection.execute(sa.insert(models.LocalSecret).values(name=name, value=content))


def values(connection: sa.Connection, prefix: str) -> dict[str, bytes]:
    """All values whose names begin so, by the rest of the name."""
    pattern = re.sub(r"([/%_])", r"/\1", prefix) + "%"
    rows = connection.execute(_PREFIXED, {"pattern": pattern})
    return {row.name.removeprefix(prefix): bytes(row.value) for row in rows}


def drop_value(connection: sa.Connection, name: str) -> None:
    """Forget a named value."""
    table = models.LocalSecret
    connection.execute(sa.delete(table).where(table.name == name))


def drop_values(connection: sa.Connection, prefix: str, names: Iterable[str]) -> None:
    """Forget some of the values whose names begin so, by the rest of the name."""
    for name in names:
        drop_value(connection, prefix + name)


def keys(connection: sa.Connection, person: str) -> list[KeyFile]:
    """The signing keys that a person keeps here, the newest first."""
    table = models.LocalKey
    query = sa.select(table).where(table.person == person).order_by(table.added.desc(), table.id)
    return [
        KeyFile(row["id"], row["person"], row["use"], row["label"], row["file"])
        for row in connection.execute(query).mappings()
    ]


def put_key(connection: sa.Connection, key: KeyFile, now: int) -> None:
    """Keep a signing key; one with the same id is replaced."""
    connection.execute(sa.delete(models.LocalKey).where(models.LocalKey.id == key.id))
    connection.execute(
        sa.insert(models.LocalKey).values(
            id=key.id, person=key.person, use=key.use, label=key.label, file=key.file, added=now
        )
    )


def drop_key(connection: sa.Connection, key: str) -> None:
    """Forget a signing key."""
    connection.execute(sa.delete(models.LocalKey).where(models.LocalKey.id == key))


def draft(connection: sa.Connection, person: str, place: str) -> tuple[bytes, int] | None:
    """What a person was writing at a place and when it was kept (milliseconds UTC)."""
    table = models.LocalDraft
    query = sa.select(table.body, table.time).where(table.person == person, table.place == place)
    row = connection.execute(query).one_or_none()
    return (row.body, row.time) if row else None


def drafts(connection: sa.Connection, person: str, prefix: str) -> list[tuple[str, int]]:
    """The places that begin so at which a person was writing, the last one first, each with the
    time of keeping (milliseconds UTC).
    """
    table = models.LocalDraft
    query = sa.select(table.place, table.time).where(
        table.person == person, table.place.startswith(prefix, autoescape=True)
    )
    return [(row.place, row.time) for row in connection.execute(query.order_by(table.time.desc()))]


def put_draft(connection: sa.Connection, person: str, place: str, body: bytes, now: int) -> None:
    """Keep what a person is writing."""
    drop_draft(connection, person, place)
    connection.execute(
        sa.insert(models.LocalDraft).values(person=person, place=place, body=body, time=now)
    )


def drop_draft(connection: sa.Connection, person: str, place: str) -> None:
    """Forget what was being written once it is saved or given up."""
    table = models.LocalDraft
    connection.execute(sa.delete(table).where(table.person == person, table.place == place))


def drop_work(connection: sa.Connection, documents: Iterable[str]) -> None:
    """Forget what everybody was writing at a place that names one of some documents, and which
    files of them he opened before signing.
    """
    draft, sought = models.LocalDraft, frozenset(documents)
    for row in connection.execute(sa.select(draft.person, draft.place)).all():
        if not sought.isdisjoint(re.split(r"[:/.]", row.place)):
            drop_draft(connection, row.person, row.place)
    for name in values(connection, "seen/"):
        if name.rpartition("/")[2] in sought:
            drop_value(connection, f"seen/{name}")


def mark_read(connection: sa.Connection, person: str, document: str, now: int) -> None:
    """Note that a person has opened a document on this machine."""
    table = models.LocalRead
    where = (table.person == person) & (table.document == document)
    if connection.execute(sa.select(table.time).where(where)).one_or_none() is None:
        connection.execute(sa.insert(table).values(person=person, document=document, time=now))


def exports(connection: sa.Connection) -> list[Export]:
    """The bundles written here, the newest first."""
    query = sa.select(models.LocalExport).order_by(models.LocalExport.time.desc())
    return [
        Export(row["bundle"], row["recipient"], row["time"], row["contains"], row["confirmed"])
        for row in connection.execute(query).mappings()
    ]


def put_export(connection: sa.Connection, export: Export) -> None:
    """Remember a bundle that was written."""
    connection.execute(
        sa.insert(models.LocalExport).values(
            bundle=export.bundle,
            recipient=export.recipient,
            time=export.time,
            contains=export.contains,
            confirmed=export.confirmed,
        )
    )


def confirm_export(connection: sa.Connection, bundle: str, recipient: str) -> None:
    """Note that a recipient has what a bundle carried."""
    table = models.LocalExport
    where = (table.bundle == bundle) & (table.recipient == recipient)
    connection.execute(sa.update(table).where(where).values(confirmed=True))


def drop_export(connection: sa.Connection, bundle: str) -> None:
    """Forget a bundle that was not written after all."""
    table = models.LocalExport
    connection.execute(sa.delete(table).where(table.bundle == bundle))
