"""Limited child processes: whatever reads an untrusted file runs in one (formats.md §5).

The child is a fresh interpreter, not a copy of this process, so it holds no key and no open store.
Limits are in force before it sees a byte: memory, processor time, no file may be written, no core
dump (Linux and macOS; on Windows time only). Its answer comes back as plain values and is decoded
by type, never unpickled: a child that a hostile file took over can lie, but not reach in here.
"""

from __future__ import annotations

import logging
import math
import multiprocessing
import pickle
import sys
from typing import TYPE_CHECKING, TypeVar

import msgspec

import core.errors
from core.errors import AntinError, WorkerCrashed, WorkerTimeout

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

Result = TypeVar("Result")
Facts = dict[str, str | int]

_DONE, _REFUSED, _FAILED = b"d", b"r", b"f"
_SECONDS_TO_START = 30.0


def run_limited(
    function: Callable[..., Result],
    *arguments: object,
    returns: type[Result],
    seconds: float,
    memory_mb: int,
) -> Result:
    """What ``function(*arguments)`` returns in a child of at most ``seconds`` and ``memory_mb``.

    ``function`` stands at the top of a module; its result is decoded by msgspec as ``returns``.
    Raises WorkerTimeout, WorkerCrashed, and our own errors as the function raised them.
    """
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    child = multiprocessing.get_context("spawn").Process(
        target=_child, args=(theirs, seconds, memory_mb), daemon=True
    )
    child.start()
    theirs.close()
    try:
        if not ours.poll(_SECONDS_TO_START):
            raise WorkerTimeout(seconds=math.ceil(_SECONDS_TO_START))
        ours.recv_bytes()
        _send(ours, function, arguments)
        if not ours.poll(seconds):
            raise WorkerTimeout(seconds=math.ceil(seconds))
        answer = ours.recv_bytes()
    except (EOFError, OSError) as error:
        raise WorkerCrashed from error
    finally:
        ours.close()
        child.kill()
        child.join()
    return _decode(answer, returns)


def _send(connection: Connection, function: object, arguments: tuple[object, ...]) -> None:
    """The call; each bytes argument goes by itself, as a copy inside a pickle would count twice."""
    buffers: list[pickle.PickleBuffer] = []
    wrapped = [pickle.PickleBuffer(each) if type(each) is bytes else each for each in arguments]
    call = pickle.dumps((function, wrapped), protocol=5, buffer_callback=buffers.append)
    connection.send_bytes(len(buffers).to_bytes(4))
    connection.send_bytes(call)
    for buffer in buffers:
        connection.send_bytes(buffer.raw())


def _receive(connection: Connection) -> tuple[Callable[..., object], list[object]]:
    count = int.from_bytes(connection.recv_bytes())
    call = connection.recv_bytes()
    buffers = [connection.recv_bytes() for _ in range(count)]
    function, arguments = pickle.loads(call, buffers=buffers)  # noqa: S301 - from our parent
    return function, arguments


def _decode(answer: bytes, returns: type[Result]) -> Result:
    kind, body = answer[:1], memoryview(answer)[1:]
    try:
        if kind == _DONE:
            return msgspec.msgpack.decode(body, type=returns)
        if kind == _REFUSED:
            name, facts = msgspec.msgpack.decode(body, type=tuple[str, Facts])
            raise _error(name, facts)
    except msgspec.MsgspecError as error:
        raise WorkerCrashed from error
    raise WorkerCrashed


def _error(name: str, facts: Facts) -> AntinError:
    """The error of ours that the child names; another name is the sign of a broken child."""
    found = getattr(core.errors, name, None)
    if not (isinstance(found, type) and issubclass(found, AntinError)):
        return WorkerCrashed()
    return found(**facts)


def _child(connection: Connection, seconds: float, memory_mb: int) -> None:
    """Take limits, then work, then answer. Runs in the child."""
    _limit(seconds, memory_mb)
    logging.disable()  # a parser's complaints quote the document
    connection.send_bytes(b"")
    function, arguments = _receive(connection)
    try:
        answer = _DONE + msgspec.msgpack.encode(function(*arguments))
    except AntinError as error:
        answer = _REFUSED + msgspec.msgpack.encode((error.code, error.facts))
    except Exception:  # noqa: BLE001 - told as a crash; the words would quote the document
        answer = _FAILED
    connection.send_bytes(answer)


def _limit(seconds: float, memory_mb: int) -> None:
    sys.dont_write_bytecode = True
    if sys.platform == "win32":
        return
    import resource

    for kind, limit in (
        (resource.RLIMIT_AS, memory_mb << 20),
        (resource.RLIMIT_CPU, math.ceil(seconds) + 5),  # behind the parent's clock, if it dies
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        bound = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (bound, bound))
    if sys.platform == "linux":
        import ctypes

        # a kernel that pipes core dumps ignores RLIMIT_CORE; PR_SET_DUMPABLE = 4 it obeys
        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
