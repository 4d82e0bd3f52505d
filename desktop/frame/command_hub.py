"""Everything that can be done now, in one place: shortcuts, the menu bar, the palette, the list of
keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from typing_extensions import override

from desktop.frame.actions import Actions, run_command
from desktop.frame.command_palette import Entry, PaletteCard, entry
from desktop.frame.keys_card import keys_sheet
from desktop.frame.row_menu import LIST_KEYS, list_shown, show_row_menu
from desktop.widgets.buttons import shortcut_text
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QMenuBar, QWidget

    from desktop.frame.command_palette import Deliver, Provider
    from desktop.screens import Command
    from desktop.widgets.sheet import Scrim


class CommandHub(QObject):
    """``covered`` says that the session is locked: then, and under a sheet, no shortcut counts."""

    def __init__(
        self, window: QWidget, scrim: Scrim, menu: QMenuBar, covered: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._window, self._scrim = window, scrim
        self._menu, self._covered = menu, covered
        self._frame, self._here = Actions(window, self.counts), Actions(window, self.counts)
        self._menu_here, self._menu_window = menu.addMenu("-"), menu.addMenu("-")
        self._alt_alone = False
        self.provide: Provider = nothing
        window.installEventFilter(self)

    def counts(self) -> bool:
        """Whether shortcuts count now."""
        return not self._covered() and not self._scrim.isVisible()

    def show_frame(self, commands: tuple[Command, ...]) -> None:
        """What the frame itself can do."""
        self._frame.replace(commands)

    def show_here(self, commands: tuple[Command, ...]) -> None:
        """What the current screen can do."""
        self._here.replace(commands)
        for menu, key, actions in (
            (self._menu_here, "frame.menu.here", self._here),
            (self._menu_window, "frame.menu.window", self._frame),
        ):
            menu.clear()
            menu.setTitle(word(key))
            menu.addActions(actions.listed())

    def show_palette(self) -> None:
        """Ctrl+K."""
        lines = [*_entries(self._here.commands), *_entries(self._frame.commands)]
        self._scrim.open(PaletteCard(lines, self.provide))

    def show_keys(self) -> None:
        """F1."""
        rows = LIST_KEYS if list_shown(self._window) else ()
        self._scrim.open(keys_sheet([*rows, *self._here.commands, *self._frame.commands]))

    def show_row_menu(self, at: QPoint | None = None) -> bool:
        """Shift+F10, the menu key, or the other mouse button; tells whether it is in a list."""
        commands = self._here.commands
        return self.counts() and show_row_menu(self._window, commands, self.counts, at)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt pressed and let go by itself shows or hides the menu bar."""
        if isinstance(event, QContextMenuEvent):
            mouse = event.reason() == QContextMenuEvent.Reason.Mouse
            return self.show_row_menu(event.globalPos() if mouse else None)
        if isinstance(event, QKeyEvent):
            alt = event.key() == Qt.Key.Key_Alt
            # a key that is a shortcut is seen here as ShortcutOverride only
            if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
                self._alt_alone = alt
            elif event.type() == QEvent.Type.KeyRelease and alt and self._alt_alone:
                self._alt_alone = False
                self._toggle_menu()
        return False

    def _toggle_menu(self) -> None:
        if self.counts():
            self._menu.setVisible(not self._menu.isVisible())
            if self._menu.isVisible():
                self._menu.setFocus(Qt.FocusReason.MenuBarFocusReason)


def nothing(_typed: str, _deliver: Deliver) -> None:
    """While nobody is unlocked there is nothing to find."""


def _entries(commands: tuple[Command, ...]) -> list[Entry]:
    """Commands as lines of the palette; those that may not happen now are left out."""
    lines = []
    for command in commands:
        if command.enabled():
            group = "screens" if command.id.startswith("go.") else "commands"
            icon, keys = command.icon or "chevron_right", shortcut_text(command.shortcut)
            run = _running(command)
            lines.append(entry(f"frame.palette_{group}", icon, word(command.key), keys, run))
    return lines


def _running(command: Command) -> Callable[[], None]:
    return lambda: run_command(command)
