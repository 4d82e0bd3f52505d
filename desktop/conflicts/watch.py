"""How much needs the person, beside the screen's name, whether the screen is opened or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from db.queries import setting_aside, turns
from desktop.changes import touches
from desktop.latest import Latest

if TYPE_CHECKING:
    from db.queries.turns import Counts
    from desktop.changes import Changed
    from desktop.context import Context

TOUCHED: Final = ("document", "dossier", setting_aside.KIND, "register", "plan", "copy")
"""What the list can change with."""


class ConflictsWatch(QObject):
    """Keeps the count beside the screen's name, as long as the session."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._asked = context, Latest(context)
        self._soon = QTimer(self, singleShot=True, interval=1_500)
        self._soon.timeout.connect(self.look)
        context.changes.happened.connect(self._hear)
        self._soon.start()

    def look(self) -> None:
        """Count."""
        self._asked.read(lambda store: turns.counts(setting_aside.everything(store)), self._tell)

    def _hear(self, changed: Changed) -> None:
        if touches(changed, *TOUCHED):
            self._soon.start()

    def _tell(self, told: Counts) -> None:
        self._context.frame.set_badge(
            "conflicts", told.needing, "warn" if told.needing else "plain"
        )
