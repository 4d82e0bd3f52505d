"""Sheets of accounts: a person's name and post, a role with its days, the end of something."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from typing_extensions import override

from core.office.terms import Role
from db.actions import authority
from desktop import clock, reference
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
    from db.queries.accounts import AccountRow, UnitRow
    from desktop.context import Context

    End = Callable[[Store, str, str | None], Done]


class PersonSheet(AskSheet):
    """A new account, or the name, rank, post and agency of one that there is."""

    def __init__(
        self,
        context: Context,
        units: Sequence[UnitRow],
        row: AccountRow | None,
        then: Callable[[str], None],
    ) -> None:
        self._context, self._row, self._then = context, row, then
        self._units = [Candidate(unit.name, id=unit.id.encode()) for unit in units]
        self.name, self.post = LineEdit(), LineEdit()
        self.rank = CompletionEdit(_ranks, free=True)
        self.unit = CompletionEdit(lambda _typed: self._units)
        self._name = Field("accounts.name", self.name)
        self._unit = Field("accounts.unit", self.unit)
        rank, post = Field("accounts.rank", self.rank), Field("accounts.post", self.post)
        key = "accounts.edit" if row else "accounts.new"
        body = Column(self._name, rank, post, self._unit, gap=8)
        super().__init__(key, body, f"{key}.go", icon="person")
        if row is not None:
            for edit, text in ((self.name, row.name), (self.rank, row.rank), (self.post, row.post)):
                edit.setText(text)
            self.unit.setText(row.unit_name)
        elif self._units:
            self.unit.setText(self._units[0].text)

    @override
    def answer(self) -> None:
        """Write it, or say what is missing."""
        name, rank, post, typed = (
            " ".join(edit.text().split()) for edit in (self.name, self.rank, self.post, self.unit)
        )
        found = next((one for one in self._units if one.text.casefold() == typed.casefold()), None)
        self._name.set_error("" if name else "accounts.missing.name")
        self._unit.set_error("" if found else "accounts.missing.unit")
        wrong = [field for field in (self._name, self._unit) if field.wrong]
        if wrong or found is None:
            wrong[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        unit = found.id.decode()
        row = self._row
        act = (
            partial(authority.set_person, person=row.id, name=name, rank=rank, post=post, unit=unit)
            if row
            else partial(authority.new_person, name=name, rank=rank, post=post, unit=unit)
        )
        self.carry_out(self._context, act, lambda done: self._then(done.entity))


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

    ``end`` is the act, given the reason and the first day without it; ``dated`` asks for the day.
    """

    def __init__(
        self, context: Context, key: str, about: str, end: End, *, dated: bool = True
    ) -> None:
        self._context, self._key, self._about, self._end = context, key, about, end
        self.reason = LineEdit()
        self._reason = Field("accounts.end.reason", self.reason, "accounts.end.reason.hint")
        self._from = _FromDay() if dated else None
        warning = Label(f"{key}.text", "body", "text2", wrap=True)
        body = Column(_about(about), warning, self._reason, gap=8)
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


def _ranks(_typed: str) -> Sequence[Candidate]:
    """Offered in Vietnamese, as it stands before a name; any other text is taken."""
    return [Candidate(item.vi) for item in reference.ranks().items]


def _about(name: str) -> Label:
    label = Label(role="val", wrap=True)
    label.show_text(name)
    return label


def _day(text: str) -> date | None:
    return read_date(text, clock.today())
