"""A line edit that offers what a person may mean; Tab or Enter takes it.

The list hangs in the window itself, not in a window of its own: the lock covers it, and the input
method keeps working while it is open.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.announce import announce
from desktop.theme.theme import theme
from desktop.widgets.field import LineEdit
from desktop.widgets.matching import Candidate, Match, find
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Offer = Callable[[str], Sequence[Candidate]]

_LINE: Final = 30
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


class CompletionList(QWidget):
    """The offers under an edit: meant letters stand out, remarks at the right, keys at the foot."""

    picked = Signal(int)

    def __init__(self, edit: QWidget) -> None:
        super().__init__()
        self._edit = edit
        self.matches: Sequence[Match] = ()
        self.place, self.stepped = 0, False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(word("widgets.offers"))
        self.hide()

    def show_matches(self, matches: Sequence[Match]) -> None:
        """Offer these, the first one ready to take; none hides the list."""
        self.matches, self.place, self.stepped = matches, 0, False
        if not matches:
            self.hide()
            return
        window = self._edit.window()
        self.setParent(window)
        below = self._edit.mapTo(window, QPoint(0, self._edit.height() + theme.px(2)))
        size = self.sizeHint()
        if below.y() + size.height() > window.height():
            below.setY(below.y() - self._edit.height() - size.height() - theme.px(4))
        self.setGeometry(QRect(below, size))
        self.show()
        self.raise_()
        self.update()

    def step(self, by: int) -> None:
        """Make the next or previous offer ready to take, and say it."""
        self.place = (self.place + by) % len(self.matches)
        self.stepped = True
        announce(self.matches[self.place].candidate.text, content=True)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        lines = len(self.matches) * theme.px(_LINE)
        return QSize(max(self._edit.width(), theme.px(260)), lines + theme.px(34))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = (event.position().toPoint().y() - theme.px(4)) // theme.px(_LINE)
        if 0 <= place < len(self.matches):
            self.picked.emit(place)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line2"), 1))
        painter.setBrush(theme.colour("overlay"))
        radius = theme.px(8)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), radius, radius)
        for place, match in enumerate(self.matches):
            self._paint_offer(painter, place, match)
        self._paint_foot(painter)
        painter.end()

    def _paint_offer(self, painter: QPainter, place: int, match: Match) -> None:
        side = theme.px(4)
        top = side + place * theme.px(_LINE)
        line = QRect(side, top, self.width() - 2 * side, theme.px(_LINE))
        if place == self.place:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(line, theme.px(6), theme.px(6))
        inside = line.adjusted(theme.px(9), 0, -theme.px(9), 0)
        painter.setFont(theme.font("sub"))
        painter.setPen(theme.colour("text3"))
        painter.drawText(inside, _MIDDLE | Qt.AlignmentFlag.AlignRight, match.candidate.remark)
        paint_match(painter, inside, match)

    def _paint_foot(self, painter: QPainter) -> None:
        top = theme.px(4) + len(self.matches) * theme.px(_LINE) + theme.px(2)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(theme.px(8), top, self.width() - theme.px(8), top)
        painter.setFont(theme.font("key"))
        painter.setPen(theme.colour("text3"))
        foot = QRect(theme.px(13), top, self.width() - theme.px(20), self.height() - top - 1)
        painter.drawText(foot, _MIDDLE, word("widgets.offers_keys"))


def paint_match(painter: QPainter, area: QRect, match: Match, role: str = "row") -> None:
    """Paint the words of a match, the meant letters in the accent; cuts what is too long."""
    text, left = match.candidate.text, area.left()
    edges = sorted({0, len(text), *(edge for span in match.spans for edge in span)})
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    for start, end in pairwise(edges):
        meant = any(first <= start < last for first, last in match.spans)
        painter.setFont(theme.font("unread" if meant else role))
        painter.setPen(theme.colour("accent" if meant else "text"))
        part = text[start:end]
        painter.drawText(QRect(left, area.top(), area.width(), area.height()), _MIDDLE, part)
        left += painter.fontMetrics().horizontalAdvance(part)
    painter.restore()


class CompletionEdit(LineEdit):
    """``offer(typed)`` gives the candidates, cheap enough for every key; ``taken`` carries the
    one.

    ``free`` takes any text: Enter then leaves what was typed alone, unless an arrow chose an offer.
    """

    taken = Signal(object)

    def __init__(self, offer: Offer, *, free: bool = False) -> None:
        super().__init__()
        self._offer, self._free = offer, free
        self._list = CompletionList(self)
        self._list.picked.connect(self._take)
        self.destroyed.connect(self._list.deleteLater)
        self.textEdited.connect(self._look)
        self.chosen: Candidate | None = None

    def choose(self, candidate: Candidate | None) -> None:
        """Show a candidate as chosen, or nothing."""
        self.chosen = candidate
        self.setText(candidate.text if candidate else "")
        self._list.show_matches(())

    @override
    def event(self, event: QEvent) -> bool:
        """Tab takes the offer before it moves on; Esc closes the offers before it leaves the
        page."""
        if isinstance(event, QKeyEvent) and self._list.isVisible():
            kind, key = event.type(), event.key()
            if kind == QEvent.Type.KeyPress and key == Qt.Key.Key_Tab:
                self._take(self._list.place)
            elif kind == QEvent.Type.ShortcutOverride and key == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if not self._list.isVisible():
            if key == Qt.Key.Key_Down:
                self._look(self.text())
                return
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self._free and not self._list.stepped:
                self._list.hide()
                super().keyPressEvent(event)
            else:
                self._take(self._list.place)
        elif key == Qt.Key.Key_Escape:
            self._list.hide()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._list.hide()
        super().focusOutEvent(event)

    def _look(self, typed: str) -> None:
        self.chosen = None
        self._list.show_matches(find(typed, self._offer(typed)))

    def _take(self, place: int) -> None:
        self.choose(self._list.matches[place].candidate)
        self.taken.emit(self.chosen)
