"""The application, built once from top to bottom: reads like a table of contents."""

from __future__ import annotations

import argparse
import signal
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from core.errors import StoreClosed
from desktop import announce, clipboard, clock, garbage, token_ways
from desktop.after_round import AfterRound
from desktop.background import Lane, Lanes
from desktop.changes import Changes, touches
from desktop.context import Context
from desktop.crash import CrashHandler, qt_says
from desktop.entry import Entry
from desktop.folders import home_folder
from desktop.frame.nav import Badge
from desktop.frame.place import Place, give_focus
from desktop.keeper import Keeper
from desktop.pages import PageServer
from desktop.safety.safekeeping import Safekeeping
from desktop.safety.status import show_in as show_safety
from desktop.session import APP, Session, measured
from desktop.signing.ring import KeyRing
from desktop.sitting import Sitting
from desktop.sync import status
from desktop.sync.loop import SyncLoop
from desktop.sync.state import SyncState
from desktop.theme.theme import theme
from desktop.unlock.forgetting import forget_everything
from desktop.unlock.idle import IdleWatch, system_idle
from desktop.unlock.lock_screen import Locking, LockScreen
from desktop.unlock.system_watch import system_watch
from desktop.unlock.token_way import TokenWatch, TokenWay
from desktop.widgets.typing import VietnameseTyping
from desktop.window import Window
from desktop.words import word, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.acting import Store
    from db.keys.passphrase import Calibration
    from db.queries.rows import PersonRow
    from desktop.arrival import Arrival
    from desktop.screens import Screen
    from desktop.unlock.lock_screen import Cause

SCREENS: Final = (
    "home",
    "incoming",
    "outgoing",
    "drafts",
    "signing",
    "dossiers",
    "books",
    "deadlines",
    "reports",
    "sync",
    "people",
    "conflicts",
    "accounts",
    "delegations",
    "catalogues",
    "safety",
    "audit",
    "preferences",
)
"""The screens of the navigation: each is ``SCREEN`` in the module ``screen`` of its folder."""

BUNDLE: Final = ".antin"
COUNT_AT_ONCE: Final = ("person", "grant", "unit", "calendar", "catalogue")
SIZE: Final = (1366, 768)


