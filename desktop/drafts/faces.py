"""How a row of the drafts looks, in both layouts, and how it is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.office.terms import State
from desktop.clock import local_time
from desktop.documents.faces import marks, subject_of
from desktop.widgets.register.faces import TITLE, Cell, Column, Plan, RowFace
from desktop.widgets.states import state_cell
from desktop.wording import short_day

if TYPE_CHECKING:
    from db.queries.rows import DocumentRow

PLAN: Final = Plan(
    columns=(
        Column("drafts.column.begun", 90),
        Column("drafts.column.subject", 0),
        Column("drafts.column.symbol", 140),
        Column("drafts.column.state", 140),
    ),
    heads=("drafts.column.begun", "drafts.column.subject", "drafts.column.state"),
)


def face(row: DocumentRow) -> RowFace:
    """The face of a draft."""
    state = state_cell(State(row.state))
    begun = short_day(local_time(row.created).date())
    end = Cell(state.text, state.tone, "sub", state.icon, state.style, state.icon_tone)
    chips = marks(row)
    spoken = (*(chip.text for chip in chips), subject_of(row), row.symbol, begun, state.text)
    return RowFace(
        subject_of(row),
        ". ".join(part for part in spoken if part),
        chips=chips,
        number=Cell(begun, "text2", "num"),
        below=(Cell(row.symbol or "–", "text2", "sub_code"),),
        right_top=end,
        cells=(Cell(begun, "text2", "num"), TITLE, Cell(row.symbol, "text2", "code"), state),
    )
