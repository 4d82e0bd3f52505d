"""Storage that may end a program at any step: before a commit of the database, before and after a
file is made durable or takes another's place. What was not made durable may be gone.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.errors import DiskFull
from db import abreast, durable

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path


class Crash(BaseException):
    """The program ends here: no handler of the product may go on."""


class Storage:
    """Counts the steps; at the ``fuse``-th from now the program that is at work ends."""

    def __init__(self, chance: random.Random) -> None:
        self._chance, self.fuse, self.steps, self.forgot = chance, 0, 0, False
        self.full = False
        """No space: nothing can be written."""
        self._loose: list[tuple[Path, bytes | None]] = []

    def step(self, what: str) -> None:
        self.steps += 1
        if self.full:
            raise DiskFull
        if self.fuse:
            self.fuse -= 1
            if not self.fuse:
                self._lose()
                raise Crash(what)

    def loose(self, path: Path) -> None:
        """A file changes without being made durable: remember what a power cut may leave."""
        self._loose.append((path, path.read_bytes() if path.exists() else None))

    def _lose(self) -> None:
        for path, before in reversed(self._loose):
            if self._chance.random() < 0.5:
                self.forgot = True
                path.unlink(missing_ok=True)
                if before is not None:
                    path.write_bytes(before)
        self._loose.clear()


@contextmanager
def watched(storage: Storage) -> Iterator[None]:
    """All storage of this process goes by way of ``storage``."""
    replace, sync_file = durable.replace, durable.sync_file

    def replaced(path: Path, data: bytes, lasting: bool = True) -> None:
        storage.step("before-replace")
        if not lasting:
            storage.loose(path)
        replace(path, data, lasting)
        storage.step("after-replace")

    def synced(descriptor: int) -> None:
        storage.step("sync")
        sync_file(descriptor)
        storage.step("after-sync")

    def committing(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("writes"):
            storage.step("commit")

    flushes, abreast.FLUSHES = abreast.FLUSHES, 1  # one after the other, the same way each time
    durable.replace, durable.sync_file = replaced, synced
    sa.event.listen(sa.Engine, "commit", committing)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "commit", committing)
        durable.replace, durable.sync_file = replace, sync_file
        abreast.FLUSHES = flushes
