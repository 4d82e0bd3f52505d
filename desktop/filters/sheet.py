"""Everything that a filter can ask, in one sheet."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, get_args

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.office.terms import Kind, State, Urgency
from db.queries.asking import ME, UNIT, Due, Filed, Filter
from desktop import reference
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.check_box import CheckBox
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.layouts import STRETCH, Column, Grid, Row
from desktop.widgets.matching import Candidate
from desktop.widgets.one_edit import OneEdit
from desktop.widgets.people_edit import candidates
from desktop.widgets.segmented import Option, Segmented
from desktop.widgets.several_edit import SeveralEdit
from desktop.widgets.typed_dates import read_date
from desktop.words import bind, word, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.queries.rows import InGroup
    from desktop.filters.parts import Known

_DUES: Final = tuple(Option(value, f"filters.due.{value}") for value in get_args(Due))
_FILED: Final = tuple(Option(value, f"filters.filed.{value}") for value in get_args(Filed))
_PAIRS: Final = (("states", "types"), ("issuer", "unit"), ("assignee", "concerns"))
_DAYS: Final = ("since", "until", "due_since", "due_until")
_WRONG: Final = {
    "states": "filters.wrong.state", "types": "filters.wrong.type", "unit": "filters.wrong.unit",
    "assignee": "filters.wrong.person", "concerns": "filters.wrong.person",
    "scope": "groups.scope.wrong",
}  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """What a list is of: the kinds of its documents, and the states that these can have."""

    screen: str
    kinds: tuple[Kind, ...]
    states: tuple[State, ...]

    def plain(self) -> Filter:
        """The filter that asks nothing there."""
        return Filter(kinds=self.kinds if len(self.kinds) < len(Kind) else ())


class Urgencies(QWidget):
    """A box for each urgency; none ticked asks for none of them."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes = {level: CheckBox(f"office.urgency.{level}") for level in Urgency}
        self.setLayout(Row(*self.boxes.values(), STRETCH, gap=14))
        self.setFocusProxy(self.boxes[Urgency.NORMAL])
        bind(self, lambda: self.setAccessibleName(word("filters.urgencies")))

    def value(self) -> tuple[Urgency, ...]:
        """Those that are ticked."""
        return tuple(level for level, box in self.boxes.items() if box.isChecked())

    def set_value(self, levels: Sequence[Urgency]) -> None:
        """Tick exactly these."""
        for level, box in self.boxes.items():
            box.setChecked(level in levels)


