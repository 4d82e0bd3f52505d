"""The way of an outgoing document as a line of points with their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.outgoing.steps import NAMES, Mark
from desktop.theme.icons import paint_icon
from desktop.theme.theme import theme
from desktop.widgets.chips import text_width
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.outgoing.steps import Step

_POINT: Final = 16
_ICONS: Final = {Mark.DONE: "checkmark", Mark.MISSING: "subtract"}


class StepsLine(QWidget):
    """Every step has its word where they fit side by side, else only the one of now."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: Sequence[Step] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bind(self, self._speak)
        follow(self, theme.changed, self.updateGeometry)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show another document's way."""
        self._steps = steps
        self._speak()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(len(NAMES) * 30), theme.px(_POINT + 20))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = [self._place(place) for place in range(len(self._steps))]
        for place in range(1, len(places)):
            self._paint_road(painter, places[place - 1], places[place], self._steps[place])
        for step, at in zip(self._steps, places, strict=True):
            _paint_point(painter, at, step.mark)
        painter.setFont(theme.font("caption"))
        for step, at in zip(self._steps, places, strict=True):
            if step.mark is Mark.NOW or self._wide():
                self._paint_word(painter, step, at)
        painter.end()

    def _place(self, place: int) -> QRect:
        width = self.width() / max(1, len(self._steps))
        side = theme.px(_POINT)
        return QRect(round(width * (place + 0.5) - side / 2), 1, side, side)

    def _wide(self) -> bool:
        widest = max((text_width(_word(step), "caption") for step in self._steps), default=0)
        return widest + theme.px(6) <= self.width() / max(1, len(self._steps))

    def _paint_road(self, painter: QPainter, one: QRect, other: QRect, step: Step) -> None:
        passed = step.mark in (Mark.DONE, Mark.MISSING)
        painter.setPen(QPen(theme.colour("accent" if passed else "line2"), theme.px(2)))
        gap = theme.px(3)
        middle = one.center().y() + 0.5
        painter.drawLine(QPointF(one.right() + gap, middle), QPointF(other.left() - gap, middle))

    def _paint_word(self, painter: QPainter, step: Step, at: QRect) -> None:
        text, width = _word(step), text_width(_word(step), "caption") + 2
        left = min(max(0, at.center().x() - width // 2), max(0, self.width() - width))
        area = QRect(left, at.bottom() + theme.px(2), width, theme.px(18))
        painter.setPen(theme.colour(_TONES[step.mark]))
        painter.drawText(area, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, text)

    def _speak(self) -> None:
        told = [f"{_word(step)}: {word(f'outgoing.mark.{step.mark}')}" for step in self._steps]
        self.setAccessibleName(word("outgoing.steps"))
        self.setAccessibleDescription(". ".join(told))
        self.setToolTip("\n".join(told))
        self.update()


_TONES: Final = {
    Mark.DONE: "text2",
    Mark.NOW: "accent",
    Mark.AHEAD: "text3",
    Mark.MISSING: "warn",
}


def _word(step: Step) -> str:
    return word(f"outgoing.step.{step.name}")


def _paint_point(painter: QPainter, at: QRect, mark: Mark) -> None:
    ring, filled = QRectF(at).adjusted(1, 1, -1, -1), mark is Mark.DONE
    tone = {Mark.DONE: "accent", Mark.NOW: "accent", Mark.MISSING: "warn"}.get(mark, "control")
    painter.setPen(QPen(theme.colour(tone), theme.px(2 if mark is Mark.NOW else 1)))
    painter.setBrush(theme.colour("accent" if filled else "surface"))
    painter.drawEllipse(ring)
    if mark is Mark.NOW:
        inset = theme.px(4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(ring.adjusted(inset, inset, -inset, -inset))
    elif icon := _ICONS.get(mark):
        inset = theme.px(2)
        inside = at.adjusted(inset, inset, -inset, -inset)
        paint_icon(painter, inside, icon, theme.hex("on_accent" if filled else "warn"))
