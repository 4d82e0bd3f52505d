"""Closing what came too late: nothing is to be decided about it any more, for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.actions import resolving
from desktop.signing.reason_sheet import ReasonSheet

if TYPE_CHECKING:
    from db.acting import Done, Store
    from db.queries.conflicts import Conflict
    from desktop.context import Context


def close_late(context: Context, found: Conflict | None) -> None:
    """Ask why, and close all that came too late in a document or dossier."""
    if found is None or not found.late:
        return
    kind, entity, seen = found.kind, found.id, [late.side.op for late in found.late]

    def work(store: Store, reason: str) -> Done:
        return resolving.close(store, kind, entity, seen, reason)

    def then() -> None:
        context.frame.toast("conflicts.closed")

    context.frame.open_sheet(ReasonSheet(context, "conflicts.close", work, then, entity))
