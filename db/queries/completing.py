"""Which signed files lack evidence still, whose turn it is, and when (signing.md §9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import aliased

from core.commits.file_bodies import BESIDE, P7S
from core.commits.ids import op_id
from core.commits.tending import DAY_MS, EARLY_DAYS
from core.office.day import day as office_day
from core.office.deadlines import Calendar, add_working_days
from core.office.terms import Kind, State
from db import local, models, visible
from db.acting import Store
from db.queries import reference

NOTES: Final = "evidence.of."
PAUSE: Final = "evidence.pause"
_MAIN: Final = "main"
_FINAL: Final = (State.SEALED, State.ISSUED, State.RECEIVED, State.FILED)
"""Where no further signature comes: the seal is set."""
_OPEN: Final = ("b", "t", "interim")
"""Stages at which something is still to come without waiting for a day of renewal."""
_PDF: Final = "application/pdf"
_ENDING: Final = ".p7s"
"""What the name of a signature beside a file has behind that of the file."""
_WAIT: Final = "evidence"
"""The entry of the catalogue of limits that says how many working days a machine has for itself."""
D, E, F, B = models.Document, models.Evidence, models.File, models.Blob


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """What this machine knows of one file's evidence: how far it is, when it is due (ms UTC), how
    often it failed since, and why a person has to look at it (a reason of the verifier).
    """

    stage: str = "b"
    due: Annotated[int, msgspec.Meta(ge=0)] = 0
    tries: int = 0
    incident: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """A signed file whose evidence is to be seen to: ``of`` is the hash of the file as it was last
    signed, ``blob`` that of the file now, ``since`` when something was to be done (ms UTC);
    ``came`` from elsewhere with its signatures; ``keeper`` is the machine that sees to it; it
    ``waits`` for the server where this one has just taken it over.
    """

    document: str
    subject: str
    symbol: str
    number: int | None
    kind: str
    slot: str
    name: str
    type: str
    blob: str
    of: str
    signs: str
    since: int
    keeper: str
    label: str
    taken: bool
    mine: bool
    waits: bool
    note: Note

    @property
    def came(self) -> bool:
        """Whether others signed it."""
        return self.kind == Kind.INCOMING

    @property
    def key(self) -> str:
        """What this machine notes of it is found by."""
        return self.document if self.slot == _MAIN else f"{self.document}/{self.slot}"


Reason = Literal["revoked", "late"]


@dataclass(frozen=True, slots=True)
class Orphan:
    """A file whose machine is lost, or has not got to it for so many working ``days``."""

    one: Completion
    reason: Reason
    days: int | None = None


def listed(store: Store, limit: int) -> list[Completion]:
    """Files with something left to do or to look at, incidents first, then the oldest."""
    with store.engine.begin() as connection:
        found = _found(connection, store)
    return sorted(found, key=lambda one: (not one.note.incident, one.since))[:limit]


def due(store: Store, limit: int) -> list[Completion]:
    """Those that this machine should see to now; none while it waits for the way out."""
    now = store.now()
    with store.engine.begin() as connection:
        if paused(connection, now):
            return []
        found = _found(connection, store)
    return [one for one in found if one.mine and one.note.due <= now][:limit]


def orphans(store: Store, limit: int) -> list[Orphan]:
    """Files of other machines that this one may take over by itself: of a revoked one at once, of
    another one after the unit's days, and that once only; none while it waits for the way out.
    """
    now, days, calendar = store.now(), wait(store), reference.calendar(store)
    with store.engine.begin() as connection:
        if paused(connection, now):
            return []
        lost = _lost(connection)
        found = _found(connection, store)
    free = [one for one in found if one.keeper != store.author.device and one.note.due <= now]
    gone = [Orphan(one, "revoked") for one in free if one.keeper in lost]
    late = [
        Orphan(one, "late", days)
        for one in free
        if one.keeper not in lost and not one.taken and _over(one.since, now, days, calendar)
    ]
    return (gone + late)[:limit]


def wait(store: Store) -> int:
    """How many working days a machine has for itself, by the unit's catalogue of limits."""
    days = {item.code: item.days for item in reference.catalogue(store, "thresholds").items}
    return int(days.get(_WAIT, EARLY_DAYS))


