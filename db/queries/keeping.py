"""What this machine has of files, and what could be given up for room (core.office.eviction)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

import sqlalchemy as sa

from core.commits.tending import DAY_MS
from core.office.eviction import Held, Naming
from db import carried, local, models, wanted
from db.acting import Store
from db.queries.rows import AwayRow

B, D, E, F, M, S = (
    models.Blob,
    models.Document,
    models.Evidence,
    models.File,
    models.Mention,
    models.Signature,
)
SOON_DAYS: Final = 30
"""How long before evidence is renewed its files are here again."""
_OPEN: Final = ("b", "t", "interim")
_ASIDE: Final = ("review", "quarantine")
NAMED: Final = sa.union(
    sa.select(F.document, F.blob),
    sa.select(S.document, S.before),
    sa.select(S.document, S.after),
    sa.select(E.document, E.blob),
    sa.select(E.document, E.origin),
).subquery()
"""Which documents name which files, in every version that was signed or is current."""


def held(
    connection: sa.Connection, store: Store, before: int, among: list[str] | None = None
) -> list[Held]:
    """The files that are whole here and were used last before a moment (ms UTC); of all, or of
    some. Whoever uses one file of a document uses all of them.
    """
    some = B.complete & (B.used < before)
    some = some if among is None else some & B.id.in_(among)
    named, lately = _named(connection, store.now(), some), _used(connection, before)
    waiting, streams, unsent = (
        _carried(connection, store),
        defaultdict[str, set[str]](set),
        set[str](),
    )
    mentions = sa.select(M.blob, M.stream, M.sent).join(B, B.id == M.blob)
    for row in connection.execute(mentions.where(some)):
        streams[row.blob].add(row.stream)
        unsent |= set() if row.sent else {row.blob}
    found = connection.execute(sa.select(B.id, B.size, B.used, B.media).where(some))
    return [
        Held(
            *(row.id, row.size),
            used=max([row.used, *(lately.get(name, 0) for name in named[row.id])]),
            media=row.media,
            sent=row.id not in unsent,
            streams=len(streams[row.id]),
            carried=bool(waiting & streams[row.id]),
            named=tuple(named[row.id].values()),
        )
        for row in found
    ]


def _named(
    connection: sa.Connection, now: int, some: sa.ColumnElement[bool]
) -> dict[str, dict[str, Naming]]:
    """By file the documents that name it."""
    document, blob = NAMED.c
    troubled, awaited = _troubled(connection), _ids(connection, awaiting(now))
    found: dict[str, dict[str, Naming]] = defaultdict(dict)
    join = sa.join(NAMED, B, B.id == blob).outerjoin(D, D.id == document)
    query = sa.select(blob, document, D.state, D.conflicts, D.tentative).select_from(join)
    for row in connection.execute(query.where(some)):
        trouble = bool(row.conflicts or row.tentative) or row.document in troubled
        naming = Naming(row.state or "", trouble, row.document in awaited)
        found[row.blob][row.document] = naming
    return found


def _used(connection: sa.Connection, since: int) -> dict[str, int]:
    """The documents one of whose files was used at a moment or after it, and when."""
    document, blob = NAMED.c
    last = sa.func.max(B.used)
    query = sa.select(document, last).join(B, B.id == blob).where(B.used >= since)
    return {row[0]: row[1] for row in connection.execute(query.group_by(document))}


def _ids(connection: sa.Connection, query: sa.Select[Any]) -> set[str]:
    return set(connection.execute(query).scalars())


def streams(connection: sa.Connection, blobs: list[str]) -> dict[str, list[str]]:
    """Some files by the streams that name them."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(sa.select(M.stream, M.blob).where(M.blob.in_(blobs))):
        found[row.stream].append(row.blob)
    return found


def away(store: Store) -> AwayRow:
    """How much was given up here for room, and what of it is wanted back."""
    query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(B.size), 0))
    with store.engine.begin() as connection:
        files, size = connection.execute(query.where(B.away != "")).one()
        asked = connection.execute(query.where(B.away == wanted.ASKED)).one()[0]
    return AwayRow(files, int(size), asked)


def awaiting(now: int) -> sa.Select[Any]:
    """The documents whose evidence is to be completed, or renewed soon."""
    soon = (E.stage == "lta") & (E.since <= now + SOON_DAYS * DAY_MS)
    return sa.select(E.document).where(sa.or_(E.stage.in_(_OPEN), soon))


def _troubled(connection: sa.Connection) -> set[str]:
    """The documents about which acts were put aside."""
    touch, commit = models.Touch, models.Commit
    query = sa.select(touch.entity).join(commit, commit.n == touch.commit)
    where = (touch.kind == "document") & commit.standing.in_(_ASIDE)
    return _ids(connection, query.where(where))


def _carried(connection: sa.Connection, store: Store) -> set[str]:
    """The streams of which a bundle written here is unconfirmed."""
    return {
        stream
        for made in local.exports(connection)
        if not carried.arrived(connection, store.realm, made)
        for _device, _inc, stream in carried.contained(made)
    }
