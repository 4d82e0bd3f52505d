"""How what competes reads: names of fields, values, where each comes from, what differs. No
widgets.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

from core.office.terms import Kind, State
from core.office.turns import Turn
from db.queries.setting_aside import KIND
from desktop.audit.faces import what_words
from desktop.conflicts import aside_faces, values
from desktop.widgets.chips import ChipText
from desktop.widgets.register.faces import TITLE, Cell, Column, Plan, RowFace
from desktop.widgets.states import group_chips
from desktop.wording import moment, number
from desktop.words import word

if TYPE_CHECKING:
    from db.queries.conflicts import Field, Late, Waiting
    from db.queries.setting_aside import Thing
    from db.queries.sides import Side
    from desktop.widgets.chips import ChipTone

PLAN: Final = Plan(
    columns=(Column("conflicts.column.what", 0), Column("conflicts.column.count", 110)),
    heads=("", "conflicts.column.what", "conflicts.column.count"),
    lead=0,
    tail=132,
    sorted_by=-1,
    ticks=True,
    two_lines=True,
)
WRITTEN: Final = frozenset({"subject", "issuer", "code", "note", "title"})
"""Fields that hold a person's own words, so that a merged value can be written."""
_LATE: Final = {
    "competing-act": "conflicts.late.competing",
    "late-edit": "conflicts.late.edit",
}
_TURNS: Final[dict[Turn, tuple[str, ChipTone]]] = {
    Turn.OWN: ("conflicts.own", "info"),
    Turn.RISEN: ("conflicts.risen", "warn"),
}
_PLACES: Final = ("document", "dossier", KIND)
_PIECES: Final = re.compile(r"\s+|\w+|[^\w\s]")
Span = tuple[int, int]


def row_number(row: Waiting) -> int:
    """The number of a row among documents, dossiers and what was set aside, also of what has no
    place yet (below 0): numbers below 0 are a list's headings.
    """
    return 3 * (2 * abs(row.n) + (row.n < 0)) + _PLACES.index(row.kind)


def face(row: Waiting) -> RowFace:
    """A document or dossier in the list, or what was set aside."""
    aside = row.kind == KIND
    count = aside_faces.standing(row) if aside else word("conflicts.count", n=row.count)
    machines = ", ".join(sorted({label for label in row.devices.values() if label}))
    title, whose = row.title or row.code or count, owner(row)
    # in a line of its own beside the code: a second chip would leave no room for the title
    turn, mark = _turn(row), " ".join(chip.text for chip in group_chips(row.group))
    said = (turn.text, mark, row.code, title, count, whose, machines)
    return RowFace(
        title=title,
        spoken=", ".join(part for part in said if part),
        chips=(turn,) if turn.text else (),
        below=(
            Cell(
                " · ".join(part for part in (mark, row.code or machines, whose) if part),
                "text2",
                "sub",
            ),
        ),
        right_top=Cell(count, "warn", "sub", "warning", icon_tone="warn"),
        right_bottom=Cell(moment(row.time) if row.time else "", "text3", "sub"),
        cells=(TITLE, Cell(number(row.count))),
    )


def owner(row: Waiting) -> str:
    """Whose it is to decide."""
    return word("conflicts.owner", name=row.keeper) if row.keeper else ""


def waited(row: Waiting) -> str:
    """Whose it is, since how long, and to whom it rose."""
    parts = [owner(row), word("conflicts.waited", n=row.days)]
    if row.turn is Turn.RISEN:
        parts.append(word("conflicts.risen.why"))
    return " · ".join(part for part in parts if part)


def _turn(row: Waiting) -> ChipText:
    key, tone = _TURNS.get(row.turn, ("", "neutral"))
    return ChipText(word(key) if key else "", tone)


def field_name(field: Field) -> str:
    """What a field is called."""
    return values.field_name(field.name, file=field.file)


def value(field: Field, given: Any, named: str = "") -> str:
    """A value in words."""
    return values.shown(field.name, given, named, file=field.file)


def base(field: Field) -> str:
    """What they all replaced."""
    if not field.base:
        return word("conflicts.before.none")
    found = " / ".join(f"“{value(field, one)}”" for one in field.base)
    return word("conflicts.before", value=found)


def written(field: Field) -> bool:
    """Whether a merged value can be written into a field."""
    texts = all(isinstance(side.value, str) for side in field.sides)
    return not field.file and not field.locked and field.name in WRITTEN and texts


def heading(place: int, side: Side) -> str:
    """Which version it is: its number, and the machine."""
    key = "conflicts.side.here" if side.here else "conflicts.side"
    return word(key, place=place, label=side.label)


def who(side: Side) -> str:
    """Who wrote it, when by his machine's clock, and whether that was wrong."""
    said = word("conflicts.who", name=side.person, at=moment(side.claimed))
    return f"{said} · {word('troubles.askew')}" if side.askew else said


def origin(side: Side) -> str:
    """When the server took it, and how far its machine knew the unit's data."""
    taken = (
        word("conflicts.received", at=moment(side.received))
        if side.received
        else word("conflicts.received.not")
    )
    known = word("conflicts.offline", at=moment(side.since)) if side.since else ""
    return ". ".join(part for part in (taken, known) if part)


def late(item: Late) -> tuple[str, str]:
    """What an act that came too late was, and what stands instead."""
    head = word("conflicts.late", what=what_words(item.what))
    return head, word(_LATE.get(item.reason, "conflicts.late.other"))


def reason(item: Late) -> str:
    """What its author gave as the reason, or wrote."""
    body = item.side.value
    fields = body.get("fields", {})
    said = body.get("reason") or ", ".join(str(one) for one in fields.values())
    return str(said or body.get("name", ""))


def differing(text: str, other: str) -> list[Span]:
    """Where a text has other words than another: from letter to letter."""
    mine, theirs = _PIECES.findall(text), _PIECES.findall(other)
    starts = [0]
    for piece in mine:
        starts.append(starts[-1] + len(piece))
    found = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    return [(starts[a], starts[b]) for what, a, b, _, _ in found if what != "equal" and a < b]


def target(row: Waiting | Thing) -> tuple[str, object]:
    """The screen on which the work on it is done, and what it is handed."""
    if row.kind == "dossier":
        return "dossiers", ("dossier", row.id)
    if row.part == Kind.INCOMING:
        return "incoming", ("document", row.id)
    if row.state == State.DRAFT:
        return "drafts", ("at", row.id)
    return "outgoing", ("document", row.id)
