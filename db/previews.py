"""A preview: what a snapshot shows of a stream until its own commits have been replayed as far.

Its states stand as overlays, never as committed ones: every commit is still judged, folded and kept
by the ledger as if there were no snapshot, so that a wrong one can alter or lose none. Nobody
writes to the stream meanwhile. When the stream reaches the snapshot's place, the overlays go; where
its chain or state hash is another than the snapshot said, every row is made anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from core.commits import canonical, state_hash
from core.commits.check import AUTHORITY
from core.commits.fold import Key
from core.commits.format import Hash, Whole
from core.commits.ids import b64, unb64
from core.errors import SnapshotRefused
from core.sync import snapshot
from core.sync.snapshot import Manifest, Row
from db import commits, facts, local, models, projections

NAME: Final = "preview."
_LIMIT: Final = snapshot.MANIFEST + 1024
_ROW: Final = sa.select(models.Aggregate.stream, models.Aggregate.overlay).where(
    models.Aggregate.kind == sa.bindparam("kind"), models.Aggregate.id == sa.bindparam("entity")
)
_SHOW: Final = (
    sa.update(models.Aggregate)
    .where(
        models.Aggregate.kind == sa.bindparam("of_kind"),
        models.Aggregate.id == sa.bindparam("of_id"),
    )
    .values(overlay=sa.bindparam("overlay"))
)


class Preview(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A snapshot that is shown: how many of its chunks are here, and the sum of their rows."""

    manifest: Manifest
    done: Whole = 0
    total: Hash = b64(state_hash.EMPTY)

    @property
    def whole(self) -> bool:
        """Whether all of it is here."""
        return self.done == len(self.manifest.chunks)


def of(connection: sa.Connection) -> dict[str, Preview]:
    """The previews by stream."""
    return {
        stream: canonical.decode_as(Preview, raw, _LIMIT)
        for stream, raw in local.values(connection, NAME).items()
    }


def keep(connection: sa.Connection, preview: Preview) -> None:
    """Remember how far a preview is."""
    local.put_value(connection, NAME + preview.manifest.stream, canonical.encode(preview))


def load(connection: sa.Connection, preview: Preview, rows: Iterable[Row]) -> Preview:
    """Show the rows of the next chunk; what is tentative here stays in front of them.

    Raises SnapshotRefused for rows that do not belong to the stream, and at the end where their sum
    is not the state hash.
    """
    stream, found = preview.manifest.stream, list(rows)
    for row in found:
        try:
            _show(connection, stream, row)
        except (
            KeyError,
            TypeError,
            ValueError,
            AttributeError,
            LookupError,
            sa.exc.SQLAlchemyError,
        ) as error:
            raise SnapshotRefused(what="state") from error
    total = b64(snapshot.add(unb64(preview.total, 32), found))
    now = Preview(preview.manifest, preview.done + 1, total)
    if now.whole and total != preview.manifest.state:
        raise SnapshotRefused(what="sum")
    keep(connection, now)
    return now


def _show(connection: sa.Connection, stream: str, row: Row) -> None:
    kind, entity = row.key
    if kind in AUTHORITY:
        raise SnapshotRefused(what="kind")
    there = connection.execute(_ROW, {"kind": kind, "entity": entity}).one_or_none()
    raw = facts.write_state(row.state)
    if there is None:
        values = {"kind": kind, "id": entity, "stream": stream, "overlay": raw}
        connection.execute(sa.insert(models.Aggregate), values)
    elif there.stream != stream:
        raise SnapshotRefused(what="stream")
    elif there.overlay is not None:
        return
    else:
        connection.execute(_SHOW, {"of_kind": kind, "of_id": entity, "overlay": raw})
    projections.write(connection, row.key, stream, row.state, tentative=False)


def settled(connection: sa.Connection, keys: set[Key]) -> tuple[set[Key], Mapping[str, Any]]:
    """The aggregates to fold anew, with those of previews whose place the stream has reached; and
    the previews that stay.
    """
    coming = of(connection)
    wanted = set(keys)
    for stream, preview in list(coming.items()):
        manifest = preview.manifest
        table = models.Stream
        query = sa.select(table.gseq, table.chain, table.state_hash).where(table.id == stream)
        head = connection.execute(query).one()
        if head.gseq >= manifest.gseq:
            here = (head.gseq, head.chain, b64(bytes(head.state_hash)))
            same = here == (manifest.gseq, manifest.chain, manifest.state) and preview.whole
            wanted |= _waiting(connection, stream) if same else _all(connection, stream)
            drop(connection, stream)
            del coming[stream]
    return wanted, coming


def drop(connection: sa.Connection, stream: str) -> None:
    """Forget a preview and its overlays; the caller folds its aggregates anew."""
    table = models.Aggregate
    shown = (table.stream == stream) & table.overlay.is_not(None)
    connection.execute(sa.update(table).where(shown).values(overlay=None))
    local.drop_value(connection, NAME + stream)


def give_up(connection: sa.Connection, stream: str) -> set[Key]:
    """Drop a preview before its place was reached; the aggregates to fold anew."""
    keys = _all(connection, stream)
    drop(connection, stream)
    return keys


def _all(connection: sa.Connection, stream: str) -> set[Key]:
    """Every aggregate of a stream."""
    table = models.Aggregate
    query = sa.select(table.kind, table.id).where(table.stream == stream)
    return {(row.kind, row.id) for row in connection.execute(query)}


def _waiting(connection: sa.Connection, stream: str) -> set[Key]:
    """The aggregates that tentative commits of a stream touch."""
    touch, table = models.Touch, models.Commit
    query = sa.select(touch.kind, touch.entity).join(table, table.n == touch.commit)
    rows = connection.execute(query.where(table.stream == stream, commits.UNANSWERED))
    return {(row.kind, row.entity) for row in rows}
