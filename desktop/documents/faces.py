"""How a document's row looks outside the incoming book, in both layouts, and how it is spoken."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from core.office.terms import Kind, State, Urgency
from core.office.typography import pad_number
from desktop import reference
from desktop.widgets.register.faces import TITLE, Cell, Column, Plan, RowFace
from desktop.widgets.states import group_chips, state_cell, urgency_chips
from desktop.wording import day, number, short_day
from desktop.words import words

if TYPE_CHECKING:
    from db.queries.rows import DocumentRow
    from desktop.widgets.chips import ChipText

LETTER: Final = "cong-van"
PLAN: Final = Plan(
    columns=(
        Column("outgoing.column.number", 66, right=True, by="number"),
        Column("outgoing.column.dated", 82, by="dated"),
        Column("outgoing.column.code", 128, by="code"),
        Column("outgoing.column.subject", 0, by="subject"),
        Column("outgoing.column.type", 116, by="type"),
        Column("outgoing.column.state", 128, by="state"),
        Column("outgoing.column.pages", 76, right=True, by="pages", extra=True),
    ),
    heads=("outgoing.column.number", "outgoing.column.subject", "outgoing.column.state"),
    orders=("number", "subject", "state"),
)


def code_of(row: DocumentRow) -> str:
    """Number and symbol as printed (``05/SĐ999-TM``), with a gap before there is a number."""
    if row.kind == Kind.INCOMING:
        return row.code
    number = f"{pad_number(row.number)}{row.suffix}/" if row.number else "…/"
    return number + row.symbol


def number_of(row: DocumentRow) -> str:
    """The place in the book; a dash before there is one."""
    if row.kind == Kind.INCOMING:
        return f"{number(row.number)}{row.suffix}" if row.number else "–"
    return f"{pad_number(row.number)}{row.suffix}" if row.number else "–"


def subject_of(row: DocumentRow) -> str:
    """What it is about; that of our own letter as its page says it, after V/v (NĐ 30/2020 PL I)."""
    letter = row.type == LETTER and row.kind != Kind.INCOMING
    return f"V/v {row.subject}" if letter and row.subject[:1].islower() else row.subject


def type_name(row: DocumentRow) -> str:
    """The document's type in the language of the screen."""
    found = reference.document_types().find(row.type)
    return reference.named(found, words.language, row.type) or "–"


def dated(row: DocumentRow, today: date) -> str:
    """The day of issue, without its year in the same one."""
    if not row.dated:
        return ""
    found = date.fromisoformat(row.dated)
    return short_day(found) if found.year == today.year else day(found)


def urgency_of(row: DocumentRow) -> Urgency:
    """The urgency of a row; a code of a newer version shows as ordinary."""
    return Urgency(row.urgency) if row.urgency in set(Urgency) else Urgency.NORMAL


def marks(row: DocumentRow) -> tuple[ChipText, ...]:
    """The chips of a row: how urgent it is, and the restricted group in which it stands."""
    return (*urgency_chips(urgency_of(row)), *group_chips(row.group))


def face(row: DocumentRow, today: date) -> RowFace:
    """The face of a row on a day."""
    state = state_cell(State(row.state))
    chips, when = marks(row), dated(row, today)
    end = Cell(state.text, state.tone, "sub", state.icon, state.style, state.icon_tone)
    marked = (chip.text for chip in chips)
    spoken = (code_of(row), *marked, subject_of(row), when, state.text)
    return RowFace(
        subject_of(row),
        ". ".join(part for part in spoken if part),
        chips=chips,
        clip=row.files > 0,
        number=Cell(number_of(row), "text", "num"),
        day=Cell(when, "text3", "sub_num"),
        below=(Cell(code_of(row), "text2", "sub_code"),),
        right_bottom=end,
        cells=(
            Cell(number_of(row), "text", "num"),
            Cell(when, "text2", "num"),
            Cell(code_of(row), "text2", "code"),
            TITLE,
            Cell(type_name(row), "text2"),
            state,
            Cell(number(row.pages) if row.pages else "", "text2", "num"),
        ),
    )
