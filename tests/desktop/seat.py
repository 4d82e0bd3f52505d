"""A person at a window with some screens, on a real store of the fictional unit, driven by keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.acting import Store
from db.queries import office
from desktop import announce
from desktop.background import Background, Inline
from desktop.changes import Changes
from desktop.context import Context
from desktop.crash import CrashHandler
from desktop.frame.nav import Badge
from desktop.keeper import Keeper
from desktop.pages import PageServer
from desktop.screens import Head, Screen, ScreenView
from desktop.unlock.lock_screen import LockScreen
from desktop.window import Window
from tests.desktop import looks
from tests.desktop.printing.papers import PLAIN, FilePrinters

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
ENTER, TAB, ESC = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape


class Elsewhere(ScreenView):
    """Stands for the screens of others: keeps what it was asked to show."""

    def __init__(self, _context: Context) -> None:
        super().__init__()
        self.asked: list[object] = []

    def head(self) -> Head:
        return Head("Khác")

    def open(self, argument: object) -> None:
        self.asked.append(argument)


class Heard(list[str]):
    """Everything that is announced."""

    def __bool__(self) -> bool:
        return True

    def write(self, text: str) -> None:
        self.append(text.strip())

    def flush(self) -> None: ...


def _stand_in(name: str) -> Screen:
    return Screen(name, "daily", "archive", f"frame.screen.{name}", Elsewhere)


class Seat:
    """A window of one person; the first screen is shown, others are there too, or stand-ins of
    their name."""

    def __init__(
        self,
        store: Store,
        folder: Path,
        screen: Screen,
        others: tuple[str | Screen, ...] = (),
        background: Background | None = None,
    ) -> None:
        self.store, self.heard = store, Heard()
        self.faults: list[Exception] = []
        announce.announce_to(self.heard)  # type: ignore[arg-type]
        crash = CrashHandler(folder / "log.txt", lambda: 0, lambda _code: None)
        crash.take = self.faults.append  # type: ignore[method-assign]
        lock = LockScreen(Inline(), lambda _who, _words: None, lambda: 0)
        self.window = Window(Keeper(folder), lock, crash)
        lock.hide()
        self.pages, self.changes = PageServer(), Changes()
        self.printers = FilePrinters(folder / "paper", PLAIN)
        self.context = Context(
            lambda: store,
            background or Inline(),
            self.changes,
            self.pages,
            self.window,
            printers=self.printers,
        )
        stands = [one if isinstance(one, Screen) else _stand_in(one) for one in others]
        me = office.me(store)
        self.window.show_session(
            self.context, (screen, *stands), Badge(me.name, me.post), "SĐ999 (giả lập)"
        )
        self.window.resize(*looks.LAPTOP)
        self.window.show()
        self.window.activateWindow()
        self.window.go(screen.id)
        looks.settle()

    def view(self) -> Any:
        """The screen shown."""
        view = self.window.stack.view()
        assert view is not None
        return view

    def press(
        self,
        key: Qt.Key,
        held: Qt.KeyboardModifier = NONE,
        times: int = 1,
        at: QWidget | None = None,
    ) -> None:
        """A key at whatever has the keyboard; lists settle afterwards."""
        for _ in range(times):
            target = at or QApplication.focusWidget()
            assert target is not None, "nothing has the keyboard"
            QTest.keyClick(target, key, held)
            looks.settle()

    def rest(self) -> None:
        """Until the pauses of lists have passed."""
        QTest.qWait(120)
        looks.settle()

    def put(self, text: str) -> None:
        """Replace what stands in the field that has the keyboard, and go on."""
        edit: Any = QApplication.focusWidget()
        edit.setText(text)
        self.press(ENTER)

    def card(self) -> Any:
        """The open sheet, or None."""
        return self.window.scrim.card

    def commands(self) -> set[str]:
        return {command.id for command in self.view().commands()}

    def look(self, name: str) -> None:
        """Every look of what is shown: nothing cut, nameless or faint."""
        wrong = {}
        for setting in looks.every_look():
            with looks.dressed(setting):
                self.window.resize(*setting.size)
                self.rest()
                top = self.window.scrim.card or self.window
                looks.screenshot(self.window, f"{name}-{setting.name}")
                for check, root in (
                    (looks.assert_not_clipped, self.window),
                    (looks.assert_named, self.window),
                    (looks.assert_contrast, top),
                ):
                    try:
                        check(root)
                    except AssertionError as error:
                        wrong[f"{setting.name} {check.__name__}"] = error.args[0]
        self.window.resize(*looks.LAPTOP)
        looks.settle()
        assert not wrong, wrong

    def close(self) -> None:
        announce.announce_to(None)
        self.window.end_session()
        self.window.close()
        self.window.deleteLater()
        self.pages.stop()
        looks.settle()
        assert not self.faults, self.faults
