"""The texts of a document behind tabs: its own, the one that it issues, its appendices."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.office.draft import Appendix, Attached, Brought
from core.office.draft_check import Fault
from core.office.typography import roman
from desktop import reference
from desktop.drafts.body_edit import BlockEdit
from desktop.drafts.body_tools import BodyTools
from desktop.drafts.find_bar import FindBar
from desktop.drafts.list_edit import NamesEdit
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.check_box import CheckBox
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.matching import Candidate
from desktop.widgets.view_tabs import View, ViewTabs
from desktop.wording import file_size
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.draft import Block
    from core.office.draft_check import Problem

OWN, ATTACHED = "own", "attached"
MOST: Final = 50
"""Appendices that a draft can have (core.office.draft)."""


class PartPage(QWidget):
    """One text with what it is called: the title of an appendix, type and subject of what is
    issued. ``moved`` and ``removed`` are asked for by its buttons, ``pasted`` is that of its text.
    """

    edited, moved, removed, pasted = Signal(), Signal(int), Signal(), Signal(object)

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.body, self.title = BlockEdit(), NamesEdit(1)
        self.type = CompletionEdit(lambda _typed: _types())
        self.separate = CheckBox("drafts.appendix_separate")
        self.line = Label(role="sub", wrap=True)
        self._file: Brought | None = None
        self.line.hide()
        self.text = Field("drafts.field.body", self.body, "drafts.hint.body")
        self.text.give_room()
        self.finder, self.tools = FindBar(self.body), BodyTools(self.body)
        self.named = Field(
            "drafts.field.attached" if kind == ATTACHED else "drafts.field.appendix", self.title
        )
        self.typed = Field("drafts.field.attached_type", self.type)
        self.type.textChanged.connect(lambda _text: self.typed.set_error())
        self._lay_out()
        self.body.edited.connect(self.edited)
        self.body.pasted.connect(self.pasted)
        self.body.edited.connect(self.text.set_error)
        self.title.textChanged.connect(self.edited)
        self.title.textChanged.connect(self.named.set_error)
        self.type.textChanged.connect(self.edited)

    def appendix(self) -> Appendix:
        """The appendix that stands there."""
        return Appendix(
            title=self.title.text(),
            body=() if self._file else self.body.blocks(),
            separate=self.separate.isChecked(),
            file=self._file,
        )

    def show_appendix(self, appendix: Appendix) -> None:
        """Show an appendix."""
        self.title.setText(appendix.title)
        self.separate.setChecked(appendix.separate)
        self.body.set_blocks(appendix.body)
        self._file = appendix.file
        for widget in (self.text, self.tools, self.separate):
            widget.setVisible(self._file is None)
        self.line.setVisible(self._file is not None)
        # what room the text would take stays below where there is none
        self._column.setStretch(self._column.count() - 1, int(self._file is not None))
        if self._file is not None:
            self.finder.hide()
        self._tell_file()

    def _tell_file(self) -> None:
        if (found := self._file) is not None:
            pages = word("files.pages", n=found.pages) if found.pages else ""
            facts = (found.name, pages, file_size(found.size))
            self.line.show_text(" · ".join(part for part in facts if part))

    def attached(self) -> Attached | None:
        """The text that the document issues; None where nothing stands there."""
        said = self.type.text().strip().casefold()
        code = next(
            (c.code for c in reference.document_types().items if c.vi.casefold() == said), ""
        )
        found = Attached(type=code, subject=self.title.text(), body=self.body.blocks())
        return found if found != Attached() else None

    def show_attached(self, attached: Attached | None) -> None:
        """Show the text that is issued."""
        found = attached or Attached()
        kind = reference.document_types().find(found.type)
        self.type.setText(kind.vi if kind else "")
        self.title.setText(found.subject)
        self.body.set_blocks(found.body)

    def fields(self) -> list[Field]:
        """The fields from top to bottom."""
        named = [] if self.kind == OWN else [self.named]
        return [*([self.typed] if self.kind == ATTACHED else ()), *named, self.text]

    def at(self, problem: Problem) -> Field:
        """The field where a problem of this text stands."""
        return {
            Fault.ATTACHED_TYPE: self.typed,
            Fault.ATTACHED_SUBJECT: self.named,
            Fault.APPENDIX_TITLE: self.named,
        }.get(problem.fault, self.text)

    def _lay_out(self) -> None:
        column = Column(gap=6)
        if self.kind != OWN:
            head = Row(gap=12)
            if self.kind == ATTACHED:
                head.addWidget(self.typed, 2)
            head.addWidget(self.named, 5)
            column.addLayout(head)
        column.addWidget(self.line)
        column.addWidget(self.text, 1)
        column.addWidget(self.finder)
        column.addWidget(self.tools)
        if self.kind == "":
            up, down, away = (
                IconButton("drafts.appendix_up", "chevron_up"),
                IconButton("drafts.appendix_down", "chevron_down"),
                IconButton("drafts.appendix_remove", "delete"),
            )
            up.clicked.connect(partial(self.moved.emit, -1))
            down.clicked.connect(partial(self.moved.emit, 1))
            away.clicked.connect(self.removed)
            self.separate.toggled.connect(lambda _on: self.edited.emit())
            column.addLayout(Row(self.separate, STRETCH, up, down, away, gap=4))
            bind(self, self._tell_file)
        column.addStretch(0)
        self._column = column
        self.setLayout(column)


class PartsEdit(QWidget):
    """``edited`` says that a person changed something; ``add`` is the button that begins one more
    appendix, wherever the form has it; ``turned`` says that another text is in sight. The tabs
    stand there from the second text on. ``pasted`` is that of the text in which it happened.
    """

    edited, pasted, turned = Signal(), Signal(object), Signal()

    def __init__(self) -> None:
        super().__init__()
        self.own, self.issued = PartPage(OWN), PartPage(ATTACHED)
        self._appended: list[PartPage] = []
        self._attaches = False
        self._stack = QStackedWidget()
        self._tabs = ViewTabs("drafts.parts", (View(OWN, "drafts.part.own"),))
        self.add = Button("drafts.appendix_add", "link", icon="add")
        for page in (self.own, self.issued):
            self._take(page)
        column = Column(self._tabs, gap=4)
        column.addWidget(self._stack, 1)
        self.setLayout(column)
        self._tabs.chosen.connect(lambda name: self._stack.setCurrentWidget(self._page(name)))
        self._tabs.chosen.connect(lambda _name: self.turned.emit())
        self.add.clicked.connect(lambda _on: self.add_appendix())
        bind(self, self._name)

    def show_parts(
        self,
        body: Sequence[Block],
        attached: Attached | None,
        appendices: Sequence[Appendix],
        *,
        attaches: bool,
    ) -> None:
        """Show the texts of a document, its own first."""
        self.own.body.set_blocks(body)
        self.issued.show_attached(attached)
        self._attaches = attaches or attached is not None
        for page in self._appended:
            self._drop(page)
        self._appended = []
        for appendix in appendices:
            self._append().show_appendix(appendix)
        self._name()
        self._show(OWN)

    def attached(self) -> Attached | None:
        """The text that the document issues, where it does."""
        return self.issued.attached() if self._attaches else None

    def appendices(self) -> tuple[Appendix, ...]:
        """The appendices in their order."""
        return tuple(page.appendix() for page in self._appended)

    def add_appendix(self, appendix: Appendix | None = None) -> None:
        """Begin one more appendix, and write it, or the title of one that was brought."""
        if len(self._appended) < MOST:
            page = self._append()
            if appendix is not None:
                page.show_appendix(appendix)
            self._name()
            self._show(self._id(page))
            page.title.setFocus()
            self.edited.emit()

    def front(self) -> PartPage:
        """The text that is in sight."""
        page = self._stack.currentWidget()
        return page if isinstance(page, PartPage) else self.own

    def show_pages(self, pages: int) -> None:
        """How many pages the document has, with all its texts."""
        for page in (self.own, self.issued, *self._appended):
            page.tools.show_pages(pages)

    def appended(self, place: int) -> PartPage | None:
        """The appendix at a place."""
        return self._appended[place] if 0 <= place < len(self._appended) else None

    def fields(self) -> list[Field]:
        """The fields of every text."""
        pages = [self.own, *([self.issued] if self._attaches else ()), *self._appended]
        return [field for page in pages for field in page.fields()]

    def field(self, problem: Problem) -> Field | None:
        """Where a problem of what is issued or of an appendix stands."""
        if problem.field == "attached":
            return self.issued.at(problem)
        page = self.appended(problem.index or 0)
        return page.at(problem) if page is not None else None

    def show_field(self, field: Field) -> None:
        """Bring the text to the front that a field belongs to."""
        for page in (self.own, self.issued, *self._appended):
            if page.isAncestorOf(field):
                self._show(self._id(page))

    def _append(self) -> PartPage:
        page = PartPage("")
        self._appended.append(page)
        self._take(page)
        page.moved.connect(lambda by: self._move(page, by))
        page.removed.connect(lambda: self._remove(page))
        return page

    def _take(self, page: PartPage) -> None:
        self._stack.addWidget(page)
        page.edited.connect(self.edited)
        page.pasted.connect(self.pasted)

    def _drop(self, page: PartPage) -> None:
        self._stack.removeWidget(page)
        page.hide()
        page.deleteLater()

    def _move(self, page: PartPage, by: int) -> None:
        now = self._appended.index(page)
        there = min(max(now + by, 0), len(self._appended) - 1)
        self._appended.insert(there, self._appended.pop(now))
        self._name()
        self._show(str(there))
        self.edited.emit()

    def _remove(self, page: PartPage) -> None:
        place = self._appended.index(page)
        self._appended.remove(page)
        self._drop(page)
        self._name()
        self._show(str(place - 1) if place else OWN)
        self.edited.emit()

    def _id(self, page: PartPage) -> str:
        return str(self._appended.index(page)) if page in self._appended else page.kind

    def _page(self, name: str) -> PartPage:
        fixed = {OWN: self.own, ATTACHED: self.issued}
        return fixed[name] if name in fixed else self._appended[int(name)]

    def _show(self, name: str) -> None:
        self._tabs.choose(self._tabs.ids().index(name))

    def _name(self) -> None:
        views = [View(OWN, "drafts.part.own")]
        if self._attaches:
            views.append(View(ATTACHED, "drafts.part.attached"))
        for place, _page in enumerate(self._appended):
            views.append(
                View(str(place), word("drafts.part.appendix", n=roman(place + 1)), own=True)
            )
        self._tabs.set_views(tuple(views))
        self._tabs.setVisible(len(views) > 1)


def place_in_sight(parts: PartsEdit) -> int | None:
    """The place of the appendix in sight, None where another text is."""
    places = (place for place in range(MOST) if parts.appended(place) is parts.front())
    return next(places, None)


def _types() -> list[Candidate]:
    return [Candidate(one.vi, one.abbr) for one in reference.document_types().items]
