"""The lists at the left, by group, with their counts; arrow keys go from one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QScrollArea

from desktop.home.list_item import ListItem
from desktop.theme.theme import theme
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel, fix_size
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.widgets.chips import BadgeTone

WIDTH: Final = 232


@dataclass(frozen=True)
class Line:
    """A list: its id, the key of its words or a person's own words, how much is in it."""

    id: str
    key: str
    count: int = 0
    tone: BadgeTone = "neutral"
    own: bool = False


@dataclass(frozen=True)
class Section:
    """Lists under one heading; the key of its words."""

    key: str
    lines: tuple[Line, ...]


class ListPane(Panel):
    """``chosen`` carries the id of the list that a person chose."""

    chosen = Signal(str)

    def __init__(self) -> None:
        self._items: dict[str, ListItem] = {}
        self._shape: list[tuple[str, list[tuple[str, str]]]] = []
        self._lines = Column(gap=0, margins=(8, 4, 8, 8))
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(Panel("surface", self._lines))
        super().__init__("surface", Column(scroll, gap=0))
        self._group = QButtonGroup(self)
        fix_size(self, width=WIDTH)
        bind(self, lambda: self.setAccessibleName(word("home.lists")))

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show these lists; where they are the same as before only their counts change."""
        shape = [(each.key, [(line.id, line.key) for line in each.lines]) for each in sections]
        if shape != self._shape:
            self._rebuild(sections)
            self._shape = shape
        for section in sections:
            for line in section.lines:
                self._items[line.id].set_count(line.count, line.tone)

    def current(self) -> str:
        """The id of the list shown; empty before there is any."""
        checked = self._group.checkedButton()
        return checked.id if isinstance(checked, ListItem) else ""

    def ids(self) -> list[str]:
        """The lists from top to bottom."""
        return list(self._items)

    def words(self, list_id: str) -> str:
        """The name of a list as it is shown."""
        return self._items[list_id].words() if list_id in self._items else ""

    def choose(self, list_id: str) -> None:
        """Show a list; one that is not there changes nothing."""
        if item := self._items.get(list_id):
            item.setChecked(True)
            self.setFocusProxy(item)
            self.chosen.emit(list_id)

    def _rebuild(self, sections: Sequence[Section]) -> None:
        current = self.current()
        focused = any(item.hasFocus() for item in self._items.values())
        self._clear()
        for section in sections:
            self._add_heading(section.key)
            for line in section.lines:
                self._add(ListItem(line.id, line.key, own=line.own))
        self._lines.addStretch(1)
        if item := self._items.get(current):
            item.setChecked(True)
            self.setFocusProxy(item)
            if focused:
                item.setFocus()

    def _add_heading(self, key: str) -> None:
        label = Label(key, "section")
        follow(label, theme.changed, lambda: _indent(label))
        self._lines.addWidget(label)

    def _add(self, item: ListItem) -> None:
        item.clicked.connect(lambda: self.choose(item.id))
        self._items[item.id] = item
        self._group.addButton(item)
        self._lines.addWidget(item)

    def _clear(self) -> None:
        while (taken := self._lines.takeAt(0)) is not None:
            if (widget := taken.widget()) is not None:
                widget.deleteLater()
        for item in self._items.values():
            self._group.removeButton(item)
        self._items.clear()


def _indent(label: Label) -> None:
    label.setContentsMargins(theme.px(10), theme.px(9), 0, theme.px(2))
