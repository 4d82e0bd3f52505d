"""The list itself: keyboard, hover, ticks, and the layout that fits its width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from desktop.theme.theme import TWO_LINE_HEIGHT, theme
from desktop.widgets.register.painter import TICK, RowPainter
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from desktop.widgets.register.faces import Plan
    from desktop.widgets.register.model import RegisterModel

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
TWO_LINES_BELOW: Final = 900
SECTION_HEIGHT: Final = 34
_SETTLE_MS: Final = 80
_Action = QAbstractItemView.CursorAction


class RegisterView(QTableView, Generic[R]):
    """``settled`` carries the row that the keyboard rests on, ``opened`` the one opened by Enter.

    ``ticks_changed`` says that Space or a click ticked a row, where the plan has ticks or marks.
    """

    settled = Signal(object)
    opened = Signal(object)
    ticks_changed = Signal()
    layout_changed = Signal()

    def __init__(self, name: str, model: RegisterModel[R], plan: Plan) -> None:
        super().__init__()
        self._model, self.plan = model, plan
        self._hover, self._current = -1, 0
        self.ticked: set[int] = set()
        self._headings: set[int] = set()
        self.painter = RowPainter(
            plan, lambda row: row == self._hover, lambda row: model.ids[row] in self.ticked
        )
        self._pause = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._pause.timeout.connect(self._settle)
        _set_up(self)
        self.setModel(model)
        self.setItemDelegate(self.painter)
        self.doubleClicked.connect(self._open)
        model.dataChanged.connect(self._wait)
        bind(self, lambda: self.setAccessibleName(word(name)))
        bind(self, model.reface)
        follow(self, theme.changed, self._fit)

    def show_ids(self, ids: array[int], sections: tuple[str, ...] = ()) -> None:
        """Show these rows; the keyboard stays on its row, or goes to the next when that is gone."""
        selected = set(self.chosen())
        place, number = self.currentIndex().row(), self._current
        self._model.set_ids(ids, sections)
        self._size_sections()
        self.ticked &= set(ids)
        self._restore(number, place, selected)

    def current(self) -> R | None:
        """The row that the keyboard is on."""
        return self._model.row_at(self.currentIndex().row())

    def chosen(self) -> list[int]:
        """The ids of the selected rows, from top to bottom; quick however many there are."""
        selection = self.selectionModel().selection()
        ranges = (selection.at(place) for place in range(selection.count()))
        spans = sorted((one.top(), one.bottom()) for one in ranges)
        places = (place for first, last in spans for place in range(first, last + 1))
        return [number for place in places if (number := self._model.ids[place]) >= 0]

    def go_to(self, number: int) -> bool:
        """Put the keyboard on an id; returns whether it is in the list."""
        place = self._model.place_of(number)
        if place >= 0:
            _select(self, place)
        return place >= 0

    def set_ticked(self, numbers: set[int]) -> None:
        """Tick exactly these."""
        self.ticked = numbers
        self.viewport().update()
        self.ticks_changed.emit()

    def _fit(self) -> None:
        """Two lines under 900 px of width at 100 %, columns above."""
        narrow = self.viewport().width() < theme.px(TWO_LINES_BELOW)
        two = narrow or self.plan.two_lines
        changed = two != self.painter.two_lines
        self.painter.two_lines = two
        height = theme.px(TWO_LINE_HEIGHT) if two else theme.row_height()
        if self.verticalHeader().defaultSectionSize() != height:
            self.verticalHeader().setDefaultSectionSize(height)
            self._size_sections()
            self.scrollTo(self.currentIndex())
        self.verticalScrollBar().setSingleStep(height)
        self.viewport().update()
        if changed:
            self.layout_changed.emit()

    def _size_sections(self) -> None:
        """Headings have their own height; where one was before, a row has a row's again."""
        header = self.verticalHeader()
        count = len(self._model.sections)
        places = {self._model.place_of(-number) for number in range(1, count + 1)} - {-1}
        for place in self._headings - places:
            header.resizeSection(place, header.defaultSectionSize())
        for place in places:
            header.resizeSection(place, theme.px(SECTION_HEIGHT))
        self._headings = places

    def _restore(self, number: int, place: int, selected: set[int]) -> None:
        count = len(self._model.ids)
        if not count:
            self._settle()
            return
        found = self._model.place_of(number) if number > 0 else -1
        target = found if found >= 0 else min(max(place, 0), count - 1)
        while target < count - 1 and self._model.ids[target] < 0:
            target += 1
        _select(self, target)
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for other in selected - {number}:
            if (at := self._model.place_of(other)) >= 0:
                self.selectionModel().select(self._model.index(at, 0), flags)

    def _wait(self) -> None:
        """Tell only where the keyboard comes to rest: running through a list fetches no
        previews."""
        self._pause.start()

    def _settle(self) -> None:
        self.settled.emit(self.current())

    def _open(self) -> None:
        if (row := self.current()) is not None:
            self.opened.emit(row)

    def _tick(self) -> None:
        chosen = [number for number in self.chosen() if number > 0]
        self.set_ticked(
            self.ticked - set(chosen) if set(chosen) <= self.ticked else self.ticked | set(chosen)
        )

    # -- Qt ------------------------------------------------------------------------------------

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._current = self._model.ids[current.row()]
        self._pause.start()

    @override
    def moveCursor(self, action: _Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and last row; headings are stepped over."""
        ends = {_Action.MoveHome: 0, _Action.MoveEnd: len(self._model.ids) - 1}
        place = ends.get(action, super().moveCursor(action, modifiers).row())
        step = -1 if action in (_Action.MoveUp, _Action.MovePageUp, _Action.MoveEnd) else 1
        while 0 <= place < len(self._model.ids) and self._model.ids[place] < 0:
            place += step
        inside = 0 <= place < len(self._model.ids)
        return self._model.index(place, 0) if inside else self.currentIndex()

    @override
    def keyboardSearch(self, search: str) -> None:
        """Bare letters do nothing: an input method may rewrite them (ux.md §0.2)."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif plain and event.key() == Qt.Key.Key_Space and (self.plan.ticks or self.plan.marks):
            self._tick()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.plan.ticks and event.position().x() < theme.px(TICK):
            self._tick()

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        """Follow the mouse: the hovered row has its own ground."""
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.Leave):
            row = self.rowAt(round(event.position().y())) if isinstance(event, QMouseEvent) else -1
            if row != self._hover:
                self._hover = row
                self.viewport().update()
        return super().viewportEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def arrange(view: RegisterView[R], columns: Sequence[str] | None, by: str, *, down: bool) -> None:
    """Show these columns, None the usual ones, and above them what the rows are ordered by."""
    view.painter.shown = view.plan.usual() if columns is None else tuple(columns)
    view.painter.order = (by, down)
    view.viewport().update()
    view.layout_changed.emit()


def _select(view: QTableView, place: int) -> None:
    """Select one row, whatever keys are held down at the moment."""
    one = QItemSelectionModel.SelectionFlag.ClearAndSelect
    rows = QItemSelectionModel.SelectionFlag.Rows
    view.selectionModel().setCurrentIndex(view.model().index(place, 0), one | rows)


def _set_up(view: QTableView) -> None:
    bar = view.verticalScrollBar()
    bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setMouseTracking(True)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.horizontalHeader().hide()
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    view.verticalHeader().hide()
    view.verticalHeader().setMinimumSectionSize(1)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
