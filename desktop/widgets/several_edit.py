"""Several of what is offered, chosen one after the other by a few letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.widgets.buttons import Button
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.widgets.matching import Candidate
    from desktop.widgets.one_edit import OneEdit


class SeveralEdit(QWidget):
    """Each one taken becomes a button that takes it out again, as Delete in the empty edit does."""

    changed = Signal()

    def __init__(self, name: str, edit: OneEdit) -> None:
        super().__init__()
        self._taken: dict[str, Button] = {}
        self.edit = edit
        bind(self.edit, lambda: self.edit.setAccessibleName(word(name)))
        self._buttons = Row(gap=6)
        self._line = QWidget()
        self._line.setLayout(Row(self._buttons, STRETCH))
        self._line.hide()
        self.setLayout(Column(self.edit, self._line, gap=4))
        self.setFocusProxy(self.edit)
        self.edit.taken.connect(lambda _: self._take())
        self.edit.emptied.connect(self._drop_last)

    def ids(self) -> list[str]:
        """What was taken, in that order; the one still in the edit among them."""
        last = self.edit.id()
        return [*self._taken, *([last] if last and last not in self._taken else [])]

    def choose(self, ids: Iterable[str]) -> None:
        """Take these, as far as they are offered."""
        for one in ids:
            if (found := self.edit.named(one)) is not None:
                self._add(one, found)

    def unknown(self) -> bool:
        """Whether something stands in the edit that is not offered."""
        return self.edit.unknown()

    def _take(self) -> None:
        one, chosen = self.edit.id(), self.edit.chosen
        if chosen is not None and one not in self._taken:
            self._add(one, chosen)
            self.changed.emit()
        self.edit.choose(None)

    def _add(self, one: str, chosen: Candidate) -> None:
        button = Button("widgets.taken", icon="dismiss", name=chosen.text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _checked: self._drop(one))
        self._buttons.addWidget(button)
        self._taken[one] = button
        self._line.show()

    def _drop_last(self) -> None:
        if self._taken:
            self._drop(next(reversed(self._taken)))

    def _drop(self, one: str) -> None:
        button = self._taken.pop(one)
        self._buttons.removeWidget(button)
        button.deleteLater()
        self._line.setVisible(bool(self._taken))
        self.changed.emit()
