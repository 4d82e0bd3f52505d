"""Opens a new dossier: code, title, retention (NĐ 30/2020 Đ.29)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from db.actions import dossiers
from desktop import reference
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.layouts import Column
from desktop.widgets.matching import Candidate
from desktop.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.acting import Done, Store
    from desktop.context import Context


class OpenSheet(AskSheet):
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
        body = Column(*self.fields, gap=8)
        super().__init__("dossiers.open.title", body, "dossiers.open.do", icon="folder_open")
        self.retention.setText(_offer("")[5].text)
        self.retention.returnPressed.connect(self.try_answer)

    @override
    def answer(self) -> None:
        """Open it, or say what is missing."""
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
        act = partial(_open, code=code, title=title, retention=retention)
        self.carry_out(self._context, act, self._done)

    def _done(self, _done: Done) -> None:
        self._context.frame.toast("dossiers.opened")


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
