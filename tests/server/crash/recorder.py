"""Counts the storage calls of a process and ends it, as if the power went, at a chosen one.

A call is: a file made, written to, cut short or synced; a name made, changed or removed; a folder
made; a COMMIT of the database. Reading is none, nor is what lies outside the watched folder. Each
call can be cut in four ways (:class:`Cut`).

SQLite writes its own files below Python: its single writes are not counted, its COMMIT is. With
``synchronous=FULL`` what it committed is on the disk when COMMIT returns; a torn COMMIT is made by
hand, out of the first half of what it changed in its log and the old second half. What it does
between two commits (checkpoints) is left to SQLite's own tests.
"""

from __future__ import annotations

import builtins
import io
import os
import signal
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

import sqlalchemy as sa
from typing_extensions import override

from db import abreast
from tests.server.crash.medium import Medium

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OPEN = io.open
CHANGES = frozenset("wax+")
FULL = 2
"""Of PRAGMA synchronous: what is less lets COMMIT return before the log is on the disk."""


class Cut(StrEnum):
    """How a process ends at a call: before it; in the middle of its bytes; before it, with the
    bytes that were never synced lost, or these and the names.
    """

    BEFORE = "before"
    TORN = "torn"
    EMPTIED = "emptied"
    FORGOTTEN = "forgotten"


class Point(NamedTuple):
    """A call, by its place in the order and what it is about, and how it can be cut: each way that
    leaves other bytes than the first.
    """

    place: int
    name: str
    cuts: tuple[Cut, ...]


class Recorder:
    """Watches one folder; ``end`` is the place of the call at which to die, and how; ``told`` hears
    of it just before.
    """

    def __init__(
        self, root: Path, end: tuple[int, Cut] | None, told: Callable[[Point], object]
    ) -> None:
        self.points: list[Point] = []
        self.medium = Medium()
        self._root, self._end, self._told = root, end, told

    def call(self, kind: str, path: Path, half: Callable[[], object] | None = None) -> None:
        """One more call is about to be made; ``half`` makes the first half of it."""
        point = Point(len(self.points), f"{kind} {path.relative_to(self._root)}", self._cuts(half))
        self.points.append(point)
        if self._end is not None and self._end[0] == point.place:
            self._told(point)
            self._die(self._end[1], half)

    def watches(self, path: Path) -> bool:
        """Whether a path is in the watched folder."""
        return path.is_relative_to(self._root)

    def _cuts(self, half: Callable[[], object] | None) -> tuple[Cut, ...]:
        lost = [Cut.EMPTIED] if self.medium.loose else []
        lost += [Cut.FORGOTTEN] if self.medium.names else []
        return (Cut.BEFORE, *([Cut.TORN] if half else ()), *lost)

    def _die(self, cut: Cut, half: Callable[[], object] | None) -> None:
        self._end = None
        if cut is Cut.TORN and half is not None:
            half()
        elif cut is Cut.EMPTIED:
            self.medium.empty()
        elif cut is Cut.FORGOTTEN:
            self.medium.forget()
        os.kill(os.getpid(), signal.SIGKILL)


