"""A button that says what is chosen and opens the list of what else could be."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu

from desktop.widgets.buttons import Button
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class MenuButton(Button):
    """``choices`` are ids with what makes their words, so that another language is another word.
    ``chosen`` carries the id that a person chose.
    """

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__(name, icon="chevron_down")
        self._name = name
        self._choices: list[tuple[str, Callable[[], str]]] = []
        self._now = ""
        bind(self, self._tell)
        self.clicked.connect(self.open)

    def offer(self, choices: Sequence[tuple[str, Callable[[], str]]], now: str) -> None:
        """What can be chosen, and what is."""
        self._choices, self._now = list(choices), now
        self._tell()

    @property
    def now(self) -> str:
        """The id of what is chosen."""
        return self._now

    def open(self) -> None:
        """Show the list below the button; arrows, letters and Enter choose."""
        menu = QMenu(self)
        for each, words in self._choices:
            action = menu.addAction(words())
            action.setCheckable(True)
            action.setChecked(each == self._now)
            action.triggered.connect(partial(self._choose, each))
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def tell(self, now: str) -> None:
        """Something else is chosen now, and nobody has to hear of it."""
        self._now = now
        self._tell()

    def choose(self, wanted: str) -> None:
        """As if it had been chosen in the list."""
        self._choose(wanted)

    def _choose(self, wanted: str, _checked: bool = False) -> None:
        self._now = wanted
        self._tell()
        self.chosen.emit(wanted)

    def _tell(self) -> None:
        said = next((words() for each, words in self._choices if each == self._now), "")
        name = word(self._name)
        self.setText("\u2009" + (said or name).replace("&", "&&"))
        self.setAccessibleName(f"{name}: {said}" if said else name)
        self.updateGeometry()
