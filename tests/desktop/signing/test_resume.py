"""A batch that was cut off: what was signed and what was not is said, and the rest is signed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from core.office.terms import State
from db.actions import batches
from db.queries import documents
from db.queries.batches import Wanted, cut, note
from desktop.signing import acts
from desktop.signing.pin_sheet import PinSheet
from desktop.signing.resume_sheet import ResumeSheet
from tests.desktop.desk_rig import CTRL, PIN, Desk, press, write
from tests.desktop.signing.test_sign_queue import finish, replace_main, sit, states, submitted

K = Qt.Key


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def cut_off(desk: Desk, count: int) -> list[str]:
    """A batch of so many, of which the first is signed when the machine loses its power."""
    wanted = [submitted(desk, f"Về việc số {number}") for number in range(count)]
    desk.day.carry()
    store = desk.day.commander
    batches.begin(store, [Wanted(one, acts.shown(store, one).blob) for one in wanted])
    acts.sign(store, acts.shown(store, wanted[0]), desk.day.hand("chi-huy"))
    return wanted


def test_the_rest_and_nothing_else_is_signed_by_enter_and_the_pin(desk: Desk) -> None:
    cut_off(desk, 3)
    submitted(desk, "Về việc mới trình")
    screen = sit(desk)
    sheet = desk.windows[-1].scrim.card
    assert isinstance(sheet, ResumeSheet)
    assert sheet.title.text() == "Đã ký 1 · Chưa ký 2"
    assert [len(part) for part in (sheet.cut.signed, sheet.cut.left, sheet.cut.other)] == [1, 2, 0]
    press(K.Key_Return)
    assert isinstance(desk.windows[-1].scrim.card, PinSheet)
    assert len(screen.list.chosen()) == 2
    write(PIN)
    press(K.Key_Return)
    finish()
    assert states(desk) == [State.SIGNED] * 3 + [State.TO_SIGN]
    assert "announce Đã ký 2 văn bản" in desk.heard.lines
    assert cut(desk.day.commander) is None
    assert desk.windows[-1].scrim.card is None


def test_escape_asks_again_at_the_next_login_and_leaving_it_does_not(desk: Desk) -> None:
    cut_off(desk, 2)
    sit(desk)
    press(K.Key_Escape)
    assert desk.windows[-1].scrim.card is None
    screen = sit(desk)
    sheet = desk.windows[-1].scrim.card
    assert isinstance(sheet, ResumeSheet)
    press(K.Key_Escape)
    screen.queue.read()
    finish()
    assert desk.windows[-1].scrim.card is None, "said once"
    next(one for one in screen.commands() if one.id == "resume").run()
    sheet = desk.windows[-1].scrim.card
    assert isinstance(sheet, ResumeSheet)
    press(K.Key_Space, at=sheet.leave)
    finish()
    assert cut(desk.day.commander) is None
    assert not [one for one in screen.commands() if one.id == "resume"]
    assert states(desk) == [State.SIGNED, State.TO_SIGN]


def test_what_changed_meanwhile_is_named_and_not_signed(desk: Desk) -> None:
    [_, changed] = cut_off(desk, 2)
    replace_main(desk, changed)
    sit(desk)
    sheet = desk.windows[-1].scrim.card
    assert isinstance(sheet, ResumeSheet)
    assert [row.id for row in sheet.cut.other] == [changed]
    press(K.Key_Return)
    finish()
    assert desk.windows[-1].scrim.card is None
    assert states(desk) == [State.SIGNED, State.TO_SIGN]


def test_a_batch_that_ended_leaves_no_note_however_it_ended(desk: Desk) -> None:
    wanted = submitted(desk, "Về việc số 1")
    desk.day.carry()
    store = desk.day.commander
    sit(desk)
    press(K.Key_Return, CTRL)
    replace_main(desk, wanted)
    desk.day.carry()
    write("sai")
    press(K.Key_Return)
    finish()
    assert note(store) is None, "nothing began"
    write(PIN)
    press(K.Key_Return)
    finish()
    assert states(desk) == [State.TO_SIGN]
    assert note(store) is None
    page = documents.page(store, wanted)
    assert page is not None
    assert [one.kind for one in page.signatures] == ["initial"]


def test_of_what_cannot_be_seen_nothing_is_told(desk: Desk) -> None:
    store = desk.day.commander
    batches.begin(store, [Wanted(desk.world.unit.new_id(), "0" * 64)])
    assert cut(store) is None
    sit(desk)
    assert desk.windows[-1].scrim.card is None
