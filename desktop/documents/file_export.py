"""Saves files of a document where a person wants them: recorded in one act, then written. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.actions import exports, files
from desktop.written import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from db.acting import Done, Store


def save(store: Store, document: str, chosen: Sequence[tuple[str, Path]]) -> Done:
    """Write files, each named by its hash, to where it goes; all are read before any is written.

    Raises NotAllowed, NotFound, BlobMissing, BlobDamaged, DiskFull, FileUnwritable.
    """
    found = [(files.content(store, blob), path) for blob, path in chosen]
    done = exports.note(store, document, *dict.fromkeys(blob for blob, _ in chosen))
    for content, path in found:
        write_whole(path, content)
    return done
