"""One of the values that compete, as a card to choose: the value with what differs marked, who
wrote it, on which machine, and what its machine knew then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop.conflicts import faces
from desktop.theme.theme import theme
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.queries.conflicts import Field
    from db.queries.sides import Side
    from desktop.conflicts.faces import Span

_PAD, _RING, _DOT = 34, 8, 4
_MOVES: Final = {
    Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down", Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right", Qt.Key.Key_1: "1", Qt.Key.Key_2: "2", Qt.Key.Key_3: "3",
    Qt.Key.Key_E: "edit", Qt.Key.Key_B: "both",
}  # fmt: skip


class MarkedText(QWidget):
    """A text that wraps, with some of it underlined on a ground of its own."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        super().__init__()
        self._text, self._spans = text, spans
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        follow(self, theme.changed, self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        width = theme.px(160)
        return QSize(width, self.heightForWidth(width))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._laid(width)[1]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.colour("text"))
        self._laid(self.width())[0].draw(painter, QPointF(0, 0))
        painter.end()

    def _laid(self, width: int) -> tuple[QTextLayout, int]:
        layout = QTextLayout(self._text, theme.font("val"))
        layout.setFormats([self._mark(span) for span in self._spans])
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout, round(height + 0.5)

    def _mark(self, span: Span) -> QTextLayout.FormatRange:
        found = QTextLayout.FormatRange()
        found.start, found.length = span[0], span[1] - span[0]
        look = QTextCharFormat()
        look.setBackground(QColor(theme.colour("warn_soft")))
        look.setForeground(QColor(theme.colour("warn")))
        look.setFontUnderline(True)
        found.format = look
        return found


class SideCell(QAbstractButton):
    """``moved`` carries where the arrows, numbers and E want to go."""

    moved = Signal(str)

    def __init__(self, field: Field, side: Side, place: int) -> None:
        super().__init__()
        self.side, self.place, self._field = side, place, field
        self.setCheckable(True)
        self.setEnabled(not field.locked)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        text = faces.value(field, side.value, side.named)
        others = (faces.value(field, one.value, one.named) for one in field.sides if one != side)
        self._head, self._who = Label(role="label", tone="text2", wrap=True), Label(role="sub")
        self._origin = Label(role="hint", tone="text2", wrap=True)
        self._who.setWordWrap(True)
        value = MarkedText(text, faces.differing(text, next(others, text)))
        margins = (_PAD, 8, 10, 8)
        self.setLayout(Column(self._head, value, self._who, self._origin, gap=2, margins=margins))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._text = text
        bind(self, self._speak)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if plain and key in _MOVES:
            self.moved.emit(_MOVES[key])
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        edge = "focus" if self.hasFocus() else "accent" if chosen else "line2"
        painter.setPen(QPen(theme.colour(edge), 2 if chosen or self.hasFocus() else 1))
        painter.setBrush(theme.colour("accent_soft" if chosen else "surface"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), theme.px(6), theme.px(6))
        centre = QPointF(theme.px(_PAD) / 2, theme.px(18))
        painter.setPen(QPen(theme.colour("accent" if chosen else "control"), 1.5))
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(centre, theme.px(_RING) - 0.5, theme.px(_RING) - 0.5)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(centre, theme.px(_DOT), theme.px(_DOT))
        painter.end()

    def _speak(self) -> None:
        head, who = faces.heading(self.place, self.side), faces.who(self.side)
        self._head.show_text(head)
        self._who.show_text(who)
        self._origin.show_text(faces.origin(self.side))
        self.setAccessibleName(
            word("conflicts.spoken", field=faces.field_name(self._field), side=head,
                 value=self._text, about=who)
        )  # fmt: skip
