"""The pane beside the list: a dossier's head and facts, its index, checks and steps, its acts."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QStackedWidget

from core.office.day import day as office_day
from core.office.dossiers import Stage
from core.office.terms import Act
from desktop.documents.head_chips import group_chip
from desktop.documents.troubles import TroublesBar
from desktop.dossiers import faces, lines
from desktop.dossiers.lines import Checks, Lines
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button, Kind, shortcut_text
from desktop.widgets.chips import Chip, ChipTone
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Divider, Grid, Panel, Row
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.widgets.view_tabs import View, ViewTabs
from desktop.wording import day
from desktop.words import bind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QLayout

    from core.errors import AntinError
    from db.queries.dossiers import DossierPage, IndexRow
    from desktop.context import Context
    from desktop.screens import Command
    from desktop.widgets.register.faces import RowFace

TABS: Final = (
    View("index", "dossiers.tab.index"),
    View("checks", "dossiers.tab.checks", "warn"),
    View("steps", "dossiers.tab.steps"),
)
_TONES: Final[dict[str, ChipTone]] = {
    Stage.OPEN: "info",
    Stage.CLOSED: "ok",
    Stage.HANDED_OVER: "violet",
}


class DossierPane(Panel):
    """Shows one ``DossierPage``; ``agency`` is the author of the unit's own documents."""

    def __init__(self, context: Context) -> None:
        self.page: DossierPage | None = None
        self.agency = ""
        self._papers: dict[int, IndexRow] = {}
        model = RegisterModel(self._fetch, lambda row: row.row.n, self._face)
        nothing = EmptyState("folder_open", "dossiers.empty_inside")
        self.index = RegisterList("dossiers.documents", model, faces.INDEX, nothing)
        self.checks, self.steps = Checks(), Lines("dossiers.tab.steps", lines.steps)
        self.tabs, self.problem = ViewTabs("dossiers.tabs", TABS), Banner()
        self.troubles = TroublesBar(context)
        self._stack, self._whole = QStackedWidget(), QStackedWidget()
        for widget in (self.index, self.checks, self.steps):
            self._stack.addWidget(widget)
        self._code, self._title = Label(role="code"), Label(role="doc", wrap=True)
        self._chip, self._group = Chip("office.stage.open", "info"), Row(gap=10)
        self._facts = Grid((0, 1), gaps=(16, 4))
        self._buttons = Row(gap=8, margins=(16, 8, 16, 8))
        self._bar = Panel("surface", Column(Divider(), self._buttons, gap=0))
        self._whole.addWidget(EmptyState("folder_open", "dossiers.none_chosen"))
        self._whole.addWidget(Panel("surface", self._lay_out()))
        super().__init__("surface", Column(self._whole, gap=0))
        self.tabs.chosen.connect(self._turn)
        self.checks.wanted.connect(self._show_paper)
        bind(self, self._speak)

    def show_page(self, page: DossierPage | None) -> None:
        """Show another dossier, or none."""
        self.problem.hush()
        self.page = page
        self._whole.setCurrentIndex(0 if page is None else 1)
        self._papers = {one.row.n: one for one in page.index} if page else {}
        self.index.show_ids(array("q", self._papers))
        self.checks.show_page(page)
        self.steps.show_page(page)
        self.troubles.show_thing("dossier", page.row.id if page else "")
        self.tabs.set_count("checks", len(page.problems) if page and page.problems else None)
        self._speak()

    def show_commands(self, commands: Sequence[Command]) -> None:
        """What can be done with it, as buttons; the first is the main one."""
        _empty(self._buttons)
        self._bar.setVisible(bool(commands))
        for place, command in enumerate(commands):
            kind: Kind = "primary" if place == 0 else "secondary"
            button = Button(command.key, kind, icon=command.icon if place == 0 else "")
            button.setToolTip(shortcut_text(command.shortcut))
            button.clicked.connect(lambda _checked, run=command.run: run())
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)

    def paper(self) -> IndexRow | None:
        """The document that the keyboard is on, while the index is shown."""
        return self.index.view.current() if self.tabs.current() == "index" else None

    def refuse(self, error: AntinError) -> None:
        """Say why something was not done, above what is still to be done."""
        self.problem.say_error(error)
        self.tabs.choose([view.id for view in TABS].index("checks"))

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[IndexRow]], None]) -> None:
        done([self._papers[n] for n in ids if n in self._papers])

    def _face(self, row: IndexRow) -> RowFace:
        return faces.indexed(row, self.agency)

    def _turn(self, tab: str) -> None:
        self._stack.setCurrentIndex([view.id for view in TABS].index(tab))

    def _show_paper(self, number: int) -> None:
        self.tabs.choose(0)
        self.index.view.go_to(number)
        self.index.view.setFocus()

    def _lay_out(self) -> Column:
        head = Row(self._code, self._group, self._chip, STRETCH, gap=10)
        inner = Column(head, self._title, 2, self._facts, 4, gap=6, margins=(16, 14, 16, 4))
        said = Row(self.troubles, margins=(16, 0, 16, 4))
        column = Column(inner, said, Row(self.tabs, margins=(12, 0, 12, 6)), Divider(), gap=0)
        column.addWidget(self.problem)
        column.addWidget(self._stack, 1)
        column.addWidget(self._bar)
        return column

    def _speak(self) -> None:
        if self.page is None:
            return
        row = self.page.row
        self._code.show_text(row.code)
        self._title.show_text(row.title)
        self._chip.say(faces.stage_key(row.state), _TONES.get(row.state, "neutral"))
        _empty(self._group)
        for chip in group_chip(row.group):
            self._group.addWidget(chip)
        facts = (
            ("dossiers.fact.retention", faces.kept(row.retention)),
            ("dossiers.fact.keeper", row.keeper_name),
            ("dossiers.fact.closed", _closed(self.page)),
            ("dossiers.fact.period", faces.period(row)),
            ("dossiers.fact.due", faces.day_of(row.due)),
        )
        _empty(self._facts)
        for place, (key, text) in enumerate((key, text) for key, text in facts if text):
            value = Label(role="val", wrap=True)
            value.show_text(text)
            self._facts.addWidget(Label(key, "sub"), place, 0)
            self._facts.addWidget(value, place, 1)


def _closed(page: DossierPage) -> str:
    """The day on which it was closed last; nothing while it is open."""
    times = [step.time for step in page.steps if step.act == Act.CLOSE_DOSSIER]
    return day(office_day(times[-1])) if times and page.row.state != Stage.OPEN else ""


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()
