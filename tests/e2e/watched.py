"""A program that runs beside us and tells, line by line, what it does; we wait for its lines."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

PATIENCE: Final = 30.0
"""Seconds until a line that does not come is a failure."""
ROOT_VARIABLES: Final = (
    "PATH",
    "LANG",
    "LC_ALL",
    "VIRTUAL_ENV",
    "LD_LIBRARY_PATH",
    "COVERAGE_RCFILE",
)


class Silent(AssertionError):
    """A line that was waited for did not come."""


class Watched:
    """A running program; ``lines`` is what it has said. ``log`` keeps its complaints."""

    def __init__(
        self,
        arguments: Sequence[str],
        log: Path,
        environment: Mapping[str, str],
        folder: Path | None = None,
    ) -> None:
        self.log, self.lines = log, list[str]()
        self._rest, self._read = b"", 0
        with log.open("ab") as complaints:
            self.process = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env=dict(environment),
                cwd=folder,
            )
        assert self.process.stdout is not None
        self._pipe = self.process.stdout.fileno()
        os.set_blocking(self._pipe, False)

    @property
    def mark(self) -> int:
        """Where the lines end now, for ``wait``."""
        self._take(0)
        return len(self.lines)

    def wait(self, pattern: str, since: int = 0, seconds: float = PATIENCE) -> re.Match[str]:
        """The first line from ``since`` on that matches as a whole; raises Silent."""
        end, place = time.monotonic() + seconds, since
        while True:
            for line in self.lines[place:]:
                if found := re.fullmatch(pattern, line):
                    return found
            place = len(self.lines)
            left = end - time.monotonic()
            if left <= 0 or not self._take(min(left, 0.5)):
                raise Silent(f"no line {pattern!r}; {self._said(since)}")

    def silent(self, seconds: float) -> bool:
        """Whether it says nothing for so long."""
        before, end = self.mark, time.monotonic() + seconds
        while len(self.lines) == before and (left := end - time.monotonic()) > 0:
            self._take(left)
        return len(self.lines) == before

    def wait_until(self, true: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until something is so; raises Silent when it does not become so or the program
        ends.
        """
        end = time.monotonic() + seconds
        while not true():
            self._take(0.05)
            if time.monotonic() > end or self.process.poll() is not None:
                raise Silent(self._said(0))

    def stop(self, sign: int = signal.SIGTERM, seconds: float = 20.0) -> int:
        """Ask it to end; its exit code. Killed when it does not."""
        if self.process.poll() is None:
            self.process.send_signal(sign)
        return self.ended(seconds)

    def ended(self, seconds: float = 20.0) -> int:
        """Its exit code once it has ended by itself; killed when it does not."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self._take(0)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return self.process.returncode

    def _take(self, seconds: float) -> bool:
        """Read what there is, or wait so long for it; False once it has ended and all is read."""
        if self.process.stdout is None or self.process.stdout.closed:
            return False
        if not select.select([self._pipe], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self._pipe, 1 << 16)
        except BlockingIOError:
            return True
        *whole, self._rest = (self._rest + data).split(b"\n")
        self.lines += [line.decode("utf-8", "replace") for line in whole]
        return bool(data)

    def _said(self, since: int) -> str:
        state = self.process.poll()
        ended = "" if state is None else f"ended with {state}; "
        complaints = self.log.read_text("utf-8", "replace")[-3000:]
        return f"{ended}said: {self.lines[since:][-30:]}; complained: {complaints}"


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a program is started with: nothing of ours but the paths; ``home`` for all it writes."""
    for folder in (home, home / "tmp", home / "run"):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = {name: os.environ[name] for name in ROOT_VARIABLES if name in os.environ}
    return {
        "LANG": "C.UTF-8",
        **kept,
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "TZ": "Asia/Ho_Chi_Minh",
        **more,
    }
