"""What a filter asks, in one sheet; and the name under which it is kept."""

from __future__ import annotations

import datetime
from functools import partial
from typing import TYPE_CHECKING, Final, Literal, get_args

from typing_extensions import override

from core.office.terms import Kind, State, Urgency
from db.queries.asking import ME, Due, Filter
from db.queries.filters import named
from desktop import reference
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.layouts import Column, Grid
from desktop.widgets.matching import Candidate
from desktop.widgets.people_edit import PersonEdit, candidates
from desktop.widgets.segmented import Option, Segmented
from desktop.widgets.typed_dates import read_date
from desktop.words import word, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from db.queries.filters import Saved
    from db.queries.rows import PersonRow

_KINDS: Final = tuple(
    Option(value, f"home.filter.kind.{value or 'any'}") for value in ("", *(k.value for k in Kind))
)
_URGENCIES: Final = tuple(
    Option(value, f"office.urgency.{value}" if value else "home.filter.any")
    for value in ("", *(level.value for level in Urgency))
)
_DUES: Final = tuple(Option(value, f"home.filter.due.{value}") for value in get_args(Due))
NAME: Final = 60
Wrong = Literal["home.wrong.state", "home.wrong.type", "home.wrong.person", "home.wrong.day"]


class FilterSheet(AskSheet):
    """``then`` gets the filter that was asked for."""

    def __init__(
        self,
        asked: Filter,
        people: Sequence[PersonRow],
        today: datetime.date,
        then: Callable[[Filter], None],
    ) -> None:
        self._then = then
        self.words, self.issuer = LineEdit(), LineEdit()
        self.kind = Segmented("home.filter.kind", _KINDS)
        self.urgency = Segmented("home.filter.urgency", _URGENCIES)
        self.due = Segmented("home.filter.due", _DUES)
        self.state = CompletionEdit(lambda _typed: _states())
        self.type = CompletionEdit(lambda _typed: _types())
        self.assignee = PersonEdit([_me(), *candidates(people)])
        self.since, self.until = (DateEdit(partial(read_date, today=today)) for _ in range(2))
        fields = ("words", "kind", "urgency", "due", "state", "type", "issuer", "assignee")
        self.fields = {
            name: Field(f"home.filter.{name}", getattr(self, name))
            for name in (*fields, "since", "until")
        }
        super().__init__("home.filter.title", self._lay_out(), "home.filter.apply")
        self.set_width(640)
        self._show(asked, people)

    @override
    def answer(self) -> None:
        """Ask it, once nothing stands there that cannot be read."""
        self.since.settle()
        self.until.settle()
        wrong = {
            "state": self._unknown(self.state, _states(), "home.wrong.state"),
            "type": self._unknown(self.type, _types(), "home.wrong.type"),
            "assignee": "home.wrong.person" if self.assignee.unknown() else "",
            "since": "" if self.since.readable() else "home.wrong.day",
            "until": "" if self.until.readable() else "home.wrong.day",
        }
        for name, key in wrong.items():
            self.fields[name].set_error(key)
        first = next((name for name, key in wrong.items() if key), None)
        if first is not None:
            self.fields[first].edit.setFocus()
            return
        found = self.value()
        self.finish()
        self._then(found)

    def value(self) -> Filter:
        """What stands in the sheet."""
        kind, urgency = self.kind.value(), self.urgency.value()
        state, kind_of = _id_of(self.state, _states()), _id_of(self.type, _types())
        since, until = self.since.value(), self.until.value()
        return Filter(
            kinds=(Kind(kind),) if kind else (),
            states=(State(state),) if state else (),
            types=(kind_of,) if kind_of else (),
            urgencies=(Urgency(urgency),) if urgency else (),
            issuer=self.issuer.text().strip(),
            due=self.due.value(),
            assignee=self.assignee.person(),
            since=since.isoformat() if since else "",
            until=until.isoformat() if until else "",
            words=self.words.text().strip(),
        )

    def _show(self, asked: Filter, people: Iterable[PersonRow]) -> None:
        self.words.setText(asked.words)
        self.issuer.setText(asked.issuer)
        self.kind.set_value(next(iter(asked.kinds), ""))
        self.urgency.set_value(next(iter(asked.urgencies), ""))
        self.due.set_value(asked.due)
        self.state.choose(_by_id(_states(), next(iter(asked.states), "")))
        self.type.choose(_by_id(_types(), next(iter(asked.types), "")))
        self.assignee.choose(_by_id([_me(), *candidates(people)], asked.assignee))
        for edit, text in ((self.since, asked.since), (self.until, asked.until)):
            edit.set_value(_date(text))

    def _unknown(self, edit: CompletionEdit, offered: list[Candidate], key: Wrong) -> str:
        return key if edit.text().strip() and not _id_of(edit, offered) else ""

    def _lay_out(self) -> Column:
        pairs = Grid((1, 1), gaps=(12, 8))
        for place, name in enumerate(("state", "type", "issuer", "assignee", "since", "until")):
            pairs.addWidget(self.fields[name], place // 2, place % 2)
        column = Column(gap=8)
        for name in ("words", "kind", "urgency", "due"):
            column.addWidget(self.fields[name])
        column.addLayout(pairs)
        return column


class NameSheet(AskSheet):
    """Asks under which name a filter is kept; ``then`` gets it."""

    def __init__(self, name: str, others: Sequence[Saved], then: Callable[[str], None]) -> None:
        self._others, self._then = others, then
        self.edit = LineEdit()
        self.edit.setMaxLength(NAME)
        self.edit.setText(name)
        self.edit.selectAll()
        self.field = Field("home.filter.name", self.edit)
        super().__init__("home.filter.name_title", Column(self.field), "home.filter.save")
        self.set_width(420)
        self.edit.returnPressed.connect(self.try_answer)

    @override
    def answer(self) -> None:
        """A name, and one that no other filter has."""
        name = self.edit.text().strip()
        taken = named(self._others, name)
        key = "home.wrong.taken" if taken else "" if name else "home.wrong.name"
        self.field.set_error(key, name=taken.name if taken else "")
        if not key:
            self.finish()
            self._then(name)


def _me() -> Candidate:
    return Candidate(word("home.filter.me"), id=ME.encode())


def _states() -> list[Candidate]:
    return [Candidate(word(f"office.state.{state}"), id=state.value.encode()) for state in State]


def _types() -> list[Candidate]:
    items = reference.document_types().items
    return [
        Candidate(reference.named(item, words.language), id=item.code.encode()) for item in items
    ]


def _by_id(offered: Iterable[Candidate], wanted: str) -> Candidate | None:
    return next((one for one in offered if one.id.decode() == wanted), None)


def _id_of(edit: CompletionEdit, offered: Iterable[Candidate]) -> str:
    """The id of what was chosen, or of what was typed in full."""
    typed = edit.text().strip().casefold()
    found = edit.chosen or next((one for one in offered if one.text.casefold() == typed), None)
    return found.id.decode() if found and typed else ""


def _date(text: str) -> datetime.date | None:
    """A day as a filter keeps it."""
    return datetime.date.fromisoformat(text) if text else None
