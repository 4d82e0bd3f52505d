"""The one way out for what a person takes: the act is recorded first, then the bytes go. No Qt.

Where the bytes then cannot go (no room, no such folder), the error says so and the act stays: one
too many is better than one too few.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.commits.ids import b64
from core.office.copies import Way
from db.actions import exports, files
from db.actions.exports import Copy, Leaving
from desktop.written import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from db.acting import Done, Store


BESIDE: Final = ".antin"


@dataclass(frozen=True)
class Papers:
    """A PDF that a person looks at before it leaves, and what a file of it is called at first.

    It is a copy of something, or the file of a ``document`` as it is. ``vouch`` makes what goes
    beside a saved file.
    """

    content: bytes
    name: str
    copy: Copy
    document: str = ""
    vouch: Callable[[Store, bytes], bytes] | None = None

    @property
    def form(self) -> str:
        """By which the printer is remembered and the words are found."""
        return "document" if self.document else self.copy.form


def of_document(content: bytes, name: str, document: str) -> Papers:
    """The file of a document: taking it is the act of exporting it."""
    return Papers(content, name, Copy("", "document", document), document)


def record(store: Store, papers: Papers, way: Way, pages: int, copies: int = 1) -> Done:
    """Write the act. Raises NotAllowed, NotFound."""
    if papers.document:
        return exports.note(store, papers.document, digest(papers.content))
    return exports.take(store, papers.copy, Leaving(way, digest(papers.content), pages, copies))


def save(store: Store, papers: Papers, pages: int, path: Path) -> Done:
    """Write the act, then the PDF. Raises NotAllowed, NotFound, DiskFull, FileUnwritable."""
    beside = papers.vouch(store, papers.content) if papers.vouch else b""
    done = record(store, papers, Way.PDF, pages)
    _write(path, papers.content, beside)
    return done


def save_table(
    store: Store, copy: Copy, way: Way, content: bytes, path: Path, *, beside: bytes = b""
) -> Done:
    """The same for a table; what vouches for it goes ``beside`` it, under its name and BESIDE."""
    done = exports.take(store, copy, Leaving(way, digest(content)))
    _write(path, content, beside)
    return done


def _write(path: Path, content: bytes, beside: bytes) -> None:
    write_whole(path, content)
    if beside:
        write_whole(path_beside(path), beside)


def path_beside(path: Path) -> Path:
    """Where what vouches for a file lies."""
    return path.with_name(path.name + BESIDE)


def save_files(store: Store, document: str, chosen: Sequence[tuple[str, Path]]) -> Done:
    """The same for files of a document, named by their hashes, in one act: all are read before any
    is written. Raises BlobMissing and BlobDamaged, too.
    """
    found = [(files.content(store, blob), path) for blob, path in chosen]
    done = exports.note(store, document, *dict.fromkeys(blob for blob, _ in chosen))
    for content, path in found:
        write_whole(path, content)
    return done


def digest(content: bytes) -> str:
    """SHA-256, as acts name bytes."""
    return b64(hashlib.sha256(content).digest())
