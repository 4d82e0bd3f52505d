"""Sheets about single numbers: keep the next one, make some void, give the rest back. Each names
the numbers that it is about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from db.actions import numbers
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.field import Field, LineEdit, TextEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column
from desktop.wording import number
from desktop.words import bind

if TYPE_CHECKING:
    from db.acting import Done
    from db.queries.numbers import RegisterRow
    from desktop.context import Context

MOST: Final = 200
REASON: Final = 2000
"""Letters of a reason: what every receiver takes (core.commits.bodies)."""
_PART: Final = re.compile(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?")


def read_numbers(text: str) -> tuple[int, ...]:
    """``5, 7-9`` as numbers; none where it is anything else, or more than MOST."""
    found: set[int] = set()
    for part in re.split(r"[,;]", text.replace(".", "")):
        match = _PART.fullmatch(part.strip())
        if match is None:
            return ()
        first = int(match[1])
        last = int(match[2] or first)
        if not 1 <= first <= last or last - first >= MOST:
            return ()
        found.update(range(first, last + 1))
    return tuple(sorted(found)) if len(found) <= MOST else ()


def numbers_words(wanted: tuple[int, ...]) -> str:
    """``5, 7–9`` as people read it."""
    runs: list[list[int]] = []
    for each in wanted:
        if runs and runs[-1][1] == each - 1:
            runs[-1][1] = each
        else:
            runs.append([each, each])
    said = [number(a) if a == b else f"{number(a)}–{number(b)}" for a, b in runs]
    return ", ".join(said)


class ReserveSheet(AskSheet):
    """Keeps the next number for a document that is to come."""

    def __init__(self, context: Context, book: RegisterRow) -> None:
        self._context, self._book = context, book
        self.reason = TextEdit(lines=3)
        self.field = Field("books.reason", self.reason, "books.reserve.hint")
        warning = Label("books.reserve.warning", "hint", wrap=True)
        super().__init__(
            "books.reserve", Column(warning, self.field, gap=8), "books.reserve.do", icon="info"
        )
        self.set_width(500)
        self.keep_text(context, f"reserve:{book.id}", self.reason)
        self.title.say("books.reserve.title", number=number(book.next or 0))
        bind(self, lambda: self.setAccessibleName(self.title.text()))

    @override
    def answer(self) -> None:
        reason = _reason(self.field, self.reason)
        if reason:
            book = self._book.id
            self.carry_out(
                self._context, lambda store: numbers.reserve(store, book, reason), self._done
            )

    def _done(self, done: Done) -> None:
        _say(self._context, "books.reserved", number(done.number or 0))


class VoidSheet(AskSheet):
    """Makes numbers void that no document has: the next ones, or kept ones."""

    def __init__(self, context: Context, book: RegisterRow, wanted: tuple[int, ...]) -> None:
        self._context, self._book = context, book
        self.numbers, self.reason = LineEdit(numbers=True), TextEdit(lines=3)
        self.numbers_field = Field("books.void.numbers", self.numbers, "books.void.hint")
        self.reason_field = Field("books.reason", self.reason)
        warning = Label("books.void.warning", "hint", wrap=True)
        body = Column(warning, self.numbers_field, self.reason_field, gap=8)
        super().__init__("books.void", body, "books.void.do", icon="warning")
        self.cancel.say("books.void.keep")
        self.set_width(500)
        self.keep_text(context, f"void:{book.id}", self.reason)
        self.numbers.textChanged.connect(self._name)
        self.numbers.setText(numbers_words(wanted).replace(".", ""))
        bind(self, self._name)

    @override
    def answer(self) -> None:
        wanted = read_numbers(self.numbers.text())
        self.numbers_field.set_error("" if wanted else "books.void.which", n=MOST)
        if not wanted:
            self.numbers.setFocus()
            return
        reason = _reason(self.reason_field, self.reason)
        if reason:
            book = self._book.id
            self.carry_out(
                self._context,
                lambda store: numbers.void(store, book, wanted, reason),
                lambda _done: _say(self._context, "books.voided", numbers_words(wanted)),
            )

    def _name(self) -> None:
        """The title names what is about to be made void."""
        said = numbers_words(read_numbers(self.numbers.text())) or "…"
        self.title.say("books.void.title", number=said)
        self.setAccessibleName(self.title.text())


class ReturnSheet(AskSheet):
    """Gives back what this machine has left of a book's numbers."""

    def __init__(self, context: Context, book: RegisterRow) -> None:
        self._context, self._book = context, book
        ranges = [number(a) if a == b else f"{number(a)}–{number(b)}" for a, b in book.held]
        self._count, self._ranges = sum(b - a + 1 for a, b in book.held), ", ".join(ranges)
        which = Label(role="body", wrap=True)
        which.say("books.return.which", book=book.name, numbers=self._ranges)
        warning = Label("books.return.warning", "hint", wrap=True)
        super().__init__(
            "books.return", Column(which, warning, gap=8), "books.return.do", icon="warning"
        )
        self.cancel.say("books.return.keep")
        self.set_width(500)
        self.title.say("books.return.title", n=self._count)
        bind(self, lambda: self.setAccessibleName(self.title.text()))

    @override
    def answer(self) -> None:
        book = self._book.id
        self.carry_out(
            self._context,
            lambda store: numbers.hand_back(store, book),
            lambda _done: _say(self._context, "books.returned", self._ranges),
        )


def _reason(field: Field, edit: TextEdit) -> str:
    """The reason, or the empty text with what is wrong said at the field."""
    text = edit.toPlainText().strip()
    wrong = (
        "books.reason.missing" if not text else "books.reason.long" if len(text) > REASON else ""
    )
    field.set_error(wrong, n=REASON)
    if wrong:
        edit.setFocus()
        return ""
    return text


def _say(context: Context, key: str, said: str) -> None:
    context.frame.toast(key, number=said)
