"""What the desktop's buses say locks the session, on a real bus with a stand-in for logind."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from PySide6.QtDBus import QDBusConnection
from pytestqt.qtbot import QtBot

from desktop.unlock.bus_watch import SCREEN_LOCKS, BusWatch
from tests.desktop.unlock import logind

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="needs dbus-daemon (Debian: dbus)"
)


class Buses:
    """A private bus, which is system and session bus in one, and the stand-in on it."""

    def __init__(self) -> None:
        self.daemon = self._start("dbus-daemon", "--session", "--nofork", "--print-address=1")
        self.address = self._line(self.daemon)
        self.logind = self._start(sys.executable, "-P", logind.__file__, self.address)
        assert self._line(self.logind) == "ready"
        self.bus = QDBusConnection.connectToBus(self.address, "antin-test")

    def heard(self) -> str:
        """The next thing that the stand-in says."""
        return self._line(self.logind)

    def known(self) -> None:
        """Come back when the bus has taken all that this process asked to hear: the bus serves
        one caller in order, but another's signal may be faster than our wish to hear it."""
        interface = self.bus.interface()
        assert interface is not None
        assert interface.isServiceRegistered("org.freedesktop.login1").value()

    def happens(self, what: str) -> None:
        assert self.logind.stdin is not None
        self.logind.stdin.write(what + "\n")
        self.logind.stdin.flush()

    def screen(self, name: str, *, locked: bool) -> None:
        """A desktop says that its screen is locked, or is not any more."""
        said = ("--type=signal", "/" + name.replace(".", "/"), f"{name}.ActiveChanged")
        value = f"boolean:{str(locked).lower()}"
        subprocess.run(["dbus-send", f"--bus={self.address}", *said, value], check=True)

    def close(self) -> None:
        QDBusConnection.disconnectFromBus("antin-test")
        for process in (self.logind, self.daemon):
            process.kill()
            process.communicate()

    @staticmethod
    def _start(*command: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )

    @staticmethod
    def _line(process: subprocess.Popen[str]) -> str:
        stream: IO[str] | None = process.stdout
        assert stream is not None
        return stream.readline().strip()


@pytest.fixture
def buses() -> Iterator[Buses]:
    made = Buses()
    yield made
    made.close()


@pytest.fixture
def watch(buses: Buses) -> BusWatch:
    made = BusWatch(buses.bus, buses.bus, "c1")
    made.listen()
    assert buses.heard() == "GetSession c1"
    buses.known()
    return made


def causes(watch: BusWatch) -> list[str]:
    heard: list[str] = []
    watch.noticed.connect(heard.append)
    return heard


@pytest.mark.parametrize(
    ("what", "cause"), [("sleep", "sleep"), ("lock", "screen"), ("hint", "screen")]
)
def test_what_logind_says_locks(
    buses: Buses, watch: BusWatch, qtbot: QtBot, what: str, cause: str
) -> None:
    heard = causes(watch)
    buses.happens("wake " + what)
    qtbot.waitUntil(lambda: heard == [cause])


def test_a_session_that_is_open_again_does_not_lock(
    buses: Buses, watch: BusWatch, qtbot: QtBot
) -> None:
    heard = causes(watch)
    buses.happens("no-hint sleep")
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["sleep"]


@pytest.mark.parametrize("name", SCREEN_LOCKS)
def test_a_locked_screen_locks_and_an_open_one_does_not(
    buses: Buses, watch: BusWatch, qtbot: QtBot, name: str
) -> None:
    heard = causes(watch)
    buses.screen(name, locked=False)
    buses.happens("wake")
    buses.screen(name, locked=True)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["screen"]


def test_the_machine_waits_until_the_keys_are_gone(
    buses: Buses, watch: BusWatch, qtbot: QtBot
) -> None:
    assert watch.hold("Ấn Tín", "why")
    assert buses.heard() == "Inhibit sleep Ấn Tín why delay"
    buses.happens("given")  # now ours is the only one
    heard = causes(watch)
    buses.happens("sleep")
    qtbot.waitUntil(lambda: heard == ["sleep"])
    watch.let_go()
    assert buses.heard() == "released"


def test_without_buses_nothing_is_heard_and_nothing_fails(tmp_path: Path) -> None:
    nowhere = QDBusConnection.connectToBus(f"unix:path={tmp_path / 'none'}", "antin-nowhere")
    watch = BusWatch(nowhere, nowhere)
    watch.listen()
    assert not watch.hold("a", "b")
    watch.let_go()
