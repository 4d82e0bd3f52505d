"""Sending a document: to whom, by which way, in how many copies, on which day."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from db.actions import dispatching
from db.actions.dispatching import PAPER, WAYS, Sending
from desktop.documents.faces import code_of, subject_of
from desktop.outgoing.ticks import Ticks
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.segmented import Option, Segmented
from desktop.widgets.typed_dates import read_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.context import Context
    from desktop.outgoing.gathered import Gathered

OPTIONS: Final = tuple(Option(way, f"outgoing.way.{way}") for way in WAYS)
MANY: Final = 1000
"""More copies or envelopes than this are a slip of the finger."""


class DispatchSheet(AskSheet):
    """Ctrl+Enter sends to all that are ticked; ``issues`` where that issues the document."""

    def __init__(
        self, context: Context, found: Gathered, then: Callable[[int], None], *, issues: bool
    ) -> None:
        self._context, self._found, self._then = context, found, then
        self._names = found.unsent()
        self.ticks = Ticks("outgoing.recipients", self._names)
        self.others, self.way = LineEdit(), Segmented("outgoing.way", OPTIONS)
        self.copies, self.envelopes = LineEdit(numbers=True), LineEdit(numbers=True)
        self.day = DateEdit(partial(read_date, today=found.today))
        self.day.set_value(found.today)
        self.copies.setText("1")
        self.fields = {
            "others": Field("outgoing.others", self.others, "outgoing.others.hint"),
            "copies": Field("outgoing.copies", self.copies),
            "envelopes": Field("outgoing.envelopes", self.envelopes),
            "day": Field("outgoing.day", self.day),
        }
        title = "outgoing.issue_title" if issues else "outgoing.send_title"
        done = "office.act.issue" if issues else "outgoing.send_do"
        super().__init__(title, self._body(), done, icon="mail_arrow_up")
        self.set_width(600)
        self.ticks.setVisible(bool(self._names))
        self.way.set_value("hand")
        self.way.chosen.connect(self._choose)
        self._choose(self.way.value())

    @override
    def answer(self) -> None:
        names = [self._names[place] for place in self.ticks.chosen()] + self._more()
        copies, envelopes = _count(self.copies.text()), _count(self.envelopes.text() or "0")
        day = self.day.value()
        paper = self.way.value() in PAPER
        wrong = {
            "others": "" if names else "outgoing.recipients_missing",
            "copies": "outgoing.count_wrong" if paper and not copies else "",
            "envelopes": "outgoing.count_wrong" if envelopes is None else "",
            "day": "" if day else "outgoing.day_wrong",
        }
        for name, key in wrong.items():
            self.fields[name].set_error(key)
        first = next((name for name, key in wrong.items() if key), "")
        if first or day is None:
            self.fields[first].edit.setFocus()
            return
        way, iso = self.way.value(), day.isoformat()
        counts = (copies or 1, envelopes or 0) if paper else (1, 0)
        sendings = [Sending(name, way, *counts, day=iso) for name in dict.fromkeys(names)]
        document = self._found.page.row.id
        self.carry_out(
            self._context,
            lambda store: dispatching.dispatch(store, document, sendings),
            lambda _done: self._then(len(sendings)),
        )

    def _more(self) -> list[str]:
        parts = (part.strip() for part in re.split(r"[;\n]", self.others.text()))
        return [part for part in parts if part]

    def _choose(self, way: object) -> None:
        """Copies and envelopes are of paper only."""
        self.fields["copies"].setVisible(way in PAPER)
        self.fields["envelopes"].setVisible(way == "post")
        self.adjustSize()

    def _body(self) -> Column:
        named = Label(role="unread", wrap=True)
        row = self._found.page.row
        named.show_text(f"{code_of(row)} – {subject_of(row)}")
        counts = Row(self.fields["day"], self.fields["copies"], self.fields["envelopes"], gap=12)
        for place in range(3):
            counts.setStretch(place, 1)
        column = Column(named, self.ticks, self.fields["others"], gap=8)
        column.addWidget(Label("outgoing.way", "label"))
        column.addLayout(Row(self.way, STRETCH))
        column.addLayout(counts)
        return column


def _count(text: str) -> int | None:
    """A number of copies or envelopes; None for what is none."""
    typed = text.strip()
    return int(typed) if typed.isdecimal() and len(typed) <= 4 and int(typed) <= MANY else None
