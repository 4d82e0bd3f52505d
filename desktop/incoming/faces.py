"""How a row of the incoming register looks, in both layouts, and how it is spoken."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from core.office import deadlines
from core.office.deadlines import DueKind
from core.office.terms import State
from desktop import reference
from desktop.documents.faces import marks, type_name
from desktop.widgets.register.faces import TITLE, Cell, Column, Plan, RowFace
from desktop.widgets.states import state_cell
from desktop.wording import day, due_words, number, short_day

if TYPE_CHECKING:
    from core.office.deadlines import DueState
    from db.queries.rows import DocumentRow

PLAN: Final = Plan(
    columns=(
        Column("incoming.column.number", 66, right=True, by="number"),
        Column("incoming.column.arrived", 76, by="dated"),
        Column("incoming.column.code", 128, by="code"),
        Column("incoming.column.document_date", 112, by="document_date", extra=True),
        Column("incoming.column.subject", 0, by="subject"),
        Column("incoming.column.issuer", 140, by="issuer"),
        Column("incoming.column.lead", 116, by="lead"),
        Column("incoming.column.due", 116, by="due"),
        Column("incoming.column.state", 156, by="state"),
        Column("incoming.column.type", 116, by="type", extra=True),
        Column("incoming.column.pages", 76, right=True, by="pages", extra=True),
    ),
    heads=("incoming.column.number", "incoming.column.subject", "incoming.column.due_state"),
    orders=("number", "subject", "due"),
    marks=True,
)
OPEN: Final = frozenset({State.REGISTERED, State.SUBMITTED, State.IN_PROGRESS, State.COORDINATING})
"""States in which a deadline still counts."""
_DUE_ICONS: Final = {DueKind.LATE: "warning", DueKind.TODAY: "clock", DueKind.SOON: "clock"}


def due_of(row: DocumentRow, today: date) -> tuple[date | None, DueState]:
    """A document's deadline and how it stands; done with, it stands no way any more."""
    due = date.fromisoformat(row.due) if row.due else None
    counted = due if State(row.state) in OPEN else None
    return due, deadlines.due_state(counted, today, reference.calendar(), reference.limits().soon)


def arrival_number(row: DocumentRow) -> str:
    """The place in the book as it is shown; a dash before there is one."""
    return number(row.number) + row.suffix if row.number else "–"


def face(row: DocumentRow, today: date) -> RowFace:
    """The face of a row on a day."""
    unread = not row.read and State(row.state) in OPEN
    state = state_cell(State(row.state))
    due = _due_cell(row, today)
    digits = "num_unread" if unread else "num"
    arrived = _day(row.dated, today)
    chips = marks(row)
    spoken = [*(chip.text for chip in chips), row.subject, row.code, row.issuer, due.text]
    return RowFace(
        row.subject,
        ". ".join([arrival_number(row), *(part for part in spoken if part), state.text]),
        unread=unread,
        chips=chips,
        clip=row.files > 0,
        number=Cell(arrival_number(row), "text", digits),
        day=Cell(arrived, "text3", "sub_num"),
        below=_below(row),
        right_top=due,
        right_bottom=Cell(state.text, state.tone, "sub", state.icon, state.style, state.icon_tone),
        cells=(
            Cell(arrival_number(row), "text", digits),
            Cell(arrived, "text2", "num"),
            Cell(row.code, "text2", "num_unread" if unread else "code"),
            Cell(_day(row.document_date, today), "text2", "num"),
            TITLE,
            Cell(row.issuer, "text2"),
            Cell(row.lead or "–", "text2"),
            due,
            state,
            Cell(type_name(row), "text2"),
            Cell(number(row.pages) if row.pages else "", "text2", "num"),
        ),
    )


def _below(row: DocumentRow) -> tuple[Cell, ...]:
    parts = (
        (row.code, "text2", "sub_code"),
        (row.issuer, "text3", "sub"),
        (row.lead, "text3", "sub"),
    )
    return tuple(Cell(*part) for part in parts if part[0])


def _due_cell(row: DocumentRow, today: date) -> Cell:
    due, state = due_of(row, today)
    if State(row.state) not in OPEN:
        return Cell(_day(row.due, today), "text3")
    text, tone = due_words(state, due, today)
    icon = _DUE_ICONS.get(state.kind, "")
    return Cell(text, tone, "label" if icon else "body", icon)


def _day(iso: str | None, today: date) -> str:
    if not iso:
        return ""
    found = date.fromisoformat(iso)
    return short_day(found) if found.year == today.year else day(found)
