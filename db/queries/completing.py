"""Which signed documents lack evidence still, whose turn it is, and when (signing.md §9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import aliased

from core.commits.ids import op_id
from core.office.terms import State
from db import local, models, visible
from db.acting import Store

NOTES: Final = "evidence.of."
PAUSE: Final = "evidence.pause"
GRACE_MS: Final = 3 * 86_400_000
"""How long the machine that signed has for itself, before another one that can may do it."""
_MAIN: Final = "main"
_FINAL: Final = (State.SEALED, State.ISSUED, State.RECEIVED, State.FILED)
"""Where no further signature comes: the seal is set."""
D, F, S, B = models.Document, models.File, models.Signature, models.Blob


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """What this machine knows of one document's evidence: how far it is, when it is due (ms UTC),
    how often it failed since, and why a person has to look at it (a reason of the verifier).
    """

    stage: str = "b"
    due: Annotated[int, msgspec.Meta(ge=0)] = 0
    tries: int = 0
    incident: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """A signed document whose evidence is to be seen to: ``of`` is the hash of the file as it was
    last signed at ``signed`` (ms UTC), ``blob`` that of the file now.
    """

    document: str
    subject: str
    symbol: str
    number: int | None
    blob: str
    of: str
    signed: int
    mine: bool
    note: Note


def listed(store: Store, limit: int) -> list[Completion]:
    """Documents with something left to do or to look at, incidents first, then the oldest."""
    with store.engine.begin() as connection:
        found = _open(connection, store, limit) + _noted(connection, store, limit)
    return sorted(found, key=lambda one: (not one.note.incident, one.signed))[:limit]


def due(store: Store, limit: int) -> list[Completion]:
    """Those that this machine should see to now; none while it waits for the way out."""
    now = store.now()
    with store.engine.begin() as connection:
        if note_of(local.value(connection, PAUSE)).due > now:
            return []
        found = _open(connection, store, None) + _noted(connection, store, None)
    turn = [one for one in found if one.note.due <= now and (one.mine or _late(one, now))]
    return turn[:limit]


def incidents(connection: sa.Connection) -> int:
    """How many signed files a person has to look at."""
    return sum(bool(note_of(each).incident) for each in local.values(connection, NOTES).values())


def note_of(data: bytes | None) -> Note:
    """A note as it is kept; the first one where there is none."""
    return msgspec.json.decode(data, type=Note) if data else Note()


def _late(one: Completion, now: int) -> bool:
    return bool(one.note.stage != "b" or now > one.signed + GRACE_MS)


def _open(connection: sa.Connection, store: Store, limit: int | None) -> list[Completion]:
    """Whose file is still as it was signed."""
    query = _rows(S.after == F.blob).where(*visible.documents(connection, store.viewer))
    return _completions(connection, store, query.order_by(S.time, D.n).limit(limit))


def _noted(connection: sa.Connection, store: Store, limit: int | None) -> list[Completion]:
    """Whose file this machine completed as far as it went, and that is due again some day."""
    notes = local.values(connection, NOTES)
    again = [name for name, data in notes.items() if note_of(data).stage in {"t", "interim"}]
    soon = [name for name, data in notes.items() if 0 < note_of(data).due <= store.now()]
    other = aliased(S)
    latest = sa.select(sa.func.max(other.time)).where(other.document == D.id).scalar_subquery()
    query = _rows(sa.and_(S.time == latest, S.after != F.blob)).where(
        D.id.in_({*again, *soon}), *visible.documents(connection, store.viewer)
    )
    found = _completions(connection, store, query.order_by(S.time, D.n).limit(limit))
    return list({one.document: one for one in found}.values())


def _rows(joined: sa.ColumnElement[bool]) -> Any:
    other = aliased(F)
    beside = sa.exists().where(
        other.document == S.document, other.slot != _MAIN, other.blob == S.after
    )
    query: Any = (
        sa.select(
            D.id, D.subject, D.symbol, D.number, F.blob, S.after, S.op, S.time.label("signed")
        )
        .join(F, sa.and_(F.document == D.id, F.slot == _MAIN))
        .join(B, sa.and_(B.id == F.blob, B.complete))
        .join(S, sa.and_(S.document == D.id, joined))
        .where(D.state.in_(_FINAL), D.conflicts == 0, ~beside)
    )
    return query


def _completions(
    connection: sa.Connection, store: Store, query: sa.Select[Any]
) -> list[Completion]:
    notes = local.values(connection, NOTES)
    device = store.author.device
    return [
        Completion(
            row.id,
            row.subject,
            row.symbol,
            row.number,
            row.blob,
            row.after,
            row.signed,
            op_id(row.op).device == device or row.id in notes,
            note_of(notes.get(row.id)),
        )
        for row in connection.execute(query)
    ]
