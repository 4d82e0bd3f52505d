"""Commands as actions of the window, so that a shortcut works wherever the focus is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QGuiApplication, QKeySequence

from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.screens import Command


def run_command(command: Command) -> None:
    """Carry out a command when it is allowed now.

    The input method gives up its last syllable first: otherwise the word that a clerk is typing
    would be lost when a shortcut saves the form (ux.md §6).
    """
    QGuiApplication.inputMethod().commit()
    if command.enabled():
        command.run()


class Actions:
    """The actions of one set of commands; ``allowed`` says whether shortcuts count now."""

    def __init__(self, window: QWidget, allowed: Callable[[], bool]) -> None:
        self._window, self._allowed = window, allowed
        self._actions: list[QAction] = []
        self.commands: tuple[Command, ...] = ()

    def replace(self, commands: tuple[Command, ...]) -> None:
        """Forget the commands of before and listen for these."""
        for action in self._actions:
            self._window.removeAction(action)
            action.deleteLater()
        self.commands = commands
        self._actions = [self._action(command) for command in commands]
        self._window.addActions(self._actions)

    def listed(self) -> list[QAction]:
        """The actions with words, for a menu."""
        return list(self._actions)

    def _action(self, command: Command) -> QAction:
        action = QAction(word(command.key).replace("&", "&&"), self._window)
        if command.shortcut:
            action.setShortcuts(_sequences(command.shortcut))
            # a deciding key that is held down too long decides once
            action.setAutoRepeat(not command.shortcut.endswith("Enter"))
        action.triggered.connect(lambda: self._run(command))
        return action

    def _run(self, command: Command) -> None:
        if self._allowed():
            run_command(command)


def _sequences(shortcut: str) -> list[QKeySequence]:
    """The keys that mean a shortcut: Enter is the main one and the one of the keypad."""
    found = [QKeySequence(shortcut)]
    if shortcut.endswith("Enter"):
        found.append(QKeySequence(shortcut.removesuffix("Enter") + "Return"))
    return found
