"""What a screen is to the frame: an entry in a table, a head, commands, a widget that keeps itself
fresh."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.office.terms import Role
    from desktop.context import Context

Group = Literal["home", "command", "daily", "look_up", "system"]
Place = Literal["primary", "bar", "menu"]


@dataclass(frozen=True)
class Command:
    """Something a person can do: a button, a menu line, a palette line and a shortcut in one.

    ``place`` says where it has a button: the one primary action of the page, the top bar beside it,
    or none. ``run`` is called on the main thread after the input method has given up its last
    syllable.
    """

    id: str
    key: str
    run: Callable[[], None]
    icon: str = ""
    shortcut: str = ""
    place: Place = "menu"
    enabled: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class Head:
    """What the top bar says of a screen: words already in the person's language.

    ``back`` puts an arrow before the title; ``search`` shows the box that opens the palette;
    ``extra`` is a widget at the right, as the "Tệp 3 / 9" of registration.
    """

    title: str
    subtitle: str = ""
    back: Command | None = None
    search: bool = True
    extra: QWidget | None = None


class ScreenView(QWidget):
    """The widget of a screen. The frame shows its head and commands and asks again after a
    signal."""

    head_changed = Signal()
    commands_changed = Signal()

    def head(self) -> Head:
        """Title, subtitle and what else stands in the top bar now."""
        raise NotImplementedError

    def commands(self) -> tuple[Command, ...]:
        """What can be done here; at most one has the primary place."""
        return ()

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes, in reading order."""
        return (self,)

    def start(self) -> QWidget | None:
        """What takes the keyboard when the screen opens; None for the first thing that can."""
        return None

    def open(self, argument: object) -> None:
        """The screen became current, with what ``Frame.go`` was given, or None."""

    def place(self) -> object:
        """What ``open`` needs to come back to where the person is: ids only, since it outlives the
        lock."""
        return None

    def keep(self) -> None:
        """Put unsaved work away as a draft, at once: the screen is left, the session locks or
        ends."""


@dataclass(frozen=True)
class Screen:
    """An entry of the navigation. ``roles`` empty means everybody.

    ``attend`` makes what works for the screen from the session's beginning to its end, whether the
    screen is opened or not.
    """

    id: str
    group: Group
    icon: str
    key: str
    build: Callable[[Context], ScreenView]
    roles: frozenset[Role] = field(default_factory=frozenset)
    attend: Callable[[Context], QObject] | None = None
