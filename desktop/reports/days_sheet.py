"""Asks for the two days of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from core.office import periods
from desktop.widgets.buttons import Button
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.sheet import Sheet
from desktop.widgets.typed_dates import read_date

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from core.office.periods import Period


class DaysSheet(Sheet):
    """``done`` gets the period as it is written."""

    def __init__(self, period: Period, today: datetime.date, done: Callable[[str], None]) -> None:
        self._done = done

        def typed(text: str) -> datetime.date | None:
            return read_date(text, today)

        self.since, self.until = DateEdit(typed), DateEdit(typed)
        self.since.set_value(period.since)
        self.until.set_value(period.until)
        self._field = Field("reports.days.until", self.until)
        fields = Row(Field("reports.days.since", self.since), self._field, gap=12)
        self.cancel = Button("reports.days.cancel", "ghost", hint="Esc")
        self.show_button = Button("reports.days.show", "primary", hint="Enter")
        super().__init__(
            "reports.days", Column(fields), Row(STRETCH, self.cancel, self.show_button)
        )
        self.since.returnPressed.connect(self.until.setFocus)
        self.until.returnPressed.connect(self._show)
        self.cancel.clicked.connect(self.close_card)
        self.show_button.clicked.connect(self._show)

    @override
    def first(self) -> QWidget | None:
        return self.since

    def _show(self) -> None:
        since, until = self.since.value(), self.until.value()
        if since is None or until is None or until < since:
            self._field.set_error("reports.days.wrong")
            self.adjustSize()
            (self.since if since is None else self.until).setFocus()
            return
        self.close_card()
        self._done(periods.between(since, until).name)
