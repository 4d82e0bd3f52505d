"""The fields of quick registration in the order of the eye; Enter goes on to the next one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from core.office.deadlines import working_days_between
from core.office.terms import Secrecy, Urgency
from desktop import reference
from desktop.clock import local_time
from desktop.incoming.entry import FIELDS, WANTED, Entry, Wrong
from desktop.incoming.faces import arrival_number
from desktop.incoming.wordings import wordings
from desktop.widgets.banner import Banner
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.layouts import Column, Grid
from desktop.widgets.matching import Candidate
from desktop.widgets.phrase_edit import PhraseEdit
from desktop.widgets.scope_field import ScopeField
from desktop.widgets.segmented import Option, Segmented
from desktop.widgets.sheet import Scrim
from desktop.widgets.typed_dates import read_date, read_deadline
from desktop.wording import clock_time, day, moment, number
from desktop.words import bind, word, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from db.queries.rows import DocumentRow
    from desktop.widgets.scope_field import Scopes

_URGENCY: Final = (
    Option(Urgency.NORMAL, "office.urgency.normal"),
    Option(Urgency.URGENT, "office.urgency.urgent", "warn"),
    Option(Urgency.VERY_URGENT, "office.urgency.very_urgent", "danger"),
    Option(Urgency.EXPRESS, "office.urgency.express", "danger"),
)
_SECRECY: Final = (
    Option(Secrecy.ORDINARY, "incoming.secrecy.ordinary"),
    Option(Secrecy.CONFIDENTIAL, "office.secrecy.confidential", "danger"),
    Option(Secrecy.SECRET, "office.secrecy.secret", "danger"),
    Option(Secrecy.TOP_SECRET, "office.secrecy.top_secret", "danger"),
)
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RegistrationForm(QWidget):
    """``edited`` names the field that a person changed; ``left`` the one that he is done with.

    ``finished`` says that Enter left the last field.
    """

    edited = Signal(str)
    left = Signal(str)
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._today: date | None = None
        self._issuers: list[Candidate] = []
        self._entry = Entry()
        self._filling = False
        self.number, self.arrived = LineEdit(numbers=True), LineEdit(numbers=True)
        self.number_field = Field("incoming.field.number", self.number)
        self._arrived_field = Field("incoming.field.arrived", self.arrived)
        self.issuer = CompletionEdit(lambda _typed: self._issuers, free=True)
        self.code = LineEdit(numbers=True)
        self.document_date = DateEdit(self._read_date)
        self.type = CompletionEdit(lambda _typed: _types())
        self.pages = LineEdit(numbers=True)
        self.subject = PhraseEdit((), lines=2, free=True)
        self.urgency = Segmented("incoming.field.urgency", _URGENCY)
        self.secrecy = Segmented("incoming.field.secrecy", _SECRECY)
        self.due = DateEdit(self._read_due)
        self.scope = ScopeField()
        self.fields: dict[str, Field] = {
            name: Field(f"incoming.field.{name}", getattr(self, name)) for name in FIELDS[:-1]
        }
        self.fields["scope"] = self.scope
        self.duplicate = Banner()
        self.duplicate.hide()
        self.setLayout(self._lay_out())
        self._connect()
        bind(self, self._show_due)

    # -- values --------------------------------------------------------------------------------

    def set_known(
        self,
        today: date,
        issuers: Iterable[Candidate],
        subjects: Iterable[str] = (),
        scopes: Scopes = (None,),
    ) -> None:
        """The day that dates are read from, the agencies that are offered, subjects of before in
        whose words the next one may be written, and for whom it may be."""
        self._today, self._issuers = today, list(issuers)
        self.scope.offer(scopes)
        self.subject.offer(wordings(subjects))

    def show_entry(self, entry: Entry, next_number: int | None) -> None:
        """Put an entry into the form; ``next_number`` is the one it would get now."""
        self._filling = True
        self._entry = entry
        for name in ("issuer", "code", "document_date", "type", "pages", "subject", "due"):
            getattr(self, name).setText(getattr(entry, name))
        known = entry.urgency in set(Urgency)  # a newer version may have kept another one
        self.urgency.set_value(Urgency(entry.urgency) if known else Urgency.NORMAL)
        known = entry.secrecy in set(Secrecy)
        self.secrecy.set_value(Secrecy(entry.secrecy) if known else Secrecy.TOP_SECRET)
        self.scope.choose(entry.scope)
        self.show_number(entry.number or next_number)
        today = day(self._today) if self._today else ""
        self.arrived.setText(entry.arrived or today)
        for name, field in self.fields.items():
            field.set_read(name in entry.read)
            field.set_error()
        self.show_duplicate(None)
        self._filling = False
        self._show_due()

    def show_number(self, given: int | None) -> None:
        """The number that the entry would get now."""
        self.number.setText(number(given) if given else "–")

    def entry(self) -> Entry:
        """What stands in the form now."""
        texts = {
            name: getattr(self, name).text()
            for name in ("issuer", "code", "document_date", "type", "pages", "subject", "due")
        }
        urgency, secrecy = str(self.urgency.value()), str(self.secrecy.value())
        marks = {"urgency": urgency, "secrecy": secrecy, "scope": self.scope.kept()}
        return msgspec.structs.replace(self._entry, **texts, **marks)

    def put(self, name: str, value: str) -> None:
        """Put a value into a field as if a person had entered it."""
        edit = self.fields[name].edit
        if isinstance(edit, Segmented):
            edit.set_value(value)
            self._edited(name)
        elif name == "scope":
            self.scope.choose(value)
            self._edited(name)
        else:
            getattr(self, name).setText(value)

    def settle(self) -> None:
        """Show dates that are still being typed in full."""
        self.document_date.settle()
        self.due.settle()

    # -- problems ------------------------------------------------------------------------------

    def show_wrong(self, wrong: Sequence[Wrong], names: Sequence[str] = FIELDS) -> None:
        """Mark these fields; of ``names`` those without a problem are right again."""
        by_name = {one.field: one for one in wrong}
        for name in names:
            one, field = by_name.get(name), self.fields[name]
            if one is None or one.asks:
                field.set_error()
            if one is not None and not one.asks:
                about = {"field": word(one.about)} if one.about else {}
                field.set_error(one.key, **{**one.facts, **about})
        if "due" in names:
            self._show_due()

    def show_duplicate(self, row: DocumentRow | None) -> Banner:
        """Warn that the books have a document with the same number, symbol and agency."""
        if row is None:
            self.duplicate.hush()
        else:
            written = day(date.fromisoformat(row.document_date)) if row.document_date else "–"
            at, place = _since(row.created, self._today), arrival_number(row)
            facts = {"code": row.code, "day": written, "n": place, "at": at}
            self.duplicate.say("warn", "incoming.duplicate", **facts)
        self.duplicate.setVisible(row is not None)
        return self.duplicate

    def focus_on(self, name: str) -> None:
        """Put the keyboard into a field."""
        target = self.fields[name].edit if name in self.fields else self.issuer
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_doubtful(self) -> None:
        """Put the keyboard where a person is needed: the first empty field, else the deadline.

        A sheet that is open keeps it: what it says must be answered first.
        """
        if any(scrim.isVisible() for scrim in self.window().findChildren(Scrim)):
            return
        entry = self.entry()
        self.focus_on(next((name for name in WANTED if not getattr(entry, name)), "due"))

    def focused(self) -> str:
        """The field that the keyboard is in, or nothing."""
        widget = QApplication.focusWidget()
        return next((n for n, f in self.fields.items() if widget and f.isAncestorOf(widget)), "")

    # -- inside --------------------------------------------------------------------------------

    def _lay_out(self) -> Column:
        grid = Grid((3, 3, 3, 2))
        for edit in (self.number, self.arrived):
            edit.setReadOnly(True)
            edit.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        fields = self.fields
        grid.addWidget(self.number_field, 0, 0)
        grid.addWidget(self._arrived_field, 0, 1)
        grid.addWidget(fields["issuer"], 0, 2, 1, 2)
        for column, name in enumerate(("code", "document_date", "type", "pages")):
            grid.addWidget(fields[name], 1, column)
        grid.addWidget(self.duplicate, 2, 0, 1, 4)
        grid.addWidget(fields["subject"], 3, 0, 1, 4)
        grid.addWidget(fields["urgency"], 4, 0, 1, 2)
        grid.addWidget(fields["secrecy"], 4, 2, 1, 2)
        grid.addWidget(fields["due"], 5, 0, 1, 2)
        grid.addWidget(fields["scope"], 5, 2, 1, 2)
        return Column(grid, 0, gap=0)

    def _connect(self) -> None:
        for name in ("issuer", "code", "document_date", "type", "pages", "due"):
            edit: LineEdit = getattr(self, name)
            edit.textChanged.connect(lambda _text, name=name: self._edited(name))
            edit.editingFinished.connect(lambda name=name: self.left.emit(name))
        self.subject.textChanged.connect(lambda: self._edited("subject"))
        self.urgency.chosen.connect(lambda _value: self._edited("urgency"))
        self.secrecy.chosen.connect(lambda _value: self._chose_secrecy())
        self.due.settled.connect(self._show_due)
        self.scope.changed.connect(lambda: self._edited("scope"))

    def _edited(self, name: str) -> None:
        if self._filling:
            return
        if name in self._entry.read:
            left = tuple(one for one in self._entry.read if one != name)
            self._entry = msgspec.structs.replace(self._entry, read=left)
            self.fields[name].set_read(False)
        if name == "scope":  # a number that was set by hand is one of the other book
            self._entry = msgspec.structs.replace(self._entry, number=None, reason="")
        self.edited.emit(name)

    def _chose_secrecy(self) -> None:
        self._edited("secrecy")
        self.left.emit("secrecy")

    def _read_date(self, text: str) -> date | None:
        return read_date(text, self._today) if self._today else None

    def _read_due(self, text: str) -> date | None:
        return read_deadline(text, self._today, reference.calendar()) if self._today else None

    def _show_due(self) -> None:
        """Below the deadline: which day it is and how many working days are left."""
        field, due = self.fields["due"], self.due.value()
        if due is None or self._today is None or due < self._today:
            field.set_hint("incoming.field.due_hint")
            return
        left = working_days_between(self._today, due, reference.calendar())
        field.set_hint(
            "incoming.directive.due_days",
            weekday=word(f"wording.weekday.{due.isoweekday()}"),
            n=left,
        )

    # -- Qt ------------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is "next field"; with Ctrl or Alt it belongs to the page."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in _ENTER or not plain:
            super().keyPressEvent(event)
        elif self.focused() == _last(self.scope):
            self.finished.emit()
        elif self._entry.read and self.focused():
            self.focus_on(_next_open(self.entry(), self.focused(), _last(self.scope)))
        else:
            self.focusNextPrevChild(True)


def _last(scope: ScopeField) -> str:
    """The field behind which there is none to go on to."""
    asked = scope.isVisible() and scope.edit.focusPolicy() != Qt.FocusPolicy.NoFocus
    return "scope" if asked else "due"


def _next_open(entry: Entry, name: str, last: str) -> str:
    """Past what a file said: the next field that it left open, then the deadline, the ``last`` one
    after it; Tab goes to each."""
    later = FIELDS[FIELDS.index(name) + 1 :]
    rest = "due" if "due" in later else last
    return next((one for one in later if one in WANTED and not getattr(entry, one)), rest)


def _since(instant_ms: int, today: date | None) -> str:
    """The time of day for today, else day and time."""
    same_day = local_time(instant_ms).date() == today
    return clock_time(instant_ms) if same_day else moment(instant_ms)


def _types() -> list[Candidate]:
    return [
        Candidate(reference.named(item, words.language), item.abbr, id=item.code.encode())
        for item in reference.document_types().items
        if not item.copy
    ]
