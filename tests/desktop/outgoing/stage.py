"""A real window on real stores for tests of screens, with one person at work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db import local
from db.acting import Store
from db.engine import writes
from db.local import KeyFile
from desktop.background import Inline
from desktop.changes import Changes
from desktop.context import Context
from desktop.crash import CrashHandler
from desktop.frame.nav import Badge
from desktop.keeper import Keeper
from desktop.pages import PageServer
from desktop.screens import Screen
from desktop.unlock.lock_screen import LockScreen
from desktop.window import Window
from tests.db.unit_of_three import START
from tests.desktop.looks import settle


class Stage:
    """``store`` may be exchanged: another person at work."""

    def __init__(self, folder: Path, store: Store, screens: tuple[Screen, ...]) -> None:
        self.store = store
        self.pages, self.changes = PageServer(), Changes()
        self.faults: list[str] = []
        keeper = Keeper(folder)
        lock = LockScreen(Inline(), lambda _person, _words: None, lambda: START)
        crash = CrashHandler(folder / "log.txt", lambda: START, self.faults.append)
        self.window = Window(keeper, lock, crash)
        self.context = Context(lambda: self.store, Inline(), self.changes, self.pages, self.window)
        lock.hide()
        self.window.show_session(
            self.context, screens, Badge("Nguyễn Thị Mẫu", "Nhân viên văn thư"), "SĐ999 (giả lập)"
        )
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)

    def settle(self, until: Callable[[], bool] = lambda: True) -> None:
        """Let timers run until something is so."""
        for _ in range(100):
            QTest.qWait(20)
            if until():
                return
        raise AssertionError("it never happened")

    def press(self, keys: str) -> None:
        """Press a chord such as ``Ctrl+Return`` where the focus is."""
        QTest.keySequence(QApplication.focusWidget() or self.window, keys)

    def type(self, text: str) -> None:
        """Type into the focused field."""
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)

    def keep_key(self, file: bytes, use: str) -> None:
        """Put a key file of the person at work into the store."""
        with writes(self.store.engine).begin() as connection:
            key = KeyFile(self.store.new_id(), self.store.author.person, use, use, file)
            local.put_key(connection, key, START)

    def close(self) -> None:
        """Put the window away and end the PDF process."""
        self.window.end_session()
        self.window.close()
        self.window.deleteLater()  # else every later change of look styles it too
        settle()
        self.pages.stop()