class Application:
    """Everything that lives as long as the program, and what happens between its parts.

    ``cost`` says how hard a new passphrase is to try.
    """

    def __init__(self, home: Path, cost: Callable[[], Calibration] = measured) -> None:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.session = Session(home, cost)
        self.keeper = Keeper(home)
        self.lanes, self.changes = Lanes(), Changes()
        self.pages, self.ring = PageServer(), KeyRing()
        self.crash = CrashHandler(home / "antin.log", clock.now_ms, self._show_fault)
        self.lock_screen = LockScreen(
            self.lanes,
            self.session.unlock,
            clock.now_ms,
            TokenWay(partial(token_ways.pin_state, self.session), self.session.unlock_by_token),
        )
        self.window = Window(self.keeper, self.lock_screen, self.crash)
        self.sync = SyncLoop(
            self.lanes, self.changes, SyncState(), self._take, AfterRound(self.keeper)
        )
        self.sitting = Sitting(self.lanes)
        self.context = Context(
            self.session.store,
            self.sitting,
            self.changes,
            self.pages,
            self.window,
            self.ring,
            self.sync.now,
            self.sync.state,
        )
        self.safekeeping = Safekeeping(self.lanes, self.session, self.lanes.end_of)
        self.idle = IdleWatch(clock.steady_ms, system_idle())
        self.token = TokenWatch(self.lanes)
        self.typing = VietnameseTyping()
        self.watch = system_watch(self.window.winId)
        self.entry = Entry(self.session, self.lock_screen, self.lanes)
        self._holder = ""
        self._person: PersonRow | None = None
        self._place: Place | None = None
        self._connect()

    def start(self) -> None:
        """Dress, show the lock screen or the way in, and wait for a person."""
        self.crash.install()
        theme.start(self.keeper.wishes.look())
        words.set_language(self.keeper.wishes.language)
        self.window.resize(*SIZE)
        self.window.show()
        self.idle.watch(self.window.windowHandle())
        self.window.cover(Locking("start", clock.now_ms()))
        self.lock_screen.show_about(word("unlock.about", version=APP))
        self.entry.show(self.keeper.wishes.last_person)
        announce.milestone("ready")
        self.watch.listen()
        # the lane of unlocking: what it asks for is there before, or being fetched
        self.lanes.run(Lane.DATABASE, preload, lambda _: garbage.keep(), self._take)

    def stop(self) -> None:
        """The window closed: finish the acts that were begun, then forget every key."""
        self.window.hide()
        clipboard.forget()
        self.idle.stop()
        self.entry.stop()
        self.sync.end()
        self.safekeeping.end()
        self.token.end()
        self.lanes.close()
        self.sync.close()
        self.pages.stop()
        self.sitting.end()
        self.window.end_session()
        self._drop_keys(self.session.leave())

    def _connect(self) -> None:
        self.lanes.busy.connect(lambda: announce.milestone("busy"))
        self.lanes.idle.connect(lambda: announce.milestone("idle"))
        self.lock_screen.unlocked.connect(self._unlocked)
        self.lock_screen.failed.connect(self.crash.take)
        self.entry.enrolled.connect(self._unlocked)
        self.entry.failed.connect(self.crash.take)
        self.window.lock_wanted.connect(lambda: self.lock("wish"))
        self.window.switch_wanted.connect(self.switch)
        self.changes.happened.connect(self._hear)
        self.window.closing.connect(self.stop)
        self.window.drops.dropped.connect(partial(take_files, self.window))
        self.idle.expired.connect(lambda: self.lock("idle"))
        self.watch.noticed.connect(self.lock)
        self.token.gone.connect(lambda: self.lock("token"))
        self.idle.tick.connect(self.window.status.show_countdown)
        self.keeper.changed.connect(self._settle)
        self.changes.happened.connect(self.safekeeping.note)
        self.safekeeping.changed.connect(lambda: show_safety(self.window.status, self.safekeeping))
        self.safekeeping.failed.connect(self.crash.take)
        self.safekeeping.closing.connect(self._pause)
        self.safekeeping.rekeyed.connect(self._resume)
        self.window.status.safety.clicked.connect(lambda: self.window.go("safety"))
        status.attend(self.window, self.sync.state)
        self.window.status.typing.clicked.connect(lambda: self.window.go("preferences"))
        self.window.status.sync.clicked.connect(lambda: self.window.go("sync"))

    def _settle(self) -> None:
        wishes = self.keeper.wishes
        self.idle.set_minutes(wishes.lock_minutes)
        self.typing.use(wishes.typing, wishes.tones)
        self.window.status.show_typing(wishes.typing)

    # -- a session -----------------------------------------------------------------------------

    def _unlocked(self, holder: str) -> None:
        if self.session.waiting():
            self.entry.wait()
        else:
            self.context.read(_arrive, lambda found: self._enter(holder, found), self._refuse)

    def _enter(self, holder: str, found: Arrival) -> None:
        """Show the person's own screens: where he was before the lock, unless another person or
        one with other rights was there."""
        same = (holder, found.person) == (self._holder, self._person)
        place, self._place = self._place if same else None, None
        self._holder, self._person = holder, found.person
        self.keeper.set_last_person(holder)
        badge = Badge(found.person.name, found.person.post)
        shown = screens(self.session, self.safekeeping, found.person)
        self.window.show_session(self.context, shown, badge, found.unit)
        self.window.uncover(holder)
        self._settle()
        self.idle.start()
        if (watch := token_ways.watch(self.session)) is not None:
            self.token.begin(watch.here, watch.stop)
        self.watch.hold(word("frame.product"), word("unlock.sleep_waits"))
        self._go(place or Place(found.screen), self._resume)
        if (cause := self.lock_screen.postponed) is not None:
            self.lock(cause)

    def _go(self, place: Place, then: Callable[[], None]) -> None:
        """Show a screen; once it has read what it shows, the keyboard is where it was."""
        self.window.go(place.screen, place.argument)
        view = self.window.stack.view()

        def arrived() -> None:
            if view is not None and view is self.window.stack.view():
                give_focus(view, place)
            then()

        self.lanes.once_idle(arrived)

    def lock(self, cause: Cause) -> None:
        """Keep drafts and cover everything; then drop every key and everything that was shown, once
        what was begun is done."""
        if self.window.covered():
            self.lock_screen.postpone(cause)
            return
        self.window.cover(Locking(cause, clock.now_ms(), self.keeper.wishes.lock_minutes))
        self.idle.stop()
        self.sync.end()
        self.safekeeping.end()
        self.token.end()
        self.changes.hold()
        self.entry.show(self._holder)
        left = self.session.leave()
        self.lanes.run(Lane.PAGES, self.pages.stop, _nothing, self._take)
        self.lanes.run(Lane.DATABASE, lambda: self._drop_keys(left), self._forget, self._forget)

    def switch(self) -> None:
        """Lock, and ask who goes on."""
        if not self.window.covered():
            self.lock("switch")
            self.lock_screen.choose_person()

    def _hear(self, changed: object) -> None:
        """Rights, names or lists changed, by an act here or by sync: they count at once."""
        if isinstance(changed, frozenset) and touches(changed, *COUNT_AT_ONCE):
            self.context.read(_arrive, self._review)

    def _review(self, found: Arrival | None) -> None:
        """Put up the screens that the person's rights open now, if they are others."""
        if found is None or found.person == self._person or self.window.covered():
            return
        self.window.keep()
        self.lanes.run(Lane.DATABASE, lambda: found, self._rebuild, self._take)

    def _rebuild(self, found: Arrival) -> None:
        """Drafts are kept: what was shown goes, what may be shown now comes."""
        if self.window.covered():
            return
        roles = self._person.roles if self._person else frozenset()
        self._person = found.person
        self.sitting.end()
        place = self.window.end_session()
        shown = screens(self.session, self.safekeeping, found.person)
        badge = Badge(found.person.name, found.person.post)
        self.window.show_session(self.context, shown, badge, found.unit)
        stays = place is not None and place.screen in {one.id for one in shown}
        self._go(place if place is not None and stays else Place(found.screen), _done)
        if found.person.roles != roles:
            forget_everything()
            self.window.toast("frame.rights_changed")

    def _resume(self, _error: object = None) -> None:
        """The store is open: changes are spoken of, what goes on by itself goes on. Where it did
        not open again, only the lock leads to it."""
        if self.window.covered():
            return
        self.changes.release()
        try:
            store = self.session.store()
        except StoreClosed:
            self.lock("closed")
            return
        self.sync.begin(store)
        self.safekeeping.begin()

    def _pause(self) -> None:
        """The store closes for another key: drafts are kept first, nothing goes on by itself."""
        self.window.keep()
        self.changes.hold()
        self.sync.end()

    def _forget(self, outcome: Exception | None) -> None:
        """Everything that was begun has answered: nothing of a document stays in memory, though the
        store may not have closed as it should."""
        self.sitting.end()
        self._place = self.window.end_session() or self._place
        forget_everything()
        self.watch.let_go()
        if outcome is not None:
            self.crash.take(outcome)

    def _drop_keys(self, left: Store | None) -> None:
        """In the lane of acts: one that was begun, as a signature, ends first, and so does the step
        of a backup or check under way."""
        self.lanes.end_of(Lane.CARE)
        self.ring.forget()
        self.session.end(left)

    def _refuse(self, error: Exception) -> None:
        """The store opened but cannot be read: nobody gets in."""
        self.lock_screen.refuse(error)
        left = self.session.leave()
        self.lanes.run(Lane.DATABASE, lambda: self.session.end(left), _nothing, self._take)

    def _take(self, error: Exception) -> None:
        self.crash.take(error)

    def _show_fault(self, code: str) -> None:
        self.window.show_fault(code)


