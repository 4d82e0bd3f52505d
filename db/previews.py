"""A preview: what a snapshot shows of a stream until its own commits have been replayed as far.

Its states stand as overlays, never as committed ones: every commit is still judged, folded and kept
by the ledger as if there were no snapshot, so that a wrong one can alter or lose none. Nobody
writes to the stream meanwhile. When the stream reaches the snapshot's place, the overlays go; where
its chain or state hash is another than the snapshot said, every row is made anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
from db import commits, local, models, projections

NAME: Final = "preview."
_LIMIT: Final = snapshot.MANIFEST + 1024
AT_ONCE: Final = 500
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
    try:
        for start in range(0, len(found), AT_ONCE):
            _show(connection, stream, found[start : start + AT_ONCE])
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


def _show(connection: sa.Connection, stream: str, found: Sequence[Row]) -> None:
    """Rows side by side; those of which something is here already one by one."""
    if any(row.key[0] in AUTHORITY for row in found):
        raise SnapshotRefused(what="kind")
    table = models.Aggregate
    query = sa.select(table.kind, table.id, table.stream, table.overlay)
    there = {
        (row.kind, row.id): row
        for row in connection.execute(query.where(table.id.in_([row.key[1] for row in found])))
    }
    new = [row for row in found if row.key not in there]
    for row in found:
        if row.key in there:
            _show_here(connection, stream, row, there[row.key])
    if new:
        values = [
            {"kind": kind, "id": entity, "stream": stream, "overlay": raw}
            for (kind, entity), _, raw in new
        ]
        connection.execute(sa.insert(table), values)
        projections.write_new(connection, stream, [(row.key, row.state) for row in new])


def _show_here(connection: sa.Connection, stream: str, row: Row, there: Any) -> None:
    """What is tentative here stays in front."""
    kind, entity = row.key
    if there.stream != stream:
        raise SnapshotRefused(what="stream")
    if there.overlay is None:
        shown = {"of_kind": kind, "of_id": entity, "overlay": row.raw}
        connection.execute(_SHOW, shown)
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
