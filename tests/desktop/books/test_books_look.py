"""The books in every look: a full book, an empty month, the sheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.office.books import Form
from core.office.terms import Kind
from db.actions import books, incoming, numbers
from db.queries import numbers as numbers_of
from desktop.books.import_sheet import ImportSheet
from desktop.books.importing import OldFileSheet
from desktop.books.plans import SHOWN
from desktop.books.screen import SCREEN, BooksScreen
from tests.db.test_ledger import ENTRY
from tests.desktop.books.test_old_book import GONE, SENT_ROWS, spreadsheet
from tests.desktop.desk_rig import CTRL, Desk, press
from tests.desktop.looks import (
    Setting,
    assert_contrast,
    assert_named,
    assert_not_clipped,
    dressed,
    every_look,
    screenshot,
    settle,
)

K = Qt.Key
SUBJECTS = (
    "Về việc bảo đảm thông tin liên lạc phục vụ diễn tập khu vực phòng thủ năm 2026",
    "Kế hoạch kiểm tra công tác hậu cần, kỹ thuật quý IV",
    "Thông báo kết luận giao ban tuần 46",
    "Mời họp Hội đồng thi đua, khen thưởng",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    store, book = made.world.clerk.store, made.world.book
    for place, subject in enumerate(SUBJECTS):
        entry = replace(
            ENTRY, subject=subject, code=f"{217 + place}/TM-TH", note="bản chính" if place else ""
        )
        incoming.register(store, entry, None, book)
    numbers.void(store, book, [5], "Đóng dấu nhầm vào sổ khác")
    numbers.reserve(store, book, "Chờ công văn hẹn gửi chiều nay")
    books.open_register(store, "outgoing", "Sổ đi giữa năm", "", 2026)
    (made.folder / "so-di.xlsx").write_bytes(spreadsheet(*SENT_ROWS, heads=GONE))
    made.sit(store, SCREEN)
    yield made
    made.close()


def good(desk: Desk, name: str) -> None:
    window = desk.windows[-1]
    settle()
    screenshot(window, name)
    assert_not_clipped(window)
    assert_named(window)


def old_book_is_asked_for(desk: Desk, look: Setting) -> None:
    """Which register and which file, then what stands in the file."""
    window = desk.windows[-1]
    press(K.Key_I, CTRL, at=window)
    asking = window.scrim.card
    assert isinstance(asking, OldFileSheet)
    good(desk, f"books-import-file-{look.name}")
    assert_contrast(asking)
    asking.edit.setText(str(desk.folder / "so-di.xlsx"))
    shelf = numbers_of.registers(desk.world.clerk.store, ("outgoing",))
    asking.book.choose(next(row.id for row in shelf if row.name == "Sổ đi giữa năm"))
    press(K.Key_Return)
    good(desk, f"books-import-{look.name}")
    assert isinstance(window.scrim.card, ImportSheet)
    assert_contrast(window.scrim.card)
    press(K.Key_Escape)


@pytest.mark.parametrize("look", every_look(), ids=lambda look: look.name)
def test_books_and_their_sheets(desk: Desk, look: Setting) -> None:
    window, screen = desk.windows[-1], desk.view()
    assert isinstance(screen, BooksScreen)
    with dressed(look):
        window.resize(*look.size)
        screen.open((f"{Kind.INCOMING}/{desk.world.book}", "2026"))
        good(desk, f"books-incoming-{look.name}")
        assert_contrast(window)
        for form in SHOWN[1:]:
            choice = next(one for one in screen.shelf.choices if one.form is form)
            screen.bar.book.choose(choice.id)
            if form in {Form.FOLLOW_UP, Form.POST}:
                good(desk, f"books-{form}-{look.name}")
        screen.open((f"{Kind.INCOMING}/{desk.world.book}", "2026"))
        settle()
        next(one for one in screen.commands() if one.id == "return").run()
        good(desk, f"books-return-{look.name}")
        press(K.Key_Escape)
        for key, held, name in (
            (K.Key_F7, (), "reserve"),
            (K.Key_F8, (), "void"),
            (K.Key_N, (CTRL,), "open"),
        ):
            press(key, *held, at=window)
            press(K.Key_Return, CTRL)
            good(desk, f"books-{name}-{look.name}")
            card = window.scrim.card
            assert card is not None
            assert_contrast(card)
            press(K.Key_Escape)
        old_book_is_asked_for(desk, look)
        press(K.Key_P, CTRL, at=window)
        QTest.qWait(300)
        good(desk, f"books-print-{look.name}")
        press(K.Key_Escape)
    desk.pages.stop()
