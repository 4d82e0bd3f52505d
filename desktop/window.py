"""The frame around every screen: it puts the parts together and passes wishes on; it decides
nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenuBar, QWidget
from typing_extensions import override

from core.errors import AntinError
from desktop.announce import announce, announce_error, announce_screen
from desktop.frame.command_hub import CommandHub, nothing
from desktop.frame.cover import Cover
from desktop.frame.error_sheet import crash_sheet, error_sheet
from desktop.frame.file_drop import FileDrop
from desktop.frame.frame_commands import look_commands, screen_commands
from desktop.frame.nav import NARROW, RAIL, WIDE, NavPane
from desktop.frame.panes import first_stop, next_pane
from desktop.frame.place import place_of
from desktop.frame.screen_stack import ScreenStack
from desktop.frame.status_bar import StatusBar
from desktop.frame.top_bar import TopBar
from desktop.screens import Command, Head
from desktop.theme.theme import theme
from desktop.widgets.focus_ring import FocusRing
from desktop.widgets.layouts import Column, Panel, Row
from desktop.widgets.sheet import Scrim
from desktop.widgets.toast import Toast
from desktop.words import bind, explain, follow, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from desktop.context import Context
    from desktop.crash import CrashHandler
    from desktop.frame.nav import Badge
    from desktop.frame.place import Place
    from desktop.keeper import Keeper
    from desktop.phrases import Fact
    from desktop.screens import Screen
    from desktop.unlock.lock_screen import Locking, LockScreen
    from desktop.widgets.chips import BadgeTone
    from desktop.widgets.sheet import Card

RAIL_BELOW, WIDE_FROM = 1180, 1600


class Window(QWidget):
    """The application listens to ``lock_wanted``, ``switch_wanted`` (to another person) and
    ``closing``; screens see ``context.Frame``."""

    lock_wanted = Signal()
    switch_wanted = Signal()
    closing = Signal()

    def __init__(self, keeper: Keeper, lock_screen: LockScreen, crash: CrashHandler) -> None:
        super().__init__()
        self.keeper, self._crash, self._lock_screen = keeper, crash, lock_screen
        self._screens: tuple[Screen, ...] = ()
        self.nav, self.status, self.stack = NavPane(), StatusBar(), ScreenStack()
        self._menu = QMenuBar()
        self.scrim, self.toasts = Scrim(self), Toast(self)
        self._cover = Cover(self._lay_out(), self.scrim, self.toasts, lock_screen)
        lock_screen.setParent(self)
        self._ring = FocusRing(self)
        self.hub = CommandHub(self, self.scrim, self._menu, self._cover.covers)
        self.drops = FileDrop(self, self.hub.counts)
        self._look_commands = look_commands(keeper)
        _connect(self, self._show_head)
        bind(self, self._speak)
        follow(self, theme.changed, self._fit)

    # -- a session -----------------------------------------------------------------------------

    def show_session(
        self, context: Context, screens: tuple[Screen, ...], badge: Badge, unit: str
    ) -> None:
        """Put up a person's screens; ``go`` shows one of them."""
        from desktop.search.finding import Finder  # the first window does not wait for it

        self._screens = screens
        self.hub.provide = Finder(context, {screen.id for screen in screens}).provide
        self.stack.begin(context, screens)
        self.nav.show_unit(unit)
        self.nav.show_person(badge)
        self.nav.show_screens(screens)
        self._speak()

    def end_session(self) -> Place | None:
        """Destroy the screens and whatever was left open: they hold what they showed. Returns where
        the person was."""
        view, focus = self.stack.view(), self._cover.leave()
        place = place_of(self.stack.current_id, view, focus) if view is not None else None
        self.scrim.close_card()
        self.toasts.dismiss()
        self._screens = ()
        self.hub.provide = nothing
        self.hub.show_here(())
        self.top.present(Head(""), ())
        self.stack.end()
        self.nav.forget()
        return place

    def keep(self) -> None:
        """Put away as drafts what is unsaved on every screen and in the open sheet: before a lock,
        before other rights count, before the store or the window closes."""
        self.stack.keep_all()
        if self.scrim.card is not None:
            self.scrim.card.keep()

    def cover(self, locking: Locking) -> None:
        """Lock: keep drafts, then hide everything readable."""
        self.keep()
        self._cover.close(locking)

    def covered(self) -> bool:
        """Whether the lock screen is up."""
        return self._cover.covers()

    def uncover(self, holder: str = "") -> None:
        """Unlocked: everything as it was, the focus too; then what came meanwhile, if it is
        ``holder``'s own."""
        self._cover.open()
        self._show_head()
        self._cover.say_late(holder)

    # -- what screens ask (context.Frame) ------------------------------------------------------

    def go(self, screen_id: str, argument: object = None) -> None:
        """See ``Frame``. Raises KeyError for a screen that this person has not."""
        self.stack.go(screen_id, argument)
        self.nav.show_current(screen_id)
        view = self.stack.view()
        if view is not None and (target := view.start() or first_stop(view)) is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        announce_screen(screen_id)

    def toast(
        self,
        key: str,
        undo: Callable[[], None] | None = None,
        redo: Callable[[], None] | None = None,
        again: bool = False,
        **facts: Fact,
    ) -> None:
        """See ``Frame``."""
        if self._cover.covers():
            self._cover.later(lambda: self.toast(key, None, None, False, **facts))
        else:
            self.toasts.say(key, undo, redo, again, **facts)

    def open_sheet(self, sheet: Card) -> None:
        """See ``Frame``."""
        self.scrim.open(sheet)
        self._cover.hold()

    def close_sheet(self) -> None:
        """See ``Frame``."""
        self.scrim.close_card()

    def show_error(self, error: Exception) -> None:
        """See ``Frame``."""
        if isinstance(error, AntinError) and self._cover.covers():
            bare = type(error)(**error.facts)  # without the frames that it came through
            self._cover.later(lambda: self.show_error(bare))
        elif isinstance(error, AntinError):
            self.open_sheet(error_sheet(error))
            announce(explain(error).what)
            announce_error(error)
        else:
            self._crash.take(error)

    def show_fault(self, code: str) -> None:
        """A fault that nobody expected, by the code that the log has; the crash handler calls
        it. It says nothing of documents, so the lock does not hide it."""
        self.scrim.open(crash_sheet(code))

    def set_badge(self, screen_id: str, count: int, tone: BadgeTone = "plain") -> None:
        """See ``Frame``."""
        self.nav.set_badge(screen_id, count, tone)

    # -- inside --------------------------------------------------------------------------------

    def _lay_out(self) -> Panel:
        self.top = TopBar()
        right = Column(self.top, gap=0)
        right.addWidget(self.stack, 1)
        middle = Row(self.nav, gap=0)
        middle.addLayout(right, 1)
        inside = Column(self._menu, gap=0)
        inside.addLayout(middle, 1)
        inside.addWidget(self.status)
        content = Panel("app", inside)
        self.setLayout(Column(content, gap=0))
        self._menu.hide()
        return content

    def _speak(self) -> None:
        """The language or the screens changed: the words of commands and menus are made anew."""
        place = self.nav.ordered().index
        going = screen_commands(sorted(self._screens, key=lambda one: place(one.id)), self.go)
        self.hub.show_frame((*_frame_commands(self), *self._look_commands, *going))
        self._show_head()

    def _show_head(self) -> None:
        view = self.stack.view()
        if view is None or self._cover.covers():
            return
        head, commands = view.head(), view.commands()
        self.top.present(head, commands)
        self.hub.show_here((*commands, *((head.back,) if head.back else ())))
        self.setWindowTitle(f"{head.title} – {word('frame.product')}")

    def _fit(self) -> None:
        width = self.width()
        rail = width < theme.px(RAIL_BELOW)
        self.nav.set_width(RAIL if rail else NARROW if width < theme.px(WIDE_FROM) else WIDE)

    # -- Qt ------------------------------------------------------------------------------------

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        self._lock_screen.setGeometry(self.rect())

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep()
        self.closing.emit()


