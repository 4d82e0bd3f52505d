"""What waits for a decision (Cần xử lý): the list at the left, what competes, or was set aside, at
the right; never a modal, and nothing but signing, numbering, sealing and issuing waits for it.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QSplitter
from typing_extensions import override

from core.office.access import ACCESS
from core.office.terms import Act
from core.office.turns import Turn
from db.queries import conflicts, setting_aside, turns
from db.queries.setting_aside import KIND
from desktop.changes import touches
from desktop.conflicts import aside_faces, faces
from desktop.conflicts.aside import AsideActs
from desktop.conflicts.choosing import ChoiceActs
from desktop.conflicts.pane import ConflictPane
from desktop.conflicts.watch import TOUCHED, ConflictsWatch
from desktop.latest import Latest
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column, Panel
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.widgets.sheet import Card
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from db.queries.conflicts import Conflict, Waiting
    from desktop.changes import Changed
    from desktop.context import Context

NEEDING: Final = "needing"


class ConflictsScreen(ScreenView):
    """``open`` takes the id of a document or dossier, of what was set aside, ``NEEDING`` for what
    this person has to decide alone, or nothing.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._listed, self._asked = Latest(context), Latest(context)
        self._rows: dict[int, Waiting] = {}
        self._found: list[Waiting] = []
        self._wanted = ""
        self._narrow = False
        self.pane = ConflictPane()
        model = RegisterModel(self._fetch, faces.row_number, faces.face)
        empty = EmptyState("checkmark_circle", "conflicts.empty")
        self.list = RegisterList("conflicts.list", model, faces.PLAN, empty)
        self._lay_out()
        view = self.list.view
        self.choosing = ChoiceActs(context, view, self.pane)
        self.aside = AsideActs(context, view, self.pane)
        view.settled.connect(self._settle)
        view.opened.connect(lambda _row: self.pane.start())
        view.ticks_changed.connect(self.commands_changed)
        self.pane.changed.connect(self.commands_changed)
        context.changes.happened.connect(self._hear)
        bind(self, self.head_changed.emit)

    # -- what the frame asks -------------------------------------------------------------------

    @override
    def head(self) -> Head:
        """How many wait, and for whom."""
        told = turns.counts(self._found)
        key = "conflicts.subtitle.narrow" if self._narrow else "conflicts.subtitle"
        return Head(word("frame.screen.conflicts"), word(key, n=told.total, needing=told.needing))

    @override
    def commands(self) -> tuple[Command, ...]:
        """What fits what is shown: save what was chosen, all of one version, close what came too
        late; or decide about what was set aside. And the document itself.
        """
        shown = (self.aside if self.pane.item else self.choosing).commands()
        return (
            *shown,
            Command("open", "conflicts.open", self.open_it, "open", "Ctrl+O",
                    enabled=lambda: self.list.view.current() is not None),
            Command("narrow", "conflicts.all" if self._narrow else "conflicts.needing",
                    self.narrow, "filter", "Ctrl+F"),
            Command("refresh", "conflicts.refresh", self._read, "arrow_sync", "F5"),
        )  # fmt: skip

    @override
    def panes(self) -> tuple[QWidget, ...]:
        """The list, then the first field."""
        cells = (block.cells[0] for block in self.pane.blocks[:1])
        return (self.list.view, *cells)

    @override
    def start(self) -> QWidget | None:
        """The list."""
        return self.list.view

    @override
    def open(self, argument: object) -> None:
        """See the class."""
        self._wanted = argument if isinstance(argument, str) else ""
        self._narrow = self._wanted == NEEDING
        self._read()

    @override
    def place(self) -> object:
        """What is shown."""
        shown = self.pane.found or self.pane.item
        return shown.id if shown else None

    # -- acts ----------------------------------------------------------------------------------

    def narrow(self) -> None:
        """Only what this person has to decide, or everything again."""
        self._narrow = not self._narrow
        self._know(self._found)
        self.commands_changed.emit()

    def open_it(self) -> None:
        """The document or dossier itself."""
        row, item = self.list.view.current(), self.pane.item
        shown = aside_faces.target(item) if item else row
        if shown is not None:
            self._context.frame.go(*faces.target(shown))

    # -- inside --------------------------------------------------------------------------------

    def _hear(self, changed: Changed) -> None:
        if self.isVisible() and touches(changed, *TOUCHED):
            self._read()

    def _read(self) -> None:
        self._listed.read(setting_aside.everything, self._know)

    def _know(self, found: list[Waiting]) -> None:
        self._found = found
        shown = [row for row in found if not self._narrow or row.turn is not Turn.OTHERS]
        self._rows = {faces.row_number(row): row for row in shown}
        self.aside.rows = self.choosing.rows = self._rows
        self.list.show_ids(array("q", self._rows))
        wanted = next((n for n, row in self._rows.items() if row.id == self._wanted), None)
        if wanted is not None:
            self.list.view.go_to(wanted)
        self._wanted = ""
        self._settle(self.list.view.current())
        if not self._rows:  # the list goes with the keyboard, a sheet would give it back to it
            QTimer.singleShot(0, self, lambda: _hold_keyboard(self))
        self.head_changed.emit()

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[Waiting]], None]) -> None:
        done([self._rows[n] for n in ids if n in self._rows])

    def _settle(self, row: Waiting | None) -> None:
        if row is None:
            self._asked.drop()
            self._show(None, None)
            return
        if row.kind == KIND:
            self._asked.read(
                lambda store: setting_aside.item(store, row.id),
                lambda item: self.pane.show_aside(row, item),
            )
            return
        asked = (row.kind, row.id)
        self._asked.read(
            lambda store: conflicts.conflict(store, *asked), lambda found: self._show(row, found)
        )

    def _show(self, row: Waiting | None, found: Conflict | None) -> None:
        """What was chosen stays as long as nothing changed in it."""
        if found is not None and found == self.pane.found:
            return
        inside = self.choosing.leaves_pane()
        self.pane.show_conflict(row, found)
        if inside:
            self.pane.start() if self.pane.blocks else self.list.view.setFocus()

    def _lay_out(self) -> None:
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        parts.addWidget(self.list)
        parts.addWidget(Panel("surface", Column(self.pane, gap=0)))
        parts.setStretchFactor(1, 1)
        parts.setSizes([420, 750])
        self.setLayout(Column(parts, gap=0))


def _hold_keyboard(view: QWidget) -> None:
    """F6 and the shortcuts go on from a screen whose list is gone; also after the sheet that
    settled the last of it.
    """
    now = QApplication.focusWidget()
    while now is not None and not isinstance(now, Card):
        now = now.parentWidget()
    if view.isVisible() and (now is not None or QApplication.focusWidget() is None):
        view.setFocus()


SCREEN: Final = Screen(
    "conflicts",
    "system",
    "warning",
    "frame.screen.conflicts",
    ConflictsScreen,
    frozenset(ACCESS[Act.RESOLVE_CONFLICT]),
    ConflictsWatch,
)
