"""The list of deadlines in sight on paper: each with who leads, until when, and how late."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from core.office.copies import Paper
from core.office.day import day
from core.office.deadlines import DueKind
from core.office.terms import State
from core.office.typography import short_date
from db.actions.exports import Copy
from db.queries import documents, office
from db.queries.deadlines import Due
from desktop.documents import faces
from desktop.forms import report
from desktop.forms.report import Report, Table
from desktop.forms.report_table import Column
from desktop.phrases import phrase
from desktop.printing.foot import how
from desktop.printing.leaving import Papers
from desktop.printing.sheet import PrintSheet
from desktop.wording import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.acting import Store
    from db.queries.deadlines import Waiting
    from db.queries.rows import DocumentRow
    from desktop.context import Context
    from desktop.deadlines.lists import Listed

MOST: Final = 3_000
"""Documents on one list, some two hundred pages."""
AT_ONCE: Final = 500
TITLE: Final = "VĂN BẢN THEO THỜI HẠN GIẢI QUYẾT"
COLUMNS: Final = (
    Column("TT", 12),
    Column("Số, ký hiệu", 38, text=True),
    Column("Trích yếu nội dung", 98, text=True),
    Column("Người chủ trì", 40, text=True),
    Column("Thời hạn", 24, text=True),
    Column("Còn, quá hạn", 26, text=True),
    Column("Trạng thái", 32, text=True),
)


def show(context: Context, listed: Listed, view: str) -> None:
    """The list as pages, to be printed or saved."""
    if len(listed.told) > MOST:
        context.frame.toast("deadlines.print.many", None, n=number(MOST))
    else:
        context.read(
            lambda store: papers(store, listed, view),
            lambda found: context.frame.open_sheet(PrintSheet(context, found)),
        )


def papers(store: Store, listed: Listed, view: str) -> Papers:
    """The list as a PDF, read anew. Raises LetterNotInFont."""
    numbers = [n for n in listed.ids if n > 0]
    rows = [
        row
        for start in range(0, len(numbers), AT_ONCE)
        for row in documents.rows(store, numbers[start : start + AT_ONCE])
    ]
    told, today = office.letterhead(store), day(store.now())
    under = f"{phrase('vi', f'deadlines.view.{view}')}, tính đến ngày {short_date(today)}"
    count = f"Có {len(rows)} văn bản."
    tables = tuple(_tables(rows, listed))
    made = Report(told.parent, told.name, told.place, TITLE, (under,), (count,), tables, ())
    copy = Copy(Paper.DEADLINES, lines=len(rows))
    return Papers(report.render(made, how(store)), f"han-xu-ly-{today.isoformat()}", copy)


def _tables(rows: Sequence[DocumentRow], listed: Listed) -> Iterator[Table]:
    """A table for each heading of the list, in its order."""
    parts: dict[str, list[DocumentRow]] = {}
    for row in rows:
        parts.setdefault(_part(listed.told.get(row.n)), []).append(row)
    for title, found in parts.items():
        lines = tuple(
            _line(place, row, listed.told.get(row.n)) for place, row in enumerate(found, 1)
        )
        yield Table(title, COLUMNS, lines)


def _part(why: Due | Waiting | None) -> str:
    if why is None:
        return phrase("vi", "wording.due.none")
    group = f"printed.{why.kind}" if isinstance(why, Due) else f"step.{why.step}"
    return phrase("vi", f"deadlines.{group}")


def _line(place: int, row: DocumentRow, why: Due | Waiting | None) -> tuple[str | int, ...]:
    state = phrase("vi", f"office.state.{row.state}") if row.state in set(State) else row.state
    about = (faces.code_of(row), faces.subject_of(row), row.lead)
    return (place, *about, *_due(why), state)


def _due(why: Due | Waiting | None) -> tuple[str, str]:
    """The last day, and how far from it."""
    if why is None:
        return "", ""
    if not isinstance(why, Due):
        return short_date(why.last), f"Từ {short_date(why.since)}"
    said = {
        DueKind.LATE: partial(phrase, "vi", "wording.due.late", n=why.days),
        DueKind.SOON: partial(phrase, "vi", "wording.due.soon", n=why.days),
        DueKind.TODAY: partial(phrase, "vi", "wording.due.today"),
    }
    return short_date(why.due), said[why.kind]() if why.kind in said else ""
