"""The head of a document's page: code, chips, subject, the facts of its record, the last
directive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.office.deadlines import DueKind
from core.office.terms import State
from desktop import reference
from desktop.documents.head_chips import head_chips
from desktop.incoming.faces import OPEN, arrival_number, due_of
from desktop.theme.theme import theme
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import STRETCH, Column, Grid, Panel, Row
from desktop.wording import day, moment
from desktop.words import bind, word, words

if TYPE_CHECKING:
    from datetime import date

    from db.queries.rows import DocumentPage, DocumentRow, RemarkRow

_WIDE_FROM: Final = 520
_FACTS: Final = ("number", "issuer", "type", "due", "lead")
_LONG: Final = frozenset({"issuer", "type", "lead"})
_PLACES: Final = {
    1: {name: (row, 0, 3) for row, name in enumerate(_FACTS)},
    2: {
        "number": (0, 0, 1),
        "due": (0, 2, 1),
        "issuer": (1, 0, 3),
        "type": (2, 0, 1),
        "lead": (2, 2, 1),
    },
}
"""Row, column and how many columns a value takes, by the number of columns of facts."""
_QUOTE: Final = 280
"""Letters of a directive that the head shows; the whole stands in the history."""


class DocumentHead(QWidget):
    """Shows one document after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._page: DocumentPage | None = None
        self._today: date | None = None
        self._code = Label(role="code")
        self._chips = Row(gap=6)
        self._title = Label(role="doc", wrap=True)
        self._facts = _Facts()
        self._quote = _Quote()
        top = Row(self._code, self._chips, STRETCH, gap=8)
        column = Column(top, self._title, self._facts, self._quote, gap=4, margins=(16, 9, 16, 6))
        self.setLayout(column)
        bind(self, self._speak)

    def show_page(self, page: DocumentPage, today: date) -> None:
        """Show a document as it stands on a day."""
        self._page, self._today = page, today
        self._speak()

    def _speak(self) -> None:
        if self._page is None or self._today is None:
            return
        row = self._page.row
        self._code.setText(row.code or "–")
        self._title.setText(row.subject)
        self._show_chips(row)
        for name, (text, note, tone) in _values(self._page, self._today).items():
            self._facts.show_fact(name, text, note, tone)
        directives = [remark for remark in self._page.remarks if remark.kind == "directives"]
        self._quote.show_remark(directives[-1] if directives else None)

    def _show_chips(self, row: DocumentRow) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for chip in head_chips(row):
            self._chips.addWidget(chip)


def _values(page: DocumentPage, today: date) -> dict[str, tuple[str, str, str]]:
    """Each fact as text, a note behind it and the note's colour."""
    row = page.row
    kind = reference.named(reference.document_types().find(row.type), words.language, row.type)
    dated = f" · {_day(row.document_date)}" if row.document_date else ""
    book = word("incoming.fact.in_book", day=_day(row.dated)) if row.dated else ""
    if page.source:
        book = word("incoming.fact.source", book=page.source)
    sizes = [kind]
    if row.pages:
        sizes.append(word("incoming.fact.pages", n=row.pages))
    if row.files:
        sizes.append(word("incoming.fact.files", n=row.files))
    due, state = due_of(row, today)
    note = word(f"incoming.due.{state.kind}", n=state.days) if due else ""
    tone = {DueKind.LATE: "danger", DueKind.TODAY: "danger", DueKind.SOON: "warn"}
    return {
        "number": (arrival_number(row), book, "text2"),
        "issuer": (row.issuer + dated, "", "text2"),
        "type": (" · ".join(sizes), "", "text2"),
        "due": (day(due) if due else word("wording.due.none"), note, tone.get(state.kind, "text2")),
        "lead": (_lead(page), _lead_note(page), "text2"),
    }


def _lead(page: DocumentPage) -> str:
    """Who handles it, or who got it as an old book says."""
    told = str(page.fields.get("receiver", "")) if page.source else ""
    return page.row.lead or told or word("incoming.fact.nobody")


def _lead_note(page: DocumentPage) -> str:
    """Whether the lead has said that he has it, and who supports him."""
    leads = [one for one in page.assignments if one.part == "lead"]
    parts = []
    if leads and State(page.row.state) in OPEN:
        noted = any(one.noted for one in leads)
        parts.append(word("incoming.fact.noted" if noted else "incoming.fact.not_noted"))
    support = [one.name for one in page.assignments if one.part == "support" and one.name]
    if support:
        parts.append(word("incoming.fact.support", names=", ".join(support)))
    return " · ".join(parts)


def _day(iso: str | None) -> str:
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}" if iso else ""


class _Fact(QWidget):
    """A value and a note behind it; a long value is cut, a short one keeps its note beside it."""

    def __init__(self, *, long: bool) -> None:
        super().__init__()
        self._text = ElidedLabel(role="val") if long else Label(role="val")
        self._note = Label(role="label")
        row = Row(self._text, self._note, gap=8)
        if long:
            row.setStretch(0, 1)
        else:
            row.addStretch(1)
        self.setLayout(row)

    def show_value(self, text: str, note: str, tone: str) -> None:
        self._text.setText(text)
        self._note.setText(note)
        self._note.set_tone(tone)
        self._note.setVisible(bool(note))


class _Facts(QWidget):
    """Names and values, in one column where it is narrow, in two where it is wide."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = Grid((0, 1, 0, 1), gaps=(12, 0))
        self._names = {name: Label(f"incoming.fact.{name}", "sub") for name in _FACTS}
        self._values = {name: _Fact(long=name in _LONG) for name in _FACTS}
        self._columns = 0
        self.setLayout(self._grid)
        self._arrange(1)

    def show_fact(self, name: str, text: str, note: str, tone: str) -> None:
        self._values[name].show_value(text, note, tone)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(2 if self.width() >= theme.px(_WIDE_FROM) else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        self._grid.setColumnStretch(3, columns - 1)
        for name, (row, column, span) in _PLACES[columns].items():
            self._grid.addWidget(self._names[name], row, column)
            self._grid.addWidget(self._values[name], row, column + 1, 1, span)


class _Quote(Panel):
    """The last directive with who gave it and when."""

    def __init__(self) -> None:
        self._text = Label(role="val", wrap=True)
        self._who = Label(role="sub")
        super().__init__("quote", Column(self._text, self._who, gap=0, margins=(10, 4, 10, 4)))
        self.hide()

    def show_remark(self, remark: RemarkRow | None) -> None:
        self.setVisible(remark is not None)
        if remark is not None:
            text = remark.text if len(remark.text) <= _QUOTE else remark.text[:_QUOTE] + "…"
            self._text.setText(f"“{text}”")
            who = " ".join(part for part in (remark.rank, remark.name) if part)
            said = word("incoming.quote", who=who, post=remark.post, at=moment(remark.time))
            self._who.setText(said)
