"""A register of ten thousand lines as PDF and as a spreadsheet, and an old book read in.

PDF against reportlab drawing the same finished lines, spreadsheets against openpyxl alone.
"""

from __future__ import annotations

import datetime
from functools import partial
from io import BytesIO
from random import Random

from measure import cpu_of, in_turns, tell
from openpyxl import Workbook, load_workbook
from reportlab.pdfgen.canvas import Canvas

from core.office.book_lines import Line
from core.office.books import BOOKS, Cover, Form
from desktop.exchange import book_sheet
from desktop.exchange.spreadsheet import read_sheet
from desktop.forms import book, book_table, fonts, layout
from desktop.forms.book import Printing

COUNT = 10_000
FIRST = datetime.date(2026, 1, 1)
WORDS = "bảo đảm thông tin liên lạc phục vụ diễn tập khu vực phòng thủ theo kế hoạch".split()
OUT = BOOKS[Form.OUTGOING]
HOW = Printing("Nguyễn Thị Mô Phỏng", 1_795_000_000_000)
COVER = Cover(
    "Quân khu Mô Phỏng", "Sư đoàn Bộ binh 999 (giả lập)", "Thành phố Mô Phỏng", OUT.title,
    "Sổ chung", 2026, FIRST, FIRST, "01", str(COUNT),
)  # fmt: skip


def fictional() -> list[Line]:
    """Lines as long as those of a real book."""
    chance = Random(1)
    found = []
    for number in range(1, COUNT + 1):
        day = FIRST + datetime.timedelta(days=number * 364 // COUNT)
        subject = " ".join(chance.choice(WORDS) for _ in range(chance.randint(5, 25)))
        code, to = f"{number:02d}/SĐ999-TM", "Trung đoàn 9991; Trung đoàn 9992"
        cells = (code, day, f"Công văn: {subject}", "Lê Văn Giả Định", to, "VT", 3, day, "", "")
        found.append(Line(cells, (number,), number=number))
    return found


def runs(lines: list[Line]) -> list[list[layout.Run]]:
    """Every text of the finished tables with its place."""
    table = book_table.grid(OUT, book.sheet("A4"))
    rows = [table.line(line) for line in lines]
    pages = [
        book_table.page(rows, leaf, table, last=False) for leaf in book_table.leaves(rows, table)
    ]
    return [[mark for mark in marks if isinstance(mark, layout.Run)] for marks, _ in pages]


def plain_pdf(pages: list[list[layout.Run]]) -> None:
    """The same texts drawn one by one, without a table."""
    sheet = book.sheet("A4")
    canvas = Canvas(
        BytesIO(), (sheet.width, sheet.height), pageCompression=1, initialFontName=fonts.REGULAR
    )
    for texts in pages:
        for run in texts:
            canvas.setFont(run.kind.font, run.kind.size)
            canvas.drawString(run.x, sheet.height - sheet.top - run.y, run.text)
        canvas.showPage()
    canvas.save()


def plain_sheet(lines: list[Line]) -> None:
    """The same values without looks, by way of a file on disk."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for line in lines:
        sheet.append(line.cells)
    workbook.save(BytesIO())


def plain_read(data: bytes) -> None:
    """The values as openpyxl gives them, whatever the file is."""
    workbook = load_workbook(BytesIO(data), read_only=True, data_only=True)
    list(workbook[book_sheet.BOOK].iter_rows(values_only=True))
    workbook.close()


LINES = fictional()
SHEET = book_sheet.write(Form.OUTGOING, COVER, LINES, HOW)
PAIRS = {
    "as PDF": (
        partial(book.render, Form.OUTGOING, COVER, LINES, HOW),
        partial(plain_pdf, runs(LINES)),
        "reportlab, places given",
        3,
    ),
    "as spreadsheet": (
        partial(book_sheet.write, Form.OUTGOING, COVER, LINES, HOW),
        partial(plain_sheet, LINES),
        "openpyxl, bare values",
        4,
    ),
    "read in": (partial(read_sheet, SHEET), partial(plain_read, SHEET), "openpyxl, unchecked", 2),
}
for what, (mine, peer, against, limit) in PAIRS.items():
    ours, bare = in_turns(3, partial(cpu_of, mine), partial(cpu_of, peer))
    told = f"register of {COUNT} lines {what}, CPU"
    tell(told, ours, "s", against=against, peer=bare, limit=limit)
