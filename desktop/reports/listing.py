"""The documents behind a number: exactly those that were counted; Enter goes to one."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from core.office.overlay import read_date
from core.office.terms import Kind, State
from db.queries import documents
from desktop import clock
from desktop.documents import faces
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column as Stack
from desktop.widgets.layouts import Panel
from desktop.widgets.register.faces import TITLE, Cell, Column, Plan, RowFace
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.widgets.states import state_cell
from desktop.wording import day as day_text
from desktop.wording import number, short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.queries.rows import DocumentRow
    from desktop.context import Context

PLAN: Final = Plan(
    columns=(
        Column("reports.column.number", 70, right=True),
        Column("reports.column.day", 92),
        Column("reports.column.code", 150),
        Column("reports.column.subject", 0),
        Column("reports.column.lead", 160),
        Column("reports.column.due", 92),
        Column("reports.column.state", 150),
    ),
    heads=("reports.column.number", "reports.column.subject", "reports.column.state"),
    sorted_by=-1,
)


class Listing(Panel):
    """``opened`` carries the row of the document that somebody wants to see."""

    opened = Signal(object)

    def __init__(self, context: Context) -> None:
        self._context = context
        self.title, self.ids = "", array("q")
        model = RegisterModel(self._fetch, lambda row: row.n, _face)
        self.list = RegisterList(
            "reports.list.name", model, PLAN, EmptyState("checkmark_circle", "reports.list.empty")
        )
        column = Stack(gap=0)
        column.addWidget(self.list, 1)
        super().__init__("surface", column)
        self.list.view.opened.connect(self.opened)

    def show_documents(self, title: str, numbers: Sequence[int]) -> None:
        """Show these, in the order in which they were counted."""
        self.title, self.ids = title, array("q", numbers)
        self.list.show_ids(self.ids)

    def refresh(self) -> None:
        """The same documents as they are now; the keyboard stays on its row."""
        self.list.show_ids(self.ids)

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[DocumentRow]], None]) -> None:
        self._context.read(lambda store: documents.rows(store, ids), done)


def target(row: DocumentRow) -> tuple[str, object]:
    """The screen of a document, and what it is handed."""
    if row.kind == Kind.INCOMING:
        return "incoming", ("document", row.id)
    return "outgoing", ("all", row.n)


def _face(row: DocumentRow) -> RowFace:
    state = state_cell(State(row.state))
    code, subject = faces.code_of(row), faces.subject_of(row)
    given = number(row.number) if row.number else ""
    dated, due = _day(row.dated or row.document_date), _day(row.due)
    lead = row.lead if row.kind == Kind.INCOMING else ""
    return RowFace(
        subject,
        ". ".join(part for part in (subject, code, lead, due, state.text) if part),
        number=Cell(given, "text", "num"),
        day=Cell(dated, "text3", "sub_num"),
        below=tuple(Cell(part, "text2", "sub") for part in (code, lead) if part),
        right_top=Cell(due, "text2", "sub_num"),
        right_bottom=state,
        cells=(
            Cell(given, "text", "num"),
            Cell(dated, "text2", "num"),
            Cell(code, "text2", "code"),
            TITLE,
            Cell(lead or "–", "text2"),
            Cell(due or "–", "text2", "num"),
            state,
        ),
    )


def _day(iso: str | None) -> str:
    found = read_date(iso or "")
    if found is None:
        return ""
    return (short_day if found.year == clock.today().year else day_text)(found)
