"""A window on real stores of the fictional unit: people with keys, screens, and keys pressed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.errors import StoreClosed
from db import local
from db.acting import Store
from db.actions import authority
from db.engine import writes
from db.local import KeyFile
from db.queries import office
from desktop import announce
from desktop.background import Background, Inline
from desktop.changes import Changes
from desktop.context import Context
from desktop.crash import CrashHandler
from desktop.frame.nav import Badge
from desktop.keeper import Keeper
from desktop.pages import PageServer
from desktop.screens import Screen, ScreenView
from desktop.signing.ring import KeyRing
from desktop.unlock.lock_screen import LockScreen
from desktop.window import Window
from tests.desktop.looks import settle
from tests.desktop.printing.papers import PLAIN, FilePrinters
from tests.desktop.signing.test_outgoing_life import Day
from tests.pki import authority as pki

NOW = 1_795_318_860_000
PLACE = "Thành phố Mô Phỏng"


class Lines:
    """A stream that keeps what is announced."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, text: str) -> None:
        self.lines += [line for line in text.splitlines() if line]

    def flush(self) -> None: ...


class Desk:
    """The unit with a place, an agency and keys; ``locked`` takes the store away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.day = Day(folder)
        self.world = self.day.world
        self.heard = Lines()
        self.locked = False
        self.windows: list[Window] = []
        self.contexts: list[Context] = []
        self.pages, self.ring = PageServer(), KeyRing()
        self.printers = FilePrinters(folder / "paper", PLAIN)
        announce.announce_to(self.heard)  # type: ignore[arg-type]
        self._furnish()

    def _furnish(self) -> None:
        world = self.world
        admin, unit = world.admin.store, world.unit
        agency = unit.new_id()
        authority.set_unit(admin, unit.unit, place=PLACE, parent="Quân khu Mô phỏng")
        authority.set_unit(
            admin, agency, name="Phòng Tham mưu", short="TM", code="X99.01.02.01", parent=unit.unit
        )
        authority.set_person(
            admin, world.people["si"], name="Lê Văn Mẫu", post="Trợ lý Tác huấn", unit=agency
        )
        authority.set_person(
            admin,
            world.people["chi"],
            name="Nguyễn Văn Giả Lập",
            rank="Đại tá",
            post="Sư đoàn trưởng",
        )
        world.push(world.admin)
        for machine in (world.clerk, world.commander):
            world.pull(machine)
        self.give_key(self.day.officer, "can-bo")
        self.give_key(self.day.commander, "chi-huy")

    def give_key(self, store: Store, name: str) -> None:
        file = self.day.paths[name].read_bytes()
        key = KeyFile(self.world.unit.new_id(), store.author.person, "person", name, file)
        with writes(store.engine).begin() as connection:
            local.put_key(connection, key, store.now())

    def sit(
        self, store: Store, *screens: Screen, background: Background | None = None
    ) -> tuple[Window, Context]:
        """A window of a person on some screens, the first one shown."""

        def opened() -> Store:
            if self.locked:
                raise StoreClosed
            return store

        keeper = Keeper(self.folder)
        lock = LockScreen(Inline(), lambda _person, _words: None, lambda: NOW)
        lock.hide()
        window = Window(keeper, lock, CrashHandler(self.folder / "log.txt", lambda: NOW, fail))
        context = Context(
            opened, background or Inline(), Changes(), self.pages, window, self.ring,
            printers=self.printers,
        )  # fmt: skip
        me = office.me(store)
        window.show_session(context, screens, Badge(me.name, me.post), "SĐ999 (giả lập)")
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        window.go(screens[0].id)
        settle()
        self.windows.append(window)
        self.contexts.append(context)
        return window, context

    def view(self) -> ScreenView:
        found = self.windows[-1].stack.view()
        assert found is not None
        return found

    def close(self) -> None:
        announce.announce_to(None)
        for window in self.windows:
            window.close()
            window.deleteLater()
        settle()
        self.pages.stop()
        self.world.close()


def fail(code: str) -> None:
    raise AssertionError(code)


def press(key: Qt.Key, *modifiers: Qt.KeyboardModifier, at: QWidget | None = None) -> None:
    """A key at whatever has the keyboard."""
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    target = at or QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, held)
    settle()


def write(text: str) -> None:
    """Type into whatever has the keyboard."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, text)
    settle()


CTRL = Qt.KeyboardModifier.ControlModifier
PIN = pki.PIN
