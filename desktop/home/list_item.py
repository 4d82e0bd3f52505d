"""One list at the left: its name and how much is in it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy
from typing_extensions import override

from db.queries.worklists import CAP
from desktop.theme.theme import theme
from desktop.widgets.chips import BadgeTone, badge_width, paint_badge
from desktop.wording import number
from desktop.words import bind, follow, word

_HIGH = 32
_PAD = 10


class ListItem(QAbstractButton):
    """Checkable; ``key`` is the key of its words, or a person's own words as they are."""

    def __init__(self, list_id: str, key: str, *, own: bool = False) -> None:
        super().__init__()
        self.id, self._key, self._own = list_id, key, own
        self._count = 0
        self._tone: BadgeTone = "neutral"
        self.setCheckable(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bind(self, self._speak)
        follow(self, theme.changed, self.updateGeometry)

    def set_count(self, count: int, tone: BadgeTone = "neutral") -> None:
        """Show how much is in it; an empty one stands back."""
        self._count, self._tone = count, tone
        self._speak()

    def words(self) -> str:
        """The name as it is shown."""
        return self._key if self._own else word(self._key)

    def counted(self) -> str:
        """The count as it is shown: nothing for none, never more than was counted."""
        if self._count >= CAP:
            return f"{number(CAP - 1)}+"
        return number(self._count) if self._count else ""

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(_HIGH))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        chosen, pad = self.isChecked(), theme.px(_PAD)
        pill = self.rect().adjusted(0, 1, 0, -1)
        if chosen or self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if chosen else "surface2"))
            painter.drawRoundedRect(pill, theme.px(6), theme.px(6))
        room, text = 0, self.counted()
        if text:
            room = badge_width(text)
            area = QRect(self.width() - theme.px(6) - room, 0, room, self.height())
            paint_badge(painter, area, text, self._tone)
        painter.setFont(theme.font("unread" if chosen else "row"))
        painter.setPen(theme.colour("accent" if chosen else "text2" if text else "text3"))
        inside = self.rect().adjusted(pad, 0, -pad - room, 0)
        short = painter.fontMetrics().elidedText(
            self.words(), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, short)
        painter.end()

    def _speak(self) -> None:
        count = self.counted()
        self.setAccessibleName(f"{self.words()}, {count}" if count else self.words())
        self.setToolTip(self.words())
        self.update()
