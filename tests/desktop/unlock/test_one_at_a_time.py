"""The lock screen while somebody is being let in: nothing else can be begun, and nothing comes
twice."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from core.errors import AntinError, WrongPassphrase
from desktop.background import Lanes
from desktop.unlock.door import Holder
from desktop.unlock.lock_screen import Locking, LockScreen
from desktop.unlock.token_way import TokenWay
from tests.desktop.looks import LAPTOP, settle, shown, visible
from tests.desktop.sample import NOW
from tests.desktop.unlock.test_lock_screen import (
    CHIEF,
    CLERK,
    edit,
    said,
    shown_cards,
    try_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.unlock.token_way import TokenState


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    made = Lanes()
    yield made
    made.close()


class Slow:
    """Opens, or looks at a token, when the test lets it."""

    def __init__(self) -> None:
        self.tried: list[str] = []
        self.opens, self.looks = Event(), Event()
        self.error: AntinError | None = None

    def unlock(self, _person: str, secret: str) -> None:
        self.tried.append(secret)
        assert self.opens.wait(20)
        if self.error is not None:
            raise self.error

    def look(self, _person: str) -> TokenState:
        assert self.looks.wait(20)
        return "fine"


BOTH = Holder("p1", CLERK.name, "", ("argon2id", "rsa-oaep"))


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def slow_screen(slow: Slow, lanes: Lanes, qtbot: QtBot) -> Iterator[LockScreen]:
    made = LockScreen(lanes, slow.unlock, lambda: NOW, TokenWay(slow.look, slow.unlock))
    qtbot.addWidget(made)
    shown(made, LAPTOP)
    made.show_holders([BOTH, CHIEF], "p1")
    made.show_locking(Locking("wish", NOW))
    settle()
    yield made
    slow.opens.set()
    slow.looks.set()


def usable(screen: LockScreen) -> list[QWidget]:
    kinds = (QLineEdit, QAbstractButton)
    return [one for kind in kinds for one in visible(screen, kind) if one.isEnabled()]


def test_while_one_way_in_is_tried_nothing_else_can_be_begun(
    slow_screen: LockScreen, slow: Slow, qtbot: QtBot
) -> None:
    assert len(usable(slow_screen)) == 6
    try_words(slow_screen, qtbot, "đúng")
    assert usable(slow_screen) == []
    slow_screen.choose_person()
    slow_screen.show_holder(CHIEF)
    assert shown_cards(slow_screen) == [slow_screen._door]
    assert CHIEF.name not in said(slow_screen)
    slow.error = WrongPassphrase(remaining=4, wait=60)
    slow.opens.set()
    qtbot.waitUntil(lambda: "Còn 4 lần" in said(slow_screen))
    assert len(usable(slow_screen)) == 6
    assert slow.tried == ["đúng"]


def test_a_pin_is_tried_once_though_the_token_answers_meanwhile(
    slow_screen: LockScreen, slow: Slow, qtbot: QtBot
) -> None:
    slow.looks.set()
    slow_screen._door.other.click()
    qtbot.waitUntil(lambda: edit(slow_screen).isEnabled())
    slow.looks.clear()
    slow_screen._look_for_token()
    try_words(slow_screen, qtbot, "1234")
    slow.looks.set()
    qtbot.wait(50)
    try_words(slow_screen, qtbot, "1234")
    assert usable(slow_screen) == []
    assert not slow_screen._look._again.isActive()
    opened: list[str] = []
    slow_screen.unlocked.connect(opened.append)
    slow.opens.set()
    qtbot.waitUntil(lambda: bool(opened))
    qtbot.wait(50)
    assert (slow.tried, opened) == (["1234"], ["p1"])
    assert usable(slow_screen) == [], "until the window is uncovered"


def test_the_token_is_asked_about_no_more_once_another_card_is_up(
    slow_screen: LockScreen, qtbot: QtBot
) -> None:
    slow_screen._door.turn(by_token=True)
    asked = slow_screen._look._asked
    assert asked is not None
    slow_screen.choose_person()
    assert asked.cancelled
    assert slow_screen._look._asked is None


def test_a_lock_that_is_wanted_meanwhile_is_remembered_until_the_try_ends(
    slow_screen: LockScreen, slow: Slow, qtbot: QtBot
) -> None:
    slow_screen.postpone("sleep")
    assert slow_screen.postponed is None, "nobody is being let in"
    try_words(slow_screen, qtbot, "sai")
    slow_screen.postpone("sleep")
    assert slow_screen.postponed == "sleep"
    slow.error = WrongPassphrase(remaining=4, wait=60)
    slow.opens.set()
    qtbot.waitUntil(lambda: "Còn 4 lần" in said(slow_screen))
    assert slow_screen.postponed is None, "it is locked as it was"
