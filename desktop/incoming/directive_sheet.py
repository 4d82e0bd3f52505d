"""The commander's directive (F7) and assigning (F4): what is to be done, by whom, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from core.office.workflow import HANDLERS
from db.actions import incoming
from db.actions.incoming import Task
from desktop import clock, reference
from desktop.signing import acts, directives, holders
from desktop.signing.pin_pages import PinPages
from desktop.signing.pin_sheet import PinSheet
from desktop.signing.summary import key_rows
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.check_box import CheckBox
from desktop.widgets.due_field import DueField
from desktop.widgets.field import Field
from desktop.widgets.layouts import Column
from desktop.widgets.people_edit import PeopleEdit, PersonEdit, candidates
from desktop.widgets.phrase_edit import PhraseEdit
from desktop.widgets.text_sheet import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from db.acting import Done, Store
    from db.queries.rows import PersonRow
    from desktop.context import Context
    from desktop.signing.directives import Prepared
    from desktop.signing.holders import Holder

_TEXT: Final = "incoming.wrong.text"
_PERSON: Final = "incoming.wrong.person"


class DirectiveSheet(AskSheet):
    """``with_text`` is a directive; without it somebody else is given the work."""

    def __init__(
        self,
        context: Context,
        document: str,
        people: Sequence[PersonRow],
        today: date,
        then: Callable[[], None],
        *,
        with_text: bool,
    ) -> None:
        self._context, self._document = context, document
        self._then, self._with_text = then, with_text
        everybody = candidates(people)
        self.text = PhraseEdit(reference.directive_phrases())
        self.lead = PersonEdit(candidates(row for row in people if row.roles & HANDLERS))
        self.support = PeopleEdit("incoming.directive.support", everybody)
        self.inform = PeopleEdit("incoming.directive.inform", everybody)
        self.text_field = Field("incoming.directive.text", self.text)
        self.lead_field = Field("incoming.directive.lead", self.lead)
        several = "incoming.directive.several"
        self.support_field = Field("incoming.directive.support", self.support, several)
        self.inform_field = Field("incoming.directive.inform", self.inform)
        self.due_field = DueField(today)
        self.due = self.due_field.due
        self.signed = CheckBox("incoming.directive.sign")
        body = Column(self.text_field, self.lead_field, gap=8)
        for field in (self.support_field, self.inform_field, self.due_field, self.signed):
            body.addWidget(field)
        if not with_text:
            self.text_field.hide()
            self.signed.hide()
        title = "office.act.direct" if with_text else "office.act.assign"
        super().__init__(title, body, title, icon="comment_edit" if with_text else "")
        self._connect()
        if with_text:
            self.keep_text(context, f"directive:{document}", self.text)

    def _connect(self) -> None:
        """What is being mended is wrong no more; the sheet grows with what it says."""
        self.set_width(560)
        self.text.textChanged.connect(self.text_field.set_error)
        self.lead.textChanged.connect(lambda _: self.lead_field.set_error())
        self.due.settled.connect(self.adjustSize)
        for people_edit in (self.support, self.inform):
            people_edit.changed.connect(self.adjustSize)

    @override
    def answer(self) -> None:
        """One lead at least, a deadline that lies ahead; then directive and assignments at once, a
        directive that is to be signed after its PIN.
        """
        if not self._complete():
            return
        tasks, text = self._tasks(), self.text.toPlainText().strip()
        document, calendar, directs = self._document, reference.calendar(), self._with_text
        if self.signed.isChecked():
            self._context.read(
                lambda store: (
                    holders.holder(store),
                    directives.prepare(store, document, text, tasks, calendar),
                ),
                self._ask_pin,
            )
            return

        def action(store: Store) -> Done:
            if directs:
                return incoming.direct(store, document, text, tasks, calendar)
            return incoming.assign(store, document, tasks, calendar)

        self.carry_out(self._context, action, lambda _done: self._then())

    def _ask_pin(self, found: tuple[Holder, Prepared]) -> None:
        """What stands here is a draft until it is signed: Esc at the PIN loses nothing. The slip
        that is signed is in sight before its PIN can be given.
        """
        holder, prepared = found
        if holder.refusal is not None:
            self.fail(holder.refusal)
            return
        context, ring = self._context, self._context.ring

        def sign(pin: str) -> None:
            def work(store: Store) -> Done:
                return directives.direct(store, ring, prepared, pin)

            context.act(self.ending(work), done, pin_sheet.refuse)

        def done(_done: Done) -> None:
            pin_sheet.close_card()
            self._then()

        pin_sheet = PinSheet(
            context,
            acts.PERSON,
            "incoming.directive.sign",
            key_rows(holder, clock.now_ms()),
            "incoming.directive.sign_do",
            sign,
            PinPages(context, prepared.pdf, prepared.place, holder.person.name),
        )
        context.frame.open_sheet(pin_sheet)

    def _complete(self) -> bool:
        """Mark what is missing and go to the first of it."""
        text = self.text.toPlainText().strip()
        late = self.due_field.complain()
        nobody = _PERSON if self.lead.unknown() else "incoming.wrong.lead"
        length = "incoming.wrong.long" if len(text) > LIMIT else ""
        wrong = {
            self.text_field: length or ("" if text or not self._with_text else _TEXT),
            self.lead_field: "" if self.lead.person() else nobody,
            self.support_field: _PERSON if self.support.edit.unknown() else "",
            self.inform_field: _PERSON if self.inform.edit.unknown() else "",
        }
        for field, key in wrong.items():
            field.set_error(key, length=len(text), limit=LIMIT)
        last = self.due_field if late else None
        first = next((field for field, key in wrong.items() if key), last)
        if first is not None:
            first.edit.setFocus()
        return first is None

    def _tasks(self) -> list[Task]:
        """Lead and support have the deadline; who is only told has none."""
        lead, days = self.lead.person(), self.due_field.days()
        support = [one for one in self.support.people() if one != lead]
        inform = [one for one in self.inform.people() if one not in (lead, *support)]
        return [
            Task("lead", lead, days),
            *(Task("support", one, days) for one in support),
            *(Task("inform", one) for one in inform),
        ]
