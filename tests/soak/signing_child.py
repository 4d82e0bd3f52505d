"""The commander at his window, off-screen, until he is killed: he goes on with what a crash left,
or signs all that waits, by the keys that a person presses.

Run as ``python -m tests.soak.signing_child FOLDER``, the PIN on standard input. It says ``begun``
when the window is there, ``ack DOCUMENT`` once the window knows that one is signed, ``end``
when the batch came to its end.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from db.queries import batches, documents
from desktop.background import Lanes
from desktop.signing.pin_sheet import PinSheet
from desktop.signing.resume_sheet import ResumeSheet
from desktop.signing.screen import SCREEN
from tests.desktop.seat import CTRL, ENTER, Seat
from tests.soak.phases import say
from tests.soak.signing_office import lead_to, module, open_commander

PATIENCE = 300_000
"""Milliseconds that anything may take."""
STEP = 20


def until(what: Callable[[], bool]) -> None:
    """Let the window live until something is so; a wait of QTest would keep the lanes waiting."""
    loop, look = QEventLoop(), QTimer(interval=STEP)
    look.timeout.connect(lambda: loop.quit() if what() else None)
    look.start()
    QTimer.singleShot(PATIENCE, loop, loop.quit)
    loop.exec()
    assert what(), "nothing happened"


def sign(seat: Seat, pin: str) -> None:
    """Enter, the PIN, Enter; then whatever comes to the end."""
    screen = seat.view()
    cut = batches.cut(seat.store)
    if cut is not None:
        until(lambda: isinstance(seat.card(), ResumeSheet))
        seat.press(ENTER, at=seat.card())
        if not cut.left:
            say("end")
            return
    else:
        until(lambda: len(screen.list.ready()) == len(screen.queue.rows) > 0)
        seat.press(ENTER, CTRL)
    until(lambda: isinstance(seat.card(), PinSheet) and seat.card().edit.isEnabled())
    ended: list[bool] = []
    screen.run.ended.connect(lambda: ended.append(True))
    seat.card().edit.setText(pin)
    seat.press(ENTER, at=seat.card().edit)
    until(lambda: bool(ended))
    say("end")


def acknowledge(seat: Seat, changed: frozenset[tuple[str, str]]) -> None:
    """Tell of what the window was told."""
    for kind, document in sorted(changed):
        if kind == "document":
            page = documents.page(seat.store, document)
            if page is not None and any(one.kind == "main" for one in page.signatures):
                say(f"ack {document}")


def main(folder: Path) -> None:
    """Sit down, sign, get up."""
    pin = sys.stdin.readline().rstrip("\n")
    lead_to(folder, module(folder), setattr)
    app = QApplication([])
    opened, lanes = open_commander(folder), Lanes()
    seat = Seat(opened.store, folder, SCREEN, background=lanes)
    seat.changes.happened.connect(lambda changed: acknowledge(seat, changed))
    say("begun")
    try:
        sign(seat, pin)
    finally:
        seat.close()
        lanes.close()
        opened.close()
        app.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
