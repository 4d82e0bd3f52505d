"""Closing a book and giving numbers from the books screen, with real keys and signatures."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
from PySide6.QtCore import Qt

from core.office.terms import Kind
from core.signing.places import places
from db import facts
from db.actions import incoming, numbers
from db.queries import documents
from db.queries import numbers as asked
from desktop.books import closing
from desktop.books.give_sheet import GiveSheet
from desktop.books.screen import SCREEN, BooksScreen
from desktop.forms.book_closing import grouped
from desktop.printing.sheet import PrintSheet
from desktop.signing.pin_sheet import PinSheet
from tests.db.test_ledger import ENTRY
from tests.desktop.desk_rig import CTRL, PIN, Desk, press, write
from tests.desktop.looks import (
    DESK,
    LAPTOP,
    Setting,
    assert_contrast,
    assert_named,
    assert_not_clipped,
    dressed,
    screenshot,
    settle,
)

DAY = 24 * 3600 * 1000
LOOKS = (Setting("light", LAPTOP, "vi"), Setting("dark", DESK, "en"))


@pytest.fixture
def desk(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    made.give_key(made.world.clerk.store, "van-thu")
    made.sit(made.world.clerk.store, SCREEN)
    yield made
    made.close()


def show(desk: Desk, kind: Kind, period: str) -> BooksScreen:
    view = desk.view()
    assert isinstance(view, BooksScreen)
    view.open((f"{kind}/{desk.world.book if kind is Kind.INCOMING else desk.day.book}", period))
    settle()
    return view


def run(view: BooksScreen, command: str) -> None:
    next(one for one in view.commands() if one.id == command).run()
    settle()


def card(desk: Desk) -> object:
    return desk.windows[-1].scrim.card


def test_a_month_is_closed_with_a_signed_sheet(desk: Desk) -> None:
    store, book = desk.world.clerk.store, desk.world.book
    for _ in range(2):
        incoming.register(store, ENTRY, None, book)
    numbers.void(store, book, [3], "Đóng dấu nhầm")
    numbers.reserve(store, book, "Chờ")
    view = show(desk, Kind.INCOMING, "2026-11")
    run(view, "close")
    assert "error PeriodNotOver" in desk.heard.lines
    desk.windows[-1].scrim.close_card()
    desk.world.unit.watch.time += 15 * DAY
    view = show(desk, Kind.INCOMING, "2026-11")
    run(view, "close")
    sheet = card(desk)
    assert isinstance(sheet, PinSheet)
    assert sheet.title.text() == "Khóa sổ: Tháng 11/2026?"
    write("sai")
    press(Qt.Key.Key_Return)
    assert sheet.field.wrong
    head = asked.figures(store, book, "2026-11").head
    write(PIN)
    press(Qt.Key.Key_Return)
    assert card(desk) is None
    row = next(each for each in asked.registers(store) if each.id == book)
    assert row.closed == ("2026-11",)
    with store.engine.begin() as connection:
        state = facts.states(connection, [("register", book)])["register", book]
    [[_, said]] = state["lists"]["closings"]
    figures = (said["lines"], said["first"], said["last"], said["voids"], said["head"])
    assert figures == (2, 1, 3, 1, head)
    pages = closing.sheet_of(store, book, "2026-11").content
    assert [(place.name, place.signed) for place in places(pages)] == [("KyChinh", True)]
    handle = desk.pages.open(pages)
    text = " ".join(desk.pages.text(handle, 0).split())
    assert grouped(head) in text
    assert "03: Đóng dấu nhầm" in text
    with pikepdf.open(BytesIO(pages)) as made:
        assert len(made.pages) == 1
    run(view, "sheet")
    assert isinstance(card(desk), PrintSheet)
    assert "close" not in {command.id for command in view.commands()}
    assert not desk.world.push(desk.world.clerk).refused


def test_a_book_that_changed_meanwhile_is_not_closed(desk: Desk) -> None:
    store, book = desk.world.clerk.store, desk.world.book
    incoming.register(store, ENTRY, None, book)
    desk.world.unit.watch.time += 15 * DAY
    view = show(desk, Kind.INCOMING, "2026-11")
    run(view, "close")
    sheet = card(desk)
    assert isinstance(sheet, PinSheet)
    incoming.register(store, ENTRY, None, book)
    write(PIN)
    press(Qt.Key.Key_Return)
    assert card(desk) is sheet
    assert "error BookChanged" in desk.heard.lines
    assert next(each for each in asked.registers(store) if each.id == book).closed == ()


def test_a_kept_number_and_a_late_one_are_given_to_signed_documents(desk: Desk) -> None:
    store, book = desk.day.clerk, desk.day.book
    signed = [desk.day.signed() for _ in range(3)]
    numbers.reserve(store, book, "Hẹn cấp số hôm nay")
    view = show(desk, Kind.OUTGOING, "2026")
    for typed in ("2", "1", "2a"):
        press(Qt.Key.Key_F9)
        sheet = card(desk)
        assert isinstance(sheet, GiveSheet)
        if typed == "2":
            sheet.number.setText("2b")
            press(Qt.Key.Key_Return, CTRL)
            assert sheet._number.wrong
        sheet.number.setText(typed)
        press(Qt.Key.Key_Return, CTRL)
        asking = card(desk)
        assert isinstance(asking, PinSheet)
        write(PIN)
        press(Qt.Key.Key_Return)
        assert card(desk) is None
    found = {f"{one.number}{one.suffix}" for one in asked.fates(store, book)}
    assert found == {"1", "2", "2a"}
    rows = [documents.page(store, document) for document in signed]
    assert {page.row.state for page in rows if page} == {"numbered"}
    assert [line.number for line in view.tables.page.lines] == [1, 2, 2]
    printed = {_printed(desk, document) for document in signed}
    assert printed == {"01", "02", "02a"}
    run(view, "give")
    assert card(desk) is None


def _printed(desk: Desk, document: str) -> str:
    """The number that stands on the signed page, in the blank that was left for it."""
    _, pdf = desk.day.main(desk.day.clerk, document)
    flat = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document_:
        document_.flatten_annotations()
        document_.save(flat)
    text = desk.pages.text(desk.pages.open(flat.getvalue()), 0).split()
    return next(each for each in ("02a", "02", "01") if each in text)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_the_sheets_that_sign_look_right(desk: Desk, look: Setting) -> None:
    desk.day.signed()
    desk.world.unit.watch.time += 15 * DAY
    window = desk.windows[-1]
    with dressed(look):
        window.resize(*look.size)
        for kind, command, period in (
            (Kind.INCOMING, "close", "2026-11"),
            (Kind.OUTGOING, "give", "2026"),
        ):
            run(show(desk, kind, period), command)
            screenshot(window, f"books-{command}-{look.name}")
            sheet = window.scrim.card
            assert sheet is not None
            assert_not_clipped(window)
            assert_named(window)
            assert_contrast(sheet)
            press(Qt.Key.Key_Escape)
