"""How much needs the person, beside the screen's name: counted from the session's beginning on,
whether the screen is opened or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from db.queries import worklists
from desktop.changes import touches
from desktop.latest import Latest

if TYPE_CHECKING:
    from db.queries.worklists import Desk
    from desktop.changes import Changed
    from desktop.context import Context

TOUCHING: Final = ("document", "dossier", "person", "grant")
"""What a list or a count can change with."""


class HomeBadge(QObject):
    """Counts after every change that can matter."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._asked = context, Latest(context)
        context.changes.happened.connect(self._changed)
        QTimer.singleShot(0, self, self._count)  # once the navigation stands

    def _changed(self, changed: Changed) -> None:
        if touches(changed, *TOUCHING):
            self._count()

    def _count(self) -> None:
        self._asked.read(worklists.desk, self._show)

    def _show(self, found: Desk) -> None:
        self._context.frame.set_badge("home", found.needing, "danger" if found.late else "plain")
