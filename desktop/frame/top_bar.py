"""The bar above a screen: title and count, the palette's box, what can be done here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from desktop.frame.actions import run_command
from desktop.widgets.buttons import Button, IconButton, Kind
from desktop.widgets.labels import ElidedLabel
from desktop.widgets.layouts import Column, Divider, Panel, Row, fix_size
from desktop.widgets.search_box import SearchTrigger

if TYPE_CHECKING:
    from desktop.screens import Command, Head


class TopBar(Panel):
    """Shows the head and the buttons of the current screen."""

    search_wanted = Signal()

    def __init__(self) -> None:
        self._title = ElidedLabel(role="h1")
        self._subtitle = ElidedLabel(role="sub")
        self._names = Column(self._title, self._subtitle, gap=0)
        self._search = SearchTrigger("frame.search", "Ctrl K")
        self._back = IconButton("frame.back", "arrow_left", shortcut="Esc")
        self._buttons = Row(gap=8)
        self._head: Head | None = None
        self._row = Row(self._back, margins=(16, 3, 12, 3), gap=8)
        self._row.addLayout(self._names, 4)
        self._row.addWidget(self._search, 5)
        self._row.addStretch(2)
        self._row.addLayout(self._buttons)
        super().__init__("surface", Column(self._row, Divider(), gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._search.clicked.connect(self.search_wanted)
        self._back.clicked.connect(self._go_back)
        fix_size(self, height=56)

    def present(self, head: Head, commands: tuple[Command, ...]) -> None:
        """Show a screen's head, and its commands that have a button: the primary one last."""
        self._head = head
        self._title.show_text(head.title)
        self._subtitle.show_text(head.subtitle)
        self._subtitle.setVisible(bool(head.subtitle))
        self._back.setVisible(head.back is not None)
        self._search.setVisible(head.search)
        self._clear()
        if head.extra is not None:
            self._buttons.addWidget(head.extra)
            head.extra.show()
        for command in sorted(commands, key=lambda command: command.place == "primary"):
            if command.place != "menu":
                self._buttons.addWidget(self._button(command))

    def _clear(self) -> None:
        """The screen owns its extra widget: it is only taken off."""
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if isinstance(widget, Button):
                widget.deleteLater()
            elif widget is not None:
                widget.hide()
                widget.setParent(None)

    def _button(self, command: Command) -> Button:
        kind: Kind = "primary" if command.place == "primary" else "secondary"
        button = Button(command.key, kind, icon=command.icon)
        button.setEnabled(command.enabled())
        button.setToolTip(command.shortcut)
        button.clicked.connect(lambda: run_command(command))
        return button

    def _go_back(self) -> None:
        if self._head is not None and self._head.back is not None:
            run_command(self._head.back)
