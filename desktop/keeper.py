"""Holds the wishes of now: every change is shown at once and kept for next time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.settings import read_wishes, write_wishes
from desktop.theme.theme import theme
from desktop.words import words

if TYPE_CHECKING:
    from pathlib import Path

    from core.office.syllables import Style
    from desktop.phrases import Language
    from desktop.theme.theme import Density, ThemeName
    from desktop.widgets.typing import Typing


class Keeper(QObject):
    """``changed`` follows every change; ``failed`` says that a wish counts only until the program
    ends."""

    changed = Signal()
    failed = Signal(Exception)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.wishes = read_wishes(folder)

    def set_theme(self, name: ThemeName) -> None:
        """Light, dark, high contrast, or as the system has it."""
        self._change(theme=name)

    def set_zoom(self, zoom: float) -> None:
        """Text zoom, one of ``theme.ZOOMS``."""
        self._change(zoom=zoom)

    def set_density(self, density: Density) -> None:
        """Height of rows."""
        self._change(density=density)

    def set_language(self, language: Language) -> None:
        """The language of all words."""
        self._change(language=language)

    def set_lock_minutes(self, minutes: int) -> None:
        """Minutes without input until the session locks."""
        self._change(lock_minutes=minutes)

    def set_typing(self, typing: Typing) -> None:
        """Vietnamese typing of our own: off, or by which keys."""
        self._change(typing=typing)

    def set_tones(self, style: Style) -> None:
        """Where that typing puts the tone: hòa or hoà."""
        self._change(tones=style)

    def set_keep_months(self, months: int) -> None:
        """For how many months files that nobody opens stay on this machine; 0: for ever."""
        self._change(keep_months=months)

    def set_last_person(self, person: str) -> None:
        """Whom the lock screen offers first."""
        self._change(last_person=person)

    def _change(self, **changes: str | float) -> None:
        before, self.wishes = self.wishes, replace(self.wishes, **changes)  # type: ignore[arg-type]
        if self.wishes == before:
            return
        if self.wishes.language != before.language:
            words.set_language(self.wishes.language)
        if self.wishes.look() != before.look():
            theme.show(self.wishes.look())
        self.changed.emit()
        try:
            write_wishes(self._folder, self.wishes)
        except OSError as error:
            self.failed.emit(error)
