"""The screen on which a document of a dossier is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.office.terms import Kind, State

if TYPE_CHECKING:
    from db.queries.rows import DocumentRow

DRAFTS: Final = frozenset({State.DRAFT, State.INITIALLED})


def target(row: DocumentRow) -> tuple[str, tuple[str, str]]:
    """A screen's id and what it is to show."""
    drafting = row.kind != Kind.INCOMING and row.state in DRAFTS
    other = "drafts" if drafting else "outgoing"
    return "incoming" if row.kind == Kind.INCOMING else other, ("document", row.id)
