"""Hands a document to others: the lead to somebody else, a part to those who support."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from core.office.workflow import HANDLERS
from db.actions import handling
from desktop import reference
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.due_field import DueField
from desktop.widgets.field import Field, TextEdit
from desktop.widgets.layouts import Column
from desktop.widgets.people_edit import PeopleEdit, PersonEdit, candidates
from desktop.widgets.text_sheet import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from db.acting import Done, Store
    from db.queries.rows import PersonRow
    from desktop.context import Context

_WIDTH: Final = 560
_NOBODY: Final = "incoming.wrong.person"
_TITLES: Final = ("incoming.act.transfer", "office.act.ask_coordination")


class TransferSheet(AskSheet):
    """Somebody else takes the lead from ``lead``, for a reason; ``then`` is called once it is
    done."""

    def __init__(
        self,
        context: Context,
        document: str,
        people: Sequence[PersonRow],
        lead: str,
        then: Callable[[], None],
    ) -> None:
        self._context, self._document, self._then = context, document, then
        others = (row for row in people if row.roles & HANDLERS and row.id != lead)
        self.lead = PersonEdit(candidates(others))
        self.text = TextEdit(lines=3)
        self.lead_field = Field("incoming.directive.lead", self.lead, "incoming.transfer.hint")
        self.text_field = Field("incoming.reason", self.text)
        body = Column(self.lead_field, self.text_field, gap=8)
        super().__init__(_TITLES[0], body, _TITLES[0], icon="person")
        self.set_width(_WIDTH)
        self.lead.textChanged.connect(lambda _: self.lead_field.set_error())
        self.text.textChanged.connect(self.text_field.set_error)
        self.keep_text(context, f"transfer:{document}", self.text)

    @override
    def answer(self) -> None:
        person, reason = self.lead.person(), self.text.toPlainText().strip()
        self.lead_field.set_error(
            "" if person else _NOBODY if self.lead.unknown() else "incoming.wrong.other_lead"
        )
        self.text_field.set_error(
            *_wrong_text(reason, "incoming.wrong.reason"), length=len(reason), limit=LIMIT
        )
        if not _first_wrong(self.lead_field, self.text_field):
            document = self._document

            def action(store: Store) -> Done:
                return handling.transfer(store, document, person, reason)

            self.carry_out(self._context, action, lambda _done: self._then())


class CoordinationSheet(AskSheet):
    """Others are asked to support, with words and a deadline where one wants."""

    def __init__(
        self,
        context: Context,
        document: str,
        people: Sequence[PersonRow],
        today: date,
        then: Callable[[], None],
    ) -> None:
        self._context, self._document, self._then = context, document, then
        able = candidates(row for row in people if row.roles & HANDLERS)
        self.people = PeopleEdit("incoming.directive.support", able)
        self.text = TextEdit(lines=3)
        several = "incoming.directive.several"
        self.people_field = Field("incoming.directive.support", self.people, several)
        self.text_field = Field("incoming.coordination.text", self.text)
        self.due_field = DueField(today)
        body = Column(self.people_field, self.text_field, self.due_field, gap=8)
        super().__init__(_TITLES[1], body, "incoming.coordination.do", icon="people")
        self.set_width(_WIDTH)
        self.people.edit.textChanged.connect(lambda _: self.people_field.set_error())
        self.text.textChanged.connect(self.text_field.set_error)
        self.people.changed.connect(self.adjustSize)
        self.due_field.due.settled.connect(self.adjustSize)
        self.keep_text(context, f"coordination:{document}", self.text)

    @override
    def answer(self) -> None:
        people, text = self.people.people(), self.text.toPlainText().strip()
        unknown = self.people.edit.unknown()
        self.people_field.set_error(
            _NOBODY if unknown else "" if people else "incoming.wrong.support"
        )
        self.text_field.set_error(*_wrong_text(text, ""), length=len(text), limit=LIMIT)
        self.due_field.complain()
        if not _first_wrong(self.people_field, self.text_field, self.due_field):
            document, due, calendar = self._document, self.due_field.days(), reference.calendar()

            def action(store: Store) -> Done:
                return handling.ask_coordination(store, document, people, text, due, calendar)

            self.carry_out(self._context, action, lambda _done: self._then())


def _wrong_text(text: str, empty: str) -> tuple[str]:
    return ("incoming.wrong.long" if len(text) > LIMIT else "" if text else empty,)


def _first_wrong(*fields: Field) -> bool:
    """Go to the first field that is wrong, if any is."""
    first = next((field for field in fields if field.wrong), None)
    if first is not None:
        first.edit.setFocus()
    return first is not None
