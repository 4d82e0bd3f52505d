"""The preview of ô 7a: the lines that a delegation puts above the signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel

if TYPE_CHECKING:
    from collections.abc import Sequence


class Block(Panel):
    """``show_lines`` shows them as they stand on paper, with the signer's name below."""

    def __init__(self) -> None:
        self._head = Label("delegations.block", "hint")
        self._lines, self._name = Label(role="panel"), Label(role="val", tone="text2")
        for label in (self._lines, self._name):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        super().__init__(
            "quote", Column(self._head, self._lines, self._name, gap=3, margins=(12, 8, 12, 10))
        )

    def show_lines(self, lines: Sequence[str], name: str) -> None:
        """The block of somebody who may sign."""
        self._lines.set_tone("")
        self._lines.show_text("\n".join(lines))
        self._name.show_text(name)
        self._settle(", ".join((*lines, name)))

    def show_reason(self, key: str) -> None:
        """Nothing to preview yet, and why."""
        self._lines.set_tone("text3")
        self._lines.say(key)
        self._name.show_text("")
        self._settle(self._lines.text())

    def _settle(self, spoken: str) -> None:
        """The frame around knows the new height at once: a sheet fits itself to it."""
        self.setAccessibleName(spoken)
        if (layout := self.layout()) is not None:
            layout.activate()
        self.updateGeometry()
