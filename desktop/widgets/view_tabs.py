"""Saved views as tabs with counts; what does not fit goes behind "⋯"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QMenu, QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.widgets.buttons import IconButton
from desktop.widgets.chips import BadgeTone, badge_width, paint_badge, text_width
from desktop.wording import number
from desktop.words import bind, follow, word

WIDEST: Final = 200
"""How wide a name of a person's own may be."""


@dataclass(frozen=True)
class View:
    """A saved view: its id, the key of its words or a person's ``own`` words, the tone of its
    count.
    """

    id: str
    key: str
    tone: BadgeTone = "neutral"
    own: bool = False

    def words(self) -> str:
        """The name as it is shown."""
        return self.key if self.own else word(self.key)


class ViewTab(QAbstractButton):
    """One tab: words and, where given, a count."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view
        self._count: int | None = None
        self.setCheckable(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        bind(self, self._speak)
        follow(self, theme.changed, self._fit)

    def set_count(self, count: int | None) -> None:
        """Show a count beside the words; None shows none."""
        self._count = count
        self._speak()

    @override
    def sizeHint(self) -> QSize:
        width = text_width(self.view.words(), "unread") + theme.px(20)
        if self.view.own:
            width = min(width, theme.px(WIDEST))
        return QSize(width + self._beside(), theme.px(28))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if chosen else "surface2"))
            painter.drawRoundedRect(self.rect(), theme.px(6), theme.px(6))
        painter.setFont(theme.font("unread" if chosen else "row"))
        painter.setPen(theme.colour("accent" if chosen else "text2"))
        words = self.rect().adjusted(theme.px(10), 0, 0, 0)
        room = words.width() - self._beside() - theme.px(8)
        text = self.view.words()
        if self.view.own:
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        if self._count is not None:
            text = number(self._count)
            width = badge_width(text)
            right = self.width() - theme.px(6)
            area = QRect(right - width, 0, width, self.height())
            paint_badge(painter, area, text, self.view.tone)
        painter.end()

    def _beside(self) -> int:
        """The room that the count takes."""
        return 0 if self._count is None else badge_width(number(self._count)) + theme.px(4)

    def _speak(self) -> None:
        count = f", {number(self._count)}" if self._count is not None else ""
        self.setAccessibleName(self.view.words() + count)
        self.setToolTip(self.view.words() if self.view.own else "")
        self._fit()

    def _fit(self) -> None:
        self.resize(self.sizeHint())
        self.updateGeometry()
        self.update()


class ViewTabs(QWidget):
    """``chosen`` carries the id of the view that a person chose."""

    chosen = Signal(str)

    def __init__(self, name: str, views: tuple[View, ...]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._tabs: list[ViewTab] = []
        self._more = IconButton("widgets.more_views", "more_horizontal")
        self._more.setParent(self)
        self._more.clicked.connect(self._show_more)
        self._group.idClicked.connect(self._choose)
        self._fill(views)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bind(self, lambda: self.setAccessibleName(word(name)))
        bind(self, self._lay_out)
        follow(self, theme.changed, self._lay_out)

    def set_views(self, views: tuple[View, ...]) -> None:
        """Show these; the one shown stays where it is still among them, without a word to
        anybody."""
        if views == self.views():
            return
        current, focused = self.current(), any(tab.hasFocus() for tab in self._tabs)
        for tab in self._tabs:
            self._group.removeButton(tab)
            tab.hide()
            tab.deleteLater()
        self._fill(views, current)
        self._lay_out()
        if focused:
            self._tabs[self._group.checkedId()].setFocus()

    def _fill(self, views: tuple[View, ...], current: str = "") -> None:
        self._tabs = [ViewTab(view) for view in views]
        for place, tab in enumerate(self._tabs):
            tab.setParent(self)
            self._group.addButton(tab, place)
        chosen = next((tab for tab in self._tabs if tab.view.id == current), self._tabs[0])
        chosen.setChecked(True)
        self.setFocusProxy(chosen)

    def views(self) -> tuple[View, ...]:
        """The views from left to right."""
        return tuple(tab.view for tab in self._tabs)

    def ids(self) -> list[str]:
        """Their ids."""
        return [tab.view.id for tab in self._tabs]

    def current(self) -> str:
        """The id of the view shown."""
        return self._tabs[self._group.checkedId()].view.id

    def choose(self, place: int) -> None:
        """Show the view at a place, as Ctrl+1…9 do; does nothing beyond the last."""
        if 0 <= place < len(self._tabs):
            self._choose(place)

    def set_count(self, view_id: str, count: int | None) -> None:
        """Show a view's count."""
        next(tab for tab in self._tabs if tab.view.id == view_id).set_count(count)
        self._lay_out()

    @override
    def sizeHint(self) -> QSize:
        width = sum(tab.sizeHint().width() + theme.px(2) for tab in self._tabs)
        return QSize(width, theme.px(28))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._tabs[0].sizeHint().width() + theme.px(32), theme.px(28))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        """Put the tabs side by side; the one shown stays in sight even when others must hide."""
        room = self.width() - self._more.sizeHint().width()
        fits = self.sizeHint().width() <= self.width()
        chosen, left, full = max(self._group.checkedId(), 0), 0, False
        kept = self._tabs[chosen].sizeHint().width()
        for place, tab in enumerate(self._tabs):
            width = tab.sizeHint().width()
            ahead = kept if place < chosen else 0
            shown = fits or place == chosen or (not full and left + width + ahead <= room)
            full = full or not shown
            tab.setVisible(shown)
            if shown:
                tab.setGeometry(
                    left, (self.height() - tab.sizeHint().height()) // 2, width, theme.px(28)
                )
                left += width + theme.px(2)
        self._more.setVisible(not fits)
        self._more.move(left, (self.height() - self._more.sizeHint().height()) // 2)

    def _choose(self, place: int) -> None:
        self._tabs[place].setChecked(True)
        self.setFocusProxy(self._tabs[place])
        self._lay_out()
        self.chosen.emit(self.current())

    def _show_more(self) -> None:
        menu = QMenu(self)
        for place, tab in enumerate(self._tabs):
            if not tab.isVisible():
                action = menu.addAction(tab.accessibleName())
                action.triggered.connect(lambda _=False, place=place: self._choose(place))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))
