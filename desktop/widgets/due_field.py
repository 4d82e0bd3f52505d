"""A deadline to be typed: ``+5`` working days, ``+2t`` weeks or a day, said in full at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from core.office.deadlines import add_working_days, working_days_between
from desktop import reference
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field
from desktop.widgets.typed_dates import read_deadline
from desktop.wording import day
from desktop.words import bind, word

if TYPE_CHECKING:
    from datetime import date

_HINT: Final = "incoming.directive.due_hint"


class DueField(Field):
    """``due`` is the edit; a day that is off moves to the next working day, and that is shown."""

    def __init__(self, today: date, key: str = "incoming.directive.due") -> None:
        self._today = today
        self.due = DateEdit(partial(_resolved, today=today))
        super().__init__(key, self.due, _HINT)
        self.due.textEdited.connect(lambda _: self.set_error())
        self.due.settled.connect(self._show_due)
        bind(self, self._show_due)

    def fault(self, *, needed: bool = False) -> str:
        """The key of what is wrong with what stands there; shown by ``complain``."""
        self.due.settle()
        due = self.due.value()
        if due is not None and due < self._today:
            return "incoming.wrong.past"
        missing = needed and due is None
        return "incoming.wrong.due" if missing or not self.due.readable() else ""

    def complain(self, *, needed: bool = False) -> bool:
        """Say what is wrong, if anything is."""
        key, due = self.fault(needed=needed), self.due.value()
        self.set_error(key, day=day(due) if due else "")
        return bool(key)

    def days(self) -> int | None:
        """In how many working days it is; None without one."""
        due = self.due.value()
        return working_days_between(self._today, due, reference.calendar()) if due else None

    def _show_due(self) -> None:
        due, calendar = self.due.value(), reference.calendar()
        if due is None or due < self._today:
            self.set_hint(_HINT)
            return
        days = working_days_between(self._today, due, calendar)
        weekday = word(f"wording.weekday.{due.isoweekday()}")
        certain = add_working_days(self._today, days, calendar).certain
        key = "incoming.directive.due_days" if certain else "incoming.directive.due_unsure"
        self.set_hint(key, weekday=weekday, n=days, version=calendar.version)


def _resolved(text: str, today: date) -> date | None:
    found = read_deadline(text, today, reference.calendar())
    if found is None or found < today:
        return found
    return add_working_days(found, 0, reference.calendar()).due
