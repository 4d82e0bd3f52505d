"""Under the rows, while some are ticked: how many, and what can be done with all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.widgets.buttons import Button, shortcut_text
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Divider, Panel, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.bulk.table import BulkAct


class BulkBar(Panel):
    """``wanted`` carries the act that a person chose."""

    wanted = Signal(object)

    def __init__(self) -> None:
        self._acts: tuple[BulkAct, ...] = ()
        self._buttons: list[Button] = []
        self._count = Label(role="val")
        self._row = Row(self._count, STRETCH, margins=(12, 8, 12, 8))
        super().__init__("surface", Column(Divider(), self._row, gap=0))
        self.hide()

    def show_acts(self, count: int, acts: Sequence[BulkAct]) -> None:
        """Offer these for so many documents; nothing for none."""
        self._count.say("bulk.chosen", n=count)
        self.setVisible(count > 0)
        if tuple(acts) == self._acts:
            return
        self._acts = tuple(acts)
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = [self._button(act) for act in self._acts]
        for button in self._buttons:
            self._row.addWidget(button)

    def _button(self, act: BulkAct) -> Button:
        button = Button(f"bulk.{act.id}", icon=act.icon)
        button.setToolTip(shortcut_text(act.shortcut))
        button.clicked.connect(lambda _checked: self.wanted.emit(act))
        return button
