"""The program's own window while a round goes on: how long it does not look up, with the acts of a
week offline on both sides. The server is a process of its own; the window is off-screen, the rest
is real. Beside it the same window at rest: what the machine's other work costs is in both.

``--full`` takes 2,000 acts on each side.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from measure import tell
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from sync_rig import FULL, served

from db import opening
from db.actions import incoming
from db.keys.protectors import KEY_FILE, by_passphrase, key_file_key
from db.vault import Vault
from desktop import clock
from desktop.app import Application
from desktop.sync.state import SyncState
from desktop.theme.theme import Look, theme
from tests.desktop.app.conftest import FLOOR
from tests.server.town import Machine, Town, found_town, free_port, key_file

WORDS = "thuyền về có nhớ bến"
GOAL_MS, TICK_MS, PATIENCE_S, REST_S = 50, 2, 900, 5
ACTS = 2_000 if FULL in sys.argv else 150


def loop(until: Callable[[], bool]) -> None:
    """Let the window live until something is so."""
    end = perf_counter() + PATIENCE_S
    while not until():
        if perf_counter() > end:
            raise SystemExit("it never happened")
        waiting = QEventLoop()
        QTimer.singleShot(50, waiting.quit)
        waiting.exec()


def rested(seconds: float) -> None:
    """Let the window live for a while."""
    end = perf_counter() + seconds
    loop(lambda: perf_counter() > end)


class Watch:
    """How long the window does not look up, in milliseconds beyond the timer's own step."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = perf_counter()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)
        self._timer.start(TICK_MS)

    def _look(self) -> None:
        now = perf_counter()
        self.gaps.append((now - self._last) * 1000 - TICK_MS)
        self._last = now

    def stop(self) -> list[float]:
        """No more; what was seen."""
        self._timer.stop()
        return self.gaps


def acts(machine: Machine, count: int) -> None:
    """Acts of one machine on documents that it knows."""
    documents = [machine.register() for _ in range(8)]
    for number in range(count - len(documents)):
        subject = f"Về việc bảo đảm thông tin liên lạc lần thứ {number}"
        incoming.edit(machine.store, documents[number % len(documents)], subject=subject)


def meanwhile(machine: Machine, document: str, count: int) -> None:
    """Acts of a machine that numbers no documents."""
    for number in range(count):
        incoming.edit(machine.store, document, subject=f"Sửa ở máy chỉ huy lần {number}")


def with_passphrase(unit: Town, name: str) -> Path:
    """A machine whose person opens it with a passphrase."""
    folder = unit.folder / name
    vault = Vault(opening.folder_of(folder), clock.random_bytes)
    [person] = vault.people()
    opened = vault.unlock_with(person.person, KEY_FILE, key_file_key(key_file(folder)))
    vault.readmit(opened, person.person, person.label, by_passphrase(WORDS, clock.random_bytes))
    opened.close()
    return folder


def prepared(folder: Path) -> Town:
    """A unit in which both have worked apart, and one has sent what he did."""
    unit = found_town(folder, free_port())
    clerk, commander = unit.machine("clerk"), unit.machine("commander")
    with served(unit):
        document = clerk.register()
        incoming.submit(clerk.store, document)
        unit.sync(clerk, commander)
        acts(clerk, ACTS)
        unit.sync(clerk)
    meanwhile(commander, document, ACTS)
    unit.stack.close()
    return unit


def unlock(application: Application) -> None:
    """The person types his passphrase."""
    loop(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.setText(WORDS)
    QTest.keyClick(field, Qt.Key.Key_Return)


def report(taken: float, gaps: list[float], idle: list[float]) -> None:
    """Pauses in a round against the goal, and against those of the window at rest."""
    what = f"{ACTS} acts each way in {taken:.0f} s, the window's longest pause"
    tell(what, max(gaps), "ms", against="goal", peer=GOAL_MS, limit=1)
    of_round, of_rest = (quantiles(each, n=100)[98] for each in (gaps, idle))
    tell("of a hundred the longest but one", of_round, "ms", against="goal", peer=GOAL_MS, limit=1)
    tell("the same at rest", of_rest, "ms", against="goal", peer=GOAL_MS, limit=1)
    tell("the longest at rest", max(idle), "ms", against="goal", peer=GOAL_MS, limit=1)


def main(folder: Path) -> None:
    """A window, offline first, then with its server."""
    unit = prepared(folder)
    application = Application(with_passphrase(unit, "commander"), lambda: FLOOR)
    application.start()
    state = application.sync.state
    try:
        unlock(application)
        loop(lambda: state.trouble is not None)
        application.window.go("incoming")
        rested(REST_S)  # the screen is made
        rest = Watch()
        rested(REST_S)
        idle = rest.stop()
        with served(unit):
            begun, watch = perf_counter(), Watch()
            application.sync.now()
            loop(lambda: not state.running and state.trouble is None and not _unsent(state))
            report(perf_counter() - begun, watch.stop(), idle)
    finally:
        application.window.close()
        application.window.deleteLater()


def _unsent(state: SyncState) -> bool:
    return state.row is None or state.row.unsent > 0


if __name__ == "__main__":
    qt = QApplication([])
    theme.start(Look("light"))
    with tempfile.TemporaryDirectory() as place:
        main(Path(place))
