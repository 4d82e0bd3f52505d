"""Questions inside the window: a scrim over everything and a card upon it; the lock covers both."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLayout, QWidget
from typing_extensions import override

from desktop.announce import announce
from desktop.theme.theme import theme
from desktop.widgets.field import IconLabel
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel, Row
from desktop.words import bind, follow, word


class Sheet(Panel):
    """The card of a question: title with an icon, a body, buttons at the foot. Esc closes it."""

    closed = Signal()

    def __init__(self, key: str, body: QLayout, buttons: QLayout, *, icon: str = "") -> None:
        head = Row(gap=10)
        if icon:
            head.addWidget(IconLabel(icon, "accent", 24, "filled"))
        self.title = Label(key, "dialog")
        head.addWidget(self.title, 1)
        column = Column(head, 6, body, 10, buttons, gap=6, margins=(24, 20, 24, 20))
        super().__init__("dialog", column)
        self._width = 456
        self.can_close = True
        bind(self, lambda: self.setAccessibleName(word(key)))
        follow(self, theme.changed, self._measure)

    def set_width(self, pixels: int) -> None:
        """How wide, in px at 100 %."""
        self._width = pixels
        self._measure()

    def first(self) -> QWidget | None:
        """What takes the focus when it opens: the first field or button that can."""
        return next((child for child in _stops(self)), None)

    def close_sheet(self) -> None:
        """Put it away, unless something under way forbids it (``can_close``)."""
        if self.can_close:
            self.closed.emit()

    def _measure(self) -> None:
        self.setFixedWidth(theme.px(self._width))


class Scrim(QWidget):
    """Dims the window and shows one sheet in its middle; keeps the focus inside and gives it
    back."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._sheet: Sheet | None = None
        self._before: QWidget | None = None
        window.installEventFilter(self)
        follow(self, theme.changed, self.update)
        self.hide()

    @property
    def sheet(self) -> Sheet | None:
        """The sheet shown now."""
        return self._sheet

    def open(self, sheet: Sheet) -> None:
        """Show a sheet instead of the one before."""
        if self._sheet is not None:
            self._put_away()
        self._before = QApplication.focusWidget() or self._before
        self._sheet = sheet
        sheet.setParent(self)
        sheet.closed.connect(self.close_sheet)
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        sheet.show()
        self._place()
        if (first := sheet.first()) is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        announce(sheet.title.text())

    def close_sheet(self) -> None:
        """Put the sheet away and give the focus back to where it was."""
        if self._sheet is None:
            return
        self._put_away()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
            self._place()
        return False

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the sheet."""
        stops = _stops(self._sheet) if self._sheet else []
        if not stops:
            return True
        now = QApplication.focusWidget()
        place = stops.index(now) if now in stops else -1 if forward else 0
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(place + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._sheet is not None:
            self._sheet.close_sheet()
        event.accept()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("scrim"))
        painter.end()

    def _put_away(self) -> None:
        if self._sheet is not None:
            sheet, self._sheet = self._sheet, None
            sheet.hide()
            sheet.deleteLater()

    def _place(self) -> None:
        if self._sheet is not None:
            self._sheet.adjustSize()
            room = self.rect().center() - self._sheet.rect().center()
            self._sheet.move(room.x(), max(theme.px(16), room.y()))


def _stops(sheet: QWidget) -> list[QWidget]:
    """What Tab reaches inside, in reading order."""
    stops: list[QWidget] = []
    chain = sheet.nextInFocusChain()
    while chain is not None and chain is not sheet:
        tab = bool(chain.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        if tab and chain.isEnabled() and chain.isVisibleTo(sheet) and sheet.isAncestorOf(chain):
            stops.append(chain)
        chain = chain.nextInFocusChain()
    return stops
