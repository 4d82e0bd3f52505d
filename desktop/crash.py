"""The one handler of faults that nobody expected: a line in a log, a code on screen, no document
text.

The log holds the time, the kinds of errors and where in our code they arose; never their messages,
since a message may quote a document, a path or a name.
"""

from __future__ import annotations

import hashlib
import sys
import traceback
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMessageLogContext, QtMsgType

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

_LIMIT: Final = 512 * 1024


def fault_lines(error: BaseException) -> list[str]:
    """Kind and places of an error and of those behind it, innermost place last; no messages."""
    lines: list[str] = []
    now: BaseException | None = error
    while now is not None:
        kind = type(now)
        lines.append(f"{kind.__module__}.{kind.__qualname__}")
        for frame, line in traceback.walk_tb(now.__traceback__):
            code = frame.f_code
            module = frame.f_globals.get("__name__", "?")
            lines.append(f"  {module}.{code.co_name}:{line}")
        now = now.__cause__ or now.__context__
    return lines


def fault_code(error: BaseException) -> str:
    """Six letters and digits that are the same for the same fault at the same place."""
    return hashlib.sha256("\n".join(fault_lines(error)).encode()).hexdigest()[:6].upper()


def qt_says(kind: QtMsgType, context: QMessageLogContext, _text: str) -> None:
    """What Qt has to say, without its words: they may quote what a widget shows."""
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        sys.stderr.write(f"{kind.name} {context.category} {context.function}\n")


class CrashHandler:
    """Takes every exception that reached the top; ``show`` gets the code, on the main thread."""

    def __init__(self, log: Path, now_ms: Callable[[], int], show: Callable[[str], None]) -> None:
        self._log, self._now_ms, self._show = log, now_ms, show
        self._showing = False

    def install(self) -> None:
        """From now on nothing that goes wrong is printed or lost."""
        sys.excepthook = self._hook

    def take(self, error: BaseException) -> str:
        """Write an error down and show its code, which is returned."""
        code = fault_code(error)
        self._write([f"{self._now_ms()} {code}", *fault_lines(error), ""])
        if not self._showing:  # showing may fail too: never in a circle
            self._showing = True
            try:
                self._show(code)
            finally:
                self._showing = False
        return code

    def _hook(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.exit(130)
        self.take(error)

    def _write(self, lines: list[str]) -> None:
        """A log that cannot be written must not hide the fault on screen."""
        try:
            if self._log.exists() and self._log.stat().st_size > _LIMIT:
                self._log.replace(self._log.with_suffix(".old.log"))
            with self._log.open("a", encoding="utf-8") as log:
                log.write("\n".join(lines) + "\n")
        except OSError:
            return
