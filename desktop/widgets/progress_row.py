"""How far a piece of work is: words, a bar, a way to stop it. Takes no room while nothing runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar

from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Panel, Row
from desktop.words import bind

if TYPE_CHECKING:
    from desktop.widgets.job import Job


class ProgressRow(Panel):
    """Follows one job at a time."""

    def __init__(self) -> None:
        self._words = Label(role="body")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setRange(0, 100)
        self.stop = Button("safety.stop", icon="dismiss")
        self._job: Job | None = None
        row = Row(self._words, self._bar, self.stop, gap=10)
        row.setStretch(1, 1)
        super().__init__("card", row)
        self.setProperty("ground", "")
        self.stop.clicked.connect(lambda _checked: self._ask_stop())
        self.hide()
        bind(self, self._speak)

    def show_job(self, job: Job | None) -> None:
        """Follow this one, or none."""
        self._job = job
        self.setVisible(job is not None)
        self.stop.setEnabled(True)
        if job is not None:
            job.moved.connect(self._move)
            self._move(job.share)

    def _move(self, share: float) -> None:
        self._bar.setValue(round(share * 100))
        self._speak()

    def _ask_stop(self) -> None:
        if self._job is not None:
            self._job.stop()
            self.stop.setEnabled(False)
            self._speak()

    def _speak(self) -> None:
        if self._job is not None:
            key = "safety.stopping" if self._job.stopped else f"safety.running.{self._job.kind}"
            self._words.say(key, share=self._bar.value())
            self._bar.setAccessibleName(self._words.text())
