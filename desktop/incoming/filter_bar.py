"""The filter above the rows: words typed without marks, how many rows fit, one click to clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from typing_extensions import override

from desktop.widgets.buttons import IconButton
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.search_box import SearchBox
from desktop.wording import number

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class FilterBar(Panel):
    """Hidden until asked for. ``searched`` carries the words, ``closed`` says that it went away."""

    searched = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        self.box = SearchBox("incoming.filter.hint")
        self.box.setClearButtonEnabled(False)  # there is one beside the count
        self._count = Label(role="sub_num")
        self._clear = IconButton("incoming.filter.clear", "dismiss", shortcut="Esc")
        row = Row(self.box, self._count, self._clear, gap=8, margins=(10, 5, 8, 5))
        row.setStretch(0, 1)
        super().__init__("surface", Column(row, Divider(), gap=0))
        self._asked = ""
        self.box.searched.connect(self._search)
        self._clear.clicked.connect(self.close_bar)
        self.hide()

    def text(self) -> str:
        """What the rows are filtered by now."""
        return self._asked

    def open(self) -> None:
        """Show it and put the keyboard in."""
        self.show()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def clear(self) -> None:
        """Filter by nothing, without a word to anybody."""
        self._asked = ""
        self.box.blockSignals(True)
        self.box.clear()
        self.box.blockSignals(False)
        self.hide()

    def close_bar(self) -> None:
        """Filter by nothing and go away."""
        had = bool(self._asked)
        self.clear()
        self.closed.emit()
        if had:
            self.searched.emit("")

    def show_count(self, shown: int, total: int) -> None:
        """How many rows fit, of how many in the book."""
        self._count.show_text(f"{number(shown)} / {number(total)}" if self._asked else "")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.closed.emit()  # the keyboard goes on to the rows
        else:
            super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        if text != self._asked:
            self._asked = text
            self.searched.emit(text)
