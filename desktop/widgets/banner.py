"""A lasting state, said inside the page where it matters: info, warning, danger, with one
action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from desktop.announce import announce
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Row, restyle
from desktop.widgets.marks import IconLabel
from desktop.words import explain

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.errors import AntinError
    from desktop.phrases import Fact

BannerTone = Literal["info", "ok", "warn", "danger"]
_ICONS = {"info": "info", "ok": "checkmark_circle", "warn": "warning", "danger": "error_circle"}


class Banner(QFrame):
    """Hidden until something is said; takes no room then."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = IconLabel("info", "info", style="filled")
        self._text = Label(role="body", wrap=True)
        self._action: Button | None = None
        self._row = Row(self._icon, self._text, gap=8, margins=(10, 5, 4, 5))
        self._row.setStretch(1, 1)
        self.setLayout(self._row)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text.text()

    def say(self, tone: BannerTone, key: str, **facts: Fact) -> None:
        """Show the words of a key, without an action."""
        self._dress(tone)
        self._text.say(key, **facts)
        self.show()

    def say_error(self, error: AntinError) -> None:
        """Show what happened, why and what to do; a screen reader hears it at once."""
        self._dress("danger")
        self._text.show_text(explain(error).sentence())
        self.show()
        announce(explain(error).what)

    def offer(self, key: str, act: Callable[[], None], hint: str = "") -> None:
        """Put one action at the right of what is said."""
        self._action = Button(key, "link", hint=hint)
        self._action.clicked.connect(lambda _checked: act())
        self._row.addWidget(self._action)

    def _dress(self, tone: BannerTone) -> None:
        restyle(self, banner=tone)
        self._icon.show_icon(_ICONS[tone], tone, "filled")
        self._text.set_tone(tone)
        if self._action is not None:
            self._row.removeWidget(self._action)
            self._action.deleteLater()
            self._action = None
