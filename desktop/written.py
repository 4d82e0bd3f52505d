"""Writes a file where a person wants it: whole, or not at all. No Qt."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from core.errors import DiskFull, FileUnwritable
from db import durable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class Part:
    """A file under way beside its place: ``keep`` puts it there, ``drop`` leaves nothing.

    Raises DiskFull, FileUnwritable; ``drop`` belongs after either.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._part = path, path.with_name(path.name + ".part")
        with self._telling():
            self._file: BinaryIO = self._part.open("wb")

    def write(self, piece: bytes) -> int:
        """Write on; the number of bytes."""
        with self._telling():
            return self._file.write(piece)

    def flush(self) -> None:
        """Let nothing wait here."""
        with self._telling():
            self._file.flush()

    def keep(self) -> None:
        """It is whole: make it durable, in its place."""
        with self._telling():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(self._path)
            durable.sync_place(self._path.parent)

    def drop(self) -> None:
        """Forget it."""
        with suppress(OSError):  # what waits to be written has no room either
            self._file.close()
        self._part.unlink(missing_ok=True)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DiskFull from error
            raise FileUnwritable(name=self._path.name) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file and make it durable. Raises DiskFull, FileUnwritable."""
    write_pieces(path, (content,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """The same from pieces as they come; raises what bringing them raises, and nothing is left."""
    part = Part(path)
    try:
        for piece in pieces:
            part.write(piece)
        part.keep()
    except BaseException:
        part.drop()
        raise
