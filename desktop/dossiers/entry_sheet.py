"""One entry of the year's list of dossiers: heading, code, title, retention, keeper, note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from db.actions import plans
from db.actions.plans import Entry
from db.queries import office
from desktop import reference
from desktop.dossiers.open_sheet import RETENTION, WIDTH, offer_retentions, retention_of
from desktop.dossiers.ordering import placed
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field, LineEdit, TextEdit
from desktop.widgets.layouts import Column, Grid
from desktop.widgets.matching import Candidate
from desktop.widgets.people_edit import PersonEdit, candidates
from desktop.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.acting import Done
    from db.queries.plans import PlanRow
    from db.queries.rows import PersonRow
    from desktop.context import Context


class EntrySheet(AskSheet):
    """``rows`` is the list as it stands; ``row`` the entry to change, None for a new one, which
    comes after the last of its ``heading``.
    """

    def __init__(
        self,
        context: Context,
        year: int,
        rows: Sequence[PlanRow],
        row: PlanRow | None = None,
        heading: str = "",
    ) -> None:
        self._context, self._year, self._rows, self._row = context, year, list(rows), row
        self._people: list[Candidate] = []
        self.heading = CompletionEdit(self._headings, free=True)
        self.code, self.name, self.note = LineEdit(), TextEdit(2), LineEdit()
        self.retention, self.keeper = CompletionEdit(offer_retentions), PersonEdit(self._people)
        self._person = Field("dossiers.entry.keeper", self.keeper)
        self.fields = (
            Field("dossiers.open.code", self.code),
            Field("dossiers.open.name", self.name),
            Field("dossiers.open.retention", self.retention),
        )
        head = Field("dossiers.entry.heading", self.heading, "dossiers.entry.heading_hint")
        pair = Grid((1, 1))
        pair.addWidget(self.fields[2], 0, 0)
        pair.addWidget(self._person, 0, 1)
        body = Column(head, self.fields[0], self.fields[1], gap=8)
        body.addLayout(pair)
        body.addWidget(Field("dossiers.entry.note", self.note))
        key = "dossiers.entry.edit" if row else "dossiers.entry.add"
        super().__init__(key, body, "dossiers.entry.do", icon="folder_open")
        self.set_width(WIDTH)
        self._fill(heading)
        context.read(office.people, self._know_people)

    def _fill(self, heading: str) -> None:
        row = self._row
        self.heading.setText(row.heading if row else heading)
        retention = row.retention if row else RETENTION
        item = reference.retentions().find(retention)
        self.retention.setText(reference.named(item, words.language, retention))
        if row is not None:
            self.code.setText(row.code)
            self.name.setText(row.title)
            self.keeper.choose(Candidate(row.keeper_name, id=(row.keeper or "").encode()))
            self.note.setText(row.note)

    def _know_people(self, rows: list[PersonRow]) -> None:
        self._people += candidates(rows)

    def _headings(self, _typed: str) -> Sequence[Candidate]:
        return [Candidate(one) for one in dict.fromkeys(r.heading for r in self._rows) if one]

    @override
    def answer(self) -> None:
        """Write it, or say what is missing."""
        code, title = (" ".join(edit.text().split()) for edit in (self.code, self.name))
        retention = retention_of(self.retention.text())
        taken = any(row.code == code and row is not self._row for row in self._rows)
        wrong = (
            (self.fields[0], _wrong_code(code, taken=taken)),
            (self.fields[1], "" if title else "dossiers.missing.title"),
            (self.fields[2], "" if retention else "dossiers.missing.retention"),
            (self._person, "dossiers.missing.keeper" if self.keeper.unknown() else ""),
        )
        for field, key in wrong:
            field.set_error(key, text=self.retention.text())
        if bad := [field for field, key in wrong if key]:
            bad[0].edit.setFocus()
            return
        self._keep(code, title, retention)

    def _keep(self, code: str, title: str, retention: str) -> None:
        heading = " ".join(self.heading.text().split())
        note = " ".join(self.note.text().split())
        wanted = placed(self._rows, heading, self._row)
        mine = Entry(
            code, title, retention, wanted.place, heading, self.keeper.person(), note,
            self._row.id if self._row else "",
        )  # fmt: skip
        every, year = [mine, *wanted.moved], self._year
        self.carry_out(self._context, lambda store: plans.keep(store, year, every), self._done)

    def _done(self, _done: Done) -> None:
        self._context.frame.toast("dossiers.entry.kept")


def _wrong_code(code: str, *, taken: bool) -> str:
    if not code:
        return "dossiers.missing.code"
    return "dossiers.entry.taken" if taken else ""
