"""The two reports on paper and as spreadsheets, by the way that all papers take."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.office.copies import Paper, Way
from db.actions.exports import Copy
from db.queries import office
from desktop.exchange import report_sheet
from desktop.forms import report, report_content
from desktop.forms.report_content import About, Line
from desktop.printing import leaving
from desktop.printing.foot import how
from desktop.printing.leaving import Papers
from desktop.printing.sheet import PrintSheet
from desktop.reports import board as counting
from desktop.reports import shown_sent
from desktop.screens import Command
from desktop.widgets.path_sheet import PathSheet

if TYPE_CHECKING:
    from db.acting import Done, Store
    from desktop.context import Context
    from desktop.forms.report import Report
    from desktop.reports.board import Board

FORMS: Final = {"incoming": Paper.REPORT_INCOMING, "outgoing": Paper.REPORT_OUTGOING}
"""What each view is called where it is recorded that a paper left the store."""
_FILES: Final = {"incoming": "Bao-cao-van-ban-den", "outgoing": "Bao-cao-van-ban-di"}


class Printing:
    """Print and export, as commands of the screen."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def commands(self, shown: Board, view: str) -> tuple[Command, ...]:
        """What can be done with the report of a view; a file is only for who may take one out."""
        found = (
            Command("export", "reports.export", partial(self._export, shown, view),
                    "arrow_download", "Ctrl+E", "bar"),
            Command("print", "reports.print", partial(self._print, shown, view), "print",
                    "Ctrl+P", "primary"),
        )  # fmt: skip
        return found if shown.may_export else found[1:]

    def _print(self, shown: Board, view: str) -> None:
        def look(found: Papers) -> None:
            self._context.frame.open_sheet(PrintSheet(self._context, found))

        self._context.read(lambda store: papers(store, shown.asked, view), look)

    def _export(self, shown: Board, view: str) -> None:
        start = Path.home() / f"{file_name(shown, view)}.xlsx"

        def write(paths: list[Path]) -> None:
            self._context.act(
                lambda store: export(store, shown.asked, view, paths[0]),
                lambda _: self._context.frame.toast("reports.export.saved"),
            )

        sheet = PathSheet(
            "reports.export", write, filters="Excel (*.xlsx)", saving=True, start=start
        )
        self._context.frame.open_sheet(sheet)


def file_name(shown: Board, view: str) -> str:
    """What a file of a report is called at first: nothing in it that a file system refuses."""
    return f"{_FILES[view]}-{shown.asked.period.replace('..', '-')}"


def papers(store: Store, asked: counting.Asked, view: str) -> Papers:
    """A report as pages, counted anew. Raises LetterNotInFont."""
    shown = counting.gather(store, asked)
    made = content(store, shown, view)
    return Papers(report.render(made, how(store)), file_name(shown, view), copy(shown, view, made))


def export(store: Store, asked: counting.Asked, view: str, path: Path) -> Done:
    """Write a report as a spreadsheet. Raises NotAllowed, DiskFull, FileUnwritable."""
    shown = counting.gather(store, asked)
    made = content(store, shown, view)
    table = report_sheet.write(made, how(store))
    return leaving.save_table(store, copy(shown, view, made), Way.XLSX, table, path)


def copy(shown: Board, view: str, made: Report) -> Copy:
    """What the record of a report says: its rows and its days."""
    lines = sum(len(table.rows) for table in made.tables)
    since, until = shown.period.since.isoformat(), shown.period.until.isoformat()
    return Copy(FORMS[view], lines=lines, since=since, until=until)


def content(store: Store, shown: Board, view: str) -> Report:
    """What a report says of a board."""
    about = About(office.letterhead(store), shown.period, _scope(shown), shown.today)
    if view == "incoming":
        lines = [Line(part.name, part.count, part.median) for part in shown.units]
        whole = Line("", shown.handled, shown.median)
        return report_content.incoming(about, lines, whole)
    senders = [Line(part.name, part.count) for part in shown.sent_units]
    types = [(name, n) for _, name, n in shown_sent.types(shown, "vi")]
    return report_content.outgoing(about, senders, shown.sent, types, shown.voided)


def _scope(shown: Board) -> str:
    """Which part of the unit, and that it is a part where the reader does not see everything."""
    asked, parts = shown.asked, []
    if asked.unit:
        unit = shown.figures.units.get(asked.unit)
        name = unit.name if unit is not None else asked.unit
        parts.append(f"{name} và đơn vị trực thuộc" if asked.below else name)
    if not shown.figures.whole:
        parts.append("phần văn bản người lập được xem")
    return "; ".join(parts)
