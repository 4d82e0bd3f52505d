"""What is asked, as chips side by side; a click takes one away, what has no room is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme.icons import paint_icon
from desktop.theme.theme import theme
from desktop.widgets.buttons import Button
from desktop.widgets.chips import text_width
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.filters.parts import Part

_HIGH: Final = 26
_WIDEST: Final = 220


class FilterChip(QAbstractButton):
    """One part of a filter: its words and a cross."""

    def __init__(self, part: Part, text: str) -> None:
        super().__init__()
        self.part = part
        self.setText(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        name = word("filters.drop_part", name=text)
        self.setAccessibleName(name)
        self.setToolTip(name)

    @override
    def sizeHint(self) -> QSize:
        words = text_width(self.text(), "row") + theme.px(18) + theme.icon_px(16)
        return QSize(min(words + theme.px(8), theme.px(_WIDEST)), theme.px(_HIGH))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), theme.px(6), theme.px(6))
        side = theme.icon_px(16)
        inside = self.rect().adjusted(theme.px(9), 0, -side - theme.px(10), 0)
        painter.setFont(theme.font("row"))
        painter.setPen(theme.colour("accent"))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, text)
        top = (self.height() - side) // 2
        cross = QRect(self.width() - side - theme.px(6), top, side, side)
        paint_icon(painter, cross, "dismiss", theme.hex("accent"))
        painter.end()


class ChipLine(QWidget):
    """``dropped`` carries the part that is not to be asked any more, ``more_wanted`` follows a
    click on the count of those that have no room.
    """

    dropped = Signal(object)
    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chips: list[FilterChip] = []
        self._more = Button("filters.more", "ghost", n=0)
        self._more.setParent(self)
        self._more.clicked.connect(lambda _checked: self.more_wanted.emit())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bind(self, lambda: self.setAccessibleName(word("filters.parts")))
        follow(self, theme.changed, self._lay_out)

    def show_parts(self, parts: Sequence[tuple[Part, str]]) -> None:
        """Show these; the same ones stay as they are, and keep the keyboard."""
        if [(chip.part, chip.text()) for chip in self.chips] == list(parts):
            return
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        self.chips = [self._made(part, text) for part, text in parts]
        self._lay_out()

    def _made(self, part: Part, text: str) -> FilterChip:
        chip = FilterChip(part, text)
        chip.setParent(self)
        chip.clicked.connect(lambda: self.dropped.emit(part))
        return chip

    @override
    def sizeHint(self) -> QSize:
        width = sum(chip.sizeHint().width() + theme.px(6) for chip in self.chips)
        return QSize(width, theme.px(30))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60) if self.chips else 0, theme.px(30))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        gap, left, hidden = theme.px(6), 0, 0
        fits = self.sizeHint().width() - gap <= self.width()
        self._more.say("filters.more", n=len(self.chips))
        room = self.width() - (0 if fits else self._more.sizeHint().width())
        for chip in self.chips:
            size = chip.sizeHint()
            shown = not hidden and left + size.width() <= room
            hidden += not shown
            chip.setVisible(shown)
            if shown:
                top = (self.height() - size.height()) // 2
                chip.setGeometry(QRect(QPoint(left, top), size))
                left += size.width() + gap
        self._more.setVisible(bool(hidden))
        self._more.say("filters.more", n=hidden)
        size = self._more.sizeHint()
        self._more.setGeometry(QRect(QPoint(left, (self.height() - size.height()) // 2), size))
        self.updateGeometry()
