"""Rows, columns and grids whose gaps and margins follow the text zoom."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.theme.theme import theme
from desktop.words import follow

Margins = tuple[int, int, int, int]
Ground = Literal[
    "app", "surface", "nav", "card", "dialog", "popup", "quote", "choice", "line", "desk", "clear"
]
STRETCH = 0
"""As an item of a row or column: takes what room is left."""
Item = QWidget | QLayout | int


def _fill(box: QBoxLayout, items: tuple[Item, ...]) -> None:
    for item in items:
        if isinstance(item, QWidget):
            box.addWidget(item)
        elif isinstance(item, QLayout):
            box.addLayout(item)
        elif item == STRETCH:
            box.addStretch(1)
        else:
            box.addSpacing(theme.px(item))


class Row(QHBoxLayout):
    """Items side by side, centred vertically; an int is a space in px, STRETCH takes the rest."""

    def __init__(self, *items: Item, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> None:
        super().__init__()
        self._gap, self._margins = gap, margins
        _fill(self, items)
        follow(self, theme.changed, self._measure)

    def _measure(self) -> None:
        self.setSpacing(theme.px(self._gap))
        self.setContentsMargins(*(theme.px(side) for side in self._margins))


class Column(QVBoxLayout):
    """Items below each other; an int is a space in px, STRETCH takes the rest."""

    def __init__(self, *items: Item, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> None:
        super().__init__()
        self._gap, self._margins = gap, margins
        _fill(self, items)
        follow(self, theme.changed, self._measure)

    def _measure(self) -> None:
        self.setSpacing(theme.px(self._gap))
        self.setContentsMargins(*(theme.px(side) for side in self._margins))


class Grid(QGridLayout):
    """A grid with its own gaps across and down, and column weights."""

    def __init__(
        self,
        weights: tuple[int, ...] = (),
        gaps: tuple[int, int] = (12, 9),
        margins: Margins = (0, 0, 0, 0),
    ) -> None:
        super().__init__()
        self._gaps, self._margins = gaps, margins
        for column, weight in enumerate(weights):
            self.setColumnStretch(column, weight)
        follow(self, theme.changed, self._measure)

    def _measure(self) -> None:
        self.setHorizontalSpacing(theme.px(self._gaps[0]))
        self.setVerticalSpacing(theme.px(self._gaps[1]))
        self.setContentsMargins(*(theme.px(side) for side in self._margins))


class Panel(QFrame):
    """A frame on one of the theme's grounds, holding a layout."""

    def __init__(
        self, ground: Ground, layout: QLayout | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", ground)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        if layout is not None:
            self.setLayout(layout)


class Divider(Panel):
    """A one-pixel line across."""

    def __init__(self) -> None:
        super().__init__("line")
        self.setFixedHeight(1)


def fix_size(widget: QWidget, width: int | None = None, height: int | None = None) -> None:
    """Hold a width or a height, in px at 100 %, through every text zoom."""

    def measure() -> None:
        if width is not None:
            widget.setFixedWidth(theme.px(width))
        if height is not None:
            widget.setFixedHeight(theme.px(height))

    follow(widget, theme.changed, measure)


def restyle(widget: QWidget, **properties: str | bool) -> None:
    """Set style properties such as ``tone`` or ``wrong`` and show their rules at once."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
