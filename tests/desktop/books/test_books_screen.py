"""The books screen: exactly the prescribed columns, one line a number, acts that name the number
they are about; by keyboard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtPrintSupport import QPrinter

from core.office.book_lines import Fate
from core.office.books import BOOKS, Form
from core.office.terms import Kind
from db.actions import incoming, numbers
from db.queries import numbers as asked
from desktop.books import choosing, number_sheets
from desktop.books.number_sheets import ReserveSheet, ReturnSheet, VoidSheet
from desktop.books.open_sheet import OpenSheet
from desktop.books.plans import PLANS, SHOWN, key
from desktop.books.screen import SCREEN, BooksScreen
from desktop.exchange import spreadsheet
from desktop.phrases import LANGUAGES, phrase
from desktop.printing.sheet import PrintSheet
from desktop.theme.fonts import build_font
from desktop.widgets.path_sheet import PathSheet
from desktop.widgets.register.head import TALL
from desktop.widgets.register.painter import PAD
from tests.db.test_ledger import ENTRY
from tests.desktop.desk_rig import CTRL, Desk, press, write
from tests.desktop.looks import settle


@pytest.fixture
def desk(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    yield made
    made.close()


def shown(desk: Desk, person: str = "van") -> BooksScreen:
    store = desk.world.clerk.store
    store = replace(store, author=replace(store.author, person=desk.world.people[person]))
    desk.sit(store, SCREEN)
    view = desk.view()
    assert isinstance(view, BooksScreen)
    wanted = f"{Kind.INCOMING}/{desk.world.book}"
    view.open((wanted, "2026"))
    settle()
    return view


def card(desk: Desk) -> object:
    return desk.windows[-1].scrim.card


def lines(view: BooksScreen) -> list[tuple[int, Fate]]:
    return [
        (line.number, line.fate) for line in view.tables.page.lines if line.fate is not Fate.OPEN
    ]


def test_columns_are_the_prescribed_ones() -> None:
    for form in SHOWN:
        headings = [phrase("vi", key(form, at)) for at in range(len(PLANS[form].columns))]
        assert headings == [column.heading for column in BOOKS[form].columns]


@pytest.mark.parametrize("form", SHOWN)
def test_headings_stand_whole_in_their_columns(qapp: object, form: Form) -> None:
    metrics = QFontMetrics(build_font("header", 1.0))
    for column in PLANS[form].columns:
        inside = QRect(0, 0, (column.width or 200) - 2 * PAD, 1000)
        for language in LANGUAGES:
            words = phrase(language, column.key)
            box = metrics.boundingRect(inside, Qt.TextFlag.TextWordWrap, words)
            assert box.height() <= TALL, words
            assert box.width() <= inside.width(), words


def test_a_number_is_kept_and_one_given_up_by_keys(desk: Desk) -> None:
    store, book = desk.world.clerk.store, desk.world.book
    incoming.register(store, ENTRY, None, book)
    view = shown(desk)
    assert lines(view) == [(1, Fate.GIVEN)]
    press(Qt.Key.Key_F7)
    sheet = card(desk)
    assert isinstance(sheet, ReserveSheet)
    assert "2" in sheet.title.text()
    press(Qt.Key.Key_Return, CTRL)
    assert sheet.field.wrong
    write("cho ky quyet dinh")
    press(Qt.Key.Key_Return, CTRL)
    assert card(desk) is None
    assert lines(view) == [(1, Fate.GIVEN), (2, Fate.RESERVED)]
    assert "announce Đã giữ số 2" in desk.heard.lines
    press(Qt.Key.Key_F8)
    asking = card(desk)
    assert isinstance(asking, VoidSheet)
    assert asking.title.text() == "Hủy số 3?"
    press(Qt.Key.Key_A, CTRL)
    write("2-4")
    assert asking.title.text() == "Hủy số 2–4?"
    press(Qt.Key.Key_Tab)
    write("in hong")
    press(Qt.Key.Key_Return, CTRL)
    assert card(desk) is None
    assert lines(view) == [(1, Fate.GIVEN), *((number, Fate.VOID) for number in (2, 3, 4))]
    fates = [(one.number, one.fate) for one in asked.fates(store, book)]
    assert fates == [(1, "document"), (2, "void"), (3, "void"), (4, "void")]


def test_a_reason_begun_is_not_lost(desk: Desk) -> None:
    shown(desk)
    press(Qt.Key.Key_F7)
    write("cho ky")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_F7)
    sheet = card(desk)
    assert isinstance(sheet, ReserveSheet)
    assert sheet.reason.toPlainText() == "cho ky"
    press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_F7)
    again = card(desk)
    assert isinstance(again, ReserveSheet)
    assert again.reason.toPlainText() == ""


def test_what_is_left_is_given_back_from_the_palette(desk: Desk) -> None:
    store, book = desk.world.clerk.store, desk.world.book
    incoming.register(store, ENTRY, None, book)
    [kept] = [numbers.reserve(store, book, "chờ").number]
    assert "return" not in {command.id for command in shown(desk, "chi").commands()}
    view = shown(desk)
    press(Qt.Key.Key_K, CTRL)
    write("tra lai so")
    press(Qt.Key.Key_Return)
    sheet = card(desk)
    assert isinstance(sheet, ReturnSheet)
    assert sheet.title.text() == "Trả lại 7 số chưa cấp?"
    press(Qt.Key.Key_Return, CTRL)
    assert "error NumbersHeld" in desk.heard.lines
    press(Qt.Key.Key_Escape)
    assert card(desk) is None
    numbers.void(store, book, [kept], "không trình nữa")
    view.open(None)
    settle()
    press(Qt.Key.Key_K, CTRL)
    write("tra lai so")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)
    assert card(desk) is None
    assert "announce Đã trả lại số 3–9" in desk.heard.lines
    settle()
    assert not {"return", "reserve", "void"} & {command.id for command in view.commands()}
    assert "Máy này chưa giữ số của sổ" in view.bar._facts.text()


def test_what_is_refused_stays_in_the_sheet(desk: Desk) -> None:
    view = shown(desk)
    press(Qt.Key.Key_F8)
    sheet = card(desk)
    assert isinstance(sheet, VoidSheet)
    press(Qt.Key.Key_A, CTRL)
    write("7")
    press(Qt.Key.Key_Tab)
    write("hong")
    press(Qt.Key.Key_Return, CTRL)
    assert card(desk) is sheet
    assert not sheet.problem.isHidden()
    assert "error NumberAhead" in desk.heard.lines
    assert lines(view) == []


def test_a_book_is_opened_for_a_type_at_a_number(desk: Desk) -> None:
    store = desk.world.clerk.store
    view = shown(desk)
    press(Qt.Key.Key_N, CTRL)
    sheet = card(desk)
    assert isinstance(sheet, OpenSheet)
    press(Qt.Key.Key_Return, CTRL)
    assert sheet._name.wrong
    sheet.name.setText("Sổ quyết định")
    sheet.first_number.setText("217")
    sheet.types.setText("Quyết định")
    press(Qt.Key.Key_Return, CTRL)
    assert card(desk) is None
    [row] = [row for row in asked.registers(store) if row.name == "Sổ quyết định"]
    assert (row.first, row.types, row.year, row.next) == (217, ("quyet-dinh",), 2026, None)
    assert any(choice.register == row for choice in view.shelf.choices)


def test_the_filter_needs_no_marks(desk: Desk) -> None:
    store, book = desk.world.clerk.store, desk.world.book
    for subject in ("Bảo đảm hậu cần", "Bảo đảm thông tin"):
        incoming.register(store, replace(ENTRY, subject=subject), None, book)
    view = shown(desk)
    press(Qt.Key.Key_F, CTRL)
    write("hau can")
    press(Qt.Key.Key_Return)
    assert list(view.tables.view.model().ids) == [1]  # type: ignore[attr-defined]
    write("x")
    press(Qt.Key.Key_Return)
    assert view.tables.current.empty.isVisible()


def test_months_show_their_own_lines(desk: Desk) -> None:
    store, book = desk.world.clerk.store, desk.world.book
    incoming.register(store, ENTRY, None, book)
    view = shown(desk)
    view.bar.period.choose("2026-10")
    settle()
    assert lines(view) == []
    assert view.tables.current.empty.isVisible()
    view.bar.period.choose("2026-11")
    settle()
    assert [number for number, _ in lines(view)] == [1]


def test_who_keeps_no_book_only_reads_it(desk: Desk) -> None:
    numbers.reserve(desk.world.clerk.store, desk.world.book, "chờ")
    view = shown(desk, "chi")
    assert lines(view) == [(1, Fate.RESERVED)]
    assert {command.id for command in view.commands()} & {
        "reserve",
        "void",
        "open",
        "close",
    } == set()
    officer = shown(desk, "si")
    assert lines(officer) == []


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("5", (5,)),
        ("5, 7-9", (5, 7, 8, 9)),
        ("9–7", ()),
        ("0", ()),
        ("1-999999999", ()),
        ("x", ()),
        ("", ()),
        ("1.285", (1285,)),
    ],
)
def test_numbers_are_read_as_typed(typed: str, read: tuple[int, ...]) -> None:
    assert number_sheets.read_numbers(typed) == read


def test_every_book_can_be_chosen(desk: Desk) -> None:
    store = desk.world.clerk.store
    shelf = choosing.shelf(store)
    assert {choice.form for choice in shelf.choices} == set(SHOWN)
    for choice in shelf.choices:
        for period in ("2026", "2026-02"):
            choosing.page(store, choice, period)


# -- on paper and out of the store -----------------------------------------------------------------


def test_the_book_is_printed_page_by_page(desk: Desk, tmp_path: Path) -> None:
    store, book = desk.world.clerk.store, desk.world.book
    incoming.register(store, ENTRY, None, book)
    shown(desk)
    press(Qt.Key.Key_P, CTRL)
    sheet = card(desk)
    assert isinstance(sheet, PrintSheet)
    count = sheet.pane.view.page_count
    assert count == 2
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "so.pdf"))
    sheet.print_to(printer)
    settle()
    assert card(desk) is None
    with pikepdf.open(tmp_path / "so.pdf") as made:
        assert len(made.pages) == count
        box = [float(side) for side in made.pages[0].mediabox]
        assert box[2] > box[3]


def test_the_pages_are_saved_where_a_person_says(desk: Desk, tmp_path: Path) -> None:
    shown(desk)
    press(Qt.Key.Key_P, CTRL)
    sheet = card(desk)
    assert isinstance(sheet, PrintSheet)
    sheet.save.click()
    asking = card(desk)
    assert isinstance(asking, PathSheet)
    asking.edit.setText(str(tmp_path / "so.pdf"))
    press(Qt.Key.Key_Return)
    assert (tmp_path / "so.pdf").read_bytes() == sheet._papers.content
    assert [path.name for path in tmp_path.iterdir()] == ["so.pdf"]


def test_the_spreadsheet_says_what_the_table_says(desk: Desk, tmp_path: Path) -> None:
    store, book = desk.world.clerk.store, desk.world.book
    incoming.register(store, ENTRY, None, book)
    shown(desk)
    press(Qt.Key.Key_E, CTRL)
    asking = card(desk)
    assert isinstance(asking, PathSheet)
    asking.edit.setText(str(tmp_path / "so.xlsx"))
    press(Qt.Key.Key_Return)
    rows = spreadsheet.read_sheet((tmp_path / "so.xlsx").read_bytes()).rows
    assert len(rows) == 2
    assert rows[0].cells[1] == "Số đến"
    assert rows[1].cells[1] == 1


def test_an_officer_takes_no_book_out(desk: Desk, tmp_path: Path) -> None:
    view = shown(desk, "si")
    assert "export" not in {command.id for command in view.commands()}
    press(Qt.Key.Key_P, CTRL)
    sheet = card(desk)
    assert isinstance(sheet, PrintSheet)
    sheet.save.click()
    asking = card(desk)
    assert isinstance(asking, PathSheet)
    asking.edit.setText(str(tmp_path / "so.pdf"))
    press(Qt.Key.Key_Return)
    assert list(tmp_path.iterdir()) == []
    assert "error NotAllowed" in desk.heard.lines
