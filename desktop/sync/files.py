"""Bundles as files on a stick: written whole beside their name, read in pieces. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import FileUnreadable
from core.sync import trust_list
from db.actions import bundles, trusting
from desktop.written import write_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.sync.trust_list import TrustList
    from db.acting import Store
    from db.actions.bundles import Exported, Imported

PIECE = 1 << 20


def write_bundle(store: Store, recipients: Sequence[str], path: Path) -> Exported:
    """Export to a file that appears only when it is whole and durable. Raises DiskFull, NotAllowed,
    FileUnwritable."""
    made = bundles.export(store, recipients)
    write_pieces(path, made.pieces)
    return made


def read_bundle(store: Store, path: Path) -> Imported:
    """Import a file; raises FileUnreadable and what ``bundles.import_`` raises."""
    return bundles.import_(store, pieces_of(path))


def read_file(store: Store, path: Path) -> Imported | TrustList:
    """Take in a file of either kind that comes by hand: a bundle, or a trust list. Raises what
    ``read_bundle`` and ``trusting.take`` raise.
    """
    start = next(pieces_of(path), b"")
    if trust_list.is_list(start):
        return trusting.take(store, _whole(path, trust_list.LIMIT))
    return read_bundle(store, path)


def _whole(path: Path, limit: int) -> bytes:
    """All of a file, or just more than the limit: then it is refused for that."""
    data = b""
    for piece in pieces_of(path):
        data += piece
        if len(data) > limit:
            break
    return data


def pieces_of(path: Path) -> Iterator[bytes]:
    """A file, piece by piece. Raises FileUnreadable."""
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as error:
        raise FileUnreadable from error
