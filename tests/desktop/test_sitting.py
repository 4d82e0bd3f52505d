"""What a sitting still waited for is unwanted once it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.background import Inline, Lane, Lanes
from desktop.sitting import Sitting

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def fail(error: Exception) -> None:
    raise error


def test_answers_come_while_it_lasts() -> None:
    sitting, heard = Sitting(Inline()), list[int]()
    sitting.run(Lane.DATABASE, lambda: 1, heard.append, fail)
    sitting.end()
    sitting.run(Lane.DATABASE, lambda: 2, heard.append, fail)
    assert heard == [1, 2]


def test_no_answer_comes_after_its_end(qtbot: QtBot) -> None:
    lanes, heard = Lanes(), list[object]()
    sitting = Sitting(lanes)
    sitting.run(Lane.DATABASE, lambda: 1, heard.append, fail)
    sitting.run(Lane.WORKER, lambda: 1, heard.append, fail)
    sitting.end()
    lanes.run(Lane.DATABASE, lambda: "after", heard.append, fail)
    quiet: list[bool] = []
    lanes.once_idle(lambda: quiet.append(True))
    try:
        qtbot.waitUntil(lambda: quiet == [True])
        assert heard == ["after"]
        lanes.once_idle(lambda: quiet.append(True))
        assert quiet == [True, True], "at once where nothing is under way"
    finally:
        lanes.close()
