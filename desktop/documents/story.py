"""A document's history as a readable story, built from its commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea

from db.queries import documents
from desktop.latest import Latest
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel, Row
from desktop.widgets.marks import IconLabel
from desktop.wording import moment
from desktop.words import bind, word

if TYPE_CHECKING:
    from db.queries.rows import StoryRow
    from desktop.context import Context


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
    what = Label(role="val")
    key = f"office.act.{row.act}" if row.act else "outgoing.story.act"
    what.say(key)
    who = Label(role="sub", tone="text2", wrap=True)
    known = word("outgoing.story.known" if row.standing != "tentative" else "outgoing.story.here")
    parts = (row.name, row.device, moment(row.time), known)
    who.show_text(" · ".join(part for part in parts if part))
    icon, tone = ("clock", "warn") if row.standing == "tentative" else ("checkmark_circle", "ok")
    line = Row(IconLabel(icon, tone), Column(what, who, gap=1), gap=8, margins=(10, 6, 10, 6))
    line.setStretch(1, 1)
    return Panel("quote", line)
