"""Opens a book of a year: for all documents or for some types, from 1 or from the number at which
the paper book ends.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from core.office.numbering import RegisterKind
from db.actions import books
from db.queries import groups
from desktop import clock, reference
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.layouts import Column, Row
from desktop.widgets.matching import Candidate
from desktop.widgets.scope_field import ScopeField
from desktop.widgets.segmented import Option, Segmented
from desktop.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.acting import Done, Store
    from desktop.context import Context


class OpenSheet(AskSheet):
    """Enter goes on to the next field, Ctrl+Enter opens the book."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.kind = Segmented(
            "books.open.kind",
            (
                Option(RegisterKind.INCOMING, "books.kind.incoming"),
                Option(RegisterKind.OUTGOING, "books.kind.outgoing"),
                Option(RegisterKind.COPIES, "books.kind.copies"),
            ),
        )
        self.name, self.symbol = LineEdit(), LineEdit()
        self.year, self.first_number = LineEdit(numbers=True), LineEdit(numbers=True)
        self.types = CompletionEdit(_offer)
        self.year.setText(str(clock.today().year))
        self.first_number.setText("1")
        self._name = Field("books.open.name", self.name)
        self._year = Field("books.open.year", self.year)
        self._first = Field("books.open.first", self.first_number, "books.open.first_hint")
        self._types = Field("books.open.types", self.types, "books.open.types_hint")
        symbol = Field("books.open.symbol", self.symbol, "books.open.symbol_hint")
        pair = Row(self._year, self._first, gap=12)
        pair.setStretch(0, 1)
        pair.setStretch(1, 1)
        body = Column(Field("books.open.kind", self.kind), self._name, symbol, gap=8)
        body.addLayout(pair)
        body.addWidget(self._types)
        self.scope = ScopeField()
        body.addWidget(self.scope)
        super().__init__("books.open", body, "books.open.do", icon="folder_open")
        self.set_width(520)
        context.read(groups.mine, lambda found: self.scope.offer((None, *found)))

    @override
    def answer(self) -> None:
        """Open it, or say what is missing."""
        group = self.scope.value()
        name = " ".join(self.name.text().split())
        year, first = _whole(self.year.text()), _whole(self.first_number.text())
        types = _codes(self.types.text())
        wrong = (
            (self._name, "" if name else "books.open.no_name"),
            (self._year, "" if year in books.YEARS else "books.open.no_year"),
            (self._first, "" if first else "books.open.no_first"),
            (self._types, "books.open.no_type" if types is None else ""),
            (self.scope, "groups.scope.wrong" if group is None else ""),
        )
        for field, key in wrong:
            field.set_error(key)
        if bad := [field for field, key in wrong if key]:
            bad[0].edit.setFocus()
            return
        act = partial(
            _open,
            group or "",
            kind=self.kind.value().value,
            name=name,
            symbol=self.symbol.text().strip(),
            year=year,
            types=types or (),
            first=first,
        )
        self.carry_out(self._context, act, partial(self._done, name))

    def _done(self, name: str, _done: Done) -> None:
        self._context.frame.toast("books.opened", name=name)


def _open(group: str, store: Store, **asked: Any) -> Done:
    """In the unit's stream, or in a restricted group's."""
    return books.open_register(replace(store, group=group), **asked)


def _whole(text: str) -> int:
    """A number as typed, 0 where it is none."""
    found = re.fullmatch(r"\d{1,9}", text.strip().replace(".", ""))
    return int(found[0]) if found else 0


def _offer(_typed: str) -> Sequence[Candidate]:
    items = reference.document_types().items
    return [Candidate(reference.named(item, words.language, item.code)) for item in items]


def _codes(text: str) -> tuple[str, ...] | None:
    """The codes of types named, separated by semicolons; None where one is unknown."""
    known = {
        name: item.code
        for item in reference.document_types().items
        for name in (item.vi, item.en, item.code)
    }
    named = [part.strip() for part in text.split(";") if part.strip()]
    return tuple(known[each] for each in named) if all(n in known for n in named) else None