class FilterSheet(AskSheet):
    """``then`` gets the filter that was asked for, and whether to look ``beyond`` the list where
    the sheet offers that.
    """

    def __init__(
        self,
        ground: Ground,
        asked: Filter,
        known: Known,
        today: datetime.date,
        then: Callable[[Filter, bool], None],
        *,
        beyond: bool = False,
    ) -> None:
        self._ground, self._then = ground, then
        self.words, self.issuer, self.urgencies = LineEdit(), LineEdit(), Urgencies()
        self.beyond = CheckBox("filters.beyond")
        if not beyond:
            self.beyond.hide()
        kinds = [Option("", "filters.kind.any")] + [
            Option(kind.value, f"filters.kind.{kind}") for kind in ground.kinds
        ]
        self.kind = Segmented("filters.kind", tuple(kinds))
        self.due, self.filed = Segmented("filters.due", _DUES), Segmented("filters.filed", _FILED)
        self.states = SeveralEdit("filters.states", OneEdit(_states(ground)))
        self.types = SeveralEdit("filters.types", OneEdit(_types()))
        people = candidates(known.people)
        self.assignee = OneEdit([_me("assignee"), *people])
        self.concerns = OneEdit([_me("concerns"), *people])
        units = [Candidate(name, id=unit.encode()) for unit, name in known.units]
        self.unit = OneEdit([_me("unit"), *units])
        self.scope = OneEdit(_scopes(known.groups))
        self.since, self.until, self.due_since, self.due_until = (
            DateEdit(partial(read_date, today=today)) for _ in range(4)
        )
        self.fields = {name: Field(f"filters.{name}", getattr(self, name)) for name in _names()}
        if not known.groups:
            self.fields["scope"].hide()
        super().__init__("filters.title", self._lay_out(), "filters.apply")
        self.set_width(720)
        self._show(asked)

    @override
    def answer(self) -> None:
        """Ask it, once nothing stands there that cannot be read."""
        wrong = dict.fromkeys(self.fields, "")
        for name in _DAYS:
            edit: DateEdit = getattr(self, name)
            edit.settle()
            wrong[name] = "" if edit.readable() else "filters.wrong.day"
        for name, key in _WRONG.items():
            wrong[name] = key if getattr(self, name).unknown() else ""
        for name, key in wrong.items():
            self.fields[name].set_error(key)
        first = next((name for name, key in wrong.items() if key), None)
        if first is not None:
            self.fields[first].edit.setFocus()
            return
        found, beyond = self.value(), self.beyond.isChecked()
        self.finish()
        self._then(found, beyond)

    def value(self) -> Filter:
        """What stands in the sheet."""
        kind, plain = self.kind.value(), self._ground.plain()
        return Filter(
            kinds=(Kind(kind),) if kind else plain.kinds,
            states=tuple(State(state) for state in self.states.ids()),
            types=tuple(self.types.ids()),
            urgencies=self.urgencies.value(),
            issuer=self.issuer.text().strip(),
            due=self.due.value(),
            assignee=self.assignee.id(),
            since=_iso(self.since),
            until=_iso(self.until),
            words=self.words.text().strip(),
            due_since=_iso(self.due_since),
            due_until=_iso(self.due_until),
            unit=self.unit.id(),
            concerns=self.concerns.id(),
            filed=self.filed.value(),
            scope=self.scope.id(),
        )

    def _show(self, asked: Filter) -> None:
        self.words.setText(asked.words)
        self.issuer.setText(asked.issuer)
        one = asked.kinds != self._ground.plain().kinds and len(asked.kinds) == 1
        self.kind.set_value(asked.kinds[0].value if one else "")
        self.urgencies.set_value(asked.urgencies)
        self.due.set_value(asked.due)
        self.filed.set_value(asked.filed)
        self.states.choose(asked.states)
        self.types.choose(asked.types)
        for edit, value in (
            (self.assignee, asked.assignee),
            (self.concerns, asked.concerns),
            (self.unit, asked.unit),
            (self.scope, asked.scope),
        ):
            edit.choose(edit.named(value))
        for name in _DAYS:
            text = getattr(asked, name)
            getattr(self, name).set_value(datetime.date.fromisoformat(text) if text else None)

    def _lay_out(self) -> Column:
        column = Column(self.fields["words"], self.beyond, gap=8)
        ways = Row(self.fields["kind"], self.fields["filed"], gap=12)
        column.addLayout(ways)
        if len(self._ground.kinds) == 1:
            self.fields["kind"].hide()
        column.addWidget(self.fields["urgencies"])
        column.addWidget(self.fields["due"])
        pairs = Grid((1, 1), gaps=(12, 8))
        for line, pair in enumerate(_PAIRS):
            for side, name in enumerate(pair):
                pairs.addWidget(self.fields[name], line, side)
        column.addLayout(pairs)
        column.addWidget(self.fields["scope"])
        days = Grid((1, 1, 1, 1), gaps=(12, 8))
        for side, name in enumerate(_DAYS):
            days.addWidget(self.fields[name], 0, side)
        column.addLayout(days)
        return column


def _names() -> tuple[str, ...]:
    """The fields in reading order."""
    return (
        "words",
        "kind",
        "filed",
        "urgencies",
        "due",
        *(name for pair in _PAIRS for name in pair),
        "scope",
        *_DAYS,
    )


def _me(name: str) -> Candidate:
    return Candidate(word(f"filters.me.{name}"), id=ME.encode())


def _scopes(groups: Sequence[InGroup]) -> list[Candidate]:
    named = [Candidate(word("groups.mark", name=one.name), id=one.id.encode()) for one in groups]
    return [Candidate(word("groups.scope.unit"), id=UNIT.encode()), *named]


def _states(ground: Ground) -> list[Candidate]:
    return [
        Candidate(word(f"office.state.{state}"), id=state.value.encode()) for state in ground.states
    ]


def _types() -> list[Candidate]:
    items = reference.document_types().items
    return [
        Candidate(reference.named(item, words.language), id=item.code.encode()) for item in items
    ]


def _iso(edit: DateEdit) -> str:
    found = edit.value()
    return found.isoformat() if found else ""
