"""The last question before a draft goes to its signer: who has not initialled or checked it yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiboken6 import isValid
from typing_extensions import override

from core.office.terms import Act
from db.actions import outgoing
from db.queries import checks
from desktop.signing import acts, initials
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.office.workflow import Ask
    from db.queries.rows import DocumentRow
    from desktop.context import Context


class SubmitSheet(AskSheet):
    """Ctrl+Enter submits (law: NĐ 30/2020 Đ.11); ``then`` is called once it is done."""

    def __init__(self, context: Context, row: DocumentRow, then: Callable[[], None]) -> None:
        self._context, self._row, self._then = context, row, then
        self._subject, self._asks = Label(role="unread", wrap=True), Label(role="body", wrap=True)
        self._subject.show_text(row.subject)
        self._open: tuple[Ask, ...] = ()
        self._missing: tuple[str, ...] = ()
        super().__init__(
            "drafts.submit",
            Column(self._subject, self._asks, gap=6),
            "drafts.submit",
            icon="document_signature",
        )
        bind(self, self._speak)
        document, act = row.id, Act.REQUEST_SIGNATURE
        context.read(
            lambda store: (
                checks.asks(store, document, act),
                initials.missing(acts.boxes(store, document)),
            ),
            self._know,
        )

    @override
    def answer(self) -> None:
        if self._missing:  # it could not be signed, and nobody can initial it any more
            return
        document = self._row.id
        self.carry_out(
            self._context, lambda store: outgoing.submit(store, document), lambda _: self._then()
        )

    def _know(self, found: tuple[tuple[Ask, ...], tuple[str, ...]]) -> None:
        if isValid(self):
            self._open, self._missing = found
            self.accept.setEnabled(not self._missing)
            self._speak()
            self.adjustSize()

    def _speak(self) -> None:
        """Whose nháy is missing stops it. Which check is missing or was of another file is asked,
        and does not.
        """
        said = " ".join(word(f"office.ask.{ask}") for ask in self._open)
        if self._missing:
            said = word("drafts.initials_missing", names=", ".join(self._missing))
        self._asks.show_text(said)
        self._asks.set_tone("warn" if self._missing else "")
        self._asks.setVisible(bool(said))
