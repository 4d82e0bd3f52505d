"""What each view of the deadlines lists, in which sections, and how its rows look. No widgets."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from core.office.deadlines import DueKind, DueState
from core.office.terms import Kind, State
from core.office.timeliness import Step
from db.queries import deadlines
from db.queries.deadlines import Board, Due, Waiting
from desktop.documents import faces
from desktop.widgets.chips import ChipText
from desktop.widgets.day_grid import DayFace
from desktop.widgets.register.faces import TITLE, Cell, Column, Plan, RowFace
from desktop.widgets.states import state_cell
from desktop.widgets.view_tabs import View
from desktop.wording import day as day_text
from desktop.wording import due_words, number, short_day
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from db.acting import Store
    from db.queries.rows import DocumentRow
    from desktop.widgets.chips import BadgeTone

TABS: Final = (
    View("mine", "deadlines.view.mine", "danger"),
    View("unit", "deadlines.view.unit", "danger"),
    View("escalated", "deadlines.view.escalated", "danger"),
    View("steps", "deadlines.view.steps", "warn"),
    View("asking", "deadlines.view.asking"),
)
PLAN: Final = Plan(
    columns=(
        Column("deadlines.column.due", 150),
        Column("deadlines.column.code", 140),
        Column("deadlines.column.subject", 0),
        Column("deadlines.column.lead", 150),
        Column("deadlines.column.state", 156),
    ),
    heads=("", "deadlines.column.subject", "deadlines.column.due_state"),
    lead=0,
    tail=176,
    sorted_by=0,
)
_SECTIONS: Final = (DueKind.LATE, DueKind.TODAY, DueKind.SOON, DueKind.OK)
_TONES: Final[dict[DueKind, BadgeTone]] = {
    DueKind.LATE: "danger",
    DueKind.TODAY: "danger",
    DueKind.SOON: "warn",
}
_ICONS: Final = {DueKind.LATE: "warning", DueKind.TODAY: "clock", DueKind.SOON: "clock"}


@dataclass(frozen=True)
class Found:
    """Both boards, read at one moment."""

    mine: Board
    unit: Board

    def board(self, view: str) -> Board:
        """What a view counts in its month: the person's own, or the unit's."""
        return self.mine if view == "mine" else self.unit


def gather(store: Store) -> Found:
    """Read it in the database lane."""
    return Found(deadlines.board(store, mine=True), deadlines.board(store, mine=False))


@dataclass(frozen=True)
class Listed:
    """Rows of a view: their numbers with headings between them, and what each row is there for."""

    ids: array[int] = field(default_factory=lambda: array("q"))
    sections: tuple[str, ...] = ()
    told: dict[int, Due | Waiting] = field(default_factory=dict)


def listed(found: Found, view: str, only: frozenset[int] | None = None) -> Listed:
    """What a view lists; with ``only``, nothing but these."""
    board = found.board(view)
    dues = [one for one in board.dues if only is None or one.n in only]
    if view == "escalated":
        return _flat([one for one in dues if one.escalated])
    if view == "steps":
        return _by_step(board.steps)
    if view == "asking":
        known = {one.n: one for one in board.dues}
        told = {n: known[n] for n in board.asking if n in known}
        return Listed(array("q", board.asking), (), dict[int, Due | Waiting](told))
    return _by_kind(dues, board.limits.soon)


def counts(found: Found) -> dict[str, int]:
    """What stands beside the views' names: late and due today, and the other lists whole."""
    return {
        "mine": len(found.mine.of(DueKind.LATE, DueKind.TODAY)),
        "unit": len(found.unit.of(DueKind.LATE, DueKind.TODAY)),
        "escalated": sum(one.escalated for one in found.unit.dues),
        "steps": len(found.unit.steps),
        "asking": len(found.unit.asking),
    }


def _flat(dues: Sequence[Due]) -> Listed:
    return Listed(array("q", [one.n for one in dues]), (), {one.n: one for one in dues})


def _by_kind(dues: Sequence[Due], soon: int) -> Listed:
    groups = [
        (word(f"deadlines.section.{kind}", n=soon), [one for one in dues if one.kind is kind])
        for kind in _SECTIONS
    ]
    return _grouped(groups)


