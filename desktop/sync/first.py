"""The first exchange of a long stream: what the server's snapshot shows of it comes first, the
commits themselves behind it, each verified as ever (db/previews.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.commits.ids import b64
from core.errors import AntinError, NotFound, ServerAnsweredNonsense, SnapshotRefused
from core.sync import wire
from db.actions import snapshots, syncing

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.sync.snapshot import Manifest
    from db.acting import Store
    from db.ledger import Changed
    from desktop.sync.client import Server


def show(
    store: Store,
    server: Server,
    stream: str,
    go_on: Callable[[], None],
    problems: list[AntinError],
) -> Changed:
    """Show a stream that is not here; what one exchange left undone the next goes on with. Without
    a snapshot, which the server offers of long streams, or with a wrong one, which ``problems``
    then names, the commits alone bring the stream.
    """
    changed: Changed = frozenset()
    try:
        if _wanted(store, server, stream):
            while chunk := snapshots.lacking(store, stream):
                go_on()
                question = wire.SnapshotChunk(stream, chunk.name)
                parts = server.ask(wire.SNAPSHOT_CHUNK, question)[1]
                changed |= snapshots.load(store, stream, _one(parts))
    except (NotFound, SnapshotRefused, ServerAnsweredNonsense) as error:
        problems += [] if isinstance(error, NotFound) else [error]
        changed |= snapshots.drop(store, stream)
    return changed


def _wanted(store: Store, server: Server, stream: str) -> bool:
    """Whether a preview of the stream has begun. Raises NotFound where the server offers none."""
    if snapshots.shown(store, stream) is None:
        if syncing.heads(store)[stream].gseq or store.realm.kind(stream) == "authority":
            return False
        parts = server.ask(wire.SNAPSHOT, wire.Snapshot(stream))[1]
        snapshots.begin(store, stream, _one(parts))
    return True


def _one(parts: tuple[bytes, ...]) -> bytes:
    if len(parts) != 1:
        raise ServerAnsweredNonsense(what="snapshot")
    return parts[0]


def room(shown: Manifest | None, after: int, most: int) -> int:
    """How many commits to ask for after a place: a page ends where the snapshot stands."""
    left = shown.gseq - after if shown else 0
    return min(most, left) if left > 0 else most


def agree(store: Store, stream: str, shown: Manifest | None, place: int) -> None:
    """Raise SnapshotRefused where the commits, now as far as the snapshot, say something else, or
    where the server, at ``place``, does not reach it any more.
    """
    if shown is None:
        return
    head = syncing.heads(store)[stream]
    if place < shown.gseq:
        snapshots.drop(store, stream)
        raise SnapshotRefused(what="place")
    differs = (head.chain, b64(head.state)) != (shown.chain, shown.state)
    if head.gseq == shown.gseq and differs:
        raise SnapshotRefused(what="commits")
