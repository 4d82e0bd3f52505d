"""Lanes: order, results on the main thread, errors handed over, nothing after cancelling or
closing."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject

from desktop.background import Inline, Lane, Lanes
from desktop.changes import Changes, touches
from tests.desktop.looks import settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


CYCLES = 10_000  # far beyond Python's threshold, whatever else is freed meanwhile


@pytest.fixture
def lanes(qtbot: QtBot) -> Iterator[Lanes]:
    made = Lanes()
    yield made
    made.close()
    settle()


class Cycle:
    """Garbage that only a collection finds; it says on which thread it was taken apart."""

    def __init__(self, where: list[str]) -> None:
        self.itself, self.where = self, where

    def __del__(self) -> None:
        self.where.append(threading.current_thread().name)


def test_garbage_is_collected_on_the_main_thread_only(lanes: Lanes, qtbot: QtBot) -> None:
    where: list[str] = []
    for _ in range(CYCLES):
        Cycle(where)
    done: list[int] = []

    def work() -> int:
        return len([[each] for each in range(200_000)])

    for _ in range(3):
        lanes.run(Lane.DATABASE, work, done.append, fail)
    qtbot.waitUntil(lambda: len(done) == 3 and len(where) == CYCLES)
    assert set(where) == {threading.main_thread().name}
    lanes.close()
    assert gc.isenabled()


def fail(error: Exception) -> None:
    raise error


def test_results_come_back_on_the_main_thread_in_order(lanes: Lanes, qtbot: QtBot) -> None:
    where: list[tuple[int, str, str]] = []

    def work(n: int) -> tuple[int, str]:
        return n, threading.current_thread().name

    for n in range(20):
        lanes.run(
            Lane.DATABASE,
            lambda n=n: work(n),
            lambda got: where.append((*got, threading.current_thread().name)),
            fail,
        )
    qtbot.waitUntil(lambda: len(where) == 20)
    assert [n for n, _, _ in where] == list(range(20))
    assert {worked for _, worked, _ in where} == {"database_0"}
    assert {told for _, _, told in where} == {threading.main_thread().name}


def test_an_error_is_handed_over(lanes: Lanes, qtbot: QtBot) -> None:
    got: list[Exception] = []
    error = ValueError("x")
    lanes.run(Lane.NETWORK, lambda: fail(error), fail, got.append)
    qtbot.waitUntil(lambda: got == [error])


def test_a_slow_network_does_not_hold_up_the_database(lanes: Lanes, qtbot: QtBot) -> None:
    gate, got = threading.Event(), list[str]()
    lanes.run(Lane.NETWORK, gate.wait, lambda _: got.append("network"), fail)
    lanes.run(Lane.DATABASE, lambda: "database", got.append, fail)
    qtbot.waitUntil(lambda: got == ["database"])
    gate.set()
    qtbot.waitUntil(lambda: got == ["database", "network"])


def test_cancelled_work_never_begins_and_never_answers(lanes: Lanes, qtbot: QtBot) -> None:
    gate, got = threading.Event(), list[str]()
    first = lanes.run(Lane.DATABASE, gate.wait, lambda _: got.append("first"), fail)
    second = lanes.run(Lane.DATABASE, lambda: got.append("ran"), lambda _: None, fail)
    lanes.run(Lane.DATABASE, lambda: "third", got.append, fail)
    first.cancel()
    second.cancel()
    gate.set()
    qtbot.waitUntil(lambda: "third" in got)
    assert got == ["third"]


def test_a_receiver_that_is_gone_is_not_called(lanes: Lanes, qtbot: QtBot) -> None:
    class Receiver(QObject):
        def take(self, _result: object) -> None:
            raise AssertionError("called on a dead object")

    receiver, gate, done = Receiver(), threading.Event(), list[int]()
    lanes.run(Lane.DATABASE, gate.wait, receiver.take, fail)
    receiver.deleteLater()
    settle()
    gate.set()
    lanes.run(Lane.DATABASE, lambda: 1, done.append, fail)
    qtbot.waitUntil(lambda: done == [1])


def test_busy_and_idle_are_told_once_around_everything(lanes: Lanes, qtbot: QtBot) -> None:
    heard: list[str] = []
    lanes.busy.connect(lambda: heard.append("busy"))
    lanes.idle.connect(lambda: heard.append("idle"))

    def again(_: object) -> None:
        if heard.count("again") < 3:
            heard.append("again")
            lanes.run(Lane.WORKER, lambda: None, again, fail)

    lanes.run(Lane.DATABASE, lambda: None, again, fail)
    qtbot.waitUntil(lambda: "idle" in heard)
    assert heard == ["busy", "again", "again", "again", "idle"]


def test_closing_finishes_what_the_database_still_has_to_do(qtbot: QtBot) -> None:
    lanes, done, gate = Lanes(), list[int](), threading.Event()
    late = list[object]()
    lanes.run(Lane.NETWORK, gate.wait, late.append, fail)
    for n in range(5):
        lanes.run(Lane.DATABASE, lambda n=n: done.append(n), late.append, fail)
        lanes.run(Lane.NETWORK, lambda: done.append(99), late.append, fail)
    gate.set()
    lanes.close()
    assert [n for n in done if n != 99] == [0, 1, 2, 3, 4]
    with pytest.raises(RuntimeError):
        lanes.run(Lane.DATABASE, lambda: None, lambda _: None, fail)
    settle()
    assert late == []


def test_closing_waits_for_a_lane_that_another_waits_for(qtbot: QtBot) -> None:
    lanes, gate, did = Lanes(), threading.Event(), list[str]()

    def step() -> None:
        gate.wait()
        did.append("step")

    def drop_keys() -> None:
        lanes.end_of(Lane.CARE)
        did.append("dropped")

    lanes.run(Lane.CARE, step, fail, fail)
    lanes.run(Lane.CARE, lambda: did.append("late"), fail, fail)
    lanes.run(Lane.DATABASE, drop_keys, fail, fail)
    threading.Timer(0.05, gate.set).start()
    lanes.close()
    assert did == ["step", "dropped"], "the key goes after the step, and goes"


def test_inline_does_the_same_at_once() -> None:
    got: list[object] = []
    task = Inline().run(Lane.DATABASE, lambda: 7, got.append, fail)
    Inline().run(Lane.DATABASE, lambda: fail(KeyError("x")), fail, lambda e: got.append(type(e)))
    assert task.finished
    assert got == [7, KeyError]


def test_the_one_signal_carries_what_changed() -> None:
    changes, heard = Changes(), list[frozenset[tuple[str, str]]]()
    changes.happened.connect(heard.append)
    changes.emit(frozenset())
    changed = frozenset({("document", "a"), ("dossier", "b")})
    changes.emit(changed)
    assert heard == [changed]
    assert touches(changed, "dossier", "person")
    assert not touches(changed, "person")