def take_files(window: Window, paths: list[str]) -> None:
    """Files dropped anywhere: bundles go to the sync screen, everything else is registered."""
    bundles = [path for path in paths if path.lower().endswith(BUNDLE)]
    others = [path for path in paths if path not in bundles]
    if bundles:
        window.go("sync", bundles)
    if others:
        window.go("incoming", others)


def screens(session: Session, keeping: Safekeeping, person: PersonRow) -> tuple[Screen, ...]:
    """The screens that a person's roles open, in the order of the table."""
    found = [_screen(name, session, keeping) for name in SCREENS]
    return tuple(one for one in found if not one.roles or one.roles & person.roles)


def _screen(name: str, session: Session, keeping: Safekeeping) -> Screen:
    """Of the screens only those of people and of safety get the vault itself."""
    module = import_module(f"desktop.{name}.screen")
    given: dict[str, tuple[object, ...]] = {"people": (session,), "safety": (session, keeping)}
    found: Screen = module.screen(*given[name]) if name in given else module.SCREEN
    return found


def _arrive(store: Store) -> Arrival:
    from desktop.arrival import arrive

    return arrive(store)


def preload() -> None:
    """Import what unlocking needs, while the person types: the first window does not wait for
    it."""
    screens = (f"desktop.{name}.screen" for name in SCREENS)
    for module in ("desktop.arrival", "desktop.sync.rounds", *screens):
        import_module(module)


def _nothing(_result: object) -> None:
    """What was done needs no answer."""


def _done() -> None:
    """What goes on by itself goes on already."""


def main(arguments: Sequence[str]) -> int:
    """Open the window on a home folder and run until it is closed; the exit code."""
    parser = argparse.ArgumentParser(prog="antin")
    parser.add_argument("--home", type=Path, default=home_folder())
    parser.add_argument("--announce", action="store_true")
    chosen = parser.parse_args(arguments)
    announce.announce_to(sys.stdout if chosen.announce else None)
    qInstallMessageHandler(qt_says)
    qt = QApplication([])
    application = Application(chosen.home)
    # a plain request to end is the same as closing the window, between two events as any click: it
    # may come in the middle of whatever Python is doing, with locks held
    signal.signal(signal.SIGTERM, lambda *_: QTimer.singleShot(0, application.window.close))
    application.start()
    return qt.exec()
