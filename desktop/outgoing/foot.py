"""The acts on a document as buttons at its foot: as many as fit, the rest behind "⋯"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.widgets.buttons import Button, IconButton, Kind, shortcut_text
from desktop.widgets.layouts import STRETCH, Column, Divider, Panel, Row, fix_size
from desktop.words import follow, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.screens import Command

_SIDE = 16


class Foot(Panel):
    """``show_commands`` offers other acts; the primary one comes first."""

    def __init__(self) -> None:
        self._commands: Sequence[Command] = ()
        self._buttons: list[Button] = []
        self._more = IconButton("outgoing.more", "more_horizontal")
        self._row = Row(self._more, STRETCH, margins=(_SIDE, 8, 8, 8))
        super().__init__("surface", Column(Divider(), self._row, gap=0))
        fix_size(self, height=49)
        self._more.clicked.connect(self._open_menu)
        follow(self, theme.changed, self._fit)

    def show_commands(self, commands: Sequence[Command]) -> None:
        """Offer these acts."""
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._commands = tuple(commands)
        self._buttons = [_button(command) for command in self._commands]
        for place, button in enumerate(self._buttons):
            self._row.insertWidget(place, button)
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        """Acts of the menu are behind "⋯" always, the others where the row is full."""
        gap, room = self._row.spacing(), self.width() - theme.px(_SIDE + 8)
        widths = [button.sizeHint().width() + gap for button in self._buttons]
        shown = [command.place != "menu" for command in self._commands]
        wanted = sum(width for width, here in zip(widths, shown, strict=True) if here)
        more = not all(shown) or wanted > room
        room -= self._more.sizeHint().width() + gap if more else 0
        used = 0
        for button, width, here in zip(self._buttons, widths, shown, strict=True):
            used += width if here else 0
            button.setVisible(here and used <= room)
        self._more.setVisible(more)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for command, button in zip(self._commands, self._buttons, strict=True):
            if button.isHidden():
                keys = "\t" + shortcut_text(command.shortcut) if command.shortcut else ""
                action = menu.addAction(word(command.key) + keys)
                action.triggered.connect(lambda _=False, run=command.run: run())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


def _button(command: Command) -> Button:
    kind: Kind = "primary" if command.place == "primary" else "secondary"
    button = Button(command.key, kind, icon=command.icon, hint=command.shortcut)
    button.clicked.connect(lambda _checked, run=command.run: run())
    return button
