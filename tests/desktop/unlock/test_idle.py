"""The watch that locks by itself: counts down, any input resets it, the system's own count wins."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.clock import steady_ms
from desktop.unlock.idle import IdleWatch, system_idle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Clock:
    now = 0

    def __call__(self) -> int:
        return self.now


def watch(clock: Clock, system: object = None) -> tuple[IdleWatch, list[object]]:
    made, heard = IdleWatch(clock, system), list[object]()  # type: ignore[arg-type]
    made.tick.connect(heard.append)
    made.expired.connect(lambda: heard.append("expired"))
    made.set_minutes(1)
    made.start()
    return made, heard


def test_it_counts_down_and_locks_once() -> None:
    clock = Clock()
    made, heard = watch(clock)
    for now in (0, 1_000, 30_500, 59_999, 60_000):
        clock.now = now
        made.look()
    assert heard == [60, 59, 30, 1, "expired"]
    assert not made._timer.isActive()


def test_input_to_the_window_begins_anew(qtbot: QtBot) -> None:
    clock, edit = Clock(), QLineEdit()
    qtbot.addWidget(edit)
    edit.show()
    made, heard = watch(clock)
    handle = edit.windowHandle()
    made.watch(handle)
    clock.now = 50_000
    qtbot.keyClick(handle, Qt.Key.Key_A)
    made.look()
    assert heard == [60]
    made.stop()


def test_work_in_another_program_counts_too() -> None:
    clock, away = Clock(), [59_000]
    made, heard = watch(clock, lambda: away[0])
    for clock.now in range(30_000, 300_001, 30_000):
        made.look()
    away[0] = -1
    made.look()
    assert heard == [30, *[1] * 9, "expired"]


def test_a_sleep_is_idle_time_though_the_system_counted_nothing_meanwhile() -> None:
    clock = Clock()
    made, heard = watch(clock, lambda: 500)
    clock.now = 59_000
    made.look()
    clock.now += 60_000
    made.look()
    assert heard == [60, "expired"]


def test_the_key_that_wakes_the_machine_does_not_undo_the_sleep(qtbot: QtBot) -> None:
    clock, edit = Clock(), QLineEdit()
    qtbot.addWidget(edit)
    edit.show()
    made, heard = watch(clock)
    handle = edit.windowHandle()
    made.watch(handle)
    clock.now = 60_000
    qtbot.keyClick(handle, Qt.Key.Key_A)
    qtbot.keyClick(handle, Qt.Key.Key_A)
    assert heard == ["expired"]


@pytest.mark.skipif(sys.platform != "linux", reason="the clock of Windows counts sleep by itself")
def test_the_clock_of_idling_counts_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    asleep_ns = 7 * 3600 * 1_000_000_000
    told = {time.CLOCK_BOOTTIME: time.monotonic_ns() + asleep_ns}
    monkeypatch.setattr(time, "clock_gettime_ns", told.__getitem__)
    assert steady_ms() == told[time.CLOCK_BOOTTIME] // 1_000_000


def test_the_time_is_between_one_and_fifteen_minutes() -> None:
    clock = Clock()
    made, heard = watch(clock)
    made.set_minutes(0)
    made.look()
    made.set_minutes(99)
    made.look()
    made.stop()
    assert heard == [60, 900]


def test_where_no_desktop_answers_nothing_is_asked() -> None:
    answer = system_idle()
    assert answer is None or answer() >= 0
