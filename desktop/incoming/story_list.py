"""The history of a document (Luân chuyển): who has it and knows so, then who did what, when, on
which machine, in what words and for which reason.
"""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from core.office.terms import Act
from desktop import signing_times
from desktop.documents import acts
from desktop.intake_words import at_intake
from desktop.printing.telling import taken_words
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row
from desktop.widgets.marks import IconLabel
from desktop.wording import day, moment
from desktop.words import bind, word, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from db.queries.rows import AssignmentRow, RemarkRow, StoryRow
    from desktop.incoming.gathered import Gathered

_KINDS: Final = (
    ("document.import", "office.act.take_over"),
    ("document.create", "incoming.story.registered"),
    ("document.set", "incoming.story.edited"),
    ("document.link", "incoming.story.linked"),
    ("document.note", "incoming.story.noted"),
    ("document.export", "incoming.story.exported"),
    ("document.file", "incoming.story.file"),
)


_PARTS: Final = ("lead", "support", "inform")
AT_ONCE: Final = 12
"""Acts that are laid out together: more than a screen shows."""


class StoryList(QScrollArea):
    """Who was given it, then the newest act first. Older acts are laid out as one scrolls towards
    them: hundreds at once would hold up the window each time that a sync brings another.
    """

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self._found: Gathered | None = None
        self._older: Iterator[StoryRow] = iter(())
        self._column = Column()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._reach)
        bar.rangeChanged.connect(self._reach)
        bind(self, self._speak)

    def show_story(self, found: Gathered) -> None:
        """Show another document's history, or more of the same; the same again stays as it is."""
        if self._found is not None and _told(self._found) == _told(found):
            return
        self._found = found
        self._speak()

    def _speak(self) -> None:
        self.setAccessibleName(word("incoming.tab.story"))
        self._column = Column(gap=10, margins=(16, 10, 12, 12))
        story = self._found.story if self._found else ()
        given = self._found.page.assignments if self._found else ()
        if given:
            lines = map(_assignment, sorted(given, key=lambda one: _PARTS.index(one.part)))
            self._column.addWidget(Panel("quote", Column(*lines, gap=2, margins=(10, 6, 10, 6))))
        self._column.addStretch(1)
        self._older = reversed(story)
        self._lay()
        self.setWidget(Panel("surface", self._column))

    def _reach(self) -> None:
        bar = self.verticalScrollBar()
        if bar.maximum() - bar.value() < bar.pageStep():
            self._lay()

    def _lay(self) -> None:
        """A few older acts, above the stretch."""
        remarks = self._found.page.remarks if self._found else ()
        for row in islice(self._older, AT_ONCE):
            self._column.insertWidget(self._column.count() - 1, _act(row, remarks))


def _told(found: Gathered) -> tuple[object, ...]:
    return found.page.row.id, found.story, found.page.assignments, found.page.remarks


def _act(row: StoryRow, remarks: Iterable[RemarkRow]) -> Panel:
    """One act: what, who and when, and the words of the directive or opinion that it carried."""
    icon, tone = acts.mark(row)
    head = Row(IconLabel(icon, tone), _what(row), STRETCH, gap=8)
    head.addWidget(_text(moment(row.time), "sub_num"))
    note = word("incoming.story.tentative") if acts.waits(row) else ""
    who = " · ".join(part for part in (row.name, row.device, note, *acts.notes(row)) if part)
    column = Column(head, _text(who, "sub"), gap=0)
    if row.reason:
        column.addWidget(_text(word("incoming.story.reason", reason=row.reason), "body"))
    for intake in row.intakes:
        column.addWidget(_text(at_intake(intake, words.language), "body"))
    for remark in remarks:
        if remark.time == row.time and remark.name == row.name:
            column.addWidget(_text(f"“{remark.text}”", "body"))
    for said in signing_times.story(row.signed, words.language):
        column.addWidget(_text(said, "sub"))
    return Panel("clear", column)


def _assignment(row: AssignmentRow) -> Panel:
    """Part and person; below the deadline, and whether he has said that he has it."""
    noted = row.noted is not None
    icon = IconLabel("checkmark_circle", "ok") if noted else IconLabel("clock", "text3")
    name = ElidedLabel(role="val")
    name.setText(f"{word(f'incoming.directive.{row.part}')} · {row.name}")
    due = word("incoming.given.due", day=day(date.fromisoformat(row.due))) if row.due else ""
    said = word("incoming.given.not_noted")
    if row.noted is not None:
        said = word("incoming.given.noted", at=moment(row.noted))
    below = _text(" · ".join(part for part in (due, said) if part), "sub")
    line = Row(icon, Column(name, below, gap=0), gap=8)
    line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
    line.setStretch(1, 1)
    return Panel("clear", line)


def _what(row: StoryRow) -> Label:
    if row.taken is None:
        return Label(_key(row), "unread")
    label = Label(role="unread")
    label.show_text(taken_words(row.taken, words.language))
    return label


def _key(row: StoryRow) -> str:
    if row.act == Act.EXTEND and "document.assign" not in row.kinds:
        return "incoming.story.denied"
    if row.act:
        return f"office.act.{row.act}"
    return next((key for kind, key in _KINDS if kind in row.kinds), "incoming.story.other")


def _text(text: str, role: str) -> Label:
    label = Label(role=role, wrap=role in ("body", "sub"))
    label.setText(text)
    return label
