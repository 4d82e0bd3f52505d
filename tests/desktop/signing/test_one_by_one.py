"""Going through the sign queue document by document: marks, undo, what was never in sight."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from core.office.terms import Act, Kind, State
from db import commits
from db.queries import documents
from desktop.signing.pin_sheet import PinSheet
from desktop.signing.screen import SigningScreen
from tests.desktop.desk_rig import CTRL, PIN, Desk, press, write
from tests.desktop.looks import settle, visible
from tests.desktop.signing.test_sign_queue import finish, replace_main, sit, states, submitted

K = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def rest() -> None:
    """Until the pages of the row that the keyboard went to are shown."""
    QTest.qWait(120)
    settle()


def step(key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
    press(key, *held)
    rest()


def begun(desk: Desk, *subjects: str) -> SigningScreen:
    for subject in subjects:
        submitted(desk, subject)
    screen = sit(desk)
    step(K.Key_F9)
    assert screen.one_by_one.under_way
    return screen


def marked(screen: SigningScreen) -> list[str]:
    return [found.row.subject for found in screen.list.chosen()]


def in_sight(screen: SigningScreen) -> str:
    found = screen.list.current()
    assert found is not None
    assert screen.preview.files.blob == found.blob
    return found.row.subject


def test_what_is_marked_is_signed_with_one_pin_and_what_is_skipped_waits(desk: Desk) -> None:
    screen = begun(desk, "A", "B", "C")
    assert not screen.list.isVisible()
    keys = {one.shortcut().toString(): one for one in desk.windows[-1].actions()}
    assert not any(keys[name].autoRepeat() for name in ("Enter", "Shift+Enter", "Ctrl+Enter"))
    assert marked(screen) == [], "nothing is marked by itself"
    assert screen.head().subtitle == "Văn bản 1 / 3 · 0 đã đánh dấu"
    step(K.Key_Return)
    assert (in_sight(screen), marked(screen)) == ("B", ["A"])
    step(K.Key_Return, SHIFT)
    assert (in_sight(screen), marked(screen)) == ("C", ["A"])
    step(K.Key_Return)
    card = desk.windows[-1].scrim.card
    assert isinstance(card, PinSheet), "after the last one the PIN is asked"
    write(PIN)
    press(K.Key_Return)
    finish()
    assert states(desk) == [State.SIGNED, State.SIGNED, State.TO_SIGN]
    assert [row.subject for row in screen.queue.rows] == ["B"]
    assert screen.list.isVisible(), "the list is back"
    assert all(_opened(desk)), "nothing was signed unopened"


def _opened(desk: Desk) -> list[bool]:
    """Whether the history of each signing says nothing of a document that was not opened."""
    store = desk.day.commander
    said = []
    for row in documents.rows(store, documents.ids(store, documents.View((Kind.OUTGOING,)))):
        with store.engine.begin() as connection:
            for commit, _ in commits.touching(connection, ("document", row.id)):
                said += [
                    op.body.get("reason") is None
                    for op in commit.ops
                    if op.body.get("act") == Act.SIGN.value
                ]
    return said


def test_a_mark_is_taken_back_and_the_document_is_in_sight_again(desk: Desk) -> None:
    screen = begun(desk, "A", "B", "C")
    step(K.Key_Return)
    step(K.Key_Return)
    assert (in_sight(screen), marked(screen)) == ("C", ["A", "B"])
    step(K.Key_Z, CTRL)
    assert (in_sight(screen), marked(screen)) == ("B", ["A"])
    step(K.Key_PageUp, CTRL)
    assert in_sight(screen) == "A"
    assert screen.one_by_one.bar.skip.label == "Bỏ đánh dấu"
    step(K.Key_Return, SHIFT)
    assert (in_sight(screen), marked(screen)) == ("B", [])
    step(K.Key_Z, CTRL)
    assert (in_sight(screen), marked(screen)) == ("A", ["A"])
    step(K.Key_PageDown, CTRL)
    assert (in_sight(screen), marked(screen)) == ("B", ["A"]), "looking further decides nothing"
    step(K.Key_Escape)
    assert screen.list.isVisible()
    assert marked(screen) == ["A"], "what was marked stays ticked"


def test_nothing_is_marked_before_its_own_pages_are_in_sight(desk: Desk) -> None:
    screen = begun(desk, "A", "B")
    press(K.Key_PageDown, CTRL)  # the keyboard is on B, its pages are not there yet
    assert not screen.one_by_one.bar.mark.isEnabled()
    press(K.Key_Return)
    assert marked(screen) == []
    rest()
    assert screen.one_by_one.bar.mark.isEnabled()
    press(K.Key_Return)
    assert marked(screen) == ["B"]


def test_another_file_takes_the_mark_off_and_a_new_document_is_not_marked(desk: Desk) -> None:
    screen = begun(desk, "A", "B")
    step(K.Key_Return)
    changed = next(row.id for row in screen.queue.rows if row.subject == "A")
    replace_main(desk, changed)
    new = submitted(desk, "C")
    desk.day.carry()
    desk.contexts[-1].changes.happened.emit(frozenset({("document", changed), ("document", new)}))
    rest()
    assert [row.subject for row in screen.queue.rows] == ["A", "B", "C"]
    assert marked(screen) == []
    press(K.Key_Return, CTRL)
    assert desk.windows[-1].scrim.card is None, "there is nothing to sign"


def test_one_is_returned_on_the_way_and_the_next_takes_its_place(desk: Desk) -> None:
    screen = begun(desk, "A", "B")
    press(K.Key_F8)
    write("bo sung can cu")
    press(K.Key_Return, CTRL)
    desk.contexts[-1].changes.happened.emit(
        frozenset(("document", row.id) for row in screen.queue.rows)
    )
    rest()
    assert states(desk) == [State.DRAFT, State.TO_SIGN]
    assert screen.one_by_one.under_way
    assert in_sight(screen) == "B"
    assert screen.head().subtitle == "Văn bản 1 / 1 · 0 đã đánh dấu"


def test_enter_opens_the_row_large_and_what_stands_against_it_is_said(desk: Desk) -> None:
    submitted(desk, "A", signer="Người Khác")
    submitted(desk, "B")
    screen = sit(desk)
    rest()
    press(K.Key_Home, at=screen.list.view)
    step(K.Key_Return)
    assert screen.one_by_one.under_way
    assert in_sight(screen) == "A"
    bar = screen.one_by_one.bar
    assert not bar.mark.isEnabled()
    said = {label.text() for label in visible(screen, QLabel)}
    assert {"Cần xem lại, chưa ký được", "Người ký ghi trên văn bản là Người Khác"} <= said
    step(K.Key_Return)
    assert (in_sight(screen), marked(screen)) == ("A", [])
    step(K.Key_Return, SHIFT)
    assert in_sight(screen) == "B"
