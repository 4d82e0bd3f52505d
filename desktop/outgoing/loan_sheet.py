"""Lending the file copy: to whom, by whose leave, until when (sổ sử dụng bản lưu)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from core.office.workflow import LEADERS
from db.actions import dispatching
from db.actions.dispatching import Loan
from db.queries import office
from desktop.documents.faces import code_of, subject_of
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Row
from desktop.widgets.matching import Candidate
from desktop.widgets.typed_dates import read_date

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.queries.rows import PersonRow
    from desktop.context import Context
    from desktop.outgoing.gathered import Gathered


class LoanSheet(AskSheet):
    """Ctrl+Enter lends it; names are offered, others may be typed."""

    def __init__(self, context: Context, found: Gathered, then: Callable[[], None]) -> None:
        self._context, self._then, self._document = context, then, found.page.row.id
        self._people: Sequence[PersonRow] = ()
        read = partial(read_date, today=found.today)
        self.borrower = CompletionEdit(lambda _typed: _offered(self._people))
        self.allowed = CompletionEdit(
            lambda _typed: _offered([one for one in self._people if one.roles & LEADERS])
        )
        self.day, self.until, self.note = DateEdit(read), DateEdit(read), LineEdit()
        self.day.set_value(found.today)
        edits = ("borrower", "allowed", "day", "until", "note")
        self.fields = {name: Field(f"outgoing.loan.{name}", getattr(self, name)) for name in edits}
        named = Label(role="unread", wrap=True)
        named.show_text(f"{code_of(found.page.row)} – {subject_of(found.page.row)}")
        days = Row(self.fields["day"], self.fields["until"], gap=12)
        body = Column(named, self.fields["borrower"], self.fields["allowed"], days, gap=8)
        body.addWidget(self.fields["note"])
        super().__init__("office.act.lend", body, "outgoing.lend_do", icon="folder_open")
        self.set_width(520)
        context.read(office.people, self._know)

    def _know(self, people: Sequence[PersonRow]) -> None:
        self._people = people

    @override
    def answer(self) -> None:
        names = {
            name: " ".join(getattr(self, name).text().split()) for name in ("borrower", "allowed")
        }
        day, until = self.day.value(), self.until.value()
        wrong = {name: "" if text else "outgoing.name_missing" for name, text in names.items()}
        wrong["day"] = "" if day else "outgoing.day_wrong"
        wrong["until"] = "" if self.until.readable() else "outgoing.day_wrong"
        for name, key in wrong.items():
            self.fields[name].set_error(key)
        first = next((name for name, key in wrong.items() if key), "")
        if first or day is None:
            self.fields[first].edit.setFocus()
            return
        loan = Loan(
            names["borrower"],
            day.isoformat(),
            names["allowed"],
            until.isoformat() if until else None,
            " ".join(self.note.text().split()),
        )
        document = self._document
        self.carry_out(
            self._context,
            lambda store: dispatching.lend(store, document, loan),
            lambda _done: self._then(),
        )


def _offered(people: Sequence[PersonRow]) -> list[Candidate]:
    return [Candidate(one.name, one.post) for one in people if one.name]
