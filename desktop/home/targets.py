"""Where the work on a document is done: the screen that a row of a list opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.office.terms import Kind, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.queries.rows import DocumentRow

Target = tuple[str, object]
"""A screen's id and what it is handed."""


def target(row: DocumentRow, list_id: str) -> Target:
    """The screen for a document of a list."""
    return _OPENS.get(list_id, _look_up)(row)


def _look_up(row: DocumentRow) -> Target:
    if row.kind == Kind.INCOMING:
        return "incoming", ("document", row.id)
    return "outgoing", ("all", row.n)


def _write(row: DocumentRow) -> Target:
    """A draft is written on; what came back of the incoming ones is looked at."""
    return ("drafts", ("open", row.id)) if row.state == State.DRAFT else _look_up(row)


def _sign(row: DocumentRow) -> Target:
    return "signing", row.n


_OPENS: Final[dict[str, Callable[[DocumentRow], Target]]] = {
    "to_sign": _sign,
    "drafts": _write,
    "returned": _write,
}
