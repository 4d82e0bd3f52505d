"""Gives a signed document its number: the next one, one that was kept, a later one with the reason
for those skipped, or a late one with a suffix. Then the clerk signs it (NĐ 30/2020 Đ.15).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from core.office.numbering import Number, parse_number
from core.office.terms import Kind, State
from db.actions.numbers import Choice
from db.queries import documents
from db.queries.documents import View
from desktop.documents.faces import subject_of
from desktop.signing import acts
from desktop.signing.pin_sheet import PinSheet
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.layouts import Column
from desktop.widgets.matching import Candidate
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.acting import Done, Store
    from db.queries.numbers import RegisterRow
    from db.queries.rows import DocumentRow
    from desktop.context import Context

WAITING: Final = View((Kind.OUTGOING, Kind.INTERNAL), (State.SIGNED,))
MOST: Final = 200


def waiting(store: Store, book: RegisterRow) -> list[DocumentRow]:
    """Signed documents that this book is for, the newest first."""
    rows = documents.rows(store, documents.ids(store, WAITING)[:MOST])
    fitting = (row for row in rows if not book.types or row.type in book.types)
    return [row for row in fitting if row.group == book.group]


def choose(book: RegisterRow, typed: str, reason: str) -> Choice | None:
    """What a person typed as the number; None where this machine cannot give it."""
    wanted = parse_number(typed)
    if wanted is None:
        return None
    if wanted.suffix:
        return Choice(wanted.value, late=True) if wanted.text() == book.late else None
    if wanted.value in book.kept or wanted.value == book.next:
        return Choice(wanted.value)
    ahead = book.next is not None and wanted.value > book.next
    return Choice(wanted.value, reason) if ahead else None


class GiveSheet(AskSheet):
    """``rows`` are the documents that wait; the PIN is asked when everything else is known."""

    def __init__(
        self, context: Context, book: RegisterRow, rows: Sequence[DocumentRow], first: str
    ) -> None:
        self._context, self._book = context, book
        self._rows = {_named(row): row for row in rows}
        self.document = CompletionEdit(lambda _typed: [Candidate(name) for name in self._rows])
        self.number, self.reason = LineEdit(numbers=True), LineEdit()
        self._document = Field("books.give.document", self.document)
        self._number = Field("books.give.number", self.number)
        reason = Field("books.give.reason", self.reason, "books.give.reason_hint")
        body = Column(self._document, self._number, reason, gap=8)
        super().__init__("books.give", body, "books.give.do", icon="document_signature")
        self.set_width(560)
        if self._rows:
            self.document.setText(next(iter(self._rows)))
        self.number.textChanged.connect(self._name)
        self.number.setText(first)
        bind(self, self._name)

    @override
    def answer(self) -> None:
        row = self._rows.get(" ".join(self.document.text().split()))
        choice = choose(self._book, self.number.text(), self.reason.text().strip())
        self._document.set_error("" if row else "books.give.none")
        self._number.set_error("" if choice else "books.give.bad")
        if row is None:
            self.document.setFocus()
        elif choice is None:
            self.number.setFocus()
        else:
            self._ask_pin(row, choice)

    def _ask_pin(self, row: DocumentRow, choice: Choice) -> None:
        context, said = self._context, self.number.text().strip()
        summary = (
            ("books.pin.document", subject_of(row)),
            ("books.pin.book", self._book.name),
            ("books.pin.number", said),
        )
        book = self._book.id

        def sign(pin: str) -> None:
            def work(store: Store) -> Done:
                return acts.number(store, context.ring, row.id, book, pin, choice)

            context.act(work, partial(given, sheet), sheet.refuse)

        def given(sheet: PinSheet, _done: Done) -> None:
            sheet.close_card()
            context.frame.toast("books.given", number=said)

        sheet = PinSheet(context, acts.PERSON, "books.give", summary, "books.give.do", sign)
        context.frame.open_sheet(sheet)

    def _name(self) -> None:
        """The title names the number, the hint what can be given."""
        wanted = parse_number(self.number.text())
        self.title.say("books.give.title", number=wanted.text() if wanted else "…")
        self.setAccessibleName(self.title.text())
        self._number.set_hint("books.named_hint", text=hint(self._book))


def hint(book: RegisterRow) -> str:
    """What can be given now, in words."""
    parts = []
    if book.next is not None:
        parts.append(word("books.give.hint", next=Number(book.next).text()))
    if book.kept:
        kept = ", ".join(Number(each).text() for each in book.kept)
        parts.append(word("books.give.hint_kept", kept=kept))
    if book.late:
        parts.append(word("books.give.hint_late", late=book.late))
    return " ".join(parts)


def _named(row: DocumentRow) -> str:
    return " ".join(subject_of(row).split())
