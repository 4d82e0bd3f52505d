"""What the buttons of the integrity card do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.errors import WorkStopped
from db.care.findings import Depth
from desktop.announce import announce
from desktop.safety import work
from desktop.safety.integrity_card import IntegrityCard

if TYPE_CHECKING:
    from db.care.findings import Report
    from desktop.context import Context
    from desktop.safety.safekeeping import Safekeeping

KINDS = frozenset({*(depth.value for depth in Depth), "repair"})
"""The jobs whose progress stands on this card."""


class Checks(QObject):
    """The card of integrity and the work behind it."""

    def __init__(self, keeping: Safekeeping, context: Context) -> None:
        self.card = IntegrityCard()
        super().__init__(self.card)
        self._keeping, self._context = keeping, context
        self.card.quick.clicked.connect(lambda _checked: self.check(Depth.QUICK))
        self.card.deep.clicked.connect(lambda _checked: self.check(Depth.DEEP))
        self.card.repair.clicked.connect(self._repair)

    def check(self, depth: Depth) -> None:
        """Look at the store."""
        look = partial(work.check, depth=depth)
        self._keeping.carry_out(depth.value, look, self._checked, self._refused)

    def _repair(self) -> None:
        report = self.card.report
        if report is not None:
            mend = partial(work.repair, report=report)
            self._keeping.carry_out("repair", mend, self._checked, self._refused)

    def _checked(self, report: Report) -> None:
        self._keeping.checked(report)
        announce(self.card.banner.text)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, WorkStopped):  # as the person asked
            self._context.frame.show_error(error)
