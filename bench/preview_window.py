"""The pages beside what is being written, in the real drafts screen on a real store: from the end
of the pause behind a key until the page in sight is drawn anew and painted, against the 150 ms that
are wanted; and the memory of window and page process. The page has to stay in its place.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from measure import tell
from preview import GOAL_MS, PARAGRAPHS, TEXT
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.office.draft import Block, Paragraph
from desktop.background import Lanes
from desktop.drafts.screen import SCREEN, DraftsScreen
from desktop.theme.theme import Look, theme
from tests.desktop.desk_rig import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = 24
PATIENCE_S = 30.0


class Typing:
    """A person in the middle of a draft, the page that he writes on beside it."""

    def __init__(self, screen: DraftsScreen) -> None:
        self.page, self.view = screen.writing, screen.writing.pdf.view
        self.edit = self.page.editor.body
        self.ended = self.shown = 0.0
        self.page._preview._pause.timeout.connect(self._end)
        self.view.images.arrived.connect(self._show)

    def begin(self, body: tuple[Block, ...]) -> None:
        """Write the draft, and go to its middle."""
        self.page.editor.subject.setText("báo cáo kết quả")
        self.edit.set_blocks(body)
        self.edit.edited.emit()
        self._rest(lambda: self.view.page_count >= len(body) * 10 // 34)
        cursor = self.edit.textCursor()
        cursor.setPosition(self.edit.document().characterCount() // 2)
        self.edit.setTextCursor(cursor)
        self.edit.setFocus()
        self.view.go_to(self.view.page_count // 2)
        self._rest(lambda: True)

    def key(self) -> float:
        """Milliseconds from the end of the pause behind one key until the page is painted."""
        place, self.ended, self.shown = self.view.verticalScrollBar().value(), 0.0, 0.0
        QTest.keyClicks(self.edit, "a")
        wait(lambda: self.shown > 0)
        taken = self.shown - self.ended
        if self.view.verticalScrollBar().value() != place:
            raise SystemExit("the page did not stay in its place")
        return taken * 1000

    def _end(self) -> None:
        """The pause is over."""
        self.ended = perf_counter()

    def _show(self) -> None:
        """Every page in sight is here."""
        if self.ended and not self.view.images._tasks:
            self.view.viewport().repaint()
            self.shown = perf_counter()

    def _rest(self, done: Callable[[], bool]) -> None:
        """Until nothing has been drawn for a while."""
        QTest.qWait(1000)
        wait(lambda: done() and not self.view.images._tasks)


def wait(done: Callable[[], bool]) -> None:
    """Let the window live, idle as with a person before it, until something is so."""
    until = perf_counter() + PATIENCE_S
    while not done():
        if perf_counter() > until:
            raise SystemExit("the window did not come to rest")
        loop = QEventLoop()
        QTimer.singleShot(5, loop.quit)
        loop.exec()


def memory_mb() -> float:
    """What this process and its children hold of their own (Pss)."""
    tasks = Path("/proc/self/task").glob("*/children")
    children = [child for task in tasks for child in task.read_text().split()]
    return sum(_pss(one) for one in (str(os.getpid()), *children)) / 1024


def _pss(process: str) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def main(folder: Path) -> None:
    """The page process begins with this file: the measuring stands in a function."""
    desk, lanes = Desk(folder), Lanes()
    desk.sit(desk.day.officer, SCREEN, background=lanes)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    held = {}
    try:
        screen.open(("new", ""))
        wait(lambda: screen.writing.editor.symbol.text() != "")
        typing = Typing(screen)
        for name, paragraphs in PARAGRAPHS.items():
            typing.begin((Paragraph(TEXT * 4),) * paragraphs)
            taken = [typing.key() for _ in range(KEYS)]
            held[name] = memory_mb()
            tell(
                f"preview in the window, {name}", median(taken), "ms",
                against="wanted after the pause", peer=GOAL_MS, limit=1,
            )  # fmt: skip
        short, long = (held[name] for name in PARAGRAPHS)
        tell("memory with it", long, "MB", against="with one page", peer=short, limit=1.5)
    finally:
        screen.keep()
        lanes.close()
        desk.locked = True  # nothing is kept any more
        desk.close()


if __name__ == "__main__":
    qt = QApplication([])
    theme.start(Look("light"))
    with tempfile.TemporaryDirectory() as place:
        main(Path(place))
