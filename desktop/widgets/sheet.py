"""Questions inside the window: a scrim over everything and a card upon it; the lock covers both."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop.announce import announce
from desktop.theme.theme import theme
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel, Row
from desktop.widgets.marks import IconLabel
from desktop.widgets.stops import tab_stops
from desktop.words import bind, follow, word


class Card(Panel):
    """What the scrim can carry. ``closed`` asks to be put away; ``can_close`` False forbids it;
    ``widened`` asks for its place anew.

    It lies in the ``middle``, or near the top where its height changes.
    """

    closed = Signal()
    widened = Signal()

    def __init__(self, name: str, layout: QLayout) -> None:
        super().__init__("dialog", layout)
        self.can_close = True
        self.middle = True
        bind(self, lambda: self.setAccessibleName(word(name)))

    def first(self) -> QWidget | None:
        """What takes the focus when it opens: the first field or button that can."""
        return next(tab_stops(self), None)

    @override
    def adjustSize(self) -> None:
        """As high as its words need at its width: Qt's own guess leaves room for longer lines."""
        super().adjustSize()
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def keep(self) -> None:
        """Put unsaved text away as a draft, at once: the session locks or ends, or another card
        takes the place."""

    def close_card(self) -> None:
        """Ask to be put away, unless something under way forbids it."""
        if self.can_close:
            self.closed.emit()


class Sheet(Card):
    """The card of a question: title with an icon, a body, buttons at the foot. Esc closes it."""

    def __init__(self, key: str, body: QLayout, buttons: QLayout, *, icon: str = "") -> None:
        head = Row(gap=10)
        if icon:
            head.addWidget(IconLabel(icon, "accent", 24, "filled"))
        self.title = Label(key, "dialog")
        head.addWidget(self.title, 1)
        column = Column(head, 6, body, 10, buttons, gap=6, margins=(24, 20, 24, 20))
        super().__init__(key, column)
        self._width = 456
        follow(self, theme.changed, self._measure)

    def set_width(self, pixels: int) -> None:
        """How wide, in px at 100 %."""
        self._width = pixels
        self._measure()

    def _measure(self) -> None:
        self.setFixedWidth(theme.px(self._width))


class Scrim(QWidget):
    """Dims the window and shows one card in its middle; keeps the focus inside and gives it
    back."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._card: Card | None = None
        self._before: QWidget | None = None
        window.installEventFilter(self)
        follow(self, theme.changed, self.update)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._keep_focus)
        self.hide()

    @property
    def card(self) -> Card | None:
        """The card shown now."""
        return self._card

    @property
    def before(self) -> QWidget | None:
        """Who gets the keyboard back from the card shown now; None where it was made anew
        meanwhile."""
        before = self._before
        return before if before is not None and isValid(before) else None

    def open(self, card: Card) -> None:
        """Show a card instead of the one before."""
        if self._card is None:
            self._before = QApplication.focusWidget() or self._before
        else:
            self._card.keep()
        self._put_away()
        self._card = card
        card.setParent(self)
        card.closed.connect(self.close_card)
        card.widened.connect(self._place)
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        card.show()
        self._place()
        if (first := card.first()) is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        announce(card.accessibleName())

    def close_card(self) -> None:
        """Put the card away and give the focus back to where it was."""
        if self._card is None:
            return
        self._put_away()
        self.hide()
        before, self._before = self.before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
            self._place()
        return False

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the card."""
        stops = list(tab_stops(self._card)) if self._card else []
        if not stops:
            return True
        now = QApplication.focusWidget()
        place = stops.index(now) if now in stops else -1 if forward else 0
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(place + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    @override
    def event(self, event: QEvent) -> bool:
        """Keys belong to the card: no shortcut of the window beneath may take them first."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._card is not None:
            self._card.close_card()
        event.accept()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("scrim"))
        painter.end()

    def _keep_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """What happens beneath meanwhile does not take the keyboard; it gets it afterwards."""
        card = self._card
        if card is None or now is None or not self.isVisible() or now.window() is not self._window:
            return
        if not self.isAncestorOf(now) and (first := card.first()) is not None:
            self._before = now
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_away(self) -> None:
        if self._card is not None:
            card, self._card = self._card, None
            card.hide()
            card.deleteLater()

    def _place(self) -> None:
        if self._card is not None:
            self._card.adjustSize()
            room = self.rect().center() - self._card.rect().center()
            top = room.y() if self._card.middle else self.height() // 8
            self._card.move(room.x(), max(theme.px(16), top))
