"""Writing a letter by keyboard on a real store: save, initial, submit; restore; reply."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from core.office.terms import State
from db.queries import documents
from desktop.drafts.screen import SCREEN, DraftsScreen
from tests.desktop.desk_rig import CTRL, PIN, Desk, press, write

K = Qt.Key


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def compose(screen: DraftsScreen) -> None:
    """Fill the form by keyboard, from its first field on."""
    press(K.Key_N, CTRL)
    write("bao dam thong tin lien lac")
    press(K.Key_Tab)
    write("Phong Tham muu; Phong Chinh tri")
    press(K.Key_Tab)
    write("Su doan tra loi nhu sau.")
    press(K.Key_Return)
    press(K.Key_Return)
    write("1. Bao dam du vat tu.")


def only_row(desk: Desk) -> documents.DocumentRow:
    store = desk.day.officer
    [row] = documents.rows(store, documents.ids(store, documents.View((documents.Kind.OUTGOING,))))
    return row


def test_a_letter_is_written_initialled_and_submitted_by_keyboard(desk: Desk) -> None:
    desk.sit(desk.day.officer, SCREEN)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    compose(screen)
    press(K.Key_S, CTRL)
    row = only_row(desk)
    assert (row.state, row.symbol) == (State.DRAFT, "SĐ999-TM")
    press(K.Key_F9)
    write(PIN)
    press(K.Key_Return)
    assert only_row(desk).state == State.INITIALLED
    press(K.Key_Return, CTRL)
    press(K.Key_Return, CTRL)
    assert only_row(desk).state == State.TO_SIGN
    said = [line for line in desk.heard.lines if line.startswith("announce Đã")]
    assert said == ["announce Đã lưu dự thảo", "announce Đã ký nháy", "announce Đã trình ký"]


def test_look(desk: Desk) -> None:
    from tests.desktop.looks import screenshot
    window, _ = desk.sit(desk.day.officer, SCREEN)
    screenshot(window, "drafts-empty")
    compose(desk.view())
    desk.view().writing._preview.draw()
    from PySide6.QtTest import QTest
    QTest.qWait(300)
    screenshot(window, "drafts-writing")
    press(K.Key_F9)
    write("12")
    screenshot(window, "drafts-pin")
    press(K.Key_Return)
    screenshot(window, "drafts-pin-wrong")
    press(K.Key_Escape)
    press(K.Key_Escape)
    QTest.qWait(300)
    screenshot(window, "drafts-list")
