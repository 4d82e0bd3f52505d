"""Sheets of accounts: a role with its days, the end of something."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from typing_extensions import override

from core.office.terms import Role
from db.actions import authority
from desktop import clock
from desktop.accounts.faces import role_word
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column
from desktop.widgets.matching import Candidate
from desktop.widgets.typed_dates import read_date

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from db.acting import Done, Store
    from db.queries.accounts import AccountRow
    from desktop.context import Context

    End = Callable[[Store, str, str | None], Done]


class GrantSheet(AskSheet):
    """Which role, from when, until when."""

    def __init__(self, context: Context, row: AccountRow) -> None:
        self._context, self._row = context, row
        self._offered = {role_word(role): role for role in Role}
        self.role = CompletionEdit(lambda _typed: [Candidate(text) for text in self._offered])
        self.since, self.until = (DateEdit(_day) for _ in range(2))
        self.since.set_value(clock.today())
        self._role = Field("accounts.role", self.role, "accounts.role.hint")
        self._since = Field("accounts.grant.since", self.since)
        self._until = Field("accounts.grant.until", self.until, "accounts.grant.until.hint")
        body = Column(_about(row.name), self._role, self._since, self._until, gap=8)
        super().__init__("accounts.grant", body, "accounts.grant.go", icon="shield_checkmark")

    @override
    def answer(self) -> None:
        """Give it, or say what is missing."""
        typed = self.role.text().strip().casefold()
        role = next(
            (role for text, role in self._offered.items() if text.casefold() == typed), None
        )
        since, until = self.since.value(), self.until.value()
        self._role.set_error("" if role else "accounts.missing.role")
        self._since.set_error("" if since else "accounts.missing.day")
        order = since is not None and until is not None and until < since
        unread = "" if self.until.readable() else "accounts.missing.day"
        self._until.set_error(unread or ("accounts.wrong.order" if order else ""))
        wrong = [field for field in (self._role, self._since, self._until) if field.wrong]
        if wrong or role is None or since is None:
            wrong[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        last = until.isoformat() if until else None
        act = partial(
            authority.give_grant,
            person=self._row.id,
            role=role,
            start=since.isoformat(),
            until=last,
        )
        name = self._row.name
        done = partial(self._context.frame.toast, "accounts.granted", name=name)
        self.carry_out(self._context, act, lambda _done: done())


class _FromDay(Field):
    """The first day without something: today or later."""

    def __init__(self) -> None:
        self.day = DateEdit(_day)
        self.day.set_value(clock.today())
        super().__init__("accounts.end.day", self.day, "accounts.end.day.hint")

    def good(self) -> bool:
        """Whether it is such a day; says so where it is not."""
        day = self.day.value()
        good = day is not None and day >= clock.today()
        self.set_error("" if good else "accounts.wrong.past")
        return good

    def later(self) -> str | None:
        """The day (ISO) where it lies ahead; None for at once."""
        day = self.day.value()
        return day.isoformat() if day is not None and day > clock.today() else None


class EndSheet(AskSheet):
    """Ends a grant, a person's every grant, or a machine: why, and from which day on.

    ``end`` is the act, given the reason and the first day without it; ``dated`` asks for the day;
    ``more`` says what else follows from it; ``hint`` is an example of a reason.
    """

    def __init__(
        self,
        context: Context,
        key: str,
        about: str,
        end: End,
        *,
        dated: bool = True,
        more: Sequence[Label] = (),
        hint: str = "accounts.end.reason.hint",
    ) -> None:
        self._context, self._key, self._about, self._end = context, key, about, end
        self.reason = LineEdit()
        self._reason = Field("accounts.end.reason", self.reason, hint)
        self._from = _FromDay() if dated else None
        warning = Label(f"{key}.text", "body", "text2", wrap=True)
        body = Column(_about(about), warning, *more, self._reason, gap=8)
        if self._from is not None:
            body.addWidget(self._from)
        super().__init__(key, body, f"{key}.go", icon="error_circle")

    @override
    def answer(self) -> None:
        """End it, or say what is missing."""
        reason = " ".join(self.reason.text().split())
        self._reason.set_error("" if reason else "accounts.missing.reason")
        fields = [self._reason] if self._from is None or self._from.good() else [self._from]
        wrong = [field for field in (self._reason, *fields) if field.wrong]
        if wrong:
            wrong[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        later = self._from.later() if self._from is not None else None
        end = self._end
        done = partial(self._context.frame.toast, f"{self._key}.done", name=self._about)
        self.carry_out(self._context, lambda store: end(store, reason, later), lambda _done: done())


def _about(name: str) -> Label:
    label = Label(role="val", wrap=True)
    label.show_text(name)
    return label


def _day(text: str) -> date | None:
    return read_date(text, clock.today())
