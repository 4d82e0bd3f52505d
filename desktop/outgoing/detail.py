"""The pane beside the register: head, facts, pages, signatures, history, and what can be done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QStackedWidget

from core.office.terms import State, Urgency
from desktop.documents.faces import code_of, subject_of
from desktop.documents.story import StoryPanel
from desktop.signing.verdict import VerdictPanel
from desktop.stored_pdf import StoredPdf
from desktop.widgets.buttons import Button, Kind
from desktop.widgets.chips import Chip
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Divider, Grid, Panel, Row
from desktop.widgets.pdf_pane import PdfPane
from desktop.widgets.states import state_chip, urgency_chips
from desktop.widgets.view_tabs import View, ViewTabs
from desktop.wording import day
from desktop.words import bind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.queries.rows import DocumentPage
    from desktop.context import Context
    from desktop.pages import Opened
    from desktop.screens import Command

TABS: Final = (
    View("pages", "outgoing.tab.pages"),
    View("signatures", "outgoing.tab.signatures"),
    View("story", "outgoing.tab.story"),
)


class Detail(Panel):
    """Shows one ``DocumentPage``; ``show_commands`` puts the buttons of its acts at the foot."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.page: DocumentPage | None = None
        self.pdf = PdfPane("outgoing.tab.pages", context.background)
        self.verdict = VerdictPanel(context)
        self.story = StoryPanel(context)
        self.tabs = ViewTabs("outgoing.tabs", TABS)
        self._stored = StoredPdf(context, self._show_pdf, self.pdf.show_problem)
        self._code, self._subject = Label(role="code"), Label(role="doc", wrap=True)
        self._chips = Row(gap=6)
        self._facts = Grid((0, 1), gaps=(16, 4))
        self._buttons = Row(gap=8, margins=(16, 8, 16, 8))
        self._stack = QStackedWidget()
        for widget in (self.pdf, self.verdict, self.story):
            self._stack.addWidget(widget)
        self._whole = QStackedWidget()
        self._whole.addWidget(EmptyState("mail_arrow_up", "outgoing.none_chosen"))
        self._whole.addWidget(Panel("surface", self._lay_out()))
        super().__init__("surface", Column(self._whole, gap=0))
        self.tabs.chosen.connect(self._turn)
        bind(self, self._speak)

    def show_page(self, page: DocumentPage | None) -> None:
        """Show another document, or nothing."""
        self.page = page
        self._whole.setCurrentIndex(0 if page is None else 1)
        main = [file for file in page.files if file.slot == "main" and file.here] if page else []
        self._stored.want(main[0].blob if main else "")
        if not main:
            self.verdict.clear()
        self.story.show_document(page.row.id if page else "")
        self._speak()

    def show_commands(self, commands: Sequence[Command]) -> None:
        """The acts that the workflow allows now, as buttons; the first is the main one."""
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for place, command in enumerate(commands):
            kind: Kind = "primary" if place == 0 else "secondary"
            button = Button(command.key, kind, icon=command.icon, hint=command.shortcut)
            button.clicked.connect(lambda _checked, run=command.run: run())
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)

    def drop(self) -> None:
        """Forget the decrypted file: the screen is left or the session locks."""
        self._stored.drop()

    def _show_pdf(self, opened: Opened | None) -> None:
        self.pdf.show_source(opened)
        if opened is not None:
            self.verdict.judge(opened.server.content(opened.handle))

    def _turn(self, tab: str) -> None:
        self._stack.setCurrentIndex([view.id for view in TABS].index(tab))

    def _lay_out(self) -> Column:
        head = Row(self._code, self._chips, STRETCH, gap=10)
        inner = Column(head, self._subject, 2, self._facts, 4, gap=6, margins=(16, 14, 16, 4))
        column = Column(inner, Row(self.tabs, margins=(12, 0, 12, 6)), Divider(), gap=0)
        column.addWidget(self._stack, 1)
        column.addWidget(Divider())
        column.addLayout(self._buttons)
        return column

    def _speak(self) -> None:
        page = self.page
        if page is None:
            return
        row = page.row
        self._code.show_text(code_of(row))
        self._subject.show_text(subject_of(row))
        urgency = Urgency(row.urgency) if row.urgency in set(Urgency) else Urgency.NORMAL
        chips = [
            *(Chip(f"office.urgency.{urgency}", one.tone) for one in urgency_chips(urgency)),
            Chip(f"office.state.{row.state}", state_chip(State(row.state)).tone),
        ]
        _refill(self._chips, [])
        for chip in chips:
            self._chips.addWidget(chip)
        recipients = page.fields.get("recipients", [])
        facts = (
            ("outgoing.fact.dated", day_text(row.dated)),
            ("outgoing.fact.recipients", "; ".join(recipients) if recipients else "–"),
            (
                "outgoing.fact.signed",
                ", ".join(dict.fromkeys(s.name for s in page.signatures)) or "–",
            ),
        )
        _refill(self._facts, [])
        for place, (key, text) in enumerate(facts):
            value = Label(role="val", wrap=True)
            value.show_text(text)
            self._facts.addWidget(Label(key, "sub"), place, 0)
            self._facts.addWidget(value, place, 1)


def day_text(iso: str | None) -> str:
    """A stored date as people read it; a dash for none."""
    return day(date.fromisoformat(iso)) if iso else "–"


def _refill(layout: Row | Grid, widgets: Sequence[Chip]) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()
    for widget in widgets:
        layout.addWidget(widget)
