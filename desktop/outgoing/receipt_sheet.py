"""Recording receipts: which recipients have which documents, since when, who signed for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from core.errors import AntinError
from db.acting import Done
from db.actions import dispatching
from db.actions.dispatching import Receipt
from desktop.outgoing.ticks import Ticks
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Row
from desktop.widgets.typed_dates import read_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from db.acting import Store
    from db.queries.dispatches import Waiting
    from desktop.context import Context


class ReceiptSheet(AskSheet):
    """Ctrl+Enter records a receipt for all that are ticked, of one document or of many; ``then``
    gets how many they were.
    """

    def __init__(
        self,
        context: Context,
        sent: Sequence[Waiting],
        today: date,
        then: Callable[[int], None],
        *,
        ticked: bool = False,
    ) -> None:
        self._context, self._sent, self._then = context, sent, then
        one = len({item.sent.document for item in sent}) == 1
        names = [item.sent.recipient if one else _line(item) for item in sent]
        self.ticks = Ticks("outgoing.received_by", names, ticked=ticked)
        self.day, self.name = DateEdit(partial(read_date, today=today)), LineEdit()
        self.day.set_value(today)
        self.day_field = Field("outgoing.received_on", self.day)
        self.name_field = Field("outgoing.receiver", self.name, "outgoing.receiver.hint")
        line = Row(self.day_field, self.name_field, gap=12)
        line.setStretch(0, 1)
        line.setStretch(1, 2)
        body = Column(gap=8)
        if one:
            named = Label(role="unread", wrap=True)
            named.show_text(f"{sent[0].code} – {sent[0].subject}")
            body.addWidget(named)
        body.addWidget(self.ticks)
        body.addLayout(line)
        title = "outgoing.confirm_title"
        super().__init__(title, body, "outgoing.confirm_do", icon="document_signature")
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
        receipts: dict[str, list[Receipt]] = {}
        for place in chosen:
            sent = self._sent[place].sent
            receipts.setdefault(sent.document, []).append(Receipt(sent.op, iso, name))
        self.carry_out(
            self._context,
            lambda store: _receive(store, receipts),
            lambda done: self._then(done.number or 0),
        )


def _line(item: Waiting) -> str:
    return f"{item.code} → {item.sent.recipient}"


def _receive(store: Store, receipts: Mapping[str, Sequence[Receipt]]) -> Done:
    """Each document in an act of its own: one that is refused does not keep the others back; it
    goes on waiting. Raises the first refusal where all were refused.
    """
    done, refused = Done(frozenset(), "", 0), list[AntinError]()
    for document, those in receipts.items():
        try:
            one = dispatching.receive(store, document, those)
        except AntinError as error:
            refused.append(error)
        else:
            count = (done.number or 0) + len(those)
            done = Done(done.changed | one.changed, document, count)
    if refused and not done.number:
        raise refused[0]
    return done
