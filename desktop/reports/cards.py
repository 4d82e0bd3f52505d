"""The frame of a chart: title, what is counted, the key of its colours, the way to its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget
from typing_extensions import override

from desktop.reports.chart import BAD, GOOD, fill, write
from desktop.theme.icons import paint_icon
from desktop.theme.theme import theme
from desktop.widgets.buttons import Button
from desktop.widgets.chips import text_width
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import Column, Panel, Row
from desktop.widgets.painted_button import PaintedButton
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from desktop.phrases import Fact

_LINE: Final = 42
_BOX: Final = 10


class ChartCard(Panel):
    """``table_wanted``: the numbers themselves. ``nothing`` takes the chart's place."""

    table_wanted = Signal()

    def __init__(
        self, key: str, content: QWidget, *, link: str = "reports.table", legend: bool = False
    ) -> None:
        self._key = key
        self.title = ElidedLabel(key, "panel")
        self.said = ElidedLabel(role="sub", tone="text3")
        self.link = Button(link, "link")
        self._nothing = Label("reports.nothing", "body", "text3")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(content)
        self._stack.addWidget(self._nothing)
        top = Row(self.title, gap=12)
        top.setStretch(0, 1)
        if legend:
            top.addWidget(Legend())
        top.addWidget(self.link)
        column = Column(top, self.said, gap=1, margins=(16, 9, 12, 12))
        column.addSpacing(6)
        column.addWidget(self._stack, 1)
        super().__init__("card", column)
        self.said.hide()
        self.link.clicked.connect(lambda _checked: self.table_wanted.emit())
        bind(self, self._name_link)

    def tell(self, key: str, **facts: Fact) -> None:
        """What is counted, below the title."""
        self.said.say(key, **facts)
        self.said.show()

    def show_any(self, any_: bool) -> None:
        """Whether there is something to show."""
        self._stack.setCurrentIndex(0 if any_ else 1)

    def _name_link(self) -> None:
        """Several links say the same words: their names tell of what."""
        self.link.setAccessibleName(f"{self.link.label}: {word(self._key)}")


class Legend(QWidget):
    """Which shape and colour stands for what."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        bind(self, self.updateGeometry)
        follow(self, theme.changed, self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        wide = sum(text_width(word(key), "sub") + theme.px(30) for key, _ in _KINDS)
        return QSize(wide, theme.px(20))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, side = 0, theme.px(_BOX)
        for key, place in _KINDS:
            text = word(key)
            box = QRectF(left, (self.height() - side) / 2, side, side)
            fill(painter, box, place, hatched=place == BAD)
            wide = text_width(text, "sub") + 2
            area = QRectF(left + side + theme.px(6), 0, wide, self.height())
            write(painter, area, text, "sub", "text2", Qt.AlignmentFlag.AlignLeft)
            left = int(area.right()) + theme.px(14)
        painter.end()


_KINDS: Final = (("reports.legend.good", GOOD), ("reports.legend.bad", BAD))


class PressingLine(PaintedButton):
    """A document that presses: how its deadline stands and its code, then its subject and who has
    it; words of a document, so whoever shows it makes it anew in another language.
    """

    def __init__(self, icon: str, tone: str, head: str, below: str) -> None:
        super().__init__()
        self._icon, self._tone, self._head, self._below = icon, tone, head, below
        self.setAccessibleName(f"{head}. {below}")
        self.setToolTip(f"{head}\n{below}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(_LINE))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover_row"))
            box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        side, pad = theme.icon_px(20), theme.px(6)
        place = QRect(pad, (self.height() - side) // 2, side, side)
        paint_icon(painter, place, self._icon, theme.hex(self._tone))
        left = place.right() + theme.px(9)
        half = self.height() / 2
        above = QRectF(left, 2, self.width() - left - pad, half)
        below = QRectF(left, half - 1, self.width() - left - pad, half)
        where = Qt.AlignmentFlag.AlignLeft
        write(painter, above, self._head, "unread", "text", where)
        write(painter, below, self._below, "sub", "text2", where)
        painter.end()
