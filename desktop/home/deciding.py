"""What waits for the person's decision, said above his lists: it opens the inbox with just that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal

from db.queries import setting_aside, turns
from desktop.changes import touches
from desktop.latest import Latest
from desktop.screens import Command
from desktop.widgets.banner import Banner

if TYPE_CHECKING:
    from db.queries.turns import Counts
    from desktop.changes import Changed
    from desktop.context import Context

_TOUCHING: Final = ("document", "dossier", setting_aside.KIND, "grant", "catalogue", "calendar")


class Deciding(Banner):
    """Counts once the screen is shown, and after every change; silent while nothing needs him.
    ``counted`` says that it shows something else.
    """

    counted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._asked = context, Latest(context)
        self.told: Counts | None = None
        self._soon = QTimer(self, singleShot=True, interval=300)
        self._soon.timeout.connect(self.look)
        context.changes.happened.connect(self._hear)

    def look(self) -> None:
        """Count."""
        self._asked.read(lambda store: turns.counts(setting_aside.everything(store)), self._tell)

    def commands(self) -> tuple[Command, ...]:
        """The way to the inbox, as long as something waits there for him."""
        if not self.text:
            return ()
        return (Command("deciding", "home.deciding.look", self.open_inbox, "warning"),)

    def open_inbox(self) -> None:
        """The inbox with what needs him alone."""
        self._context.frame.go("conflicts", "needing")

    def put_away(self) -> None:
        """No answer comes any more."""
        self._soon.stop()
        self._asked.drop()

    def _hear(self, changed: Changed) -> None:
        if self.isVisible() and touches(changed, *_TOUCHING):
            self._soon.start()

    def _tell(self, told: Counts) -> None:
        if told == self.told:
            return
        self.told = told
        if told.needing:
            key = "home.deciding.risen" if told.risen else "home.deciding"
            self.say("warn", key, n=told.needing, risen=told.risen)
            self.offer("home.deciding.look", self.open_inbox)
        else:
            self.hush()
        self.counted.emit()
