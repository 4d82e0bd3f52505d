"""What comes and goes by hand as files: bundles and trust lists. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.sync import trust_list
from core.sync.volumes import LIMIT
from db import sticks
from db.actions import bundles, trusting
from db.sticks import on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from core.sync.trust_list import TrustList
    from db.acting import Store
    from db.actions.bundles import Exported, Imported
    from db.sticks import Progress


def write_bundle(
    store: Store,
    recipients: Sequence[str],
    path: Path,
    progress: Progress = on,
    limit: int = LIMIT,
) -> Exported:
    """Export to files that appear only when they are whole and durable. Raises DiskFull,
    NotAllowed, FileUnwritable, WorkStopped."""
    made = bundles.export(store, recipients, limit)
    sticks.write(store, made, path, progress)
    return made


def read_bundle(store: Store, path: Path, progress: Progress = on) -> Imported:
    """Import a volume; raises FileUnreadable, WorkStopped and what ``bundles.import_`` raises."""
    return bundles.import_(store, sticks.read(path, progress))


def read_file(store: Store, path: Path, progress: Progress = on) -> Imported | TrustList:
    """Take in a file of either kind that comes by hand: a bundle, or a trust list. Raises what
    ``read_bundle`` and ``trusting.take`` raise.
    """
    start = next(sticks.read(path), b"")
    if trust_list.is_list(start):
        return trusting.take(store, _whole(path, trust_list.LIMIT))
    return read_bundle(store, path, progress)


def _whole(path: Path, limit: int) -> bytes:
    """All of a file, or just more than the limit: then it is refused for that."""
    data = b""
    for piece in sticks.read(path):
        data += piece
        if len(data) > limit:
            break
    return data
