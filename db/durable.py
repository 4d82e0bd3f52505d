"""Files that survive a crash: written aside, synced, renamed, their folder synced (store.md §8)."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from core.errors import DiskFull, StoreBusy, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedRandom
    from pathlib import Path

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_WAY = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
"""How file systems refuse to sync a folder."""


@contextmanager
def room() -> Iterator[None]:
    """Let DiskFull stand for the system's ways to say that there is no space."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull from error
        raise


@contextmanager
def alone(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock that a file stands for: one program, and one thread of it, at a time.

    Waits for whoever holds it, or raises StoreBusy. The system gives it back when a program ends,
    however it ends; the file stays.
    """
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "rb+") as lock:
        _take(lock.fileno(), wait)
        yield


def _take(descriptor: int, wait: bool) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError as error:
        raise StoreBusy from error


def replace(path: Path, data: bytes, lasting: bool = True) -> None:
    """Put a whole small file in place of another, readable by its owner only; raises DiskFull.

    After a crash at any moment the path holds either the old bytes or the new ones. Without
    ``lasting`` nothing waits for the disk: a power cut may leave neither.
    """
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with begun(part, lasting=lasting) as file:
        file.write(data)
    try:
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    if lasting:
        sync_folder(path.parent)


def read_small(path: Path, limit: int) -> bytes:
    """The bytes of a file that somebody else may have made large; raises TooLarge, OSError."""
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise TooLarge(limit=limit)
    return data


def read_copies(folder: Path, names: tuple[str, ...], limit: int) -> list[bytes]:
    """The bytes of those copies that are there and not larger than any whole one."""
    found = []
    for name in names:
        with suppress(FileNotFoundError, TooLarge):
            found.append(read_small(folder / name, limit))
    return found


def write_copies(folder: Path, names: tuple[str, ...], data: bytes, lasting: bool = True) -> None:
    """Bring every copy to these bytes, one after the other; raises DiskFull."""
    for name in names:
        if read_copies(folder, (name,), len(data)) != [data]:
            replace(folder / name, data, lasting)


@contextmanager
def begun(part: Path, *, lasting: bool = True) -> Iterator[BufferedRandom]:
    """A new file that the block fills, durable at its end; it goes where that breaks off. Without
    ``lasting`` somebody makes it durable later, with others. Raises FileExistsError, DiskFull.
    """
    try:
        with room(), fresh(part) as file:
            yield file
            if lasting:
                file.flush()
                sync_file(file.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def fresh(path: Path) -> BufferedRandom:
    """A new file, for its owner only, open for writing; raises FileExistsError."""
    return os.fdopen(os.open(path, _FRESH, 0o600), "w+b")


def sync_file(descriptor: int) -> None:
    """Make a file's bytes and length durable."""
    getattr(os, "fdatasync", os.fsync)(descriptor)


def sync_path(path: Path) -> None:
    """Make a file that others wrote, and its name, durable. Never one that SQLite has open here:
    closing it would drop SQLite's locks (sqlite.org/howtocorrupt §2.2).
    """
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can open a folder (Windows cannot)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_place(folder: Path) -> None:
    """The same on a stick, a share, wherever a person chose: as far as there is a way to."""
    try:
        sync_folder(folder)
    except OSError as error:
        if error.errno not in NO_WAY:
            raise


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, for its owner only, durably; raises DiskFull."""
    for changed in begin_folder(folder):
        sync_folder(changed)


def begin_folder(folder: Path) -> list[Path]:
    """Make a folder and those above it, for its owner only; the folders that have to be synced
    before it lasts. Raises DiskFull.
    """
    if folder.is_dir():
        return []
    changed = [*begin_folder(folder.parent), folder.parent]
    with room():
        folder.mkdir(mode=0o700, exist_ok=True)
    return changed


def sync_content(path: Path) -> None:
    """Make the bytes of a file that is whole durable; its name may not be yet."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        sync_file(descriptor)
    finally:
        os.close(descriptor)


_FRESH = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
