"""Puts documents into a dossier: choose one by a few letters, or open a new one in the same
line.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from typing_extensions import override

from db.actions import dossiers
from db.queries import office
from desktop.announce import announce
from desktop.widgets.buttons import Button
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.matching import Candidate
from desktop.widgets.sheet import Sheet
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from db.acting import Done, Store
    from db.queries.rows import DossierRow
    from desktop.context import Context

DASHES = ("–", "—", " - ")
RETENTION = "06"
"""Ten years, until a person sets another one (catalogue of retention)."""


class ChooseDossier(Sheet):
    """``documents`` are ids; all go into the one dossier."""

    def __init__(self, context: Context, documents: Sequence[str]) -> None:
        self._context, self._documents = context, list(documents)
        self._rows: list[DossierRow] = []
        self.edit = CompletionEdit(self._offer)
        self.field = Field("dossiers.choose.field", self.edit, "dossiers.choose.hint")
        self.cancel = Button("widgets.cancel", "ghost")
        self.accept = Button("dossiers.choose.do", "primary", hint="Ctrl+↵")
        buttons = Row(STRETCH, self.cancel, self.accept)
        super().__init__("dossiers.choose.title", Column(self.field), buttons, icon="folder_open")
        self.set_width(560)
        self.cancel.clicked.connect(self.close_card)
        self.accept.clicked.connect(self._take)
        self.edit.returnPressed.connect(self._take)
        context.read(office.dossiers, self._know)

    def _know(self, rows: list[DossierRow]) -> None:
        self._rows = rows

    def _offer(self, _typed: str) -> Sequence[Candidate]:
        return [Candidate(_words(row), "", row.documents, row.id.encode()) for row in self._rows]

    def _take(self) -> None:
        text = " ".join(self.edit.text().split())
        found = [row for row in self._rows if _words(row) == text or row.code == text]
        code, title = _new(text)
        if found:
            self._context.act(
                partial(_put, dossier=found[0].id, documents=self._documents), self._done
            )
        elif code and title:
            self._context.act(
                partial(_open_and_put, code=code, title=title, documents=self._documents),
                self._done,
            )
        else:
            self.field.set_error("dossiers.choose.none", text=text)

    def _done(self, _done: Done) -> None:
        self.close_card()
        count = len(self._documents)
        self._context.frame.toast("dossiers.put", n=count)
        announce(word("dossiers.put", n=count))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)


def _words(row: DossierRow) -> str:
    return f"{row.code} – {row.title}"


def _new(text: str) -> tuple[str, str]:
    """Code and title of ``code – title``; empty texts where there is no dash."""
    for dash in DASHES:
        code, found, title = text.partition(dash)
        if found:
            return code.strip(), title.strip()
    return "", ""


def _put(store: Store, dossier: str, documents: Sequence[str]) -> Done:
    done = [dossiers.put(store, dossier, document) for document in documents]
    changed = frozenset().union(*(one.changed for one in done))
    return type(done[0])(changed, dossier)


def _open_and_put(store: Store, code: str, title: str, documents: Sequence[str]) -> Done:
    opened = dossiers.open_dossier(store, code, title, RETENTION)
    done = _put(store, opened.entity, documents)
    return type(done)(opened.changed | done.changed, opened.entity)
