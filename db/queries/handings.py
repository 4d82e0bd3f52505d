"""What was handed to the archive together: the dossiers of one act, who gave and who took them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from core.commits.check import EFFECTIVE
from core.office.dossiers import Stage
from core.office.terms import Act
from db import commits, models, visible
from db.acting import Store
from db.queries import dossiers
from db.queries.dossiers import DossierLine


@dataclass(frozen=True, slots=True)
class Side:
    """Who gave or took, as named on the day of the act; ``time`` in milliseconds UTC."""

    name: str
    rank: str
    post: str
    unit: str
    time: int


@dataclass(frozen=True, slots=True)
class Handing:
    """The dossiers of one hand-over that are with the archive and that the person sees, by code;
    ``documents`` and ``files`` count each once. ``taken`` is None until the archive took
    them.
    """

    dossiers: tuple[DossierLine, ...]
    given: Side
    taken: Side | None
    documents: int
    files: int


WITH_ARCHIVE = (Stage.HANDED_OVER, Stage.ARCHIVED)


def handing(store: Store, dossier: str) -> Handing | None:
    """The last hand-over that a dossier was part of; None where it is not with the archive, or not
    seen.
    """
    row = next(iter(dossiers.named(store, [dossier])), None)
    if row is None or row.state not in WITH_ARCHIVE:
        return None
    with store.engine.begin() as connection:
        given = _last(connection, dossier, Act.HAND_OVER_DOSSIER)
        taken = _last(connection, dossier, Act.ACCEPT_DOSSIER)
    if given is None:
        return None
    together = [one for one in dossiers.named(store, given[1]) if one.state in WITH_ARCHIVE]
    counts = _counts(store, [one.id for one in together])
    took = taken[0] if taken and row.state == Stage.ARCHIVED else None
    return Handing(tuple(together), given[0], took, *counts)


def _last(connection: sa.Connection, dossier: str, act: Act) -> tuple[Side, list[str]] | None:
    """Who did an act last, and with which dossiers together."""
    found = None
    for commit, standing in commits.touching(connection, ("dossier", dossier)):
        moves = [
            op
            for op in (commit.ops if standing in EFFECTIVE else ())
            if op.kind == "dossier.move" and op.body.get("act") == act
        ]
        mine = next((op for op in moves if op.id == dossier), None)
        if mine is not None:
            by = mine.body.get("by", {})
            named = {name: str(by.get(name, "")) for name in ("name", "rank", "post", "unit")}
            found = Side(**named, time=commit.header.hlc[0]), [op.id for op in moves]
    return found


def _counts(store: Store, chosen: list[str]) -> tuple[int, int]:
    """Documents and files in some dossiers, as far as the person sees them."""
    document, file, item = models.Document, models.File, models.DossierItem
    with store.engine.begin() as connection:
        inside = sa.select(item.document).where(item.dossier.in_(chosen))
        seen = (document.id.in_(inside), *visible.documents(connection, store.viewer))
        documents = connection.execute(sa.select(sa.func.count()).where(*seen)).scalar_one()
        held = sa.select(document.id).where(*seen)
        files = sa.select(sa.func.count(sa.distinct(file.document + file.slot))).where(
            file.document.in_(held), file.role != "draft"
        )
        return documents, connection.execute(files).scalar_one()
