"""Limited child processes: whatever reads an untrusted file runs in one (formats.md §5).

The child is not a copy of this process (desktop/fork_server.py): it holds no key and no open
store. Limits are in force before it sees a byte: memory, processor time, no file may be written, no
core dump (Linux and macOS; on Windows time only). Its answer comes back as plain values and is
decoded by type, never unpickled: a child that a hostile file took over can lie, but not reach in.
"""

from __future__ import annotations

import contextlib
import logging
import math
import os
import pickle
import signal
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import msgspec

import core.errors
from core.errors import AntinError, WorkerCrashed, WorkerTimeout
from desktop.fork_server import start

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection

    from desktop.fork_server import Child

    Answer = Callable[..., bytes]

Result = TypeVar("Result")
Facts = dict[str, str | int]

_DONE, _REFUSED, _FAILED = b"d", b"r", b"f"
_SECONDS_TO_START = 30.0
_RESIDENT_SECONDS = 600.0  # of processor time, then another child takes over


def run_limited(
    function: Callable[..., Result],
    *arguments: object,
    returns: type[Result],
    seconds: float,
    memory_mb: int,
    writes: bool = False,
) -> Result:
    """What ``function(*arguments)`` returns in a child of at most ``seconds`` and ``memory_mb``.

    ``writes`` lets it write files: a token's driver keeps notes of its own.
    ``function`` stands at the top of a module; its result is decoded by msgspec as ``returns``.
    Raises WorkerTimeout, WorkerCrashed, and our own errors as the function raised them.
    """
    child, ours = start(_child, seconds, memory_mb, writes, modules=[_home(function)])
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
    return _decode(answer, returns)


def run_program(command: Sequence[str], given: bytes, *, seconds: float) -> bytes:
    """What another program writes when it is given these bytes; its complaints are not kept.

    It and all that it started are killed after ``seconds``. Raises WorkerTimeout, WorkerCrashed;
    FileNotFoundError where there is no such program.
    """
    pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
    program = subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=quiet, start_new_session=True
    )
    try:
        answer, _ = program.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise WorkerTimeout(seconds=math.ceil(seconds)) from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.communicate()
    if program.returncode:
        raise WorkerCrashed
    return answer


class Resident:
    """A limited child that stays for many questions; ``make`` builds its answerer at the start.

    ``make`` stands at the top of a module and returns a function from the parts of a question, all
    bytes, to the bytes of an answer. One thread at a time may ask. A child that dies, lies or takes
    too long is killed; the next question starts another, and ``born`` counts them. ``writes`` is as
    for ``run_limited``.
    """

    def __init__(self, make: Callable[[], Answer], memory_mb: int, *, writes: bool = False) -> None:
        self._make, self._memory_mb, self._writes = make, memory_mb, writes
        self._child: tuple[Child, Connection] | None = None
        self.born = 0

    def ask(self, *parts: bytes, seconds: float) -> memoryview:
        """The answer's bytes. Raises WorkerTimeout, WorkerCrashed and what the answerer raised."""
        connection = self._living()
        try:
            connection.send_bytes(len(parts).to_bytes(4))
            for part in parts:
                connection.send_bytes(part)
            answer = connection.recv_bytes() if connection.poll(seconds) else b""
        except (EOFError, OSError) as error:
            self.stop()
            raise WorkerCrashed from error
        if not answer:
            self.stop()
            raise WorkerTimeout(seconds=math.ceil(seconds))
        if answer[:1] == _DONE:
            return memoryview(answer)[1:]
        return _decode(answer, memoryview)  # raises

    def wake(self) -> int:
        """Make sure that a child lives; returns ``born``, which tells whether it is a new one."""
        self._living()
        return self.born

    @property
    def alive(self) -> bool:
        """Whether a child lives now."""
        return self._child is not None and _quiet(self._child[1])

    def stop(self) -> None:
        """Kill the child, and with it all that it holds."""
        if self._child is not None:
            (child, connection), self._child = self._child, None
            connection.close()
            child.kill()

    def _living(self) -> Connection:
        if self._child is not None and not self.alive:
            self.stop()  # killed from outside between two questions: nobody's fault
        return (self._child or self._start())[1]

    def _start(self) -> tuple[Child, Connection]:
        arguments = self._make, self._memory_mb, self._writes
        self._child = start(_resident, *arguments, modules=[_home(self._make)])
        self.born += 1
        return self._child


def _home(function: Callable[..., object]) -> str:
    return getattr(function, "func", function).__module__


def _quiet(connection: Connection) -> bool:
    """Whether the other end lives: between two questions all that can come is its end."""
    try:
        return not connection.poll()
    except OSError:
        return False


def _resident(
    connection: Connection, make: Callable[[], Answer], memory_mb: int, writes: bool
) -> None:
    """Take limits, then answer until the parent is gone. Runs in the child."""
    _limit(_RESIDENT_SECONDS, memory_mb, writes=writes)
    logging.disable()
    answer = make()
    try:
        while True:
            count = int.from_bytes(connection.recv_bytes())
            parts = [connection.recv_bytes() for _ in range(count)]
            connection.send_bytes(_attempt(partial(answer, *parts)))
    except (EOFError, OSError):
        return


def _attempt(work: Callable[[], bytes]) -> bytes:
    try:
        return _DONE + work()
    except AntinError as error:
        return _REFUSED + msgspec.msgpack.encode((error.code, error.facts))
    except Exception:  # noqa: BLE001 - told as a crash; the words would quote the document
        return _FAILED


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


def _child(connection: Connection, seconds: float, memory_mb: int, writes: bool) -> None:
    """Take limits, then work, then answer. Runs in the child."""
    _limit(seconds, memory_mb, writes=writes)
    logging.disable()  # a parser's complaints quote the document
    connection.send_bytes(b"")
    function, arguments = _receive(connection)
    connection.send_bytes(_attempt(lambda: msgspec.msgpack.encode(function(*arguments))))


def _limit(seconds: float, memory_mb: int, *, writes: bool = False) -> None:
    sys.dont_write_bytecode = True
    if sys.platform == "win32":
        return
    import resource

    for kind, limit in (
        (resource.RLIMIT_AS, memory_mb << 20),
        (resource.RLIMIT_CPU, math.ceil(seconds) + 5),  # behind the parent's clock, if it dies
        (resource.RLIMIT_CORE, 0),
        *(() if writes else ((resource.RLIMIT_FSIZE, 0),)),
    ):
        hard = resource.getrlimit(kind)[1]
        bound = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (bound, bound))
    if sys.platform == "linux":
        import ctypes

        # a kernel that pipes core dumps ignores RLIMIT_CORE; PR_SET_DUMPABLE = 4 it obeys
        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
