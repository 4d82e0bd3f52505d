"""One choice out of several, below each other: a ring, words, a remark; the arrows choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QScrollArea, QSizePolicy
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.widgets.chips import text_width
from desktop.widgets.layouts import Column, Panel
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from collections.abc import Sequence

_HIGH, _RING, _DOT, _PAD = 30, 8.0, 4.0, 8


class Choice(NamedTuple):
    """A value with its words; ``remark`` is the key of what is said beside them."""

    value: str
    text: str
    remark: str = ""


class _Line(QAbstractButton):
    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice
        self.setCheckable(True)
        self.setText(choice.text)
        self.setToolTip(choice.text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bind(self, self._speak)
        follow(self, theme.changed, self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(_HIGH))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, pad = self.isChecked(), theme.px(_PAD)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface2"))
            painter.drawRoundedRect(self.rect(), theme.px(6), theme.px(6))
        ring = theme.px(int(_RING))
        centre = QPointF(pad + ring, self.height() / 2)
        painter.setPen(QPen(theme.colour("accent" if chosen else "control"), 1.5))
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(centre, ring - 0.5, ring - 0.5)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(centre, theme.px(int(_DOT)), theme.px(int(_DOT)))
        self._paint_words(painter, 2 * ring + 2 * pad)
        painter.end()

    def _paint_words(self, painter: QPainter, left: int) -> None:
        inside = self.rect().adjusted(left, 0, -theme.px(_PAD), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        if self.choice.remark:
            remark = word(self.choice.remark)
            painter.setFont(theme.font("sub"))
            painter.setPen(theme.colour("text3"))
            painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, remark)
            inside.setRight(inside.right() - text_width(remark, "sub") - theme.px(_PAD))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        elide = Qt.TextElideMode.ElideRight
        short = painter.fontMetrics().elidedText(self.choice.text, elide, inside.width())
        painter.drawText(QRect(inside), middle, short)

    def _speak(self) -> None:
        said = word(self.choice.remark) if self.choice.remark else ""
        self.setAccessibleName(", ".join(part for part in (self.choice.text, said) if part))
        self.update()


class ChoiceList(QScrollArea):
    """``chosen`` carries the value that a person chose; ``most`` lines are seen at once."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[Choice], most: int = 6) -> None:
        super().__init__(widgetResizable=True)
        self._group = QButtonGroup(self)
        self._lines = [_Line(choice) for choice in choices]
        column = Column(gap=0)
        for place, line in enumerate(self._lines):
            self._group.addButton(line, place)
            column.addWidget(line)
        self.setWidget(Panel("surface", column))
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._seen = min(len(self._lines), most)
        self._group.idClicked.connect(
            lambda place: self.chosen.emit(self._lines[place].choice.value)
        )
        self._group.idToggled.connect(self._show)
        bind(self, lambda: self.setAccessibleName(word(name)))
        follow(self, theme.changed, self._measure)

    def value(self) -> str:
        """What is chosen; empty where nothing is."""
        place = self._group.checkedId()
        return self._lines[place].choice.value if place >= 0 else ""

    def set_value(self, value: str) -> None:
        """Choose it; what is not offered changes nothing."""
        for line in self._lines:
            if line.choice.value == value:
                line.setChecked(True)

    def _show(self, place: int, checked: bool) -> None:
        if checked:
            self.ensureWidgetVisible(self._lines[place], 0, 0)

    def _measure(self) -> None:
        self.setFixedHeight(self._seen * theme.px(_HIGH))
