"""Answers who asks for more time: a later deadline, or no; both with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from db.actions import handling
from desktop import reference
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.buttons import Button
from desktop.widgets.due_field import DueField
from desktop.widgets.field import Field, TextEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column
from desktop.widgets.text_sheet import LIMIT
from desktop.wording import day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from db.acting import Done, Store
    from desktop.context import Context

Said = tuple[str, str]
"""Who asked for more time, and why."""


class ExtendSheet(AskSheet):
    """``asked`` is shown above where somebody asked; only then there is a way to say no. ``then``
    is told whether the deadline was moved.
    """

    def __init__(
        self,
        context: Context,
        document: str,
        days: tuple[date, date | None],
        asked: Said | None,
        then: Callable[[bool], None],
    ) -> None:
        self._context, self._document, self._then = context, document, then
        today, self._now = days
        self.due_field, self.text = DueField(today, "incoming.extend.due"), TextEdit(lines=3)
        self.text_field = Field("incoming.reason", self.text)
        column = Column(gap=8)
        if asked is not None:
            said = Label(role="body", wrap=True)
            said.say("incoming.extend.asked", who=asked[0], reason=asked[1])
            column.addWidget(said)
        now = Label(role="hint", wrap=True)
        now.say("incoming.extend.now", day=day(self._now) if self._now else "–")
        self.deny = Button("incoming.extend.deny") if asked is not None else None
        for one in (now, self.due_field, self.text_field):
            column.addWidget(one)
        title = "office.act.extend"
        super().__init__(title, column, title, icon="calendar_clock", other=self.deny)
        self.set_width(520)
        if self.deny is not None:
            self.deny.clicked.connect(self._deny)
        self.text.textChanged.connect(self.text_field.set_error)
        self.due_field.due.settled.connect(self.adjustSize)
        self.keep_text(context, f"extend:{document}", self.text)

    @override
    def answer(self) -> None:
        """A day after the one that stands, and why."""
        reason = self._reason()
        due = self.due_field.due.value()
        if not self.due_field.complain(needed=True) and due and self._now and due <= self._now:
            self.due_field.set_error("incoming.wrong.not_later", day=day(self._now))
        if self._go_to_wrong() or due is None:
            return
        document, calendar = self._document, reference.calendar()

        def action(store: Store) -> Done:
            return handling.extend(store, document, due, reason, calendar)

        self.carry_out(self._context, action, lambda _done: self._then(True))

    def _deny(self) -> None:
        """The deadline stays; only the reason is needed."""
        reason = self._reason()
        self.due_field.set_error()
        if self._go_to_wrong():
            return
        document = self._document
        self.carry_out(
            self._context,
            lambda store: handling.deny_extension(store, document, reason),
            lambda _done: self._then(False),
        )

    def _reason(self) -> str:
        reason = self.text.toPlainText().strip()
        key = "incoming.wrong.long" if len(reason) > LIMIT else ""
        key = key if reason else "incoming.wrong.reason"
        self.text_field.set_error(key, length=len(reason), limit=LIMIT)
        return reason

    def _go_to_wrong(self) -> bool:
        first = next((one for one in (self.due_field, self.text_field) if one.wrong), None)
        if first is not None:
            first.edit.setFocus()
            self.adjustSize()
        return first is not None
