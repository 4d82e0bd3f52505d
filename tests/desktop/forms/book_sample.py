"""Lines of fictional books for every form, and printed pages read back cell by cell."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from core.office.book_lines import Cell, Fate, Line
from core.office.books import BOOKS, Cover, Form, Holds
from desktop.forms.book import Printing

if TYPE_CHECKING:
    from core.office.books import Column

NOW = 1_795_000_000_000  # 2026-11-18
HOW = Printing("Nguyễn Thị Mô Phỏng", NOW, watermark="DỮ LIỆU GIẢ LẬP")
FIRST = datetime.date(2026, 1, 2)
WORDS = (
    "bảo đảm thông tin liên lạc phục vụ diễn tập khu vực phòng thủ theo kế hoạch huấn luyện, "
    "kiểm tra công tác văn thư, Ẵm nghiêng giữa đường"
).split()
NARROW = {"Ghi chú": 4, "Ký nhận": 3, "Đơn vị, người nhận bản lưu": 2}
CODES = {"Số, ký hiệu", "Số và ký hiệu HS", "Số và ký hiệu hồ sơ", "Số, ký hiệu hồ sơ"}


def cover(form: Form, count: int) -> Cover:
    """The cover of a fictional unit's book."""
    return Cover(
        "Quân đoàn 99 (giả lập)",
        "Sư đoàn Bộ binh 999 (giả lập)",
        "Thành phố Mô Phỏng",
        BOOKS[form].title,
        "Sổ chung",
        2026,
        FIRST,
        datetime.date(2026, 12, 31),
        "01",
        str(count),
    )


def lines(form: Form, count: int, longest: int = 25, seed: int = 1) -> list[Line]:
    """So many lines with words of every length up to ``longest``; some are void or cancelled."""
    chance, book = Random(seed), BOOKS[form]
    found = []
    for number in range(1, count + 1):
        fate = Fate.CANCELLED if number % 41 == 0 else Fate.GIVEN
        cells = tuple(_cell(column, number, chance, longest) for column in book.columns)
        if book.numbered and number % 17 == 0:
            fate, cells = Fate.VOID, _void(cells, number)
        found.append(Line(cells, (number, 0, ""), fate, number))
    return found


def _void(cells: tuple[Cell, ...], number: int) -> tuple[Cell, ...]:
    keep = next(at for at, cell in enumerate(cells) if str(number) in str(cell))
    empty: list[Cell] = [""] * len(cells)
    empty[keep], empty[-1] = cells[keep], "Số bỏ: viết nhầm"
    return tuple(empty)


def _cell(column: Column, number: int, chance: Random, longest: int) -> Cell:
    if column.holds is Holds.DATE:
        return FIRST + datetime.timedelta(days=number % 360)
    if column.holds is Holds.ORDINAL:
        return number
    if column.holds is Holds.COUNT:
        return chance.randint(0, 40) if number % 7 else ""
    if "ký hiệu" in column.heading:
        return f"{number:02d}/QĐ-SĐ999"
    most = min(longest, NARROW.get(column.heading, longest))
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(0, most)))


@dataclass(frozen=True)
class Page:
    """A page of a PDF: what stands in the cells of its table, and everything else; no spaces."""

    edges: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    outside: str


def read(pdf: bytes) -> list[Page]:
    """The pages of a printed book, read by PDFium."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [_page(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _page(page: pdfium.PdfPage) -> Page:
    bounds = [thing.get_bounds() for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])]
    walls = sorted({round(b[0] + b[2], 1) / 2 for b in bounds if b[3] - b[1] > b[2] - b[0]})
    rules = sorted({round(b[1] + b[3], 1) / 2 for b in bounds if b[2] - b[0] > b[3] - b[1]})
    if not walls:
        rules = []
    cells: dict[tuple[int, int], list[str]] = {}
    outside: list[str] = []
    text = page.get_textpage()
    for index in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text.raw, index)).replace("\x02", "-")
        if not letter.isspace():
            left, low, right, high = text.get_charbox(index)
            at = bisect_left(walls, (left + right) / 2), bisect_left(rules, (low + high) / 2)
            inside = 0 < at[0] < len(walls) and 0 < at[1] < len(rules)
            (cells.setdefault(at, []) if inside else outside).append(letter)
    text.close()
    page.close()
    rows = tuple(
        tuple("".join(cells.get((column, row), ())) for column in range(1, len(walls)))
        for row in range(len(rules) - 1, 0, -1)
    )
    return Page(tuple(walls), rows, "".join(outside))


def bare(text: str) -> str:
    """A text without its spaces."""
    return "".join(text.split())
