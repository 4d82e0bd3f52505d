"""Opens a new dossier: code, title, retention (NĐ 30/2020 Đ.29)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from typing_extensions import override

from db.actions import dossiers
from desktop import reference
from desktop.announce import announce
from desktop.widgets.buttons import Button
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.matching import Candidate
from desktop.widgets.sheet import Sheet
from desktop.words import word, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from db.acting import Done, Store
    from desktop.context import Context


class OpenSheet(Sheet):
    """Enter goes on to the next field, from the last one it opens the dossier."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.code, self.name = LineEdit(), LineEdit()
        self.retention = CompletionEdit(_offer)
        self.fields = (
            Field("dossiers.open.code", self.code),
            Field("dossiers.open.name", self.name),
            Field("dossiers.open.retention", self.retention),
        )
        self.cancel = Button("widgets.cancel", "ghost")
        self.accept = Button("dossiers.open.do", "primary", hint="Ctrl+↵")
        body = Column(*self.fields, gap=8)
        super().__init__(
            "dossiers.open.title", body, Row(STRETCH, self.cancel, self.accept), icon="folder_open"
        )
        self.retention.setText(_offer("")[5].text)
        self.cancel.clicked.connect(self.close_card)
        self.accept.clicked.connect(self._take)
        self.code.returnPressed.connect(self.name.setFocus)
        self.name.returnPressed.connect(self.retention.setFocus)
        self.retention.returnPressed.connect(self._take)

    def _take(self) -> None:
        code, title = (" ".join(edit.text().split()) for edit in (self.code, self.name))
        retention = _code_of(self.retention.text())
        wrong = (
            (self.fields[0], "" if code else "dossiers.missing.code"),
            (self.fields[1], "" if title else "dossiers.missing.title"),
            (self.fields[2], "" if retention else "dossiers.missing.retention"),
        )
        for field, key in wrong:
            field.set_error(key, text=self.retention.text())
        bad = [field for field, key in wrong if key]
        if bad:
            bad[0].edit.setFocus()
            return
        self._context.act(partial(_open, code=code, title=title, retention=retention), self._done)

    def _done(self, _done: Done) -> None:
        self.close_card()
        self._context.frame.toast("dossiers.opened")
        announce(word("dossiers.opened"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)


def _open(store: Store, code: str, title: str, retention: str) -> Done:
    return dossiers.open_dossier(store, code, title, retention)


def _offer(_typed: str) -> Sequence[Candidate]:
    items = reference.retentions().items
    return [Candidate(reference.named(item, words.language, item.code)) for item in items]


def _code_of(text: str) -> str:
    for item in reference.retentions().items:
        if text.strip() in (item.vi, item.en, item.code):
            return item.code
    return ""
