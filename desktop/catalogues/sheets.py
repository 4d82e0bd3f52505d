"""Sheets of the catalogues: an entry with its own fields, and what a day is."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from typing_extensions import override

from core.errors import BadEntry
from core.office import overlay
from db.actions import reference as saying
from desktop import clock
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.labels import Label, label_for
from desktop.widgets.layouts import Column, Grid
from desktop.widgets.matching import Candidate
from desktop.widgets.segmented import Option, Segmented
from desktop.widgets.typed_dates import read_date
from desktop.wording import day as day_text
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.office.catalogue import Catalogue, Item
    from core.office.overlay import Problem
    from db.acting import Done, Store
    from desktop.context import Context

OWN: Final = {
    "document-types": ("abbr", "form", "archive"),
    "retention": ("years",),
    "ranks": ("group",),
    "directive-phrases": (),
    "draft-phrases": ("abbr",),
    "number-schemes": ("pattern",),
    "thresholds": ("days",),
    "signing-means": ("modules",),
    "must-open": (),
}
"""What the entries of a list have beside code and words, in the order of the sheet."""
_HINTED: Final = ("code", "until", "years", "abbr", "pattern", "days", "modules")
_KINDS: Final = (
    Option("off", "catalogues.day.off", "danger"),
    Option("worked", "catalogues.day.worked", "ok"),
    Option("plain", "catalogues.day.plain", "neutral"),
)


class FieldSheet(AskSheet):
    """``fields`` are what problems are said at, by name."""

    fields: dict[str, Field]

    def _show(self, problems: Sequence[Problem]) -> None:
        """Say every problem at its field and go to the first; one of no field stands above."""
        said = {problem.field: problem.reason for problem in reversed(problems)}
        for name, field in self.fields.items():
            reason = said.get(name)
            field.set_error(f"catalogues.wrong.{name}.{reason}" if reason else "")
        wrong = [field for field in self.fields.values() if field.wrong]
        if wrong:
            wrong[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.problem.say_error(BadEntry(field=problems[0].field))


class EntrySheet(FieldSheet):
    """A new entry, or another wording, or its end: ``until`` is its last day."""

    def __init__(
        self, context: Context, name: str, table: Catalogue[Any], item: Item | None
    ) -> None:
        self._context, self._name, self._table, self._item = context, name, table, item
        names = (*(() if item else ("code",)), "vi", "en", *OWN[name], "since", "until")
        names = OWN[name] if name in overlay.CLOSED else names
        self.edits = {each: _edit(each) for each in names}
        self.fields = {
            each: Field(f"catalogues.field.{each}", edit, _hint(name, each))
            for each, edit in self.edits.items()
        }
        grid = Grid((1, 1), gaps=(12, 6))
        halves = [each for each in names if each not in ("vi", "en", "code")]
        for row, each in enumerate(each for each in names if each not in halves):
            grid.addWidget(self.fields[each], row, 0, 1, 2)
        for place, each in enumerate(halves):
            grid.addWidget(self.fields[each], 3 + place // 2, place % 2)
        head = (_about(f"{item.vi} ({item.code})"),) if item else ()
        key = "catalogues.change" if item else "catalogues.add"
        super().__init__(key, Column(*head, grid, gap=8), f"{key}.go", icon="document_edit")
        self.set_width(520)
        if item is not None:
            self._fill(item)

    def _fill(self, item: Item) -> None:
        for name, edit in self.edits.items():
            value = getattr(item, name)
            if isinstance(edit, DateEdit):
                edit.set_value(value)
            elif name == "group":
                edit.setText(word(f"catalogues.group.{value}"))
            else:
                edit.setText("" if value is None else str(value))

    def entered(self) -> dict[str, Any]:
        """All fields of the entry, those that the sheet does not show as they were."""
        item = self._item
        kept = {} if item is None else {name: _plain(getattr(item, name)) for name in _names(item)}
        return {**kept, **{name: _read(name, edit) for name, edit in self.edits.items()}}

    @override
    def answer(self) -> None:
        """Keep it, or say at each field what is wrong."""
        fields, new = self.entered(), self._item is None
        shape = overlay.EDITABLE[self._name]
        problems = overlay.check_entry(self._table, shape, fields, new)
        if problems:
            self._show(problems)
            return
        act = partial(saying.set_entry, catalogue=self._name, fields=fields, new=new)
        self.carry_out(self._context, act, self._done)

    def _done(self, _done: Done) -> None:
        """An entry that was added stays: it ends; one that was changed can be as it was."""
        toast, item = self._context.frame.toast, self._item
        name = self.edits["vi"].text().strip() if "vi" in self.edits else item.vi if item else ""
        if item is None:
            toast("catalogues.added", name=name)
            return
        before = {each: _plain(getattr(item, each)) for each in _names(item)}
        back = partial(saying.set_entry, catalogue=self._name, fields=before, new=False)
        toast("catalogues.changed", partial(do_quietly, self._context, back), name=name)


class DaySheet(FieldSheet):
    """What a day is: off, made up, or as its weekday says."""

    def __init__(self, context: Context, day: date, kind: str, name: str) -> None:
        self._context, self._day, self._before = context, day, (kind, name)
        self.kind: Segmented[str] = Segmented("catalogues.day.kind", _KINDS)
        self.name = LineEdit()
        self.fields = {
            "name": Field("catalogues.field.day_name", self.name, "catalogues.hint.day_name")
        }
        weekday = word(f"wording.weekday.{day.isoweekday()}")
        body = Column(
            _about(f"{weekday} {day_text(day)}"),
            label_for(self.kind, "catalogues.day.kind"),
            self.kind,
            self.fields["name"],
            Label("catalogues.day.stays", "hint", wrap=True),
            gap=8,
        )
        super().__init__("catalogues.day", body, "catalogues.day.go", icon="calendar_clock")
        self.kind.set_value("off" if kind == "plain" else kind)
        self.name.setText(name)
        self.set_width(520)

    @override
    def answer(self) -> None:
        """Say it, or what is missing."""
        kind = self.kind.value()
        name = "" if kind == "plain" else " ".join(self.name.text().split())
        date = self._day.isoformat()
        if problems := overlay.check_day(date, kind, name):
            self._show(problems)
            return
        act = partial(saying.set_day, date=date, kind=kind, name=name)
        was, called = self._before
        back = partial(saying.set_day, date=date, kind=was, name=called if was != "plain" else "")
        undo = partial(do_quietly, self._context, back)
        said = partial(self._context.frame.toast, f"catalogues.day.{kind}.done", undo)
        self.carry_out(self._context, act, lambda _done: said(day=day_text(self._day)))


def do_quietly(context: Context, back: Callable[[Store], Done]) -> None:
    """What is taken back shows by itself."""
    context.act(back, lambda _done: None)


def _edit(name: str) -> LineEdit:
    if name in ("since", "until"):
        return DateEdit(lambda text: read_date(text, clock.today()))
    if name == "group":
        return CompletionEdit(_groups)
    return LineEdit(numbers=name in ("years", "days"))


def _groups(_typed: str) -> Sequence[Candidate]:
    return [Candidate(word(f"catalogues.group.{group}")) for group in overlay.RANK_GROUPS]


def _hint(name: str, field: str) -> str:
    if (name, field) == ("draft-phrases", "abbr"):
        return "catalogues.hint.abbr_phrase"
    return f"catalogues.hint.{field}" if field in _HINTED else ""


def _read(name: str, edit: LineEdit) -> str:
    """What was entered as the entry has it: a day as ISO, a group as its code."""
    text = " ".join(edit.text().split())
    if isinstance(edit, DateEdit):
        found = edit.value()
        return found.isoformat() if found else text
    if name == "group":
        known = {
            word(f"catalogues.group.{group}").casefold(): group for group in overlay.RANK_GROUPS
        }
        return known.get(text.casefold(), "")
    return text


def _plain(value: object) -> object:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else value


def _names(item: Item) -> tuple[str, ...]:
    return item.__struct_fields__


def _about(text: str) -> Label:
    label = Label(role="val", wrap=True)
    label.show_text(text)
    return label
