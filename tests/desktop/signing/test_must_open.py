"""Documents of some types are signed only once their very file was opened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.errors import NotOpened
from core.office.terms import State
from db.actions import desk as own
from db.actions import reference as saying
from desktop.signing import acts
from desktop.signing.examining import examine
from desktop.signing.screen import SigningScreen
from tests.desktop.desk_rig import CTRL, PIN, Desk, press, write
from tests.desktop.looks import settle
from tests.desktop.signing.test_sign_queue import finish, replace_main, sit, states, submitted

K = Qt.Key
ENTRY = {"code": "quyet-dinh", "vi": "Quyết định", "en": "Decision"}


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def chosen(screen: SigningScreen) -> list[str]:
    return [found.row.subject for found in screen.list.chosen()]


def test_a_decision_is_ticked_once_the_keyboard_rested_on_it(desk: Desk) -> None:
    for subject, kind in (("A", "cong-van"), ("B", "quyet-dinh"), ("C", "quyet-dinh")):
        submitted(desk, subject, kind=kind)
    screen = sit(desk)
    assert chosen(screen) == ["A"]
    numbers = {row.subject: row.n for row in screen.queue.rows}
    assert "Phải mở xem trước khi ký" in screen.list._face(screen.queue.rows[1]).spoken
    screen.list.view.set_ticked(set(numbers.values()))
    assert chosen(screen) == ["A"], "ticking alone does not do"
    press(K.Key_Down, at=screen.list.view)
    QTest.qWait(120)
    settle()
    assert chosen(screen) == ["A", "B"]
    assert screen.list.all.text() == "Chọn 2 văn bản sẵn sàng"
    press(K.Key_Return, CTRL)
    write(PIN)
    press(K.Key_Return)
    finish()
    assert states(desk) == [State.SIGNED, State.SIGNED, State.TO_SIGN]


def test_the_key_is_not_used_for_what_must_be_opened_until_the_unit_ends_the_rule(
    desk: Desk,
) -> None:
    document = submitted(desk, "Về việc số 1", kind="quyet-dinh")
    desk.day.carry()
    store, hand = desk.day.commander, desk.day.hand("chi-huy")
    shown = acts.shown(store, document)
    with pytest.raises(NotOpened):
        acts.sign(store, shown, hand, opened=False)
    assert states(desk) == [State.TO_SIGN]
    admin = desk.world.admin
    over = ENTRY | {"until": (admin.store.today() - timedelta(days=1)).isoformat()}
    saying.set_entry(admin.store, "must-open", over, new=False)
    desk.world.push(admin)
    desk.world.pull(desk.world.commander)
    assert not examine(store, document).must_open
    acts.sign(store, shown, hand, opened=False)
    assert states(desk) == [State.SIGNED]


def test_another_file_than_the_one_that_was_opened_counts_as_unopened(desk: Desk) -> None:
    document = submitted(desk, "Về việc số 1", kind="quyet-dinh")
    desk.day.carry()
    store = desk.day.commander
    own.mark_seen(store, document, acts.shown(store, document).blob)
    assert examine(store, document).seen
    replace_main(desk, document)
    desk.day.carry()
    assert not examine(store, document).seen


def test_all_that_was_opened_is_signed_by_one_key_and_nothing_else(desk: Desk) -> None:
    for subject in ("A", "B", "C"):
        submitted(desk, subject)
    screen = sit(desk)
    assert chosen(screen) == ["A", "B", "C"]
    press(K.Key_Down, at=screen.list.view)
    QTest.qWait(120)
    settle()
    press(K.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)
    write(PIN)
    press(K.Key_Return)
    finish()
    assert states(desk) == [State.SIGNED, State.SIGNED, State.TO_SIGN]
