"""A stranger's spreadsheet gives its plain cells or is refused with its own sentence."""

from __future__ import annotations

import datetime
import zipfile
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from core.errors import ActiveSpreadsheet, AntinError, NotASpreadsheet, TooLarge, TooManyRows
from desktop.exchange import spreadsheet
from desktop.exchange.spreadsheet import read_sheet


def saved(workbook: Workbook) -> bytes:
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def sheet_of(*rows: tuple[Any, ...]) -> bytes:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    return saved(workbook)


def changed(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The file with parts replaced or added."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()


PLAIN = sheet_of(("Số", "Ngày"), (1, datetime.date(2026, 1, 2)))
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"


def part(name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(PLAIN)) as archive:
        return archive.read(name)


def test_cells_are_plain_and_rows_keep_their_numbers() -> None:
    day, hour = datetime.date(2026, 1, 2), datetime.datetime(2026, 1, 2, 7, 30)
    data = sheet_of(("Số", "Ngày"), (), (1.0, day, None, True), (2.5, hour, " x\u0301 ", None))
    rows = read_sheet(data).rows
    assert [row.number for row in rows] == [1, 3, 4]
    assert rows[1].cells == (1, day, None, True)
    assert rows[2].cells == (2.5, hour, "x\u0301")


def test_texts_are_composed() -> None:
    decomposed = "Nghi\u0323 đi\u0323nh"
    assert read_sheet(sheet_of((decomposed,))).rows[0].cells == ("Nghị định",)


def test_the_sheet_in_front_is_read() -> None:
    workbook = Workbook()
    workbook.create_sheet("Sổ 2025").append(["x"])
    workbook.active = 1
    sheet = read_sheet(saved(workbook))
    assert (sheet.name, sheet.rows[0].cells) == ("Sổ 2025", ("x",))


def test_of_a_formula_only_the_last_value_is_read() -> None:
    made = part(SHEET).replace(b"<v>1</v>", b"<f>1+1</f><v>2</v>")
    assert read_sheet(changed(PLAIN, {SHEET: made})).rows[1].cells[0] == 2
    never = part(SHEET).replace(b"<v>1</v>", b"<f>1+1</f><v></v>")
    assert read_sheet(changed(PLAIN, {SHEET: never})).rows[1].cells[0] is None


def test_an_empty_sheet_has_no_rows() -> None:
    assert read_sheet(sheet_of()).rows == ()


@pytest.mark.parametrize(
    "name",
    [
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/embeddings/oleObject1.bin",
        "xl/activeX/activeX1.xml",
    ],
)
def test_what_could_act_is_refused(name: str) -> None:
    with pytest.raises(ActiveSpreadsheet):
        read_sheet(changed(PLAIN, {name: b"x"}))


def test_a_relation_that_leads_out_is_refused() -> None:
    name = "xl/_rels/workbook.xml.rels"
    out = part(name).replace(b"<Relationship ", b'<Relationship TargetMode="External" ', 1)
    with pytest.raises(ActiveSpreadsheet):
        read_sheet(changed(PLAIN, {name: out}))


def test_a_row_at_the_very_end_is_found_and_numbers_without_end_are_texts() -> None:
    last = part(SHEET)
    for name in (b'<row r="%s"', b'r="A%s"', b'r="B%s"'):
        last = last.replace(name % b"2", name % b"1048576")
    endless = last.replace(b"<v>1</v>", b"<v>1e309</v>")
    [_, row] = read_sheet(changed(PLAIN, {SHEET: endless})).rows
    assert (row.number, row.cells) == (1_048_576, ("inf", datetime.date(2026, 1, 2)))


ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize("name", [SHEET, BOOK, "xl/styles.xml", "[Content_Types].xml"])
def test_entities_are_refused_in_every_part_and_encoding(name: str) -> None:
    text = part(name)
    body = text.split(b"?>", 1)[-1]
    utf16 = (ENTITY + body).decode().encode("utf-16")
    utf7 = b'<?xml version="1.0" encoding="UTF-7"?>' + (ENTITY + body).replace(b"<!", b"+ADwAIQ-")
    for made in (ENTITY + body, utf16, utf16[2:], utf7):
        with pytest.raises(NotASpreadsheet):
            read_sheet(changed(PLAIN, {name: made}))


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"So,Ngay\n1,2\n"],
)
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(NotASpreadsheet):
        read_sheet(data)


def test_a_zip_that_is_no_spreadsheet_is_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(NotASpreadsheet):
        read_sheet(file.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = changed(PLAIN, {"xl/media/image1.png": bytes(30 << 20)})
    assert len(bomb) < 1 << 20
    with pytest.raises(TooLarge):
        read_sheet(bomb)
    with pytest.raises(TooLarge):
        read_sheet(PLAIN + bytes(spreadsheet.MAX_FILE))
    many = {f"xl/media/{number}": b"" for number in range(spreadsheet.MAX_PARTS)}
    with pytest.raises(TooLarge):
        read_sheet(changed(PLAIN, many))


def test_a_book_that_is_too_long_or_too_wide_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_ROWS", 3)
    assert len(read_sheet(sheet_of(*[(1,)] * 3)).rows) == 3
    with pytest.raises(TooManyRows):
        read_sheet(sheet_of(*[(1,)] * 4))
    assert len(read_sheet(sheet_of((1,) * 64)).rows[0].cells) == 64
    with pytest.raises(TooManyRows):
        read_sheet(sheet_of((1,) * 65))


def test_a_cell_far_to_the_right_is_not_dropped_and_empty_ones_cost_little() -> None:
    far = part(SHEET).replace(b'r="B2"', b'r="XFD2"')
    with pytest.raises(TooManyRows):
        read_sheet(changed(PLAIN, {SHEET: far}))
    start, _, end = part(SHEET).partition(b"<sheetData>")
    row = b'<row r="%d"><c r="A%d"><v>1</v></c><c r="XFD%d"/></row>'
    rows = b"".join(row % (n, n, n) for n in range(1, 101))
    tail = end[end.index(b"</sheetData>") :]
    made = changed(PLAIN, {SHEET: start + b"<sheetData>" + rows + tail})
    assert [row.cells for row in read_sheet(made).rows] == [(1,)] * 100
    many = b"".join(row % (n, n, n) for n in range(1, 401))
    with pytest.raises(TooManyRows):
        read_sheet(changed(PLAIN, {SHEET: start + b"<sheetData>" + many + tail}))


def test_what_a_file_says_of_its_size_is_not_believed() -> None:
    lying = part(SHEET).replace(b'ref="A1:B2"', b'ref="A1"')
    assert lying != part(SHEET)
    assert len(read_sheet(changed(PLAIN, {SHEET: lying})).rows[1].cells) == 2


@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_never_anything_else(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([SHEET, BOOK, "xl/styles.xml", "xl/_rels/workbook.xml.rels"]))
    text = bytearray(part(name))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
    try:
        read_sheet(changed(PLAIN, {name: bytes(text)}))
    except AntinError as error:
        assert isinstance(error, NotASpreadsheet | ActiveSpreadsheet | TooLarge | TooManyRows)  # noqa: PT017


@given(st.binary(max_size=40), st.integers(0, len(PLAIN) - 1))
def test_damaged_bytes_are_read_or_refused(junk: bytes, at: int) -> None:
    made = PLAIN[:at] + junk + PLAIN[at + len(junk) :]
    try:
        read_sheet(made)
    except AntinError as error:
        assert isinstance(error, NotASpreadsheet | ActiveSpreadsheet | TooLarge | TooManyRows)  # noqa: PT017
