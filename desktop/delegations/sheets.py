"""Sheets about an absence, the end of a delegation, and the customs that the unit keeps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from typing_extensions import override

from core.errors import NotFound
from core.office import access
from core.office.terms import Role
from db.acting import Done
from db.actions import delegating
from desktop import clock
from desktop.delegations.faces import ground_of, span
from desktop.delegations.people_field import PersonField
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.check_box import CheckBox
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Row
from desktop.widgets.typed_dates import read_date

if TYPE_CHECKING:
    from datetime import date

    from db.acting import Store
    from db.queries.delegations import Board, DelegationRow
    from desktop.context import Context


class AbsenceSheet(AskSheet):
    """Who is away, who stands in, on which days; only a commander says it of somebody else."""

    def __init__(self, context: Context, board: Board) -> None:
        self._context, self._board = context, board
        commands = Role.COMMANDER in board.me.roles
        away = board.people if commands else (board.me,)
        self.away = PersonField("delegations.away", away)
        self.away.name.setText(board.me.name)
        self.away.name.setReadOnly(not commands)
        self.person = PersonField("delegations.substitute", board.people)
        self.start, self.until = DateEdit(_day), DateEdit(_day)
        self._start = Field("delegations.start", self.start)
        self._until = Field("delegations.until", self.until)
        self.matter = Field("delegations.absence.why", LineEdit())
        days = Row(self._start, self._until, gap=12)
        for place in (0, 1):
            days.setStretch(place, 1)
        note = Label("delegations.absence.note", "body", "text2", wrap=True)
        body = Column(self.person, days, self.matter, self.away, note, gap=8)
        super().__init__("delegations.absence", body, "delegations.absence.go", icon="people")
        self.start.set_value(clock.today())

    @override
    def answer(self) -> None:
        """Say it, or what is missing."""
        for field in (self.away, self.person):
            field.check()
        start, until = self.start.value(), self.until.value()
        self._start.set_error("" if start else "delegations.missing.day")
        late = start is not None and until is not None and until < start
        unread = "" if until else "delegations.missing.last"
        self._until.set_error(unread or ("delegations.wrong.order" if late else ""))
        wrong = [one for one in (self.person, self._start, self._until, self.away) if one.wrong]
        away, person = self.away.person(), self.person.person()
        if wrong or not (away and person and start and until):
            wrong[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        why = " ".join(self.matter.edit.text().split())  # type: ignore[attr-defined]
        act = partial(
            delegating.stand_in,
            person=person.id,
            start=start,
            until=until,
            absent=away.id,
            matter=why,
        )
        name = person.name
        self.carry_out(
            self._context,
            act,
            lambda _done: self._context.frame.toast("delegations.absence.done", name=name),
        )


class EndSheet(AskSheet):
    """Ends a delegation from today on, with a reason."""

    def __init__(self, context: Context, row: DelegationRow) -> None:
        self._context, self._row = context, row
        self.reason = LineEdit()
        self._reason = Field("delegations.end.reason", self.reason)
        about = Label(role="val", wrap=True)
        about.show_text(f"{row.person} – {ground_of(row)}")
        days = Label(role="sub", tone="text2")
        days.show_text(span(row.given))
        note = Label("delegations.end.note", "body", "text2", wrap=True)
        body = Column(about, days, note, self._reason, gap=8)
        super().__init__("delegations.end", body, "delegations.end.go", icon="error_circle")

    @override
    def answer(self) -> None:
        """End it, or ask for the reason."""
        reason = " ".join(self.reason.text().split())
        self._reason.set_error("" if reason else "delegations.missing.reason")
        if not reason:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        row = self._row
        act = partial(delegating.end, delegation_id=row.id, reason=reason)
        self.carry_out(
            self._context,
            act,
            lambda _done: self._context.frame.toast("delegations.end.done", name=row.person),
        )


class SeparationsSheet(AskSheet):
    """Which customary separations of duties the unit keeps; what the law asks is not offered."""

    def __init__(self, context: Context, board: Board) -> None:
        self._context, self._off = context, board.off
        self.boxes = {code: CheckBox(f"delegations.separation.{code}") for code in access.CUSTOMS}
        for code, box in self.boxes.items():
            box.setChecked(code not in board.off)
        note = Label("delegations.separations.note", "body", "text2", wrap=True)
        body = Column(note, *self.boxes.values(), gap=8)
        super().__init__(
            "delegations.separations", body, "delegations.separations.go", icon="shield_checkmark"
        )

    @override
    def answer(self) -> None:
        """Write what was changed."""
        changed = {
            code: box.isChecked()
            for code, box in self.boxes.items()
            if box.isChecked() == (code in self._off)
        }
        if not changed:
            self.finish()
            return
        self.carry_out(
            self._context,
            partial(_keep, changed=changed),
            lambda _done: self._context.frame.toast("delegations.separations.done"),
        )


def _keep(store: Store, changed: dict[str, bool]) -> Done:
    """One act for each custom; the last one's answer."""
    done = [delegating.keep_separation(store, code, applies) for code, applies in changed.items()]
    if not done:
        raise NotFound(kind="catalogue")
    return Done(frozenset().union(*(one.changed for one in done)), done[-1].entity)


def _day(text: str) -> date | None:
    return read_date(text, clock.today())
