"""A lasting state, said inside the page where it matters: info, warning, danger, with one
action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from desktop.announce import announce, announce_error
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Row, restyle
from desktop.widgets.marks import IconLabel
from desktop.words import bind, explain

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.errors import AntinError
    from desktop.phrases import Fact

BannerTone = Literal["info", "ok", "warn", "danger"]
_ICONS = {"info": "info", "ok": "checkmark_circle", "warn": "warning", "danger": "error_circle"}


class Banner(QWidget):
    """Takes no room until something is said. ``hush`` takes it back."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QFrame()
        self._box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = IconLabel("info", "info", style="filled")
        self._text = Label(role="body", wrap=True)
        self._action: Button | None = None
        self._row = Row(self._icon, self._text, gap=8, margins=(10, 2, 4, 2))
        self._row.setStretch(1, 1)
        self._box.setLayout(self._row)
        self.setLayout(Column(self._box, gap=0))
        self._box.hide()
        self._error: AntinError | None = None
        bind(self, self._speak)

    @property
    def text(self) -> str:
        """What it says now; empty while it says nothing."""
        return "" if self._box.isHidden() else self._text.text()

    def say(self, tone: BannerTone, key: str, **facts: Fact) -> None:
        """Show the words of a key, without an action."""
        self._dress(tone)
        self._error = None
        self._text.say(key, **facts)
        self._box.show()

    def say_error(self, error: AntinError, tone: BannerTone = "danger") -> None:
        """Show what happened, why and what to do; a screen reader hears it at once."""
        self.show_error(error, tone)
        announce(explain(error).what)
        announce_error(error)

    def show_error(self, error: AntinError, tone: BannerTone = "danger") -> None:
        """The same, without a word to the screen reader: a lasting state that was told before."""
        self._dress(tone)
        self._error = error
        self._speak()
        self._box.show()

    def hush(self) -> None:
        """Say nothing any more."""
        self._box.hide()

    def offer(self, key: str, act: Callable[[], None], hint: str = "") -> None:
        """Put one action at the right of what is said."""
        self._action = Button(key, "link", hint=hint)
        self._action.clicked.connect(lambda _checked: act())
        self._row.addWidget(self._action)

    def _speak(self) -> None:
        if self._error is not None:
            self._text.show_text(explain(self._error).sentence())

    def _dress(self, tone: BannerTone) -> None:
        restyle(self._box, banner=tone)
        self._icon.show_icon(_ICONS[tone], tone, "filled")
        self._text.set_tone(tone)
        if self._action is not None:
            self._row.removeWidget(self._action)
            self._action.deleteLater()
            self._action = None
