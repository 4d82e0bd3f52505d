"""A register or list as a spreadsheet (XLSX): the lines in typed cells, and a sheet for its cover.

Nothing touches the disk: openpyxl would put every sheet into a readable file first. A text never
becomes a formula, whatever it begins with.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter  # the only way past a file on disk
from openpyxl.writer.excel import ExcelWriter
from typing_extensions import override

from core.office import day
from core.office.book_lines import Fate, check_code, totals
from core.office.books import BOOKS, Align, Holds
from core.office.typography import short_date
from desktop.exchange.sheet_text import written
from desktop.forms.book_cover import says
from desktop.forms.foot_line import FROM_SYSTEM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from core.office.book_lines import Cell, Line
    from core.office.books import Book, Cover, Form
    from desktop.forms.book import Printing

BOOK, COVER = "Sổ", "Bìa"
FONT: Final = "Times New Roman"
BODY: Final = 12
FORMATS: Final = {
    Holds.TEXT: "General",
    Holds.DATE: "dd/mm/yyyy",
    Holds.ORDINAL: "00",
    Holds.COUNT: "#,##0",
}
MM_PER_LETTER: Final = 1.9
EARLIEST: Final = datetime.date(1900, 3, 1)
"""Before it spreadsheets count days differently: such a day is written as a text."""

_THIN: Final = Side(style="thin")
_GRID: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_ACTIVE: Final = ("=", "+", "-", "@")


class Look(NamedTuple):
    """How a cell looks; ``quoted`` marks a text that begins like a formula."""

    size: int = BODY
    bold: bool = False
    align: Align = Align.LEFT
    holds: Holds = Holds.TEXT
    quoted: bool = False


HEAD: Final = Look(bold=True, align=Align.CENTRE)


def write(form: Form, cover: Cover, lines: Sequence[Line], how: Printing) -> bytes:
    """The spreadsheet's bytes; the same lines and the same moment give the same ones."""
    book, workbook = BOOKS[form], Workbook(write_only=True)
    front = add_page(workbook, COVER, [110])
    front.add([(cover.title, Look(size=16, bold=True))])
    for said in _front(book, cover, lines, how):
        front.add([(said, Look())])
    widths = [column.width / MM_PER_LETTER for column in book.columns]
    table = add_page(workbook, BOOK, widths, freeze="A2")
    table.add((column.heading, HEAD) for column in book.columns)
    plain, bold = (
        [Look(bold=heavy, align=each.align, holds=each.holds) for each in book.columns]
        for heavy in (False, True)
    )
    for line in lines:
        looks = bold if line.fate is Fate.HEADING else plain
        table.add(zip(line.cells, looks, strict=True))
    workbook.active = 1
    return saved(workbook, cover.title, cover.agency, how)


def _front(book: Book, cover: Cover, lines: Sequence[Line], how: Printing) -> Iterator[str]:
    yield from filter(None, (cover.parent, cover.agency, cover.name))
    yield from says(cover, book)
    yield from totals(book, lines, how.permanent)
    moment = day.moment(how.now)
    yield f"{FROM_SYSTEM}, lúc {moment:%H:%M} {short_date(moment.date())}, người in {how.person}"
    yield f"Mã kiểm tra: {check_code(book, lines)}"
    if how.watermark:
        yield how.watermark


def add_page(workbook: Workbook, name: str, widths: Iterable[float], freeze: str = "") -> Page:
    """A sheet that is written to memory; widths and frozen rows come before its first row."""
    sheet: Any = workbook.create_sheet(name)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    if freeze:
        sheet.freeze_panes = freeze
    sheet._writer = WorksheetWriter(sheet, BytesIO())  # noqa: SLF001 – else a file on disk
    sheet._writer.write_top()  # noqa: SLF001
    return Page(sheet, {})


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet with the looks that its cells have: made once, since each by itself is slow."""

    sheet: Any
    looks: dict[Look, Any]

    def add(self, cells: Iterable[tuple[Cell, Look]]) -> None:
        """Write a row."""
        self.sheet.append([self._cell(cell, look) for cell, look in cells])

    def _cell(self, cell: Cell, look: Look) -> Any:
        """A typed cell; a text stays one, and one that begins like a formula says so to
        spreadsheets, too.
        """
        if isinstance(cell, datetime.date):
            cell = cell if cell >= EARLIEST else short_date(cell)
            look = look._replace(holds=Holds.DATE)
        value: Any = written(cell) or None if isinstance(cell, str) else cell
        made: Any = WriteOnlyCell(self.sheet, value)
        if isinstance(value, str):
            made.data_type = "s"
            look = look._replace(holds=Holds.TEXT, quoted=value.startswith(_ACTIVE))
        made._style = self._look(look)  # noqa: SLF001
        return made

    def _look(self, look: Look) -> Any:
        if look not in self.looks:
            horizontal = "center" if look.align is Align.CENTRE else look.align.value
            made: Any = WriteOnlyCell(self.sheet)
            made.font, made.border = Font(FONT, look.size, bold=look.bold), _GRID
            made.alignment = Alignment(horizontal=horizontal, vertical="top", wrap_text=True)
            made.number_format, made.quotePrefix = FORMATS[look.holds], look.quoted
            self.looks[look] = made._style  # noqa: SLF001
        return self.looks[look]


def saved(workbook: Workbook, title: str, agency: str, how: Printing) -> bytes:
    """The bytes of a workbook whose sheets lie in memory; the moment is that of the printing."""
    moment = datetime.datetime.fromtimestamp(how.now / 1000, datetime.UTC).replace(tzinfo=None)
    about = workbook.properties
    about.title, about.creator = written(title), written(agency)
    about.created = about.modified = moment
    file = BytesIO()
    with _Archive(file, "w", ZIP_DEFLATED) as archive:
        _InMemory(workbook, archive).write_data()
    return file.getvalue()


class _Archive(ZipFile):
    """Parts without the clock of this machine."""

    @override
    def writestr(self, name: Any, data: Any, *_: Any) -> None:
        part = ZipInfo(str(name))
        part.compress_type = ZIP_DEFLATED
        super().writestr(part, data)


class _InMemory(ExcelWriter):
    """Takes sheets from memory."""

    @override
    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = None  # noqa: SLF001
        ws.close()
        ws._rels = ws._writer._rels  # noqa: SLF001
        archive: ZipFile = self.__dict__["_archive"]
        archive.writestr(ws.path[1:], ws._writer.out.getvalue())  # noqa: SLF001
        self.manifest.append(ws)
