"""Taking a document off its way: returned, withdrawn, discarded, cancelled, recalled, with a
reason.

What cannot be taken back names the document and says what follows, and its button says the act.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from core.office.terms import Act
from core.office.workflow import Ask
from db.actions import dispatching, outgoing
from desktop.documents.faces import code_of, subject_of
from desktop.outgoing.check_sheet import LIMIT
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.field import Field, TextEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, restyle

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Done, Store
    from desktop.context import Context
    from desktop.outgoing.gathered import Gathered

FINAL: Final = frozenset({Act.CANCEL, Act.RECALL})
"""Acts that nobody takes back: the safe button has the keyboard's Esc, the other names the act."""


class StopSheet(AskSheet):
    """``then`` is called once it is done."""

    def __init__(
        self, context: Context, act: Act, found: Gathered, then: Callable[[], None]
    ) -> None:
        self._context, self._act, self._then = context, act, then
        row = self._row = found.page.row
        self.edit = TextEdit(lines=3)
        self.field = Field(_label(act), self.edit)
        named = Label(role="unread", wrap=True)
        code = f"{code_of(row)} – " if row.number else ""
        named.show_text(code + subject_of(row))
        body = Column(named, gap=6)
        for warning in _warnings(act, found):
            body.addWidget(warning)
        body.addWidget(self.field)
        super().__init__(f"outgoing.stop.{act}", body, f"outgoing.stop.{act}", icon="comment_edit")
        self.set_width(520)
        if act in FINAL:
            self.cancel.say("outgoing.keep_it")
            restyle(self.accept, kind="danger")
        self.keep_text(context, f"stop:{act}:{row.id}", self.edit)

    @override
    def answer(self) -> None:
        reason = self.edit.text()
        missing = not reason and self._act is not Act.DISCARD
        if missing or len(reason) > LIMIT:
            key = "outgoing.reason_missing" if missing else "outgoing.too_long"
            self.field.set_error(key, limit=LIMIT)
            self.edit.setFocus()
            return
        self.field.set_error()
        document, act = self._row.id, self._act
        self.carry_out(
            self._context,
            lambda store: _do(store, act, document, reason),
            lambda _done: self._then(),
        )


def _do(store: Store, act: Act, document: str, reason: str) -> Done:
    if act is Act.RECALL:
        return dispatching.recall(store, document, reason)
    if act is Act.DISCARD:
        return outgoing.discard(store, document, reason)
    return outgoing.take_back(store, document, act, reason)


def _label(act: Act) -> str:
    return "outgoing.reason_optional" if act is Act.DISCARD else "outgoing.reason"


def _warnings(act: Act, found: Gathered) -> list[Label]:
    """What follows from the act: what the workflow table asks, and whom a recall reaches."""
    asks = next((move.asks for move in found.page.moves if move.act is act), ())
    keys = [f"office.ask.{ask}" for ask in asks if ask in (Ask.FINAL, Ask.NUMBER_NOT_REUSED)]
    labels = [Label(key, tone="danger", wrap=True) for key in dict.fromkeys(keys)]
    if act is Act.RECALL:
        key = "outgoing.recall_reaches" if found.dispatches else "outgoing.recall_nobody"
        labels.append(Label(key, wrap=True, n=len(found.dispatches)))
    return labels
