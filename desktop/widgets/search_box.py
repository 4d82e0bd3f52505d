"""The filter box of a list, and the box in the top bar that opens the palette."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy
from typing_extensions import override

from desktop.theme.icons import paint_icon
from desktop.theme.theme import theme
from desktop.widgets.chips import key_cap_width, paint_key_cap
from desktop.words import bind, follow, word

_PAUSE_MS = 120


class SearchBox(QLineEdit):
    """Filters while one types: ``searched`` carries the text after a short pause, or at once on
    Enter.

    Text that the input method still composes is not searched: it is not in ``text()`` yet.
    """

    searched = Signal(str)

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setProperty("role", "search")
        self.setClearButtonEnabled(True)
        self._glass = QAction(theme.icon("search", "text3"), "", self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.textChanged.connect(lambda _: self._pause.start())
        self.returnPressed.connect(self._search)
        bind(self, lambda: self._speak(key))

    def _speak(self, key: str) -> None:
        self.setPlaceholderText(word(key))
        self.setAccessibleName(word(key))
        self._glass.setText(word(key))

    def _search(self) -> None:
        self._pause.stop()
        self.searched.emit(self.text().strip())


class SearchTrigger(QAbstractButton):
    """Looks like a search box with a key cap; a click opens the palette."""

    def __init__(self, key: str, keys: str) -> None:
        super().__init__()
        self._key, self._keys = key, keys
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bind(self, self._speak)
        follow(self, theme.changed, self._measure)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(330), theme.px(30))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("surface2"))
        radius = theme.px(6)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), radius, radius)
        side = theme.icon_px(16)
        icon = QRect(theme.px(9), (self.height() - side) // 2, side, side)
        paint_icon(painter, icon, "search", theme.hex("text3"))
        cap = key_cap_width(self._keys)
        paint_key_cap(
            painter, QRect(self.width() - cap - theme.px(7), 0, cap, self.height()), self._keys
        )
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("placeholder"))
        left = icon.right() + theme.px(9)
        room = QRect(left, 0, self.width() - left - cap - theme.px(14), self.height())
        text = painter.fontMetrics().elidedText(
            word(self._key), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _speak(self) -> None:
        self.setAccessibleName(word(self._key))
        self.setToolTip(f"{word(self._key)} ({self._keys})")
        self.update()

    def _measure(self) -> None:
        self.setMaximumWidth(theme.px(330))
        self.setMinimumWidth(theme.px(140))
        self.updateGeometry()
