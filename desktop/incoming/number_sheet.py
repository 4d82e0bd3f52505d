"""Corrects what is filled in by itself (F2): the arrival number, forward only, and the day of
arrival.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from typing_extensions import override

from core.office.numbering import parse_number
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.layouts import Column
from desktop.widgets.typed_dates import read_date
from desktop.wording import day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from desktop.incoming.entry import Entry


class NumberSheet(AskSheet):
    """``then`` gets the corrected entry. Numbers are never reused: skipped ones become void with
    the reason (formats.md §5).
    """

    def __init__(
        self, entry: Entry, next_number: int, today: date, then: Callable[[Entry], None]
    ) -> None:
        self._entry, self._next, self._today, self._then = entry, next_number, today, then
        self.number, self.reason = LineEdit(numbers=True), LineEdit()
        self.arrived = DateEdit(partial(read_date, today=today))
        self.number.setText(str(entry.number or next_number))
        self.arrived.setText(entry.arrived or day(today))
        self.reason.setText(entry.reason)
        self.number_field = Field("incoming.field.number", self.number)
        self.arrived_field = Field("incoming.field.arrived", self.arrived)
        self.reason_field = Field("incoming.number.reason", self.reason, "incoming.number.hint")
        body = Column(self.number_field, self.arrived_field, self.reason_field, gap=8)
        super().__init__("incoming.correct", body, "incoming.number.do")

    @override
    def answer(self) -> None:
        """Nothing is stored here: the entry carries it until it is saved."""
        self.arrived.settle()
        given, arrived = parse_number(self.number.text()), self.arrived.value()
        wanted = given.value if given and not given.suffix else 0
        reason = self.reason.text().strip()
        passed = bool(wanted) and wanted < self._next
        wrong = {
            self.number_field: "incoming.number.passed" if passed else _unless(wanted, "number"),
            self.arrived_field: _unless(arrived and arrived <= self._today, "arrived"),
            self.reason_field: _unless(wanted <= self._next or reason, "no_reason"),
        }
        for field, key in wrong.items():
            field.set_error(key, next=self._next, last=max(wanted - 1, self._next))
        first = next((field for field, key in wrong.items() if key), None)
        if first is not None:
            first.edit.setFocus()
            return
        changed = msgspec.structs.replace(
            self._entry,
            number=wanted if wanted != self._next else None,
            arrived=day(arrived) if arrived and arrived != self._today else "",
            reason=reason if wanted != self._next else "",
        )
        self.finish()
        self._then(changed)


def _unless(right: object, key: str) -> str:
    return "" if right else f"incoming.number.{key}"
