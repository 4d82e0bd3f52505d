"""Recording receipts: which recipients have the document, since when, who signed for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from db.actions import dispatching
from db.actions.dispatching import Receipt
from desktop.documents.faces import code_of
from desktop.outgoing.ticks import Ticks
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Row
from desktop.widgets.typed_dates import read_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.context import Context
    from desktop.outgoing.gathered import Gathered


class ReceiptSheet(AskSheet):
    """Ctrl+Enter records a receipt for all that are ticked."""

    def __init__(self, context: Context, found: Gathered, then: Callable[[int], None]) -> None:
        self._context, self._then = context, then
        self._document, self._sent = found.page.row.id, found.waiting()
        self.ticks = Ticks("outgoing.received_by", [one.recipient for one in self._sent])
        self.day = DateEdit(partial(read_date, today=found.today))
        self.day.set_value(found.today)
        self.name = LineEdit()
        self.day_field = Field("outgoing.received_on", self.day)
        self.name_field = Field("outgoing.receiver", self.name, "outgoing.receiver.hint")
        named = Label(role="unread", wrap=True)
        named.show_text(f"{code_of(found.page.row)} – {found.page.row.subject}")
        line = Row(self.day_field, self.name_field, gap=12)
        line.setStretch(0, 1)
        line.setStretch(1, 2)
        body = Column(named, self.ticks, line, gap=8)
        super().__init__(
            "outgoing.confirm_title", body, "outgoing.confirm_do", icon="document_signature"
        )
        self.set_width(560)

    @override
    def answer(self) -> None:
        chosen, day = self.ticks.chosen(), self.day.value()
        self.day_field.set_error("" if day else "outgoing.day_wrong")
        self.name_field.set_error("" if chosen else "outgoing.nobody_ticked")
        if day is None or not chosen:
            (self.day if day is None else self.ticks.boxes[0]).setFocus()
            return
        name, iso = " ".join(self.name.text().split()), day.isoformat()
        receipts = [Receipt(self._sent[place].op, iso, name) for place in chosen]
        document = self._document
        self.carry_out(
            self._context,
            lambda store: dispatching.receive(store, document, receipts),
            lambda _done: self._then(len(receipts)),
        )
