"""Puts documents into a dossier: choose one by a few letters, or open a new one in the same line.
The one that holds what they answer, or others of the same sender, is offered at once.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from core.office.terms import State
from db.actions import dossiers, undoing
from db.queries import documents as papers
from db.queries import dossiers as lists
from desktop.dossiers.open_sheet import RETENTION
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field
from desktop.widgets.layouts import Column
from desktop.widgets.matching import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.acting import Done, Store
    from db.queries.dossiers import DossierLine, Offered
    from desktop.context import Context

DASHES = ("–", "—", " - ")


class ChooseDossier(AskSheet):
    """``documents`` are ids; all go into the one dossier."""

    def __init__(self, context: Context, documents: Sequence[str]) -> None:
        self._context, self._documents = context, list(documents)
        self._rows: list[DossierLine] = []
        self.edit = CompletionEdit(self._offer)
        self.field = Field("dossiers.choose.field", self.edit, "dossiers.choose.hint")
        super().__init__(
            "dossiers.choose.title", Column(self.field), "dossiers.choose.do", icon="folder_open"
        )
        self.set_width(560)
        self.edit.returnPressed.connect(self.try_answer)
        context.read(lambda store: lists.suggested(store, self._documents), self._know)

    def _know(self, offered: list[Offered]) -> None:
        self._rows = [one.row for one in offered]
        if offered and offered[0].near and not self.edit.text():
            self.edit.setText(_words(offered[0].row))
            self.edit.selectAll()
            self.field.set_hint("dossiers.choose.near")

    def _offer(self, _typed: str) -> Sequence[Candidate]:
        count = len(self._rows)
        return [
            Candidate(_words(row), "", count - place, row.id.encode())
            for place, row in enumerate(self._rows)
        ]

    @override
    def answer(self) -> None:
        """Into the dossier that is named, or into a new one."""
        text = " ".join(self.edit.text().split())
        found = [row for row in self._rows if _words(row) == text or row.code == text]
        code, title = _new(text)
        if found:
            act = partial(_put, dossier=found[0].id, documents=self._documents)
            self.carry_out(self._context, act, self._done)
        elif code and title:
            act = partial(_open_and_put, code=code, title=title, documents=self._documents)
            self.carry_out(self._context, act, self._done)
        else:
            self.field.set_error("dossiers.choose.none", text=text)

    def _done(self, done: Done) -> None:
        context, documents, dossier = self._context, self._documents, done.entity
        context.read(
            partial(_filed, documents=documents), partial(_say, context, documents, dossier)
        )


def _say(
    context: Context, documents: Sequence[str], dossier: str, filed: bool, again: bool = False
) -> None:
    """Said with the way back, and from there in again; what was filed by it stays there."""
    n = len(documents)

    def redo() -> None:
        put = partial(_put, dossier=dossier, documents=documents)
        context.act(put, lambda _done: _say(context, documents, dossier, filed, again=True))

    def undo() -> None:
        context.act(
            lambda store: undoing.take_out(store, dossier, tuple(documents)),
            lambda _done: context.frame.toast("dossiers.put_undone", None, redo, n=n),
        )

    context.frame.toast("dossiers.put", None if filed else undo, None, again, n=n)


def _filed(store: Store, *, documents: Sequence[str]) -> bool:
    pages = (papers.page(store, document) for document in documents)
    return any(page is not None and page.row.state == State.FILED for page in pages)


def _words(row: DossierLine) -> str:
    return " ".join(f"{row.code} – {row.title}".split())


def _new(text: str) -> tuple[str, str]:
    """Code and title of ``code – title``; empty texts where there is no dash."""
    for dash in DASHES:
        code, found, title = text.partition(dash)
        if found:
            return code.strip(), title.strip()
    return "", ""


def _put(store: Store, *, dossier: str, documents: Sequence[str]) -> Done:
    return dossiers.put_all(store, dossier, documents)


def _open_and_put(store: Store, *, code: str, title: str, documents: Sequence[str]) -> Done:
    page = papers.page(store, documents[0])
    group = page.row.group if page else None
    within = replace(store, group=group.id if group else "")
    opened = dossiers.open_dossier(within, code, title, RETENTION)
    done = dossiers.put_all(store, opened.entity, documents)
    return type(done)(opened.changed | done.changed, opened.entity)
