"""What is known of a document beside its pages: checks, dispatches and receipts, the file copy, the
documents that correct or replace it; for a recalled one, what its receivers are told.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea

from desktop.documents.faces import code_of, subject_of
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Ground, Panel, Row
from desktop.widgets.line_button import LineButton
from desktop.widgets.marks import IconLabel
from desktop.wording import day, moment
from desktop.words import bind, word

if TYPE_CHECKING:
    from db.queries.checks import CheckRow
    from db.queries.dispatches import DispatchRow, LoanRow, Notice
    from desktop.outgoing.gathered import Gathered

_LINKS: Final = (
    *("answers", "corrects", "corrects-by", "replaces", "replaces-by"),
    *("copies", "copies-by"),
)
_PAPER: Final = ("hand", "post", "fax", "other")


class FollowUp(QScrollArea):
    """``chosen`` carries the kind and the id of a linked document."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self._found: Gathered | None = None
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bind(self, self._speak)

    def show_found(self, found: Gathered | None) -> None:
        """Show another document's, or nothing."""
        self._found = found
        self._speak()

    def _speak(self) -> None:
        self.setAccessibleName(word("outgoing.tab.follow_up"))
        column = Column(gap=6, margins=(16, 12, 16, 12))
        if self._found is not None:
            self._fill(column, self._found)
        column.addStretch(1)
        self.setWidget(Panel("surface", column))

    def _fill(self, column: Column, found: Gathered) -> None:
        if found.notice is not None:
            column.addWidget(_notice(found.notice))
        _section(column, "outgoing.section.checks", [_check(one) for one in found.checks])
        _section(column, "outgoing.section.sent", [_sent(one) for one in found.dispatches])
        _section(column, "outgoing.section.loans", [_loan(one) for one in found.loans])
        self._links(column, found)

    def _links(self, column: Column, found: Gathered) -> None:
        linked = [pair for pair in found.related.documents if pair[0] in _LINKS]
        if not linked:
            return
        column.addWidget(Label("outgoing.section.linked", "section"))
        for relation, row in linked:
            column.addWidget(Label(f"outgoing.link.{relation}", "sub", "text2"))
            line = LineButton(
                "link", f"{code_of(row)} – {subject_of(row)}", word(f"office.state.{row.state}")
            )
            line.clicked.connect(
                lambda _checked, kind=row.kind, document=row.id: self.chosen.emit(kind, document)
            )
            column.addWidget(line)


def _section(column: Column, key: str, lines: list[Panel]) -> None:
    column.addWidget(Label(key, "section"))
    if not lines:
        column.addWidget(Label(f"{key}.none", "hint", wrap=True))
    for line in lines:
        column.addWidget(line)


def _line(icon: str, tone: str, what: str, *about: str, ground: Ground = "clear") -> Panel:
    head = Label(role="val", wrap=True)
    head.show_text(what)
    texts = Column(head, gap=1)
    for text in about:
        if text:
            label = Label(role="sub", tone="text2", wrap=True)
            label.show_text(text)
            texts.addWidget(label)
    mark = IconLabel(icon, tone)
    row = Row(mark, texts, gap=8, margins=(10, 4, 10, 4))
    row.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    row.setStretch(1, 1)
    return Panel(ground, row)


def _check(one: CheckRow) -> Panel:
    icon, tone = ("checkmark_circle", "ok") if one.holds else ("warning", "warn")
    voided = "" if one.holds else word("outgoing.check_voided")
    opinion = f"“{one.opinion}”" if one.opinion else ""
    who = f"{one.name} · {moment(one.time)}"
    return _line(icon, tone, word(f"office.act.{one.act}"), who, opinion, voided)


def _sent(one: DispatchRow) -> Panel:
    counts = [word(f"outgoing.way.{one.way}"), _day(one.day)]
    if one.way in _PAPER:
        counts.append(word("outgoing.copies_n", n=one.copies))
    if one.envelopes:
        counts.append(word("outgoing.envelopes_n", n=one.envelopes))
    icon, tone = ("mail_read", "ok") if one.received else ("clock", "warn")
    if one.received is None:
        got = word("outgoing.not_received")
    else:
        by = f" – {one.receiver}" if one.receiver else ""
        got = word("outgoing.got", day=_day(one.received)) + by
    return _line(icon, tone, one.recipient, " · ".join(counts), got, one.note)


def _loan(one: LoanRow) -> Panel:
    icon, tone = ("checkmark_circle", "ok") if one.returned else ("person_arrow_right", "warn")
    lent = word("outgoing.lent_on", day=_day(one.day), name=one.allowed)
    until = word("outgoing.lent_until", day=_day(one.until)) if one.until else ""
    back = word("outgoing.back_on", day=_day(one.returned)) if one.returned else until
    return _line(icon, tone, one.borrower, lent, back, one.note)


def _notice(notice: Notice) -> Panel:
    """What the receivers need to find it and to void it."""
    names = ", ".join(dict.fromkeys(one.recipient for one in notice.holders)) or "–"
    found = word(
        "outgoing.notice.find", code=notice.code, issuer=notice.issuer, day=_day(notice.dated)
    )
    by = f"{notice.by} · {moment(notice.recalled)} · {notice.reason}"
    held = word("outgoing.notice.holders", names=names)
    told = (word("outgoing.notice.title"), by, found, held)
    return _line("alert", "danger", *told, ground="quote")


def _day(iso: str | None) -> str:
    return day(date.fromisoformat(iso)) if iso else "–"
