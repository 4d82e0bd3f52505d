"""What happened where the person was let out of a restricted group, said above his lists until he
knows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from db.actions import groups as acts
from db.queries import groups
from desktop.changes import touches
from desktop.latest import Latest
from desktop.screens import Command
from desktop.widgets.banner import Banner

if TYPE_CHECKING:
    from db.queries.groups import LeftRow
    from desktop.changes import Changed
    from desktop.context import Context


class LeftGroups(Banner):
    """Tells of one group after the other; ``told`` is the one that it tells of now, ``turned`` says
    that it is another.
    """

    turned = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._asked = context, Latest(context)
        self.told: LeftRow | None = None
        context.changes.happened.connect(self._hear)

    def look(self) -> None:
        """Read what is to be told."""
        self._asked.read(groups.left, self._tell)

    def commands(self) -> tuple[Command, ...]:
        """That he knows it."""
        if self.told is None:
            return ()
        return (Command("left_group", "groups.left.known", self._known, "checkmark"),)

    def put_away(self) -> None:
        """No answer comes any more."""
        self._asked.drop()

    def _hear(self, changed: Changed) -> None:
        if self.isVisible() or touches(changed, "stream"):
            self.look()

    def _tell(self, found: tuple[LeftRow, ...]) -> None:
        self.told = next(iter(found), None)
        self.turned.emit()
        if self.told is None:
            self.hush()
            return
        self.say("info", "groups.left", name=self.told.name, n=self.told.acts)
        self.offer("groups.left.known", self._known)

    def _known(self) -> None:
        if (told := self.told) is not None:
            self._context.read(lambda store: acts.told(store, told.id), lambda _none: self.look())
