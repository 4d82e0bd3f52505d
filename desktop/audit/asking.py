"""What of the journal is shown: words of documents, a person, an act, days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from core.office.day import VIETNAM
from db.queries.journal import Asked
from desktop.audit.faces import CHOICES, what_words
from desktop.widgets.buttons import Button
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.layouts import Column, Divider, Grid, Panel
from desktop.widgets.matching import Candidate
from desktop.widgets.people_edit import PersonEdit, candidates
from desktop.widgets.typed_dates import read_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.queries.rows import PersonRow

_FIELDS: Final = ("words", "person", "what", "since", "until")


class AskBar(Panel):
    """``asked`` carries the question whenever Enter or the button says that it is complete."""

    asked = Signal(object)

    def __init__(self, today: date) -> None:
        self.words = LineEdit()
        self._people: list[Candidate] = []
        self.person = PersonEdit(self._people)
        self.what = CompletionEdit(lambda _typed: _acts())
        self.since, self.until = (DateEdit(partial(read_date, today=today)) for _ in range(2))
        self.fields = {name: Field(f"audit.ask.{name}", getattr(self, name)) for name in _FIELDS}
        self.clear = Button("audit.ask.clear", "ghost", icon="dismiss")
        grid = Grid((3, 3, 3, 2, 2), gaps=(10, 0), margins=(16, 6, 12, 6))
        for place, name in enumerate(_FIELDS):
            grid.addWidget(self.fields[name], 0, place)
        grid.addWidget(self.clear, 0, len(_FIELDS))
        super().__init__("surface", Column(grid, Divider(), gap=0))
        for edit in (self.words, self.person, self.what, self.since, self.until):
            edit.returnPressed.connect(self.ask)
        self.person.taken.connect(lambda _: self.ask())
        self.what.taken.connect(lambda _: self.ask())
        self.clear.clicked.connect(lambda _checked: self.forget())

    def know(self, people: Sequence[PersonRow]) -> None:
        """Who can be asked for."""
        self._people[:] = candidates(people)

    def ask(self) -> None:
        """Ask, once nothing stands there that cannot be read."""
        wrong = {
            "person": "filters.wrong.person" if self.person.unknown() else "",
            "what": "audit.wrong.what" if self._unknown_act() else "",
            "since": "" if self.since.readable() else "filters.wrong.day",
            "until": "" if self.until.readable() else "filters.wrong.day",
        }
        for name, key in wrong.items():
            self.fields[name].set_error(key)
        if not any(wrong.values()):
            self.asked.emit(self.value())

    def forget(self) -> None:
        """Ask for everything again."""
        for edit in (self.words, self.since, self.until):
            edit.clear()
        self.person.choose(None)
        self.what.choose(None)
        self.ask()

    def value(self) -> Asked:
        """The question that stands there."""
        since, until = self.since.value(), self.until.value()
        return Asked(
            person=self.person.person(),
            what=_act(self.what),
            since=_midnight(since) if since else 0,
            until=_midnight(until + timedelta(days=1)) if until else 0,
            words=self.words.text().strip(),
        )

    def _unknown_act(self) -> bool:
        return bool(self.what.text().strip()) and not _act(self.what)


def _acts() -> list[Candidate]:
    return [Candidate(what_words(one), id=one.encode()) for one in CHOICES]


def _act(edit: CompletionEdit) -> str:
    typed = edit.text().strip().casefold()
    named = (one for one in _acts() if one.text.casefold() == typed)
    found = edit.chosen or next(named, None)
    return found.id.decode() if found and typed else ""


def _midnight(day: date) -> int:
    """Milliseconds UTC at which a day begins in Vietnam."""
    return int(datetime(day.year, day.month, day.day, tzinfo=VIETNAM).timestamp() * 1000)
