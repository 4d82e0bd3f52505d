"""The sheets of an act on many documents: what it needs and for which it can be done, and what
became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from typing_extensions import override

from core.office.workflow import HANDLERS
from db.actions.bulk import Given
from db.actions.incoming import Task
from desktop import reference
from desktop.announce import announce, announce_error
from desktop.bulk.outcomes import Outcomes
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.buttons import Button
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.due_field import DueField
from desktop.widgets.field import Field
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.matching import Candidate
from desktop.widgets.people_edit import PersonEdit, candidates
from desktop.widgets.phrase_edit import PhraseEdit
from desktop.widgets.sheet import Sheet
from desktop.widgets.text_sheet import LIMIT
from desktop.words import bind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from db.queries.dossiers import Offered
    from db.queries.rows import PersonRow
    from desktop.bulk.outcomes import Said
    from desktop.bulk.table import BulkAct

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BulkSheet(AskSheet):
    """``then`` gets what was entered; the act is done where nothing stands against it."""

    def __init__(
        self,
        act: BulkAct,
        said: Sequence[Said],
        people: Sequence[PersonRow],
        offered: Sequence[Offered],
        today: date,
        then: Callable[[Given], None],
    ) -> None:
        self._act, self._then = act, then
        self._ready = sum(one.good for one in said)
        self._rows = {f"{one.row.code} – {one.row.title}": one.row.id for one in offered}
        self.text = PhraseEdit(reference.directive_phrases())
        self.lead = PersonEdit(candidates(row for row in people if row.roles & HANDLERS))
        self.dossier = CompletionEdit(lambda _typed: [Candidate(text) for text in self._rows])
        self.fields: dict[str, Field] = {
            "text": Field("incoming.directive.text", self.text),
            "lead": Field("incoming.directive.lead", self.lead),
            "due": DueField(today),
            "dossier": Field("bulk.dossier", self.dossier),
        }
        self._count = Label(role="val")
        self.outcomes = Outcomes(said)
        body = Column(gap=8)
        for name in act.fields:
            body.addWidget(self.fields[name])
        body.addWidget(self._count)
        body.addWidget(self.outcomes)
        super().__init__(f"bulk.{act.id}", body, f"bulk.{act.id}")
        self.set_width(600)
        self._left = len(said) - self._ready
        self.accept.setEnabled(self._ready > 0)
        if not act.fields:
            self.outcomes.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        bind(self, self._tell)

    @override
    def answer(self) -> None:
        """Everything that the act needs, or the first field where something is missing."""
        wrong = {name: key for name in self._act.fields if (key := self._fault(name))}
        for name in self._act.fields:
            self.fields[name].set_error(wrong.get(name, ""), length=0, limit=LIMIT, day="")
        if wrong:
            self.fields[next(iter(wrong))].edit.setFocus()
            return
        given = self._given()
        self.finish()
        self._then(given)

    def _fault(self, name: str) -> str:
        due = self.fields["due"]
        faults = {
            "text": "" if self.text.toPlainText().strip() else "incoming.wrong.text",
            "lead": "" if self.lead.person() else "incoming.wrong.lead",
            "due": due.fault() if isinstance(due, DueField) else "",
            "dossier": "" if self.dossier.text() in self._rows else "bulk.wrong.dossier",
        }
        return faults[name]

    def _given(self) -> Given:
        due = self.fields["due"]
        days = due.days() if isinstance(due, DueField) else None
        lead = self.lead.person()
        return Given(
            reference.calendar(),
            text=self.text.toPlainText().strip(),
            tasks=(Task("lead", lead, days),) if lead else (),
            dossier=self._rows.get(self.dossier.text(), ""),
        )

    def _tell(self) -> None:
        key = "bulk.some" if self._left else "bulk.all"
        self._count.say(key, n=self._ready, left=self._left)


class ResultSheet(Sheet):
    """What was done, and for every other document why it was not."""

    def __init__(self, said: Sequence[Said], key: str) -> None:
        self._done = sum(one.good for one in said)
        self._left, self._key = len(said) - self._done, key
        close = Button("frame.close", "primary", big=True, hint="Enter")
        body = Column(Outcomes([one for one in said if not one.good]), gap=4)
        super().__init__("bulk.result", body, Row(STRETCH, close))
        self.set_width(600)
        close.clicked.connect(self.close_card)
        bind(self, self._speak)
        announce(self.title.text())
        for error in {type(one.error): one.error for one in said if one.error}.values():
            announce_error(error)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def _speak(self) -> None:
        self.title.say(self._key, n=self._done, left=self._left)
        self.setAccessibleName(self.title.text())
