"""What can be done with the chosen rows of a list, as a menu where the keyboard or the mouse is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication, QMenu

from desktop.frame.actions import run_command
from desktop.screens import Command
from desktop.widgets.buttons import shortcut_text
from desktop.widgets.register.view import RegisterView
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

_ELSEWHERE: Final = ("view.", "list.", "filter.")
"""Beginnings of the ids of commands that go to other rows."""
_NO_ROW: Final = frozenset(
    {"main", "filter", "preview", "refresh", "stamp", "import", "register", "new", "new_internal"}
)
"""Commands that are about no row, or stand there under their own name."""


def _the_list_does_it() -> None:
    """These keys belong to the list that has the keyboard."""


LIST_KEYS: Final = tuple(
    Command(f"rows.{name}", f"frame.rows.{name}", _the_list_does_it, shortcut=keys)
    for name, keys in (
        ("open", "Enter"),
        ("extend", "Shift+Down"),
        ("tick", "Space"),
        ("all", "Ctrl+A"),
    )
)
"""Keys of every list, for the card of keys."""


def list_shown(window: QWidget) -> bool:
    """Whether a list is in sight."""
    return any(view.isVisible() for view in window.findChildren(RegisterView))


def show_row_menu(
    window: QWidget, commands: Sequence[Command], counts: Callable[[], bool], at: QPoint | None
) -> bool:
    """Show the menu of the list that has the keyboard: at a place of the screen, or under its row.
    Returns whether it is in a list; ``counts`` says whether commands count once one is chosen.
    """
    view = QApplication.focusWidget()
    if not isinstance(view, RegisterView):
        return False
    menu = QMenu(window)
    for command in commands:
        about = command.id not in _NO_ROW and not command.id.startswith(_ELSEWHERE)
        if about and command.enabled():
            keys = "\t" + shortcut_text(command.shortcut) if command.shortcut else ""
            chosen = menu.addAction(word(command.key).replace("&", "&&") + keys).triggered
            chosen.connect(partial(_run, command, counts))
    menu.aboutToHide.connect(menu.deleteLater)
    below = view.visualRect(view.currentIndex()).bottomLeft()
    menu.popup(at or view.viewport().mapToGlobal(below))
    return True


def _run(command: Command, counts: Callable[[], bool], _checked: bool = False) -> None:
    if counts():
        run_command(command)
