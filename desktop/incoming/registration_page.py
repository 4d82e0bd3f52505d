"""Quick registration on screen: the file at the left, form and what it says at the right, buttons
below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSplitter, QWidget
from typing_extensions import override

from desktop.incoming.registration_form import RegistrationForm
from desktop.incoming.scan_pane import ScanPane
from desktop.theme.theme import theme
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Divider, Panel, Row, fix_size

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from core.errors import AntinError
    from desktop.context import Context
    from desktop.phrases import Fact
    from desktop.widgets.banner import BannerTone

_SCAN: Final = 500
_SIDES: Final = 52
"""Beside the form: its margins and room for a scroll bar."""


class RegistrationPage(QWidget):
    """``shown`` says that it came (back) into sight."""

    shown = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._needed = 0
        self.scan, self.form = ScanPane(context), RegistrationForm()
        self.notice, self.problem = Banner(), Banner()
        self.steps = QueueSteps()
        self.kept = Label(role="hint")
        self.discard = Button("incoming.discard", "ghost")
        self.save_submit = Button("incoming.save_submit")
        self.save = Button("incoming.save", "primary", hint="Ctrl ↵")
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self.scan)
        self._splitter.addWidget(self._right())
        self._splitter.setStretchFactor(1, 1)
        self.setLayout(Column(self._splitter, gap=0))
        self.form.finished.connect(self._to_save)

    def _right(self) -> Panel:
        for banner in (self.notice, self.problem):
            banner.hide()
        inside = Column(self.notice, self.problem, self.form, STRETCH, margins=(20, 12, 20, 12))
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(Panel("surface", inside))
        foot = Row(self.kept, STRETCH, gap=10, margins=(16, 7, 12, 7))
        for button in (self.discard, self.save_submit, self.save):
            foot.addWidget(button)
        bar = Panel("surface", Column(Divider(), foot, gap=0))
        fix_size(bar, height=46)
        column = Column(gap=0)
        column.addWidget(scroll, 1)
        column.addWidget(bar)
        return Panel("surface", column)

    def show_place(self, place: int, count: int) -> None:
        """Where in the queue the entry stands, and what saving leads to."""
        self.steps.show_place(place, count)
        self.save.say("incoming.save_next" if count > 1 else "incoming.save")

    def notify(self, tone: BannerTone, key: str, **facts: Fact) -> Banner:
        """Say a lasting state above the form; the banner can be given an action."""
        self.notice.say(tone, key, **facts)
        self.notice.show()
        return self.notice

    def complain(self, error: AntinError) -> Banner:
        """Say above the form why something failed."""
        self.problem.say_error(error)
        self.problem.show()
        return self.problem

    def ask(self, sentence: str) -> Banner:
        """Say above the form what is to be confirmed."""
        self.problem.say("warn", "incoming.ask", sentence=sentence)
        self.problem.show()
        return self.problem

    def calm(self, *, notice: bool = False) -> None:
        """Nothing is wrong any more; with ``notice`` nothing is said at all."""
        self.problem.hush()
        self.problem.hide()
        if notice:
            self.notice.hush()
            self.notice.hide()

    def set_busy(self, busy: bool) -> None:
        """While a record is being saved nothing is pressed twice."""
        for button in (self.save, self.save_submit, self.discard):
            button.setEnabled(not busy)

    def _to_save(self) -> None:
        self.save.setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a button presses it."""
        button = self.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if enter and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().keyPressEvent(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self._share_width()

    @override
    def event(self, event: QEvent) -> bool:
        """Other words or larger ones need another share of the width."""
        if event.type() == QEvent.Type.LayoutRequest and self._need() != self._needed:
            self._share_width()
        return super().event(event)

    def _need(self) -> int:
        return self.form.minimumSizeHint().width() + theme.px(_SIDES)

    def _share_width(self) -> None:
        """The form has what it needs, the scan 500 px or what is left; on a wide screen more."""
        self._needed, width = self._need(), self.width()
        scan = min(max(theme.px(_SCAN), width * 43 // 100), max(width - self._needed, 1))
        self._splitter.setSizes([scan, width - scan])


class QueueSteps(QWidget):
    """Tệp 3 / 9, with a step to the one before and the next one."""

    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._label = Label(role="row")
        self.back = IconButton("incoming.queue.back", "chevron_left", shortcut="Ctrl+PgUp")
        self.on = IconButton("incoming.queue.next", "chevron_right", shortcut="Ctrl+PgDown")
        self.setLayout(Row(self._label, self.back, self.on, gap=4))
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.on.clicked.connect(lambda: self.stepped.emit(1))

    def show_place(self, place: int, count: int) -> None:
        """The file at a place of so many."""
        self._label.say("incoming.queue.place", n=place + 1, count=count)
        self.back.setEnabled(place > 0)
        self.on.setEnabled(place < count - 1)
