"""The chips at the head of a document's page, as widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.office.terms import State
from desktop.documents.faces import urgency_of
from desktop.widgets.chips import Chip
from desktop.widgets.states import group_name, state_chip, urgency_chips

if TYPE_CHECKING:
    from db.queries.rows import DocumentRow, InGroup


def head_chips(row: DocumentRow) -> list[Chip]:
    """How urgent it is, the restricted group in which it stands, how far it has come."""
    urgency, state = urgency_of(row), State(row.state)
    return [
        *(Chip(f"office.urgency.{urgency}", one.tone) for one in urgency_chips(urgency)),
        *group_chip(row.group),
        Chip(f"office.state.{state}", state_chip(state).tone),
    ]


def group_chip(group: InGroup | None) -> list[Chip]:
    """The mark of what stands in a restricted group; none for what the whole unit has."""
    if group is None:
        return []
    chip = Chip("groups.mark", "outline", name=group_name(group))
    chip.setToolTip(group.name)
    return [chip]
