"""The incoming screen in the real frame, on real stores of the fictional unit, driven by keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from core.commits.intake_bodies import Intake
from core.errors import StoreClosed
from core.office.terms import Role
from db.acting import Store
from db.actions import incoming
from db.actions.files import NewFile
from db.actions.incoming import Incoming
from db.queries import documents
from db.queries.documents import View
from db.queries.rows import DocumentPage, DocumentRow
from desktop import announce
from desktop.background import Background, Inline, Lane, Task
from desktop.changes import Changes
from desktop.context import Context
from desktop.crash import CrashHandler
from desktop.frame.nav import Badge
from desktop.incoming.screen import SCREEN, IncomingScreen
from desktop.incoming.views import asked
from desktop.keeper import Keeper
from desktop.pages import PageServer
from desktop.screens import Screen
from desktop.unlock.lock_screen import Locking, LockScreen
from desktop.window import Window
from tests.db.test_ledger import Machine, World
from tests.desktop.looks import settle
from tests.desktop.printing.papers import PLAIN, FilePrinters
from tests.desktop.seat import Elsewhere, Heard

FOLDER = Path(__file__).parents[2] / "data" / "incoming"
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
ENTER, TAB, ESC = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape
LETTER = Incoming(
    code="217/BTM-TC",
    issuer="Bộ Tham mưu",
    subject="V/v chuẩn bị diễn tập khu vực phòng thủ năm 2026",
    type="cong-van",
    document_date="2026-11-16",
    arrived="2026-11-18",
)


class Stepwise:
    """A background that works when it is told to: what a lock can come between."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Task, Callable[[], Any]]] = []

    def run(
        self,
        lane: Lane,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> Task:
        """See ``Background``."""
        task = Task(done, failed)
        self.waiting.append((task, work))
        return task

    def step(self, times: int = 1000) -> None:
        """Do the oldest pieces of work."""
        while self.waiting and times:
            times -= 1
            task, work = self.waiting.pop(0)
            outcome: Any = None
            problem: Exception | None = None
            try:
                outcome = work()
            except Exception as error:  # noqa: BLE001 - handed on, as the lanes do
                problem = error
            task.deliver(outcome, problem)
        settle()


class Rig:
    """A window of one person; ``keys`` counts the key events sent."""

    def __init__(
        self, world: World, machine: Machine, folder: Path, background: Background | None = None
    ) -> None:
        self.world, self.store, self.folder = world, machine.store, folder
        self.crashes: list[Exception] = []
        self.locked = False
        self.said = Heard()
        announce.announce_to(self.said)  # type: ignore[arg-type]
        crash = CrashHandler(folder / "log.txt", lambda: 0, lambda _code: None)
        crash.take = self.crashes.append  # type: ignore[method-assign]
        lock = LockScreen(Inline(), lambda _who, _words: None, lambda: 1_795_318_860_000)
        self.window = Window(Keeper(folder), lock, crash)
        lock.hide()
        self.pages, self.changes = PageServer(), Changes()
        lanes = background or Inline()
        self.printers = FilePrinters(folder / "paper", PLAIN)
        context = Context(
            self._open_store, lanes, self.changes, self.pages, self.window, printers=self.printers
        )
        others = [
            Screen(name, "daily", "archive", f"frame.screen.{name}", Elsewhere)
            for name in ("drafts", "dossiers")
        ]
        self.window.show_session(
            context, (SCREEN, *others), Badge("Người thử", "Văn thư"), "SĐ999 (giả lập)"
        )
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        self.window.go("incoming")
        self.keys = 0
        self.rest()

    def _open_store(self) -> Store:
        if self.locked:
            raise StoreClosed
        return self.store

    @property
    def screen(self) -> IncomingScreen:
        """The screen under test."""
        view = self.window.stack.view()
        assert isinstance(view, IncomingScreen)
        return view

    @property
    def form(self):
        """The registration form."""
        return self.screen.page.form

    @property
    def registering(self) -> bool:
        """Whether the form is up."""
        return self.screen.page.isVisible()

    def close(self) -> None:
        announce.announce_to(None)
        self.window.end_session()
        self.window.close()
        self.window.deleteLater()
        self.pages.stop()
        settle()
        assert not self.crashes, self.crashes

    # -- keys ----------------------------------------------------------------------------------

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        """A key, wherever the keyboard is."""
        for _ in range(times):
            self.keys += 1
            QTest.keyClick(self._focus(), key, held)
            settle()

    def type(self, text: str) -> None:
        """Letters, one key each; those that are no ASCII come from the input method."""
        widget = self._focus()
        for letter in text:
            self.keys += 1
            if letter.isascii():
                QTest.keyClick(widget, letter)
            elif isinstance(widget, QLineEdit):
                widget.insert(letter)
            elif isinstance(widget, QPlainTextEdit):
                widget.insertPlainText(letter)
        settle()

    def rest(self) -> None:
        """Typing and moving rest until every pause has passed, however slow the machine."""
        screen = self.window.stack.view()
        settle()
        if isinstance(screen, IncomingScreen):
            register, talk = screen.register, screen.registration.talk
            pauses = (register.list.view._pause, register.filters.bar.box._pause, talk.watch._pause)
            pauses += (register.pane.pdf.view._pause, screen.page.scan.pdf.view._pause)
            while any(pause.isActive() for pause in pauses):
                QTest.qWait(20)
        settle()

    def _focus(self):
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        return widget

    # -- by keys -------------------------------------------------------------------------------

    def import_file(self, *names: str | Path) -> None:
        """Ctrl+I, the paths, Enter."""
        self.press(Qt.Key.Key_I, CTRL)
        self._focus().setText("; ".join(str(FOLDER / name) for name in names))
        self.press(ENTER)
        self.rest()

    def fill(self, **texts: str) -> None:
        """Put texts into fields of the form as typing would."""
        for name, text in texts.items():
            self.form.focus_on(name)
            self._focus().setText("")
            self.type(text)
        settle()

    # -- what is in the store ------------------------------------------------------------------

    def rows(self) -> list[DocumentRow]:
        """All incoming documents, the newest first."""
        view = asked(self.store.today())["all"]
        return documents.rows(self.store, documents.ids(self.store, view))

    def page(self, document: str) -> DocumentPage:
        found = documents.page(self.store, document)
        assert found is not None
        return found

    def lock(self) -> None:
        """As the application does: cover, then nobody is unlocked."""
        self.window.cover(Locking("wish", 0))
        self.locked = True

    def unlock(self) -> None:
        self.locked = False
        self.window.uncover()
        self.rest()


def register(world: World, **changes: object) -> str:
    """A letter in the clerk's book, looked into when it came."""
    entry = replace(LETTER, **changes)  # type: ignore[arg-type]
    content = (FOLDER / "libreoffice-cong-van.pdf").read_bytes()
    found = Intake(verdict="UNSIGNED", reason="NoSignature", at=1_795_318_000_000)
    pdf = NewFile("thu.pdf", "application/pdf", content, 1, intake=found)
    return incoming.register(world.clerk.store, entry, pdf, world.book).entity


__all__ = ["FOLDER", "LETTER", "Rig", "Role", "View", "register"]
