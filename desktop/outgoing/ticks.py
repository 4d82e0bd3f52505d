"""A list of names with boxes: who of them is meant; every box is a stop of the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.widgets.check_box import CheckBox
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel
from desktop.words import follow

if TYPE_CHECKING:
    from collections.abc import Sequence


_SHOWN: Final = 8
"""So many names stand there without scrolling."""


class NameBox(CheckBox):
    """A box beside a name: text of documents, the same in every language."""

    @override
    def _speak(self) -> None:
        self.setText(self._key)
        self.setAccessibleName(self._key)


class Ticks(Panel):
    """Names with boxes; many of them scroll."""

    def __init__(self, key: str, names: Sequence[str], *, ticked: bool = True) -> None:
        self.boxes = [NameBox(name) for name in names]
        inner = Column(gap=2)
        for box in self.boxes:
            box.setChecked(ticked)
            inner.addWidget(box)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(Panel("clear", inner))
        self._area = area
        super().__init__("clear", Column(Label(key, "label"), area, gap=2))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        follow(self, theme.changed, self._measure)

    def chosen(self) -> list[int]:
        """The places of the names that are ticked."""
        return [place for place, box in enumerate(self.boxes) if box.isChecked()]

    def _measure(self) -> None:
        self._area.setFixedHeight(min(len(self.boxes), _SHOWN) * theme.px(28) + theme.px(4))
