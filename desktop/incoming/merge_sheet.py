"""Merges a document that was registered twice with the one that stays (law: NĐ 30/2020/NĐ-CP PL VI
III.1.h).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from core.office.terms import Kind, State
from db.actions import handling
from db.queries import documents
from db.queries.documents import View
from desktop.incoming.faces import arrival_number
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field, TextEdit
from desktop.widgets.layouts import Column
from desktop.widgets.matching import Candidate
from desktop.widgets.text_sheet import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.acting import Done, Store
    from db.queries.rows import DocumentRow
    from desktop.context import Context

OFFERED = 200
"""How many of the newest documents are offered beside those that look the same."""
_STAYING = tuple(state for state in State if state not in (State.CANCELLED, State.RETURNED))


class MergeSheet(AskSheet):
    """``same`` are the documents that look the same; the first of them is chosen already."""

    def __init__(
        self,
        context: Context,
        document: str,
        same: Sequence[DocumentRow],
        then: Callable[[], None],
    ) -> None:
        self._context, self._document, self._then = context, document, then
        self._offers = [_candidate(row) for row in same]
        self.edit = CompletionEdit(lambda _typed: self._offers)
        self.text = TextEdit(lines=2)
        self.field = Field("incoming.merge.original", self.edit, "incoming.merge.hint")
        self.text_field = Field("incoming.reason", self.text, "office.ask.final")
        title = "office.act.merge"
        super().__init__(
            title, Column(self.field, self.text_field, gap=8), title, icon="document_edit"
        )
        self.set_width(600)
        self.edit.textChanged.connect(lambda _: self.field.set_error())
        self.text.textChanged.connect(self.text_field.set_error)
        if self._offers:
            self.edit.choose(self._offers[0])
            self.edit.setCursorPosition(0)
        context.read(_newest, self._know)
        self.keep_text(context, f"merge:{document}", self.text)

    @override
    def answer(self) -> None:
        """One that is offered, and why."""
        typed, reason = self.edit.text().strip(), self.text.toPlainText().strip()
        named = next((one for one in self._offers if one.text == typed), None)
        chosen = self.edit.chosen or named
        self.field.set_error("" if chosen else "incoming.wrong.original")
        key = "incoming.wrong.long" if len(reason) > LIMIT else ""
        key = key if reason else "incoming.wrong.reason"
        self.text_field.set_error(key, length=len(reason), limit=LIMIT)
        if chosen is None or key:
            (self.text if chosen else self.edit).setFocus()
            return
        document, original = self._document, chosen.id.decode()

        def action(store: Store) -> Done:
            return handling.merge_duplicate(store, document, original, reason)

        self.carry_out(self._context, action, lambda _done: self._then())

    def _know(self, rows: Sequence[DocumentRow]) -> None:
        known = {one.id for one in self._offers} | {self._document.encode()}
        self._offers += [_candidate(row) for row in rows if row.id.encode() not in known]


def _newest(store: Store) -> list[DocumentRow]:
    view = View((Kind.INCOMING,), states=_STAYING)
    return documents.rows(store, documents.ids(store, view)[:OFFERED])


def _candidate(row: DocumentRow) -> Candidate:
    return Candidate(f"{arrival_number(row)} · {row.code} · {row.subject}", id=row.id.encode())
