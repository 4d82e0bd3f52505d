"""Sheets that name people and units, each with the day from which it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from typing_extensions import override

from db.actions import naming
from db.actions.naming import PersonNames, UnitNames
from desktop import clock, reference
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.layouts import Column
from desktop.widgets.matching import Candidate
from desktop.widgets.typed_dates import read_date
from desktop.wording import day as day_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from db.acting import Done, Store
    from db.queries.accounts import AccountRow, NamedRow, UnitRow
    from desktop.context import Context

    Naming = Callable[[Store, str, str], Done]
    """Names an entity from a day on."""

_UNIT: Final = ("name", "short", "parent", "place", "code")


class NamingSheet(AskSheet):
    """Some names and their day; ``entity`` is empty for something new. ``history`` are its names
    until now, the newest first. ``names`` makes the act of the texts, None where a field says what
    is wrong.
    """

    def __init__(
        self,
        context: Context,
        key: str,
        edits: Mapping[str, LineEdit],
        entity: str,
        history: Sequence[NamedRow],
        names: Callable[[Mapping[str, str]], Naming | None],
        then: Callable[[str], None],
    ) -> None:
        self._context, self._names, self._then = context, names, then
        self.entity, self.edits = entity, dict(edits)
        self.fields = {name: Field(f"{key}.{name}", edit) for name, edit in edits.items()}
        self.since = DateEdit(_day)
        self.since.set_value(clock.today())
        self._since = Field("accounts.holds", self.since, "accounts.holds.hint")
        if history:
            began = day_text(history[0].since)
            self._since.set_hint("accounts.holds.standing", since=began)
        doing = "edit" if entity else "new"
        title = f"{key}.{doing}"
        body = Column(*self.fields.values(), self._since, gap=8)
        super().__init__(title, body, f"{title}.go", icon="person" if "unit" in edits else "people")

    @override
    def answer(self) -> None:
        """Write it, or say what is missing."""
        texts = {name: " ".join(edit.text().split()) for name, edit in self.edits.items()}
        self.fields["name"].set_error("" if texts["name"] else "accounts.missing.name")
        act, since = self._names(texts), self._holds()
        wrong = [field for field in (*self.fields.values(), self._since) if field.wrong]
        if wrong or act is None or since is None:
            wrong[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        told = since.isoformat()
        self.carry_out(
            self._context,
            lambda store: act(store, self.entity or store.new_id(), told),
            lambda done: self._then(done.entity),
        )

    def _holds(self) -> date | None:
        """The day, today or earlier; says so where it is none."""
        found = self.since.value()
        late = found is not None and found > clock.today()
        self._since.set_error(
            "accounts.missing.day" if found is None else "accounts.wrong.ahead" if late else ""
        )
        return None if late else found


class PersonSheet(NamingSheet):
    """A new account, or the name, rank, post and agency of one that there is."""

    def __init__(
        self,
        context: Context,
        units: Sequence[UnitRow],
        row: AccountRow | None,
        history: Sequence[NamedRow],
        then: Callable[[str], None],
    ) -> None:
        self._units = [Candidate(unit.name, id=unit.id.encode()) for unit in units]
        edits = {
            "name": LineEdit(),
            "rank": CompletionEdit(_ranks, free=True),
            "post": LineEdit(),
            "unit": CompletionEdit(lambda _typed: self._units),
        }
        super().__init__(
            context, "accounts", edits, row.id if row else "", history, self._said, then
        )
        if row is not None:
            _fill(edits, (row.name, row.rank, row.post, row.unit_name))
        elif self._units:
            edits["unit"].setText(self._units[0].text)

    def _said(self, texts: Mapping[str, str]) -> Naming | None:
        unit = _chosen(self._units, texts["unit"])
        self.fields["unit"].set_error("" if unit else "accounts.missing.unit")
        if not unit:
            return None
        said = PersonNames(texts["name"], texts["rank"], texts["post"], unit)
        return lambda store, person, day: naming.name_person(store, person, day, said)


class UnitSheet(NamingSheet):
    """A new unit, or the name, abbreviation, superior, place and code of one that there is."""

    def __init__(
        self,
        context: Context,
        units: Sequence[UnitRow],
        row: UnitRow | None,
        history: Sequence[NamedRow],
        then: Callable[[str], None],
    ) -> None:
        others = [one for one in units if row is None or one.id != row.id]
        self._units = [Candidate(unit.name, id=unit.id.encode()) for unit in others]
        parent = CompletionEdit(lambda _typed: self._units, free=True)
        edits = {name: parent if name == "parent" else LineEdit() for name in _UNIT}
        super().__init__(
            context, "accounts.unit", edits, row.id if row else "", history, self._said, then
        )
        if row is not None:
            _fill(edits, (row.name, row.short, row.above, row.place, row.code))
        elif self._units:
            parent.setText(self._units[0].text)

    def _said(self, texts: Mapping[str, str]) -> Naming | None:
        parent = _chosen(self._units, texts["parent"]) or texts["parent"]
        said = UnitNames(**{**texts, "parent": parent})
        return lambda store, entity, day: naming.name_unit(store, entity, day, said)


def _fill(edits: Mapping[str, LineEdit], texts: Sequence[str]) -> None:
    for edit, text in zip(edits.values(), texts, strict=True):
        edit.setText(text)


def _chosen(units: Sequence[Candidate], typed: str) -> str:
    """The id of the unit with this name; the empty text where there is none."""
    found = (one.id.decode() for one in units if one.text.casefold() == typed.casefold())
    return next(found, "")


def _ranks(_typed: str) -> Sequence[Candidate]:
    """Offered in Vietnamese, as it stands before a name; any other text is taken."""
    return [Candidate(item.vi) for item in reference.ranks().items]


def _day(text: str) -> date | None:
    return read_date(text, clock.today())
