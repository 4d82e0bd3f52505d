"""What every chart is: marks painted from values, each a stop of the keyboard with its own words.

Arrows go from mark to mark, Home and End to the first and last, Enter or a click opens what stands
behind it. A mark is told by its place, its shape and its number, never by its colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from desktop.announce import announce
from desktop.theme.theme import theme
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

GOOD, PALE, WARN, BAD = 0, 1, 2, 3
"""Places in ``Tokens.chart``."""
Behind = Callable[[], list[int]]


@dataclass(frozen=True)
class Mark:
    """A value with its words, and the documents behind it by row number."""

    said: str
    behind: Behind


class Chart(QWidget):
    """``lay_out`` says where each mark stands, in reading order; ``draw`` paints everything but the
    ring of the keyboard. ``opened`` carries the mark that somebody wants to see the documents of.
    """

    opened = Signal(object)

    def __init__(
        self,
        name: str,
        lay_out: Callable[[], Sequence[tuple[QRectF, Mark]]],
        draw: Callable[[QPainter], None],
    ) -> None:
        super().__init__()
        self._name, self._at, self._lay_out, self._draw = name, 0, lay_out, draw
        self._places: list[tuple[QRectF, Mark]] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        bind(self, self._speak)
        follow(self, theme.changed, self.refresh)

    def step(self, key: Qt.Key) -> int:
        """How many marks a key goes on; 0 for another key."""
        return _STEPS.get(key, 0)

    def refresh(self) -> None:
        """The values, the size or the look changed."""
        self._places = list(self._lay_out())
        self._at = min(self._at, max(0, len(self._places) - 1))
        self._speak()
        self.update()

    @property
    def marks(self) -> list[Mark]:
        """All marks, in reading order."""
        return [mark for _, mark in self._places]

    # -- Qt ------------------------------------------------------------------------------------

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(180), theme.px(132))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.refresh()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._speak()
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._places) - 1}
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._places:
            self.opened.emit(self._places[self._at][1])
        elif plain and key in ends:
            self._go(ends[key])
        elif plain and (by := self.step(key)):
            self._go(self._at + by)
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if (there := self._place_at(event.position())) is not None:
            self._go(there)
            self.opened.emit(self._places[there][1])

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        there = self._place_at(event.position())
        found = there is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)
        said = self._places[there][1].said if there is not None else ""
        QToolTip.showText(event.globalPosition().toPoint(), said, self)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter)
        if self.hasFocus() and self._places:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            ring = self._places[self._at][0].adjusted(-2, -2, 2, 2)
            inside = ring.intersected(QRectF(self.rect()).adjusted(1, 1, -1, -1))
            painter.drawRoundedRect(inside, theme.px(4), theme.px(4))
        painter.end()

    # -- inside --------------------------------------------------------------------------------

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._places) and place != self._at:
            self._at = place
            self._speak()
            self.update()

    def _place_at(self, point: QPointF) -> int | None:
        return next((at for at, (box, _) in enumerate(self._places) if box.contains(point)), None)

    def _speak(self) -> None:
        """The mark in words; aloud only, since it may name a unit."""
        said = self._places[self._at][1].said if self._places else word("reports.nothing")
        self.setAccessibleName(word(self._name))
        self.setAccessibleDescription(said)
        if self.hasFocus():
            announce(said, content=True)


_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


def tone(place: int) -> QColor:
    """A colour of charts."""
    return QColor(theme.tokens.chart[place])


def write(
    painter: QPainter, area: QRectF, text: str, role: str, ink: str, where: Qt.AlignmentFlag
) -> None:
    """A text in a box, cut with an ellipsis where it does not fit."""
    painter.setFont(theme.font(role))
    painter.setPen(theme.colour(ink))
    short = painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideRight, max(0, int(area.width()))
    )
    painter.drawText(area, where | Qt.AlignmentFlag.AlignVCenter, short)


def fill(painter: QPainter, box: QRectF, place: int, *, hatched: bool = False) -> None:
    """A bar in a colour of charts; ``hatched`` tells it apart in grey, too."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tone(place))
    round_ = min(theme.px(3), box.height() / 2, box.width() / 2)
    painter.drawRoundedRect(box, round_, round_)
    if hatched:
        painter.setBrush(QBrush(theme.colour("surface"), Qt.BrushStyle.BDiagPattern))
        painter.setOpacity(0.55)
        painter.drawRoundedRect(box, round_, round_)
        painter.setOpacity(1)


def ceiling(most: int) -> int:
    """The end of a scale of counts in four equal steps: 4, 8, 20, 40, 60, 80, 100, 200, …"""
    tens = 1
    while True:
        for step in (1, 2, 5, 10, 15, 20, 25):
            if step * tens * 4 >= most:
                return step * tens * 4
        tens *= 10
