"""A document's history as a readable story, built from its commits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QScrollArea

from db.queries import documents
from desktop import signing_times
from desktop.documents import acts
from desktop.format_findings import kept_words
from desktop.latest import Latest
from desktop.printing.telling import taken_words
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel, Row
from desktop.widgets.marks import IconLabel
from desktop.wording import moment
from desktop.words import bind, word, words

if TYPE_CHECKING:
    from db.queries.rows import StoryRow
    from desktop.context import Context


_KINDS: Final = (
    ("document.import", "office.act.take_over"),
    ("document.copy", "truecopy.made"),
    ("document.create", "office.act.draft"),
    ("document.dispatch", "outgoing.story.sent"),
    ("document.receive", "office.act.confirm_receipt"),
    ("document.lend", "office.act.lend"),
    ("document.restore", "outgoing.story.restored"),
    ("document.export", "office.act.export"),
    ("document.evidence", "audit.op.document.evidence"),
    ("document.tend", "audit.op.document.tend"),
    ("document.file", "office.act.edit"),
    ("document.set", "office.act.edit"),
    ("document.opine", "office.act.opine"),
    ("document.comment", "audit.op.document.comment"),
    ("document.reply", "audit.op.document.reply"),
)
"""Acts that are no step of the workflow, by the operation that tells them apart."""


_BROUGHT_BACK: Final = {"document.create", "document.set"}
"""A discarded draft, and the new one in its place."""


class StoryPanel(QScrollArea):
    """One line an act, the newest first: what, who, on which machine, when, and who knows of it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._asked = Latest(context)
        self._rows: list[StoryRow] = []
        self._lines = Column(gap=6, margins=(16, 12, 16, 12))
        self._lines.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidget(Panel("surface", self._lines))
        bind(self, self._speak)
        bind(self, lambda: self.setAccessibleName(word("outgoing.tab.story")))

    def show_document(self, document: str) -> None:
        """Tell the story of a document; of none, nothing."""
        self._rows = []
        self._speak()
        if document:
            self._asked.read(lambda store: documents.story(store, document), self._take)

    def _take(self, rows: list[StoryRow]) -> None:
        self._rows = rows
        self._speak()

    def _speak(self) -> None:
        while self._lines.count() > 1:
            item = self._lines.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        for row in self._rows:
            self._lines.insertWidget(0, _line(row))


def _line(row: StoryRow) -> Panel:
    """What, whom it concerned, in which words and why; then who, where, when, and who knows."""
    what = Label(role="val")
    if row.taken is None:
        what.say(_key(row))
    else:
        what.show_text(taken_words(row.taken, words.language))
    known = word("outgoing.story.here" if acts.waits(row) else "outgoing.story.known")
    parts = (row.name, row.device, moment(row.time), known, *acts.notes(row))
    lines = [", ".join(dict.fromkeys(row.about)), f"“{row.said}”" if row.said else ""]
    lines.append(word("outgoing.story.reason", reason=row.reason) if row.reason else "")
    lines += [word("format.kept", reason=kept_words(one, words.language)) for one in row.kept]
    lines += signing_times.story(row.signed, words.language)
    texts = Column(what, gap=1)
    for text in (*lines, " · ".join(part for part in parts if part)):
        if text:
            label = Label(role="sub", tone="text2", wrap=True)
            label.show_text(text)
            texts.addWidget(label)
    line = Row(IconLabel(*acts.mark(row)), texts, gap=8, margins=(10, 6, 10, 6))
    line.setStretch(1, 1)
    return Panel("quote", line)


def _key(row: StoryRow) -> str:
    if row.act:
        return f"office.act.{row.act}"
    if set(row.kinds) >= _BROUGHT_BACK:
        return "outgoing.story.brought_back"
    return next((key for kind, key in _KINDS if kind in row.kinds), "outgoing.story.act")