class _File(io.FileIO):
    """A file that is open for writing."""

    recorder: Recorder
    path: Path

    @override
    def write(self, data: Any, /) -> int:
        piece = bytes(data)
        half = piece[: len(piece) // 2]
        self.recorder.call("write", self.path, lambda: io.FileIO.write(self, half))
        self.recorder.medium.writing(self.path)
        return super().write(piece)

    @override
    def truncate(self, size: int | None = None, /) -> int:
        self.recorder.call("truncate", self.path)
        self.recorder.medium.writing(self.path)
        return super().truncate(size)


class _Calls:
    """What stands in the place of the system's functions."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder, self._medium = recorder, recorder.medium
        self._real = {name: getattr(os, name) for name in self.names}

    names = ("open", "fsync", "fdatasync", "replace", "rename", "unlink", "remove", "mkdir")

    def open(self, path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        place = Path(path).absolute()
        new = bool(flags & os.O_CREAT) and self._recorder.watches(place) and not place.exists()
        if new:
            self._recorder.call("make", place)
        descriptor: int = self._real["open"](path, flags, mode, **more)
        if new:
            self._medium.made(place)
        return descriptor

    def fsync(self, file: Any) -> None:
        self._sync("fsync", file)

    def fdatasync(self, file: Any) -> None:
        self._sync("fdatasync", file)

    def _sync(self, kind: str, file: Any) -> None:
        place = _named(file if isinstance(file, int) else file.fileno())
        if self._recorder.watches(place):
            self._recorder.call("sync", place)
        self._real[kind](file)
        self._medium.synced(place)

    def replace(self, old: Any, new: Any, **more: Any) -> None:
        self._move("replace", old, new, **more)

    def rename(self, old: Any, new: Any, **more: Any) -> None:
        self._move("rename", old, new, **more)

    def _move(self, kind: str, old: Any, new: Any, **more: Any) -> None:
        there, here = Path(old).absolute(), Path(new).absolute()
        if self._recorder.watches(here) and there.exists():
            self._recorder.call("rename", here)
            self._medium.moving(there, here)
        self._real[kind](old, new, **more)

    def unlink(self, path: Any, **more: Any) -> None:
        self._remove("unlink", path, **more)

    def remove(self, path: Any, **more: Any) -> None:
        self._remove("remove", path, **more)

    def _remove(self, kind: str, path: Any, **more: Any) -> None:
        place = Path(path).absolute()
        if self._recorder.watches(place) and place.exists():
            self._recorder.call("remove", place)
            self._medium.removing(place)
        self._real[kind](path, **more)

    def mkdir(self, path: Any, *args: Any, **more: Any) -> None:
        place = Path(path).absolute()
        new = self._recorder.watches(place) and not place.exists()
        if new:
            self._recorder.call("mkdir", place)
        self._real["mkdir"](path, *args, **more)
        if new:
            self._medium.made(place)

    def opened(self, file: Any, mode: str = "r", buffering: int = -1, *args: Any, **more: Any):
        """What ``open`` gives: a file whose writes are counted, where it is one of ours."""
        place = _named(file) if isinstance(file, int) else Path(file).absolute()
        if not CHANGES & set(mode) or not self._recorder.watches(place):
            return OPEN(file, mode, buffering, *args, **more)
        if not place.exists():
            self._recorder.call("make", place)
            OPEN(place, "xb").close()
            self._medium.made(place)
            mode = mode.replace("x", "w")
        elif "w" in mode and not isinstance(file, int):
            self._recorder.call("truncate", place)
            self._medium.writing(place)
        raw = _File(file, mode.replace("b", "").replace("t", ""))
        raw.recorder, raw.path = self._recorder, place
        if buffering == 0:
            return raw
        binary = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return binary if "b" in mode else io.TextIOWrapper(binary, *args, **more)

    def committing(self, connection: sa.Connection) -> None:
        if connection.get_execution_options().get("writes"):
            driver = connection.connection.dbapi_connection
            assert driver is not None
            base = Path(driver.execute("PRAGMA database_list").fetchone()[2])
            log = base.with_name(base.name + "-wal")
            self._recorder.call("commit", base, lambda: _half(driver, log))
            if driver.execute("PRAGMA synchronous").fetchone()[0] < FULL:
                self._medium.writing(log)


def _named(descriptor: int) -> Path:
    return Path(f"/proc/self/fd/{descriptor}").readlink()


def _half(driver: Any, log: Path) -> None:
    """Commit, and then let the second half of what this changed in the log be as before."""
    before = log.read_bytes()
    driver.commit()
    after = log.read_bytes()
    old = before.ljust(len(after), b"\0")
    changed = [place for place, byte in enumerate(after) if byte != old[place]]
    middle = changed[len(changed) // 2] if changed else len(after)
    log.write_bytes(after[:middle] + before[middle:])


@contextmanager
def recording(
    root: Path,
    end: tuple[int, Cut] | None = None,
    told: Callable[[Point], object] = lambda _: None,
) -> Iterator[Recorder]:
    """Count what is done to the files below a folder; at the chosen call this process dies."""
    recorder = Recorder(root, end, told)
    calls = _Calls(recorder)
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(abreast, "FLUSHES", 1))  # calls in one order
        for name in calls.names:
            stack.enter_context(mock.patch.object(os, name, getattr(calls, name)))
        for module in (io, builtins):
            stack.enter_context(mock.patch.object(module, "open", calls.opened))
        sa.event.listen(sa.Engine, "commit", calls.committing)
        stack.callback(sa.event.remove, sa.Engine, "commit", calls.committing)
        yield recorder
        recorder.call("end", root)