def _by_step(steps: Sequence[Waiting]) -> Listed:
    groups = [
        (word(f"deadlines.step.{step}"), [one for one in steps if one.step is step])
        for step in Step
    ]
    return _grouped(groups)


def _grouped(groups: Iterable[tuple[str, Sequence[Due | Waiting]]]) -> Listed:
    ids, sections, told = array("q"), list[str](), dict[int, Due | Waiting]()
    for title, rows in groups:
        fresh = [one for one in rows if one.n not in told]
        if not fresh:
            continue
        sections.append(f"{title} · {number(len(fresh))}")
        ids.append(-len(sections))
        ids.extend(one.n for one in fresh)
        told |= {one.n: one for one in fresh}
    return Listed(ids, tuple(sections), told)


# -- rows -----------------------------------------------------------------------------------------


def face(row: DocumentRow, why: Due | Waiting | None, today: date) -> RowFace:
    """A document with the deadline or the step that it is listed for."""
    state = state_cell(State(row.state))
    due, code = _why_cell(why, today), faces.code_of(row)
    risk = isinstance(why, Due) and why.at_risk
    chips = faces.marks(row)
    if risk:
        chips = (*chips, ChipText(word("deadlines.at_risk"), "warn"))
    end = Cell(state.text, state.tone, "sub", state.icon, state.style, state.icon_tone)
    subject = faces.subject_of(row)
    spoken = [due.text, *(chip.text for chip in chips), subject, code, row.lead, state.text]
    below = ((code, "text2", "sub_code"), (row.lead, "text3", "sub"))
    return RowFace(
        subject,
        ". ".join(part for part in spoken if part),
        chips=chips,
        below=tuple(Cell(*part) for part in below if part[0]),
        right_top=due,
        right_bottom=end,
        cells=(due, Cell(code, "text2", "code"), TITLE, Cell(row.lead or "–", "text2"), state),
    )


def _why_cell(why: Due | Waiting | None, today: date) -> Cell:
    if isinstance(why, Waiting):
        late = why.last < today
        text = word("deadlines.since", day=_short(why.since, today))
        return Cell(text, "danger" if late else "warn", "label", "warning" if late else "clock")
    if why is None:
        return Cell(word("wording.due.none"), "text3")
    text, tone = due_words(DueState(why.kind, why.days), why.due, today)
    icon = _ICONS.get(why.kind, "")
    if why.kind in (DueKind.LATE, DueKind.SOON):
        text = f"{text} · {_short(why.due, today)}"
    return Cell(text, tone, "label" if icon else "body", icon)


def _short(day: date, today: date) -> str:
    return short_day(day) if day.year == today.year else day_text(day)


def target(row: DocumentRow) -> tuple[str, object]:
    """The screen on which the work on a document is done, and what it is handed."""
    if row.kind == Kind.INCOMING:
        return "incoming", ("document", row.id)
    if row.state == State.DRAFT:
        return "drafts", ("open", row.id)
    return "outgoing", ("document", row.id)


# -- the month ------------------------------------------------------------------------------------


def day_face(day: date, board: Board | None, per_day: Counter[date]) -> DayFace:
    """A day of the month: how many deadlines end on it; days off are faint, or filled in red."""
    if board is None:
        return DayFace()
    count = per_day[day]
    said = word("deadlines.day", n=count) if count else ""
    if board.calendar.is_working(day):
        kind = next((one.kind for one in board.dues if one.due == day), None)
        return DayFace(count=count, badge=_TONES.get(kind, "neutral") if kind else "neutral",
                       words=said)  # fmt: skip
    rest = word("deadlines.day.rest")
    words = ". ".join(part for part in (rest, said) if part)
    if day in board.calendar.off:
        return DayFace("danger", "filled", "danger_soft", count, "danger", words)
    return DayFace("text3", count=count, badge="warn", words=words)


def per_day(board: Board) -> Counter[date]:
    """How many deadlines end on each day."""
    return Counter(one.due for one in board.dues)
