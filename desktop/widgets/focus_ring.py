"""One ring for the whole window around what the keyboard is on.

It is drawn outside the widget, so that it shows on any colour. Buttons take the focus by keyboard
only, so a mouse click never draws it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.words import follow

_GAP, _WIDTH = 2, 2
_OWN_MARK = (QLineEdit, QPlainTextEdit, QAbstractItemView)


class FocusRing(QWidget):
    """Transparent, over everything; shown after Tab or a shortcut, hidden by a mouse click."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._target: QWidget | None = None
        self._around: list[QWidget] = []
        QApplication.instance().focusChanged.connect(self._move)  # type: ignore[union-attr]
        follow(self, theme.changed, self._place)
        window.installEventFilter(self)
        self.hide()

    def around(self) -> QWidget | None:
        """The widget that has the ring now."""
        return self._target if self.isVisible() else None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        elif watched is self._target and event.type() in (
            QEvent.Type.Hide,
            QEvent.Type.MouseButtonPress,
        ):
            self.hide()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("focus"), _WIDTH))
        inset = _WIDTH / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, theme.px(8), theme.px(8))
        painter.end()

    def _living(self) -> QWidget | None:
        """The target, unless it was destroyed since: a closed sheet takes its buttons along."""
        if self._target is not None and not isValid(self._target):
            self._target = None
        return self._target

    def _move(self, _old: QWidget | None, new: QWidget | None) -> None:
        for before in self._around:
            if isValid(before):
                before.removeEventFilter(self)
        self._target = new if new and self._rings(new) else None
        self._around = self._carriers(self._target)
        if self._target is None:
            self.hide()
            return
        for carrier in self._around:
            carrier.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()

    def _carriers(self, widget: QWidget | None) -> list[QWidget]:
        """A widget and what carries it: a sheet that moves takes its button along."""
        found: list[QWidget] = []
        while widget is not None and widget is not self._window:
            found.append(widget)
            widget = widget.parentWidget()
        return found

    def _rings(self, widget: QWidget) -> bool:
        inside = self._window.isAncestorOf(widget)
        return inside and not isinstance(widget, _OWN_MARK)

    def _place(self) -> None:
        target = self._living()
        if target is None:
            self.hide()
            return
        outer = _GAP + _WIDTH
        corner = target.mapTo(self._window, QPoint(0, 0))
        box = QRect(corner, target.size()).adjusted(-outer, -outer, outer, outer)
        self.setGeometry(box)
