"""Asks to whose hands what waits is given back, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.actions import resolving
from desktop.signing.reason_sheet import ReasonSheet
from desktop.widgets.choice_list import Choice, ChoiceList
from desktop.widgets.labels import Label

if TYPE_CHECKING:
    from db.acting import Done, Store
    from db.queries.conflicts import Conflict
    from desktop.context import Context


class BackSheet(ReasonSheet):
    """The authors of the other sides above, the reason below; the first of them is chosen."""

    def __init__(self, context: Context, found: Conflict) -> None:
        choices = [Choice(person, name) for person, name in found.authors]
        self.people = ChoiceList("conflicts.back.who", choices)
        self.people.set_value(found.authors[0][0])
        kind, entity = found.kind, found.id

        def work(store: Store, reason: str) -> Done:
            return resolving.give_back(store, kind, entity, self.people.value(), reason)

        def then() -> None:
            context.frame.toast("conflicts.back.done")

        above = (Label("conflicts.back.who", "label"), self.people)
        super().__init__(context, "conflicts.back", work, then, entity, above)
