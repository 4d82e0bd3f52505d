"""Children that start in milliseconds: forked from a process of ours that holds nothing.

A fresh interpreter needs half a second of processor time to import what reads a signed file. So one
fresh interpreter is started and kept: it imports the code that a task names, never sees a byte of
any document and holds no key, and forks a child per task. Only its parent holds the way to it; a
child that a hostile file took over has no door to knock at. On systems whose libraries do not
survive a fork (all but Linux) each child is a fresh interpreter.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import pickle
import signal
import sys
from importlib import import_module
from multiprocessing import reduction
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from core.errors import WorkerCrashed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.context import SpawnProcess

    Target = Callable[..., None]

NAME: Final = "fork server"

_FORKS: Final = sys.platform == "linux"
_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG, prctl(2)
_SECONDS_TO_IMPORT: Final = 30.0


class _Fork(msgspec.Struct, frozen=True, tag=True):
    """Fork a child for a task of these modules; its end of the pipe follows."""

    modules: tuple[str, ...]


class _Kill(msgspec.Struct, frozen=True, tag=True):
    """End the child of this number, if it still lives, and forget it."""

    child: int


class Child(Protocol):
    """A started child; whoever started it ends it. ``pid`` is its own until then."""

    pid: int | None

    def kill(self) -> None:
        """End it at once, and wait until it is gone."""


def start(target: Target, *arguments: object, modules: Sequence[str]) -> tuple[Child, Connection]:
    """A new child that runs ``target(connection, *arguments)``, and our end of the connection.

    ``target`` stands at the top of a module. ``modules`` are what its task is going to import.
    Raises WorkerCrashed when no child can be started.
    """
    _stand_somewhere()
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    try:
        child = (_forked if _FORKS else _spawned)(theirs, target, arguments, modules)
    finally:
        theirs.close()
    if _FORKS:
        with contextlib.suppress(OSError):  # it is gone already: whoever waits for it will see
            ours.send_bytes(pickle.dumps((target, arguments, dict(os.environ))))
    return child, ours


def _stand_somewhere() -> None:
    """Leave a working folder that is gone (a stick was pulled): no process can be started there."""
    try:
        Path.cwd()
    except FileNotFoundError:
        os.chdir(Path.home().anchor)


class _Spawned:
    """A fresh interpreter."""

    def __init__(self, process: SpawnProcess) -> None:
        self._process, self.pid = process, process.pid

    def kill(self) -> None:
        self._process.kill()
        self._process.join()


def _spawned(
    theirs: Connection, target: Target, arguments: tuple[object, ...], _modules: Sequence[str]
) -> Child:
    process = multiprocessing.get_context("spawn").Process(
        target=target, args=(theirs, *arguments), daemon=True
    )
    process.start()
    return _Spawned(process)


class _Forked:
    """A child of the fork server, which alone may end it: our number for it could be another's."""

    def __init__(self, number: int) -> None:
        self._number = number
        self.pid: int | None = number

    def kill(self) -> None:
        _SERVER.kill(self._number)


def _forked(
    theirs: Connection, _target: Target, _arguments: tuple[object, ...], modules: Sequence[str]
) -> Child:
    return _Forked(_SERVER.fork(theirs, modules))


class _ForkServer:
    """Our side of the one fork server of this process; started when first needed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._living: tuple[SpawnProcess, Connection] | None = None

    def fork(self, theirs: Connection, modules: Sequence[str]) -> int:
        with self._lock:
            try:
                return self._fork(theirs, modules)
            except OSError:  # it was killed from outside: nobody's fault, and nothing was lost
                self._stop()
            try:
                return self._fork(theirs, modules)
            except OSError as error:
                self._stop()
                raise WorkerCrashed from error

    def kill(self, number: int) -> None:
        with self._lock, contextlib.suppress(OSError, EOFError):  # its children die with it
            if self._living is not None:
                door = self._living[1]
                door.send_bytes(msgspec.msgpack.encode(_Kill(number)))
                door.recv_bytes()

    def _fork(self, theirs: Connection, modules: Sequence[str]) -> int:
        process, door = self._living or self._start()
        door.send_bytes(msgspec.msgpack.encode(_Fork(tuple(modules))))
        reduction.send_handle(door, theirs.fileno(), process.pid)
        if not door.poll(_SECONDS_TO_IMPORT):
            raise OSError
        try:
            return int.from_bytes(door.recv_bytes())
        except EOFError as error:
            raise OSError from error

    def _start(self) -> tuple[SpawnProcess, Connection]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, name=NAME, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        self._living = process, ours
        return self._living

    def _stop(self) -> None:
        if self._living is not None:
            (process, door), self._living = self._living, None
            door.close()
            process.kill()
            process.join()


_SERVER: Final = _ForkServer()


def _serve(door: Connection) -> None:
    """Fork and kill as asked until the parent is gone. Runs in the fork server."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the parent to answer
    decoder, children = msgspec.msgpack.Decoder(_Fork | _Kill), set[int]()
    with contextlib.suppress(EOFError, OSError):
        while True:
            asked = decoder.decode(door.recv_bytes())
            children -= {each for each in children if _gone(each)}
            match asked:
                case _Fork(modules):
                    children.add(number := _fork(door, modules))
                    door.send_bytes(number.to_bytes(8))
                case _Kill(number):
                    if number in children:
                        os.kill(number, signal.SIGKILL)
                        os.waitpid(number, 0)
                        children.remove(number)
                    door.send_bytes(b"")


def _gone(number: int) -> bool:
    """Whether a child ended by itself: nobody could be told of it before."""
    return os.waitpid(number, os.WNOHANG)[0] == number


def _fork(door: Connection, modules: tuple[str, ...]) -> int:
    connection = Connection(reduction.recv_handle(door))
    for module in modules:
        with contextlib.suppress(Exception):  # the child meets it again, and answers for it
            import_module(module)
    server = os.getpid()
    number = os.fork()
    if number:
        connection.close()
        return number
    try:
        door.close()
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        if os.getppid() == server:  # or it died before it could take the child along
            _run(connection)
    finally:
        os._exit(0)


def _run(connection: Connection) -> None:
    """The task, in the surroundings that the parent has now. Runs in the child."""
    target, arguments, surroundings = pickle.loads(  # noqa: S301 - from our parent
        connection.recv_bytes()
    )
    os.environ.clear()
    os.environ.update(surroundings)
    target(connection, *arguments)
