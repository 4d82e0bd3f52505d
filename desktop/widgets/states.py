"""How the states and marks of documents are shown: one shape, one colour, one word everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.office.terms import State, Urgency
from desktop.widgets.chips import ChipText, ChipTone
from desktop.widgets.register.faces import Cell
from desktop.words import word

if TYPE_CHECKING:
    from db.queries.rows import InGroup

# icon, its style, its colour token
_ICONS: Final[dict[State, tuple[str, str, str]]] = {
    State.REGISTERED: ("mail_unread", "regular", "info"),
    State.SUBMITTED: ("comment_edit", "filled", "violet"),
    State.IN_PROGRESS: ("circle_half_fill", "regular", "accent"),
    State.COORDINATING: ("people", "regular", "warn"),
    State.DONE: ("checkmark_circle", "regular", "ok"),
    State.RETURNED: ("arrow_reply", "regular", "danger"),
    State.DRAFT: ("document_edit", "regular", "text2"),
    State.INITIALLED: ("document_checkmark", "regular", "info"),
    State.TO_SIGN: ("document_signature", "regular", "violet"),
    State.SIGNED: ("certificate", "regular", "accent"),
    State.NUMBERED: ("ribbon", "regular", "accent"),
    State.COPIED: ("copy", "regular", "accent"),
    State.SEALED: ("shield_checkmark", "regular", "accent"),
    State.ISSUED: ("send", "regular", "ok"),
    State.RECEIVED: ("mail_read", "regular", "ok"),
    State.RECALLED: ("arrow_undo", "regular", "danger"),
    State.TAKEN_OVER: ("book", "regular", "text3"),
    State.FILED: ("archive", "regular", "text3"),
    State.CANCELLED: ("dismiss", "regular", "text3"),
}
_URGENCY: Final[dict[Urgency, ChipTone]] = {
    Urgency.URGENT: "warn",
    Urgency.VERY_URGENT: "danger",
    Urgency.EXPRESS: "solid",
}
_LONGEST: Final = 24
"""Letters of a group's name in a chip."""
_STATE_CHIPS: Final[dict[str, ChipTone]] = {
    "info": "info",
    "violet": "violet",
    "accent": "ok",
    "warn": "warn",
    "ok": "ok",
    "danger": "danger",
}


def state_cell(state: State) -> Cell:
    """A state as a cell of a list: icon and word."""
    icon, style, tone = _ICONS[state]
    faint = state in (State.DONE, State.TAKEN_OVER, State.FILED, State.CANCELLED)
    return Cell(
        word(f"office.state.{state}"), "text3" if faint else "text2", "body", icon, style, tone
    )


def state_chip(state: State) -> ChipText:
    """A state as a chip, for the head of a page."""
    return ChipText(word(f"office.state.{state}"), _STATE_CHIPS.get(_ICONS[state][2], "neutral"))


def group_chips(group: InGroup | None) -> tuple[ChipText, ...]:
    """The mark of what stands in a restricted group; what the whole unit has bears none."""
    return (ChipText(word("groups.mark", name=group_name(group)), "outline"),) if group else ()


def group_name(group: InGroup) -> str:
    """What a group is called, cut where a chip would take the room of the subject."""
    return group.name if len(group.name) <= _LONGEST else f"{group.name[: _LONGEST - 1]}…"


def urgency_chips(urgency: Urgency) -> tuple[ChipText, ...]:
    """The chip of an urgent document; an ordinary one has none."""
    tone = _URGENCY.get(urgency)
    return (ChipText(word(f"office.urgency.{urgency}"), tone),) if tone else ()
