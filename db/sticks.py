"""Bundles as files on a stick: each volume written whole beside its name, read in pieces."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import FileUnreadable, FileUnwritable, WorkStopped
from db import durable
from db.acting import Store
from db.actions import bundles
from db.actions.bundles import Exported

Progress = Callable[[int, int], bool]
"""Told of bytes done and bytes in all; whether to go on."""

PIECE = 1 << 20


def on(_done: int, _total: int) -> bool:
    """The progress of a work that nobody watches."""
    return True


def volume_paths(path: Path, count: int) -> list[Path]:
    """Where the volumes of a bundle lie: one is the file itself, several say which they are."""
    if count == 1:
        return [path]
    width = len(str(count))
    places = (f"{place:0{width}}of{count}" for place in range(1, count + 1))
    return [path.with_name(f"{path.stem}.{place}{path.suffix}") for place in places]


def write(store: Store, made: Exported, path: Path, progress: Progress = on) -> None:
    """Write a bundle to files that appear only when each is whole and durable; where one fails none
    stays and nobody waits for its answer. Raises DiskFull, FileUnwritable, WorkStopped.
    """
    written: list[Path] = []
    passing = _counted(progress, made.size)
    try:
        for place, pieces in zip(volume_paths(path, len(made.volumes)), made.volumes, strict=True):
            _write(place, passing(pieces))
            written.append(place)
    except BaseException:
        bundles.forget(store, made)
        for each in written:
            with suppress(OSError):  # the stick was pulled
                each.unlink()
        raise


def read(path: Path, progress: Progress = on) -> Iterator[bytes]:
    """A file, piece by piece. Raises FileUnreadable, WorkStopped."""
    try:
        with path.open("rb") as file:
            yield from _counted(progress, path.stat().st_size)(_pieces(file.read))
    except OSError as error:
        raise FileUnreadable from error


def _pieces(read_some: Callable[[int], bytes]) -> Iterator[bytes]:
    while piece := read_some(PIECE):
        yield piece


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    part = path.with_name(path.name + ".part")
    with _telling(path.name):
        try:
            with part.open("wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            durable.sync_place(path.parent)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise


@contextmanager
def _telling(name: str) -> Iterator[None]:
    try:
        with durable.room():
            yield
    except OSError as error:
        raise FileUnwritable(name=name) from error


def _counted(progress: Progress, total: int) -> Callable[[Iterable[bytes]], Iterator[bytes]]:
    """Lets pieces pass and counts their bytes; raises WorkStopped where the progress says so."""
    done = 0

    def passing(pieces: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal done
        for piece in pieces:
            if not progress(min(done, total), total):
                raise WorkStopped
            done += len(piece)
            yield piece

    return passing
