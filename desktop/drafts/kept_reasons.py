"""Why each deviation of layout is kept as it is: one reason for the one that is chosen, or the same
for all that have none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from core.office.format.kept import LIMIT, keep
from desktop.widgets.buttons import Button
from desktop.widgets.field import Field, TextEdit
from desktop.widgets.layouts import STRETCH, Column, Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.office.format.finding import Finding
    from core.office.format.kept import Kept


class KeptReasons(QWidget):
    """``changed`` says that a reason is another one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[Finding, ...] = ()
        self._left: dict[str, str] = {}
        self._current = 0
        self.reasons: list[str] = []
        self.edit = TextEdit(lines=2)
        self.field = Field("format.reason", self.edit, "format.keep")
        self.same = Button("format.same_reason", "link")
        self.setLayout(Column(self.field, Row(STRETCH, self.same), gap=0))
        self.edit.textChanged.connect(self._typed)
        self.same.clicked.connect(self._give_all)
        self._offer()

    def show_found(self, found: Sequence[Finding], before: Mapping[str, str]) -> None:
        """Ask about these. ``before`` are reasons given to the same rules at the submission before;
        what was left on the desk goes before them.
        """
        self._found = tuple(found)
        left = {**before, **self._left}
        self.reasons = [left.get(one.rule.value, "") for one in found]
        self.choose(0)
        self.changed.emit()

    def choose(self, place: int) -> None:
        """Ask about another one."""
        self._current = place
        if self._found:
            self.field.set_error()
            self.edit.blockSignals(True)
            self.edit.setText(self.reasons[place])
            self.edit.blockSignals(False)
            self._offer()

    def lacking(self) -> int | None:
        """The first without a reason that can be stored, from the chosen one on; None where every
        one has it.
        """
        count = len(self.reasons)
        places = ((self._current + step) % count for step in range(count))
        return next((at for at in places if not 0 < len(self.reasons[at]) <= LIMIT), None)

    def ask(self) -> None:
        """Say what is wrong with the reason of the chosen one."""
        reason = self.reasons[self._current]
        self.field.set_error("signing.reason.long" if reason else "signing.reason.missing")
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def kept(self) -> tuple[Kept, ...]:
        """Each deviation with its reason."""
        pairs = zip(self._found, self.reasons, strict=True)
        return tuple(keep(found, reason) for found, reason in pairs)

    def body(self) -> bytes:
        """The reasons by rule, to be left on the desk; nothing where there is none."""
        pairs = zip(self._found, self.reasons, strict=True)
        given = {one.rule.value: why for one, why in pairs if why} if self._found else self._left
        return msgspec.json.encode(given) if given else b""

    def take(self, body: bytes) -> None:
        """What was left on the desk."""
        self._left = msgspec.json.decode(body, type=dict[str, str])
        if self._found and not any(self.reasons):
            self.show_found(self._found, {})

    def _typed(self) -> None:
        if self._found:
            self.reasons[self._current] = self.edit.text()
            self.field.set_error()
            self._offer()
            self.changed.emit()

    def _give_all(self) -> None:
        """The same for all that have none."""
        reason = self.edit.text()
        self.reasons = [why or reason for why in self.reasons]
        self._offer()
        self.changed.emit()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self) -> None:
        """Only where there is another one without a reason."""
        self.same.setVisible(len(self.reasons) > 1)
        self.same.setEnabled(bool(self.edit.text()) and not all(self.reasons))
