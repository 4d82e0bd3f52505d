"""Paints the rows of a register in either layout, the grounds of selection and hover, and the
heads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop.theme.icons import paint_icon
from desktop.theme.theme import theme
from desktop.widgets.check_box import paint_box
from desktop.widgets.chips import paint_chip, paint_dot
from desktop.widgets.register.faces import TITLE, Cell, Plan, RowFace
from desktop.widgets.register.model import FACE
from desktop.widgets.register.static_text import StaticTexts
from desktop.words import follow

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

DOT, PAD, ICON = 26, 8, 16
TICK: Final = 40
LEAST_TITLE: Final = 160
EDGE: Final = 16
"""Left of a title with nothing before it."""


class RowPainter(QStyledItemDelegate):
    """``two_lines`` chooses the layout, ``shown`` the columns of the other, ``order`` is by what
    and whether falling, where a person says it; ``hovered`` and ``ticked`` ask the view about a
    row.
    """

    def __init__(
        self, plan: Plan, hovered: Callable[[int], bool], ticked: Callable[[int], bool]
    ) -> None:
        super().__init__()
        self.plan, self.two_lines = plan, True
        self.shown = plan.usual()
        self.order: tuple[str, bool] | None = None
        self.texts = StaticTexts()
        self._hovered, self._ticked = hovered, ticked
        self._ruled: tuple[object, list[tuple[int, QRect]]] = (None, [])
        follow(self, theme.changed, self.texts.forget)

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, 0)  # rows have one height, which the view sets

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        area: QRect = option.rect
        face = index.data(FACE)
        if isinstance(face, str):
            self._paint_section(painter, area, face)
            return
        self._paint_ground(painter, area, option.state, index.row())
        if face is None:
            _paint_waiting(painter, area)
            return
        inside = area.adjusted(0, 0, -theme.px(PAD), -1)
        if self.plan.ticks:
            box = QRect(area.left(), area.top(), theme.px(TICK), area.height())
            ticked = self._ticked(index.row())
            paint_box(painter, box, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            inside.setLeft(inside.left() + theme.px(TICK))
        else:
            self._paint_mark(painter, area, face, index.row())
        if self.two_lines:
            self._paint_two_lines(painter, inside, face)
        else:
            self._paint_one_line(painter, inside, face)

    def _paint_mark(self, painter: QPainter, area: QRect, face: RowFace, row: int) -> None:
        """At the edge of a row: ticked, or unread."""
        middle = area.top() + (theme.px(16) if self.two_lines else area.height() / 2)
        if self.plan.marks and self._ticked(row):
            side = theme.px(2 * 16)
            box = QRect(area.left(), round(middle) - side // 2, side, side)
            paint_box(painter, box, Qt.CheckState.Checked)
        elif face.unread:
            paint_dot(painter, QPointF(area.left() + theme.px(16), middle))

    def _paint_ground(
        self, painter: QPainter, area: QRect, state: QStyle.StateFlag, row: int
    ) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        active = selected and bool(state & QStyle.StateFlag.State_Active)
        if selected:
            painter.fillRect(area, theme.colour("sel_row" if active else "sunken"))
        elif self._hovered(row):
            painter.fillRect(area, theme.colour("hover_row"))
        if active:
            painter.fillRect(area.left(), area.top(), 3, area.height(), theme.colour("accent"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, theme.colour("line"))

    def _paint_two_lines(self, painter: QPainter, area: QRect, face: RowFace) -> None:
        top, bottom = _line(area, 16), _line(area, 35)
        left = area.left()
        if self.plan.lead:
            lead_width = theme.px(DOT + self.plan.lead) - theme.px(PAD)
            for line, cell in ((top, face.number), (bottom, face.day)):
                lead = QRect(left, line.top(), lead_width, line.height())
                self._paint_cell(painter, lead, cell, right=True)
            left += theme.px(DOT + self.plan.lead) + theme.px(12)
        elif not self.plan.ticks:
            left += theme.px(EDGE)
        tail = theme.px(self.plan.tail)
        edge = area.right() - tail
        for line, cell in ((top, face.right_top), (bottom, face.right_bottom)):
            side = QRect(edge, line.top(), tail, line.height())
            self._paint_cell(painter, side, cell, right=True)
        middle = QRect(left, top.top(), edge - left - theme.px(PAD), top.height())
        self._paint_title(painter, middle, face, clip=False)
        middle.moveTop(bottom.top())
        self._paint_below(painter, middle, face)

    def _paint_below(self, painter: QPainter, area: QRect, face: RowFace) -> None:
        if face.clip:
            area = area.adjusted(0, 0, -self._paint_clip(painter, area), 0)
        for place, cell in enumerate(face.below):
            if place:
                dot = self.texts.paint(painter, area, " · ", ("sub", "text3"))
                area = area.adjusted(dot, 0, 0, 0)
            area = area.adjusted(self._paint_cell(painter, area, cell), 0, 0, 0)

    def _paint_one_line(self, painter: QPainter, area: QRect, face: RowFace) -> None:
        pad = theme.px(PAD)
        for place, rect in self.columns(area):
            cell = face.cells[place]
            inside = rect.adjusted(pad, 0, -pad, 0)
            if cell is TITLE:
                self._paint_title(painter, inside, face, clip=face.clip)
            else:
                self._paint_cell(painter, inside, cell, right=self.plan.columns[place].right)

    def columns(self, area: QRect) -> list[tuple[int, QRect]]:
        """Where the columns that are shown lie in a row of the one-line layout, by their places in
        the plan.
        """
        key = (area.left(), area.width(), area.height(), theme.look.zoom, self.shown)
        if self._ruled[0] != key:
            self._ruled = (key, self._rule(QRect(area.left(), 0, area.width(), area.height())))
        return [(place, rect.translated(0, area.top())) for place, rect in self._ruled[1]]

    def _rule(self, area: QRect) -> list[tuple[int, QRect]]:
        start = 0 if self.plan.ticks else theme.px(DOT) - theme.px(PAD)
        widths = self._fitting(area.width() - start)
        rest = area.width() - start - sum(widths.values())
        left, found = area.left() + start, []
        for place, width in widths.items():
            actual = width or max(rest, 0)
            found.append((place, QRect(left, 0, actual, area.height())))
            left += actual
        return found

    def _fitting(self, room: int) -> dict[int, int]:
        """The widths of the columns by place; the last extra ones stay out where the column that
        takes the rest would have too little.
        """
        columns = [
            (place, column)
            for place, column in enumerate(self.plan.columns)
            if column.name in self.shown
        ]
        widths = {place: theme.px(column.width) for place, column in columns}
        for place, column in reversed(columns):
            if column.extra and room - sum(widths.values()) < theme.px(LEAST_TITLE):
                del widths[place]
        return widths

    def _paint_title(self, painter: QPainter, area: QRect, face: RowFace, *, clip: bool) -> None:
        if clip:
            area = area.adjusted(0, 0, -self._paint_clip(painter, area), 0)
        for chip in face.chips:
            middle = area.top() + area.height() / 2
            width = paint_chip(painter, area.left(), middle, chip)
            area = area.adjusted(width + theme.px(6), 0, 0, 0)
        self.texts.paint(painter, area, face.title, ("unread" if face.unread else "row", "text"))

    def _paint_clip(self, painter: QPainter, area: QRect) -> int:
        side = theme.icon_px(ICON)
        box = QRect(area.right() - side + 1, area.center().y() - side // 2 + 1, side, side)
        paint_icon(painter, box, "attach", theme.hex("text3"))
        return side + theme.px(6)

    def _paint_cell(
        self, painter: QPainter, area: QRect, cell: Cell, *, right: bool = False
    ) -> int:
        """Paint an icon and a text; returns the width used."""
        if not cell.text:
            return 0
        look = (cell.role, cell.tone)
        if not cell.icon:
            return self.texts.paint(painter, area, cell.text, look, right)
        side, gap = theme.icon_px(ICON), theme.px(5)
        room = area.width() - side - gap
        width = min(self.texts.width(cell.text, cell.role), room)
        left = area.right() + 1 - width - side - gap if right else area.left()
        box = QRect(left, area.center().y() - side // 2 + 1, side, side)
        paint_icon(painter, box, cell.icon, theme.hex(cell.icon_tone or cell.tone), cell.style)
        words = QRect(left + side + gap, area.top(), room, area.height())
        return side + gap + self.texts.paint(painter, words, cell.text, look)

    def _paint_section(self, painter: QPainter, area: QRect, text: str) -> None:
        painter.fillRect(area, theme.colour("surface"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, theme.colour("line"))
        words = area.adjusted(theme.px(13), theme.px(4), -theme.px(PAD), 0)
        self.texts.paint(painter, words, text, ("section", "text3"))


def _line(area: QRect, middle: int) -> QRect:
    """A strip of 20 px around a height in the row, at 100 %."""
    return QRect(area.left(), area.top() + theme.px(middle - 10), area.width(), theme.px(20))


def _paint_waiting(painter: QPainter, area: QRect) -> None:
    """A row that is still being read: two grey bars, nothing that moves."""
    left, height = area.left() + theme.px(96), theme.px(8)
    colour = theme.colour("sunken")
    middle = area.center().y()
    painter.fillRect(left, middle - height - theme.px(2), area.width() // 2, height, colour)
    painter.fillRect(left, middle + theme.px(4), area.width() // 4, height, colour)
