"""A date as dd/MM/yyyy, typed in any of the short forms and shown in full at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.widgets.field import LineEdit
from desktop.wording import day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    Resolve = Callable[[str], date | None]


class DateEdit(LineEdit):
    """``resolve`` turns what was typed into a day or None: ``typed_dates.read_date`` with today
    bound, or for deadlines a function that also knows ``+5`` working days and ``+2t`` weeks.

    ``settled`` says that the text was resolved: on Enter and when the focus leaves.
    """

    settled = Signal()

    def __init__(self, resolve: Resolve) -> None:
        super().__init__(numbers=True)
        self._resolve = resolve
        self.editingFinished.connect(self.settle)

    def value(self) -> date | None:
        """The day typed, or None for an empty or unreadable text."""
        return self._resolve(self.text()) if self.text().strip() else None

    def set_value(self, value: date | None) -> None:
        """Show a day, or nothing."""
        self.setText(day(value) if value else "")

    def readable(self) -> bool:
        """Whether it is empty or a date: what stands there is never silently dropped."""
        return not self.text().strip() or self.value() is not None

    def settle(self) -> None:
        """Show what was typed in full; leave it alone when it is no date, for the person to
        mend."""
        if (found := self.value()) is not None:
            self.set_value(found)
        self.settled.emit()
