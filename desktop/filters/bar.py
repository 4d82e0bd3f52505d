"""The bar above the rows of a list: quick words, chips of what is asked, how many fit, clear, keep.

It is there while something is asked, and once Ctrl+F has called it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton
from typing_extensions import override

from desktop.filters.chip_line import ChipLine
from desktop.widgets.buttons import IconButton
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.search_box import SearchBox
from desktop.wording import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from desktop.filters.parts import Part

SHEET_KEYS = "Alt+L"


class FilterBar(Panel):
    """``searched`` carries the words, ``dropped`` a part that is not to be asked any more;
    ``left`` says that the keyboard goes on to the rows.
    """

    searched = Signal(str)
    dropped = Signal(object)
    sheet_wanted = Signal()
    save_wanted = Signal()
    clear_wanted = Signal()
    left = Signal()

    def __init__(self, *, sheet: bool = True) -> None:
        self.box = SearchBox("filters.hint")
        self.box.setClearButtonEnabled(False)  # there is one beside the count
        self.chips, self._count = ChipLine(), Label(role="sub_num")
        self.sheet = IconButton("filters.sheet", "options", shortcut=SHEET_KEYS)
        self.save = IconButton("filters.save", "save")
        self.clear = IconButton("filters.clear", "dismiss", shortcut="Esc")
        row = Row(self.box, self.sheet, self.chips, self._count, gap=8, margins=(10, 5, 8, 5))
        row.addWidget(self.save)
        row.addWidget(self.clear)
        row.setStretch(0, 2)
        row.setStretch(2, 5)
        super().__init__("surface", Column(row, Divider(), gap=0))
        if not sheet:
            self.sheet.hide()
        self._asked, self._called = "", False
        self.box.setMinimumWidth(120)
        self.box.searched.connect(self._search)
        self.chips.dropped.connect(self.dropped)
        self.chips.more_wanted.connect(self.sheet_wanted)
        self.sheet.clicked.connect(lambda _checked: self.sheet_wanted.emit())
        self.save.clicked.connect(lambda _checked: self.save_wanted.emit())
        self.clear.clicked.connect(lambda _checked: self.close_bar())
        self.hide()

    def open(self) -> None:
        """Show it and put the keyboard in."""
        self._called = True
        self.show()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def close_bar(self) -> None:
        """Ask nothing more than the list itself, and go away."""
        self._called = False
        self.clear_wanted.emit()
        self.left.emit()

    def show_asked(
        self, text: str, parts: Sequence[tuple[Part, str]], *, filtered: bool, changed: bool
    ) -> None:
        """Show what is asked; ``changed`` offers to keep it."""
        self._asked = text
        if self.box.text().strip() != text:
            self.box.blockSignals(True)
            self.box.setText(text)
            self.box.blockSignals(False)
        self.chips.show_parts(parts)
        self.chips.setVisible(bool(parts))
        self.save.setVisible(changed)
        if not filtered:
            self._count.show_text("")
        self.setVisible(filtered or self._called)

    def show_count(self, shown: int, total: int) -> None:
        """How many rows fit, of how many."""
        self._count.show_text(f"{number(shown)} / {number(total)}")

    def stops(self) -> tuple[QWidget, ...]:
        """What takes the keyboard here."""
        return (self.box, self.sheet, *self.chips.chips, self.save, self.clear)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(button := self.focusWidget(), QAbstractButton):
            button.click()
        elif enter or event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        if text != self._asked:
            self._asked = text
            self.searched.emit(text)
