"""The acts that can be done on many documents: their words, keys, whose they are, to what they
fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office.access import ACCESS, READERS
from core.office.terms import Act, Kind, Role, State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from db.queries.rows import DocumentRow

_HANDLED: Final = frozenset({State.IN_PROGRESS, State.COORDINATING})
_GONE: Final = frozenset({State.RETURNED, State.CANCELLED, State.RECALLED})


@dataclass(frozen=True)
class BulkAct:
    """``id`` names it in ``db.actions.bulk``; ``fields`` are what its sheet asks, ``states`` those
    in which it can be thought of at all; ``undoable`` as there."""

    id: str
    icon: str
    shortcut: str
    roles: frozenset[Role]
    states: frozenset[State]
    fields: tuple[str, ...] = ()
    incoming: bool = True
    undoable: bool = True

    def fits(self, row: DocumentRow) -> bool:
        """Whether it is worth offering; what stands against it is asked before it is done."""
        return row.state in self.states and (row.kind == Kind.INCOMING or not self.incoming)


def _roles(act: Act) -> frozenset[Role]:
    return frozenset(ACCESS[act])


ACTS: Final = (
    BulkAct("submit", "send", "F9", _roles(Act.SUBMIT), frozenset({State.REGISTERED})),
    BulkAct(
        "acknowledge",
        "people_checkmark",
        "",
        READERS,
        _HANDLED | {State.DONE},
        undoable=False,
    ),
    BulkAct(
        "direct",
        "comment_edit",
        "F7",
        _roles(Act.DIRECT),
        frozenset({State.SUBMITTED}),
        ("text", "lead", "due"),
    ),
    BulkAct("assign", "person_arrow_right", "F4", _roles(Act.ASSIGN), _HANDLED, ("lead", "due")),
    BulkAct(
        "file",
        "folder_arrow_right",
        "Ctrl+H",
        _roles(Act.FILE),
        frozenset(State) - _GONE,
        ("dossier",),
        incoming=False,
    ),
)
"""In the order of the buttons: what moves a document on first."""


def offered(roles: Collection[Role], rows: Iterable[DocumentRow]) -> tuple[BulkAct, ...]:
    """What somebody may do with some of these documents."""
    chosen = list(rows)
    return tuple(
        act for act in ACTS if act.roles & set(roles) and any(act.fits(row) for row in chosen)
    )
