"""One choice out of a few, side by side; arrows or digits choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.widgets.chips import text_width
from desktop.words import bind, follow, word

V = TypeVar("V")


@dataclass(frozen=True)
class Option(Generic[V]):
    """A value, the key of its words, and the token family it takes when chosen."""

    value: V
    key: str
    tone: str = "accent"


class _Segment(QAbstractButton):
    """One segment: a small digit and the words."""

    def __init__(self, option: Option[V], digit: int) -> None:
        super().__init__()
        self._option, self._digit = option, str(digit)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        bind(self, self._speak)
        follow(self, theme.changed, self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        digit = text_width(self._digit, "key")
        words = text_width(word(self._option.key), "unread")
        return QSize(digit + words + theme.px(27), theme.px(28))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, tone = self.isChecked(), self._option.tone
        if chosen:
            painter.setPen(QPen(theme.colour(tone), 1))
            painter.setBrush(theme.colour(f"{tone}_soft"))
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, theme.px(5), theme.px(5))
        digit, middle = text_width(self._digit, "key"), Qt.AlignmentFlag.AlignVCenter
        left = (self.width() - self.sizeHint().width()) // 2 + theme.px(10)
        painter.setFont(theme.font("key"))
        painter.setPen(theme.colour(tone if chosen else "text3"))
        painter.drawText(QRect(left, 0, digit, self.height()), middle, self._digit)
        painter.setFont(theme.font("unread" if chosen else "row"))
        painter.setPen(theme.colour(tone if chosen else "text"))
        left += digit + theme.px(6)
        painter.drawText(
            QRect(left, 0, self.width(), self.height()), middle, word(self._option.key)
        )
        painter.end()

    def _speak(self) -> None:
        self.setAccessibleName(word(self._option.key))
        self.updateGeometry()
        self.update()


class Segmented(QWidget, Generic[V]):
    """``chosen`` carries the value that a person chose; set_value does not emit it."""

    chosen = Signal(object)

    def __init__(self, name: str, options: tuple[Option[V], ...]) -> None:
        super().__init__()
        self._options = options
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for place, option in enumerate(options):
            segment = _Segment(option, place + 1)
            self._group.addButton(segment, place)
            row.addWidget(segment)
        self._group.idClicked.connect(self._choose)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        bind(self, lambda: self.setAccessibleName(word(name)))
        self.set_value(options[0].value)

    def value(self) -> V:
        """The value of now."""
        return self._options[self._group.checkedId()].value

    def set_value(self, value: V) -> None:
        """Show a value. Raises StopIteration for one that is not offered."""
        place = next(i for i, option in enumerate(self._options) if option.value == value)
        self._group.button(place).setChecked(True)
        self._describe()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose; the arrows are the button group's own."""
        digit = event.text()
        if digit.isdecimal() and 0 < int(digit) <= len(self._options):
            self._group.button(int(digit) - 1).setFocus()
            self._choose(int(digit) - 1)
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("control"), 1))
        painter.setBrush(theme.colour("surface"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        painter.setPen(QPen(theme.colour("line2"), 1))
        for place in range(1, len(self._options)):
            if self._group.checkedId() not in (place, place - 1):
                x = self._group.button(place).x() + 0.5
                painter.drawLine(QPointF(x, theme.px(7)), QPointF(x, self.height() - theme.px(7)))
        painter.end()

    def _choose(self, place: int) -> None:
        self._group.button(place).setChecked(True)
        self._describe()
        self.update()
        self.chosen.emit(self.value())

    def _describe(self) -> None:
        self.setFocusProxy(self._group.button(self._group.checkedId()))
        self.setAccessibleDescription(word(self._options[self._group.checkedId()].key))
