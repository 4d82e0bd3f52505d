"""Says aloud what happened: to screen readers always, and line by line to a watching program on
request.

With ``--announce`` every saying is a line on standard output too, beside lines that tell what the
application is doing: ``screen incoming``, ``error WrongPin``, ``ready``, ``locked``, ``unlocked``,
``busy``, ``idle``.
The seam is for screen-reader scripts and for tests that drive the real windows. Sayings hold
numbers, counts and states, never words of a document.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from typing import TextIO

Milestone = Literal["ready", "locked", "unlocked", "busy", "idle"]
_lines: list[TextIO] = []


def announce_to(stream: TextIO | None) -> None:
    """Write lines to this stream from now on, or to none."""
    _lines[:] = [stream] if stream else []


def announce(text: str, *, content: bool = False) -> None:
    """Say what happened, in the person's language: "Đã lưu, số đến 1.285".

    What may hold words of a document or a name (``content``) goes to the screen reader alone.
    """
    window = QApplication.activeWindow() or next(iter(QApplication.topLevelWidgets()), None)
    if window is not None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(window, text))
    if not content:
        _write(f"announce {text}")


def announce_error(error: Exception) -> None:
    """Tell a watching program which error a person was just shown, by its class."""
    _write(f"error {type(error).__name__}")


def announce_screen(screen_id: str) -> None:
    """Tell a watching program which screen is current now."""
    _write(f"screen {screen_id}")


def milestone(name: Milestone) -> None:
    """Tell a watching program what the application is doing now."""
    _write(name)


def stdout_if_asked(arguments: list[str]) -> TextIO | None:
    """Standard output when ``--announce`` is among the program's arguments."""
    return sys.stdout if "--announce" in arguments else None


def _write(line: str) -> None:
    for stream in _lines:
        stream.write(" ".join(line.split()) + "\n")
        stream.flush()
