"""A screen of its own for a program: Xvfb on a free display, with a Vietnamese keyboard."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tests.e2e import keymap
from tests.e2e.x11 import Hands

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH: Final = 1366
HEIGHT: Final = 768


@contextmanager
def screen(width: int = WIDTH, height: int = HEIGHT) -> Iterator[tuple[str, Hands]]:
    """The name of a new display and hands at it; both are gone afterwards."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [
            "Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24",
            "-nolisten", "tcp", "-noreset", "-dpi", "96",
        ],
        pass_fds=(writing,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        display = f":{number}"
        keymap.load(display)
        hands = Hands(display)
        try:
            yield display, hands
        finally:
            hands.close()
    finally:
        server.terminate()
        server.wait(10)
