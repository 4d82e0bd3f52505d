"""Above the rows: which list it is, and how many documents it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.widgets.buttons import IconButton
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.wording import number

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class ListStrip(Panel):
    """``filter`` is the button that brings the filter bar."""

    def __init__(self) -> None:
        self._name, self._count = ElidedLabel(role="h2"), Label(role="sub_num")
        self.filter = IconButton("filters.quick", "filter", shortcut="Ctrl+F")
        self._row = Row(self._name, self._count, self.filter, gap=8, margins=(12, 5, 8, 5))
        self._row.setStretch(0, 1)
        super().__init__("surface", Column(self._row, Divider(), gap=0))

    def add(self, button: QWidget) -> None:
        """One more button at the right."""
        self._row.addWidget(button)

    def show_list(self, name: str, shown: int | None) -> None:
        """Name the list; None leaves the count to the bar below."""
        self._name.show_text(name)
        self._count.show_text(number(shown) if name and shown is not None else "")

    def stops(self) -> tuple[QWidget, ...]:
        """What takes the keyboard here."""
        return (self.filter,)
