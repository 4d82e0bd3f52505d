"""How far an act on many documents is, with a way to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QProgressBar
from typing_extensions import override

from desktop.widgets.buttons import Button
from desktop.widgets.labels import ElidedLabel
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.sheet import Sheet
from desktop.words import bind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

_STOPPING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class Run(Protocol):
    """What goes on: ``moved`` carries the place of the document begun now."""

    @property
    def moved(self) -> SignalInstance: ...

    def stop(self) -> None:
        """Begin no further document after the one under way."""


class ProgressWords(NamedTuple):
    """The keys of what a progress sheet says; ``progress`` takes ``n`` and ``count``."""

    name: str
    progress: str
    stop: str
    stopping: str


class ProgressSheet(Sheet):
    """While it runs nothing but its own button stops it, after the document under way.

    ``subjects`` are shown one after the other.
    """

    def __init__(
        self, run: Run, subjects: Sequence[str], words: ProgressWords, icon: str = ""
    ) -> None:
        self._run, self._subjects, self._words, self._place = run, subjects, words, 0
        self._subject = ElidedLabel(role="body", tone="text2")
        self._bar = QProgressBar()
        self._bar.setRange(0, len(subjects))
        self.stop = Button(words.stop, big=True)
        body = Column(self._subject, self._bar, gap=10)
        super().__init__(words.name, body, Row(STRETCH, self.stop), icon=icon)
        self.can_close = False
        self.stop.clicked.connect(self._ask_stop)
        run.moved.connect(self._move)
        bind(self, self._speak)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Enter stop it too; it never closes under way."""
        if event.key() in _STOPPING:
            self._ask_stop()

    def put_away(self) -> None:
        """It ended."""
        self.can_close = True
        self.close_card()

    def _ask_stop(self) -> None:
        self._run.stop()
        self.stop.setEnabled(False)
        self.stop.say(self._words.stopping)

    def _move(self, place: int) -> None:
        self._place = place
        self._speak()

    def _speak(self) -> None:
        count = len(self._subjects)
        self.title.say(self._words.progress, n=min(self._place + 1, count), count=count)
        self._bar.setValue(self._place)
        self._bar.setAccessibleName(self.title.text())
        if self._place < count:
            self._subject.show_text(self._subjects[self._place])