def _over(since: int, now: int, days: int, calendar: Calendar) -> bool:
    """Whether so many working days have gone by."""
    until = add_working_days(office_day(since), days, calendar).due
    return now >= since + days * DAY_MS and office_day(now) >= until


def paused(connection: sa.Connection, now: int) -> bool:
    """Whether this machine waits for the way out."""
    return note_of(local.value(connection, PAUSE)).due > now


def incidents(connection: sa.Connection) -> int:
    """How many signed files a person has to look at."""
    return sum(bool(note_of(each).incident) for each in local.values(connection, NOTES).values())


def note_of(data: bytes | None) -> Note:
    """A note as it is kept; the first one where there is none."""
    return msgspec.json.decode(data, type=Note) if data else Note()


def _lost(connection: sa.Connection) -> frozenset[str]:
    query = sa.select(models.Device.id).where(models.Device.revoked)
    return frozenset(connection.execute(query).scalars())


def _found(connection: sa.Connection, store: Store) -> list[Completion]:
    """Every file with something left to do, the oldest first."""
    notes = local.values(connection, NOTES)
    shown = visible.documents(connection, store.viewer)
    return [
        _completion(row, notes, store.author.device)
        for row in connection.execute(_query(store.now()).where(*shown))
    ]


def _query(now: int) -> Any:
    device, signs = models.Device, _signed_beside()
    columns = (
        *(D.id, D.subject, D.symbol, D.number, D.kind, D.tentative),
        *(E.slot, E.op, E.blob, E.origin, E.stage, E.keeper, E.since, E.taken),
        *(F.name, F.type, device.label, signs.label("signs")),
    )
    final = sa.or_(D.state.in_(_FINAL), D.kind == Kind.INCOMING)
    known = sa.or_(F.type == _PDF, sa.and_(F.type == P7S, signs.is_not(None)))
    left = sa.or_(E.stage.in_(_OPEN), sa.and_(E.stage == "lta", E.since <= now))
    query: Any = (
        sa.select(*columns)
        .join(E, E.document == D.id)
        .join(F, sa.and_(F.document == E.document, F.slot == E.slot, F.op == E.op))
        .join(B, sa.and_(B.id == E.blob, B.complete))
        .outerjoin(device, device.id == E.keeper)
        .where(
            final,
            left,
            known,
            D.state != State.CANCELLED,
            D.conflicts == 0,
        )
        .order_by(E.since, D.n, E.slot)
    )
    return query


def _signed_beside() -> sa.ScalarSelect[str]:
    """The file beside which a signature lies: by its slot where it was made here, else by name."""
    signed, held = aliased(F), aliased(B)
    named = sa.or_(signed.slot + BESIDE == F.slot, signed.name + _ENDING == F.name)
    query = sa.select(signed.blob).join(held, sa.and_(held.id == signed.blob, held.complete))
    where = sa.and_(signed.document == F.document, named)
    return query.where(where).order_by(signed.slot).limit(1).scalar_subquery()


def _completion(row: sa.Row[Any], notes: dict[str, bytes], device: str) -> Completion:
    """One row; a takeover counts only where the server has ordered it."""
    waits = row.tentative and op_id(row.op).device != row.keeper
    one = Completion(
        document=row.id,
        subject=row.subject,
        symbol=row.symbol,
        number=row.number,
        kind=row.kind,
        slot=row.slot,
        name=row.name,
        type=row.type,
        blob=row.blob,
        of=row.origin,
        signs=(row.signs or "") if row.type == P7S else "",
        since=row.since,
        keeper=row.keeper,
        label=row.label or "",
        taken=row.taken,
        mine=row.keeper == device and not waits,
        waits=row.keeper == device and waits,
        note=Note(stage=row.stage),
    )
    kept = notes.get(one.key)
    return replace(one, note=note_of(kept)) if kept else one
