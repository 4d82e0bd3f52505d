"""A list of names with boxes: who of them is meant; every box is a stop of the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from desktop.widgets.check_box import CheckBox
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel

if TYPE_CHECKING:
    from collections.abc import Sequence


class NameBox(CheckBox):
    """A box beside a name: text of documents, the same in every language."""

    @override
    def _speak(self) -> None:
        self.setText(self._key)
        self.setAccessibleName(self._key)


class Ticks(Panel):
    """Names with boxes, all ticked at first."""

    def __init__(self, key: str, names: Sequence[str]) -> None:
        self.boxes = [NameBox(name) for name in names]
        column = Column(Label(key, "label"), gap=2)
        for box in self.boxes:
            box.setChecked(True)
            column.addWidget(box)
        super().__init__("clear", column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def chosen(self) -> list[int]:
        """The places of the names that are ticked."""
        return [place for place, box in enumerate(self.boxes) if box.isChecked()]
