"""What of sync is said at a document or dossier itself: something is to be decided there, something
of it has no effect, only a newer program may write to it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from db.queries import troubles
from desktop.latest import Latest
from desktop.widgets.banner import Banner
from desktop.widgets.layouts import Column

if TYPE_CHECKING:
    from db.queries.troubles import Troubles
    from desktop.context import Context


class TroublesBar(QWidget):
    """Takes no room where there is nothing to say."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._asked = context, Latest(context)
        self.newer, self.conflict, self.aside = Banner(), Banner(), Banner()
        self.setLayout(Column(self.newer, self.conflict, self.aside, gap=4))

    def show_thing(self, kind: str, entity: str) -> None:
        """Ask about a document or dossier; about none (an empty id) nothing is said."""
        self._asked.drop()
        if not entity:
            self._say(entity, troubles.Troubles())
            return
        self._asked.read(
            lambda store: troubles.troubles(store, kind, entity), partial(self._say, entity)
        )

    def _say(self, entity: str, found: Troubles) -> None:
        for banner in (self.newer, self.conflict, self.aside):
            banner.hush()
        if found.newer:
            self.newer.say("warn", "troubles.newer")
        if found.conflicts:
            self.conflict.say("warn", "troubles.conflicts", n=found.conflicts)
            self._offer(self.conflict, entity, found)
        if found.aside:
            self.aside.say("warn", "troubles.aside", n=len(found.aside))
            self._offer(self.aside, found.aside[0], found)

    def _offer(self, banner: Banner, about: str, found: Troubles) -> None:
        if found.may:
            settle = partial(self._context.frame.go, "conflicts", about)
            banner.offer("troubles.settle", settle)
