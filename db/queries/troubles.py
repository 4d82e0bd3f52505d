"""What of sync a person is told at a document or dossier itself: that something is to be decided
there, that something of it lies aside, that only a newer program may write to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.commits import disputed
from core.office import access
from core.office.terms import Act
from db import facts, visible
from db.acting import Store
from db.queries import setting_aside


@dataclass(frozen=True)
class Troubles:
    """``conflicts``: how many things are to be decided; ``aside``: commits about it without effect
    that concern this person, by id; ``newer``: a newer program wrote to it, so that this one only
    reads it (sync.md §4.13); ``may``: the person may decide.
    """

    conflicts: int = 0
    aside: tuple[str, ...] = ()
    newer: bool = False
    may: bool = False


def troubles(store: Store, kind: str, entity: str) -> Troubles:
    """Those of one document or dossier; none of one that the person may not see."""
    key = (kind, entity)
    with store.engine.begin() as connection:
        state = facts.states(connection, [key]).get(key, {})
        if not state or not visible.sees(connection, store.viewer, kind, entity):
            return Troubles()
        grants = facts.grants(connection, store.author.person)
        refusal = access.may_act(grants, Act.RESOLVE_CONFLICT, store.unit, store.today())
    aside = setting_aside.of(store, kind, entity)
    return Troubles(disputed.count(state), aside, "newer" in state, refusal is None)
