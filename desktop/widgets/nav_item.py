"""One line of the navigation: icon, words, a count of what needs the person now."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy
from typing_extensions import override

from desktop.theme.icons import paint_icon
from desktop.theme.theme import theme
from desktop.widgets.chips import BadgeTone, badge_width, paint_badge
from desktop.wording import number
from desktop.words import bind, follow, word


class NavItem(QAbstractButton):
    """Checkable; narrow it shows the icon alone and the words in a tooltip."""

    def __init__(self, key: str, icon: str, shortcut: str = "") -> None:
        super().__init__()
        self._key, self._icon, self._shortcut = key, icon, shortcut
        self._count = 0
        self._tone: BadgeTone = "plain"
        self.rail = False
        self.setCheckable(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        bind(self, self._speak)
        follow(self, theme.changed, self.updateGeometry)

    def set_count(self, count: int, tone: BadgeTone = "plain") -> None:
        """Show how many things need the person now; 0 shows nothing."""
        self._count, self._tone = count, tone
        self._speak()

    def set_rail(self, rail: bool) -> None:
        """Show the icon alone, or icon and words."""
        self.rail = rail
        self._speak()
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(56 if self.rail else 196), theme.px(34))

    @override
    def minimumSizeHint(self) -> QSize:
        """Many screens move a little together before they have to be scrolled."""
        return QSize(theme.px(56), theme.px(30))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pill = self.rect().adjusted(theme.px(8), 1, -theme.px(8), -1)
        self._paint_ground(painter, pill)
        side = theme.icon_px(20)
        left = pill.left() + (pill.width() - side) // 2 if self.rail else theme.px(20)
        icon = QRect(left, (self.height() - side) // 2, side, side)
        checked = self.isChecked()
        style = "filled" if checked and self._icon in _WITH_FILLED else "regular"
        paint_icon(painter, icon, self._icon, theme.hex("accent" if checked else "text2"), style)
        if self.rail:
            self._paint_mark(painter, icon)
        else:
            self._paint_words(painter, pill)
        painter.end()

    def _paint_ground(self, painter: QPainter, pill: QRect) -> None:
        if not (self.isChecked() or self.underMouse()):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface" if self.isChecked() else "hover_row"))
        painter.drawRoundedRect(pill, theme.px(6), theme.px(6))
        if self.isChecked():
            painter.setBrush(theme.colour("accent"))
            height = theme.px(16)
            bar = QRectF(pill.left(), self.height() / 2 - height / 2, 3, height)
            painter.drawRoundedRect(bar, 1.5, 1.5)

    def _paint_words(self, painter: QPainter, pill: QRect) -> None:
        room = 0
        if self._count:
            text = number(self._count)
            room = badge_width(text)
            area = QRect(pill.right() - theme.px(6) - room, 0, room, self.height())
            paint_badge(painter, area, text, self._tone)
        painter.setFont(theme.font("unread" if self.isChecked() else "row"))
        painter.setPen(theme.colour("text" if self.isChecked() else "text2"))
        words = QRect(theme.px(48), 0, pill.right() - theme.px(54) - room, self.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        side = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(word(self._key), side, words.width())
        painter.drawText(words, flags, text)

    def _paint_mark(self, painter: QPainter, icon: QRect) -> None:
        """On the rail a count is a dot at the icon's corner; the number is in the tooltip."""
        if self._count:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            tone = {"warn": "warn_strong", "danger": "danger_strong"}.get(self._tone, "accent")
            painter.setBrush(theme.colour(tone))
            side = theme.px(7)
            painter.drawEllipse(icon.right() - side // 2, icon.top() - side // 3, side, side)

    def _speak(self) -> None:
        text = word(self._key)
        count = f", {number(self._count)}" if self._count else ""
        keys = f" ({self._shortcut})" if self._shortcut else ""
        self.setAccessibleName(text + count)
        self.setToolTip(text + count + keys)
        self.update()


_WITH_FILLED = frozenset(
    {
        "calendar_clock", "comment_edit", "data_histogram", "document_edit", "document_signature",
        "folder_open", "history", "home", "mail_arrow_up", "mail_inbox_arrow_down", "people",
        "search", "settings", "shield_checkmark",
    }
)  # fmt: skip
