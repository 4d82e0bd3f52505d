"""What a page shows when it has nothing to show: an icon, a sentence, one way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row
from desktop.widgets.marks import IconLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.phrases import Fact


class EmptyState(Panel):
    """``act`` is what the button does; without it there is no button."""

    def __init__(
        self,
        icon: str,
        key: str,
        action: str = "",
        act: Callable[[], None] | None = None,
        **facts: Fact,
    ) -> None:
        self._text = Label(key, "body", "text2", wrap=True, **facts)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = Column(STRETCH, gap=10, margins=(24, 24, 24, 24))
        column.addLayout(Row(STRETCH, IconLabel(icon, "text3", 24), STRETCH))
        column.addWidget(self._text)
        if act is not None:
            self.button = Button(action, "primary")
            self.button.clicked.connect(lambda _checked: act())
            column.addLayout(Row(STRETCH, self.button, STRETCH))
        column.addStretch(2)
        super().__init__("surface", column)

    def say(self, key: str, **facts: Fact) -> None:
        """Show another sentence."""
        self._text.say(key, **facts)
