"""A report as a spreadsheet (XLSX): what it says on the first sheet, a sheet for each table.

Nothing touches the disk and no text becomes a formula: see book_sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

from core.office import day
from core.office.books import Align, Holds
from core.office.typography import short_date
from desktop.exchange.book_sheet import HEAD, MM_PER_LETTER, Look, add_page, saved
from desktop.forms.foot_line import FROM_SYSTEM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.forms.book import Printing
    from desktop.forms.report import Report, Table
    from desktop.forms.report_table import Column

FRONT, WIDTH = "Báo cáo", 110
_NAME = 31
"""Letters that the name of a sheet may have."""


def write(report: Report, how: Printing) -> bytes:
    """The spreadsheet's bytes; the same report and the same moment give the same ones."""
    workbook = Workbook(write_only=True)
    front = add_page(workbook, FRONT, [WIDTH])
    front.add([(f"BÁO CÁO {report.title}", Look(size=16, bold=True))])
    for said in _front(report, how):
        front.add([(said, Look())])
    for table in report.tables:
        _table(workbook, table)
    return saved(workbook, report.title, report.agency, how)


def _front(report: Report, how: Printing) -> Iterator[str]:
    yield from filter(None, (report.parent, report.agency))
    yield from (*report.under, *report.sentences, *report.notes)
    moment = day.moment(how.now)
    yield f"{FROM_SYSTEM}, lúc {moment:%H:%M} {short_date(moment.date())}, người in {how.person}"
    yield f"Mã kiểm tra: {report.code}"
    if how.watermark:
        yield how.watermark


def _table(workbook: Workbook, table: Table) -> None:
    widths = [column.width / MM_PER_LETTER for column in table.columns]
    page = add_page(workbook, table.title[:_NAME], widths, freeze="C2")
    page.add((_heading(column), HEAD) for column in table.columns)
    plain, bold = ([_look(column, bold=heavy) for column in table.columns] for heavy in (0, 1))
    for row in table.rows:
        page.add(zip(row, plain, strict=True))
    if table.total:
        page.add(zip(table.total, bold, strict=True))


def _heading(column: Column) -> str:
    return f"{column.group}: {column.heading}" if column.group else column.heading


def _look(column: Column, *, bold: int) -> Look:
    align = Align.LEFT if column.text else Align.RIGHT
    return Look(bold=bool(bold), align=align, holds=Holds.TEXT if column.text else Holds.COUNT)
