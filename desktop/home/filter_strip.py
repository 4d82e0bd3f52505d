"""Above the rows: which list it is, how many documents of how many, and what a filter asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.wording import number

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class FilterStrip(Panel):
    """``edit_wanted``, ``save_wanted`` and ``clear_wanted`` say what a person wants of it."""

    edit_wanted = Signal()
    save_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self) -> None:
        self._name, self._count = ElidedLabel(role="h2"), Label(role="sub_num")
        self.save = Button("home.filter.save", "ghost", icon="save")
        self.clear = Button("home.filter.clear", "ghost", icon="dismiss")
        self.edit = IconButton("home.filter.edit", "filter", shortcut="Ctrl+F")
        row = Row(self._name, self._count, gap=10, margins=(12, 5, 8, 5))
        for button in (self.save, self.clear, self.edit):
            row.addWidget(button)
        row.setStretch(0, 1)
        super().__init__("surface", Column(row, Divider(), gap=0))
        self.edit.clicked.connect(lambda _checked: self.edit_wanted.emit())
        self.save.clicked.connect(lambda _checked: self.save_wanted.emit())
        self.clear.clicked.connect(lambda _checked: self.clear_wanted.emit())
        self.show_list("", 0, 0, filtered=False, changed=False)

    def show_list(
        self, name: str, shown: int, total: int, *, filtered: bool, changed: bool
    ) -> None:
        """Name the list; a filter says of how many it chose, a changed one offers to be kept."""
        self._name.show_text(name)
        count = f"{number(shown)} / {number(total)}" if filtered else number(shown)
        self._count.show_text(count if name else "")
        self.save.setVisible(changed)
        self.clear.setVisible(filtered)

    def stops(self) -> tuple[QWidget, ...]:
        """What takes the keyboard here."""
        return (self.save, self.clear, self.edit)
