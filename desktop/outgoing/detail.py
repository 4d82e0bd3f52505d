"""The pane beside the register: head, way and facts of a document; its pages, signatures, what
became of it, its history; what can be done.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from db.actions import files
from desktop.documents.faces import code_of, subject_of
from desktop.documents.files_pane import FilesPane
from desktop.documents.head_chips import head_chips
from desktop.documents.story import StoryPanel
from desktop.documents.troubles import TroublesBar
from desktop.outgoing.follow_up import FollowUp
from desktop.outgoing.foot import Foot
from desktop.outgoing.steps import steps
from desktop.outgoing.steps_line import StepsLine
from desktop.signing import initials
from desktop.signing.report_sheet import ReportSheet
from desktop.signing.verdict import VerdictPanel
from desktop.widgets.chips import Chip
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Divider, Grid, Panel, Row
from desktop.widgets.view_tabs import View, ViewTabs
from desktop.wording import day
from desktop.words import bind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.queries.rows import DocumentPage
    from desktop.context import Context
    from desktop.outgoing.gathered import Gathered
    from desktop.pages import Opened
    from desktop.screens import Command

TABS: Final = (
    View("pages", "outgoing.tab.pages"),
    View("signatures", "outgoing.tab.signatures"),
    View("follow_up", "outgoing.tab.follow_up"),
    View("story", "outgoing.tab.story"),
)


class Detail(Panel):
    """Shows one document; ``show_commands`` puts the buttons of its acts at the foot."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.found: Gathered | None = None
        self.files = FilesPane(context, "outgoing.tab.pages", self._show_pdf)
        self.pdf = self.files.pdf
        self.verdict = VerdictPanel(context)
        self.follow_up, self.story = FollowUp(), StoryPanel(context)
        self.way, self.foot, self.troubles = StepsLine(), Foot(), TroublesBar(context)
        self.tabs = ViewTabs("outgoing.tabs", TABS)
        self._code, self._subject = Label(role="code"), Label(role="doc", wrap=True)
        self._chips = Row(gap=6)
        self._facts = Grid((0, 1), gaps=(16, 4))
        self._stack = QStackedWidget()
        for widget in (self.files, _scrolling(self.verdict), self.follow_up, self.story):
            self._stack.addWidget(widget)
        self._whole = QStackedWidget()
        self._whole.addWidget(EmptyState("mail_arrow_up", "outgoing.none_chosen"))
        self._whole.addWidget(Panel("surface", self._lay_out()))
        super().__init__("surface", Column(self._whole, gap=0))
        self.tabs.chosen.connect(self._turn)
        self.files.strip.chosen.connect(self._turn_file)
        self.verdict.more.clicked.connect(self._report)
        bind(self, self._speak)

    @property
    def page(self) -> DocumentPage | None:
        """The page of the document that is shown."""
        return self.found.page if self.found is not None else None

    def show_found(self, found: Gathered | None) -> None:
        """Show another document, or nothing."""
        self.found = found
        page = self.page
        self._whole.setCurrentIndex(0 if page is None else 1)
        self.files.show_files(page.row.id if page else "", page.files if page else ())
        if not self.files.blob:
            self._show_pdf(None)
        way = steps(found) if found is not None else ()
        self.way.show_steps(way)
        self.way.setVisible(bool(way))
        self.follow_up.show_found(found)
        self.story.show_document(page.row.id if page else "")
        self.troubles.show_thing("document", page.row.id if page else "")
        self._speak()

    def show_commands(self, commands: Sequence[Command]) -> None:
        """The acts that are open to the person now, as buttons."""
        self.foot.show_commands(commands)

    def show_follow_up(self) -> None:
        """Turn to what became of the document."""
        self.tabs.choose([view.id for view in TABS].index("follow_up"))

    def drop(self) -> None:
        """Forget the decrypted file: the screen is left or the session locks."""
        self.files.drop()

    def _show_pdf(self, opened: Opened | None) -> None:
        """Judge what is chosen: a file by the signature beside it, else by those in its pages."""
        chosen = self.files.strip.current() if self.page else None
        beside = chosen.beside if chosen else None
        if chosen is not None and beside is not None and chosen.row.here and beside.here:
            self.verdict.judge_beside(chosen.row.blob, beside.blob)
        elif opened is None:
            self.verdict.clear()
        else:
            self.verdict.judge(opened.server.content(opened.handle))

    def _turn_file(self) -> None:
        """One that has no pages opens nothing by which its verdict would follow."""
        if not self.files.blob:
            self._show_pdf(None)

    def _report(self) -> None:
        page, chosen = self.page, self.files.strip.current()
        if page is None or chosen is None or not chosen.row.here:
            return
        content = partial(files.content, blob=chosen.row.blob)
        beside = partial(files.content, blob=chosen.beside.blob) if chosen.beside else None
        self._context.frame.open_sheet(
            ReportSheet(self._context, content, page.row.id, chosen.row.name, beside=beside)
        )

    def _turn(self, tab: str) -> None:
        self._stack.setCurrentIndex([view.id for view in TABS].index(tab))

    def _lay_out(self) -> Column:
        head = Row(self._code, self._chips, STRETCH, gap=10)
        top = (head, self._subject, 2, self.way, self._facts, 4)
        inner = Column(*top, gap=6, margins=(16, 14, 16, 4))
        said = Row(self.troubles, margins=(16, 0, 16, 4))
        column = Column(inner, said, Row(self.tabs, margins=(12, 0, 12, 6)), Divider(), gap=0)
        column.addWidget(self._stack, 1)
        column.addWidget(self.foot)
        return column

    def _speak(self) -> None:
        page = self.page
        if page is None:
            return
        row = page.row
        self._code.show_text(code_of(row))
        self._subject.show_text(subject_of(row))
        _refill(self._chips, [])
        for chip in head_chips(row):
            self._chips.addWidget(chip)
        recipients = page.fields.get("recipients", [])
        signed = [mark.name for mark in page.signatures]
        if page.source:
            signed = [str(page.fields.get("signer") or "–")]
        facts = (
            *((("outgoing.fact.source", page.source),) if page.source else ()),
            ("outgoing.fact.dated", day_text(row.dated)),
            ("outgoing.fact.recipients", "; ".join(recipients) if recipients else "–"),
            (
                "outgoing.fact.signed",
                ", ".join(dict.fromkeys(signed)) or "–",
            ),
        )
        missing = initials.missing(self.found.boxes) if self.found is not None else ()
        awaited = (("outgoing.fact.awaited", ", ".join(missing)),) if missing else ()
        _refill(self._facts, [])
        for place, (key, text) in enumerate((*facts, *awaited)):
            value = Label(role="val", wrap=True)
            value.show_text(text)
            self._facts.addWidget(Label(key, "sub"), place, 0)
            self._facts.addWidget(value, place, 1)


def _scrolling(widget: QWidget) -> QScrollArea:
    """What may be higher than the pane."""
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area


def day_text(iso: str | None) -> str:
    """A stored date as people read it; a dash for none."""
    return day(date.fromisoformat(iso)) if iso else "–"


def _refill(layout: Row | Grid, widgets: Sequence[Chip]) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()
    for widget in widgets:
        layout.addWidget(widget)