def _connect(window: Window, turned: Callable[[], None]) -> None:
    """What its parts tell the window."""
    window.nav.chosen.connect(window.go)
    window.nav.lock_wanted.connect(window.lock_wanted)
    window.nav.switch_wanted.connect(window.switch_wanted)
    window.status.lock_wanted.connect(window.lock_wanted)
    window.status.keys_wanted.connect(window.hub.show_keys)
    window.top.search_wanted.connect(window.hub.show_palette)
    window.stack.turned.connect(turned)


def _panes(window: Window) -> tuple[QWidget, ...]:
    """Where F6 goes."""
    view = window.stack.view()
    middle = view.panes() if view is not None else ()
    toast = (window.toasts,) if window.toasts.isVisible() else ()
    return (window.nav, window.top, *middle, *toast, window.status)


def _frame_commands(window: Window) -> tuple[Command, ...]:
    """What the window itself can do."""

    def undo() -> None:
        window.toasts.undo()

    def redo() -> None:
        window.toasts.redo()

    def next_one() -> None:
        next_pane(_panes(window), 1)

    def one_before() -> None:
        next_pane(_panes(window), -1)

    def row_menu() -> None:
        window.hub.show_row_menu()

    def full_screen() -> None:
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    return (
        Command("palette", "frame.command.palette", window.hub.show_palette, "search", "Ctrl+K"),
        Command("keys", "frame.command.keys", window.hub.show_keys, "keyboard", "F1"),
        Command("lock", "frame.command.lock", window.lock_wanted.emit, "lock_closed", "Ctrl+L"),
        Command(
            "switch",
            "frame.command.switch",
            window.switch_wanted.emit,
            "person_swap",
            "Ctrl+Shift+L",
        ),
        Command("undo", "frame.command.undo", undo, "arrow_undo", "Ctrl+Z"),
        Command("redo", "frame.command.redo", redo, shortcut="Ctrl+Y"),
        Command("row_menu", "frame.command.row_menu", row_menu, shortcut="Shift+F10"),
        Command("next_pane", "frame.command.next_pane", next_one, shortcut="F6"),
        Command("last_pane", "frame.command.previous_pane", one_before, shortcut="Shift+F6"),
        Command("full_screen", "frame.command.full_screen", full_screen, shortcut="F11"),
    )
