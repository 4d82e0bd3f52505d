"""How a document of either direction looks as a row of a work list, and how it is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.office.terms import Kind, State
from desktop.documents.faces import code_of, dated, marks, number_of, subject_of, type_name
from desktop.incoming import faces as incoming
from desktop.widgets.register.faces import Cell, Plan, RowFace
from desktop.widgets.states import state_cell

if TYPE_CHECKING:
    from datetime import date

    from db.queries.rows import DocumentRow

PLAN: Final = Plan(columns=(), heads=("", "", ""), ticks=True, two_lines=True)


def face(row: DocumentRow, today: date) -> RowFace:
    """The face of a row on a day."""
    return incoming.face(row, today) if row.kind == Kind.INCOMING else _outgoing(row, today)


def _outgoing(row: DocumentRow, today: date) -> RowFace:
    """One of ours: its type stands where the others have the sender."""
    state = state_cell(State(row.state))
    chips, when = marks(row), dated(row, today)
    spoken = (code_of(row), *(chip.text for chip in chips), subject_of(row), state.text)
    return RowFace(
        subject_of(row),
        ". ".join(part for part in spoken if part),
        chips=chips,
        clip=row.files > 0,
        number=Cell(number_of(row), "text", "num"),
        day=Cell(when, "text3", "sub_num"),
        below=(Cell(code_of(row), "text2", "sub_code"), Cell(type_name(row), "text3", "sub")),
        right_bottom=Cell(state.text, state.tone, "sub", state.icon, state.style, state.icon_tone),
    )
