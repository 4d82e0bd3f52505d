"""Push buttons in the kinds of the stylesheet, and icon buttons; each says its shortcut in a
tooltip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.widgets.chips import key_cap_width, paint_key_cap
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from desktop.phrases import Fact

Kind = Literal["secondary", "primary", "ghost", "link", "danger", "icon"]
_ICON_TONES = {"primary": "on_accent", "danger": "on_danger_strong", "link": "info"}
# Qt leaves 4 px between icon and text; a thin space makes it 6.
_THIN = "\u2009"


def shortcut_text(shortcut: str) -> str:
    """A shortcut as people read it: ``Ctrl+K``, ``Alt+1``."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


class Button(QPushButton):
    """A button with words. ``hint`` is a key shown inside it, such as ``Ctrl ↵``."""

    def __init__(
        self,
        key: str,
        kind: Kind = "secondary",
        *,
        icon: str = "",
        hint: str = "",
        big: bool = False,
        **facts: Fact,
    ) -> None:
        super().__init__()
        self._key, self._facts, self._kind, self._icon, self._hint = key, facts, kind, icon, hint
        self.setProperty("kind", kind)
        self.setProperty("big", big)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if icon:
            self.setIcon(theme.icon(icon, _ICON_TONES.get(kind, "text2")))
        bind(self, self._speak)
        follow(self, theme.changed, self._measure)

    def say(self, key: str, **facts: Fact) -> None:
        """Show the words of a key from now on."""
        self._key, self._facts = key, facts
        self._speak()

    @property
    def label(self) -> str:
        """The words without the spacing in front."""
        return word(self._key, **self._facts) if self._key else ""

    @override
    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        if self._hint:
            size.setWidth(size.width() + key_cap_width(self._hint) + theme.px(8))
        return size

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._hint:
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        option.rect = self._paint_hint(painter)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        painter.end()

    def _paint_hint(self, painter: QPainter) -> QRect:
        """Paint the key cap at the right; returns what is left for the words."""
        width, gap = key_cap_width(self._hint), theme.px(10)
        cap = QRect(self.width() - width - gap, 0, width, self.height())
        paint_key_cap(painter, cap, self._hint, _ICON_TONES.get(self._kind, "text2"))
        return self.rect().adjusted(0, 0, -width - theme.px(8), 0)

    def _speak(self) -> None:
        text = self.label
        self.setText((_THIN if self._icon else "") + text.replace("&", "&&"))
        self.setAccessibleName(text)

    def _measure(self) -> None:
        side = theme.icon_px(16 if self._kind == "link" else 20)
        self.setIconSize(QSize(side, side))
        self.updateGeometry()


class IconButton(QPushButton):
    """A square button with an icon; its words are tooltip and accessible name."""

    def __init__(
        self, key: str, icon: str, *, shortcut: str = "", tone: str = "text2", pixels: int = 20
    ) -> None:
        super().__init__()
        self._key, self._shortcut, self._pixels = key, shortcut, pixels
        self.setProperty("kind", "icon")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setIcon(theme.icon(icon, tone))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        bind(self, self._speak)
        follow(self, theme.changed, self._measure)

    def show_icon(self, icon: str, tone: str = "text2") -> None:
        """Change the drawing."""
        self.setIcon(theme.icon(icon, tone))

    def say(self, key: str) -> None:
        """Change the words."""
        self._key = key
        self._speak()

    def _speak(self) -> None:
        text = word(self._key)
        keys = f" ({shortcut_text(self._shortcut)})" if self._shortcut else ""
        self.setToolTip(text + keys)
        self.setAccessibleName(text)

    def _measure(self) -> None:
        side = theme.icon_px(self._pixels)
        self.setIconSize(QSize(side, side))
