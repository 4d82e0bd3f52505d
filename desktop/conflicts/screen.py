"""What waits for a decision (Cần xử lý): the list at the left, what competes, or was set aside, at
the right; never a modal, and nothing but signing, numbering, sealing and issuing waits for it.
"""

from __future__ import annotations

from array import array
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QSplitter
from typing_extensions import override

from core.office.access import ACCESS
from core.office.terms import Act
from db.actions import resolving
from db.queries import conflicts, setting_aside
from db.queries.setting_aside import KIND
from desktop.changes import touches
from desktop.conflicts import aside_faces, faces
from desktop.conflicts.aside import AsideActs, of_kind
from desktop.conflicts.closing import close_late
from desktop.conflicts.machine_sheet import MachineSheet
from desktop.conflicts.pane import ConflictPane
from desktop.latest import Latest
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column, Panel
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from db.acting import Done
    from db.actions.resolving import Settled
    from db.queries.conflicts import Conflict, Waiting
    from desktop.changes import Changed
    from desktop.context import Context

_KINDS: Final = ("document", "dossier")
_TOUCHED: Final = (*_KINDS, KIND, "register", "plan", "copy")


class ConflictsScreen(ScreenView):
    """``open`` takes the id of a document or dossier, of what was set aside, or nothing."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._listed, self._asked = Latest(context), Latest(context)
        self._rows: dict[int, Waiting] = {}
        self._wanted = ""
        self._in_pane = False
        self.pane = ConflictPane()
        model = RegisterModel(self._fetch, faces.row_number, faces.face)
        empty = EmptyState("checkmark_circle", "conflicts.empty")
        self.list = RegisterList("conflicts.list", model, faces.PLAN, empty)
        self._lay_out()
        view = self.list.view
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
        """How many wait."""
        title = word("frame.screen.conflicts")
        return Head(title, word("conflicts.subtitle", n=len(self._rows)))

    @override
    def commands(self) -> tuple[Command, ...]:
        """What fits what is shown: save what was chosen, all of one version, close what came too
        late; or decide about what was set aside. And the document itself.
        """
        shown = self.aside.commands() if self.pane.item else self._choices()
        return (
            *shown,
            Command("open", "conflicts.open", self.open_it, "open", "Ctrl+O",
                    enabled=lambda: self.list.view.current() is not None),
            Command("refresh", "conflicts.refresh", self._read, "arrow_sync", "F5"),
        )  # fmt: skip

    def _choices(self) -> tuple[Command, ...]:
        first, second = (partial(self.take_all, place) for place in (0, 1))
        late = partial(close_late, self._context, self.pane.found)
        return (
            Command("resolve", "conflicts.resolve", self.resolve, "checkmark", "Ctrl+Return",
                    "primary", lambda: bool(self.pane.choices())),
            Command("first", "conflicts.first", first, shortcut="Ctrl+1", place="bar",
                    enabled=lambda: self.pane.machine(0) is not None),
            Command("second", "conflicts.second", second, shortcut="Ctrl+2", place="bar",
                    enabled=lambda: self.pane.machine(1) is not None),
            Command("close", "conflicts.close", late, "archive", "Ctrl+3", "bar",
                    enabled=lambda: bool(self.pane.found and self.pane.found.late)),
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
        self._read()

    @override
    def place(self) -> object:
        """What is shown."""
        shown = self.pane.found or self.pane.item
        return shown.id if shown else None

    # -- acts ----------------------------------------------------------------------------------

    def resolve(self) -> None:
        """Let what was chosen stand."""
        found, choices = self.pane.found, self.pane.choices()
        if found is not None and choices:
            self._in_pane = self.pane.isAncestorOf(self.focusWidget() or self)
            self._context.act(
                lambda store: resolving.resolve(store, found.kind, found.id, choices), self._done
            )

    def take_all(self, place: int) -> None:
        """One machine's version everywhere: of what is shown it is only chosen; where several are
        ticked, it is asked and done.
        """
        machine, ticked = self.pane.machine(place), self.list.view.ticked
        if machine is None:
            return
        device, label = machine
        if not ticked:
            self.pane.choose_machine(device)
            return
        chosen = of_kind((row for n, row in self._rows.items() if n in ticked), *_KINDS)
        sheet = MachineSheet(label, len(chosen), partial(self._take, chosen, device))
        self._context.frame.open_sheet(sheet)

    def open_it(self) -> None:
        """The document or dossier itself."""
        row, item = self.list.view.current(), self.pane.item
        shown = aside_faces.target(item) if item else row
        if shown is not None:
            self._context.frame.go(*faces.target(shown))

    # -- inside --------------------------------------------------------------------------------

    def _take(self, chosen: list[tuple[str, str]], device: str) -> None:
        def tell(done: Settled) -> None:
            self.list.view.set_ticked(set())
            left = len(chosen) - done.done
            self._context.changes.emit(done.changed)
            self._context.frame.toast("conflicts.all.done", n=done.done, left=left)

        self._context.read(lambda store: resolving.take_machine(store, chosen, device), tell)

    def _done(self, _done: Done) -> None:
        self._context.frame.toast("conflicts.done")

    def _hear(self, changed: Changed) -> None:
        if self.isVisible() and touches(changed, *_TOUCHED):
            self._read()

    def _read(self) -> None:
        self._listed.read(setting_aside.everything, self._know)

    def _know(self, found: list[Waiting]) -> None:
        self._rows = {faces.row_number(row): row for row in found}
        self.aside.rows = self._rows
        self.list.show_ids(array("q", self._rows))
        wanted = next((n for n, row in self._rows.items() if row.id == self._wanted), None)
        if wanted is not None:
            self.list.view.go_to(wanted)
        self._wanted = ""
        self._settle(self.list.view.current())
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
        inside, self._in_pane = self._in_pane, False
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


class ConflictsWatch(QObject):
    """Keeps the count beside the screen's name, as long as the session."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._asked = context, Latest(context)
        self._soon = QTimer(self, singleShot=True, interval=1_500)
        self._soon.timeout.connect(self.look)
        context.changes.happened.connect(self._hear)
        self._soon.start()

    def look(self) -> None:
        """Count."""
        self._asked.read(lambda store: len(setting_aside.everything(store)), self._tell)

    def _hear(self, changed: Changed) -> None:
        if touches(changed, *_TOUCHED):
            self._soon.start()

    def _tell(self, count: int) -> None:
        self._context.frame.set_badge("conflicts", count, "warn" if count else "plain")


SCREEN: Final = Screen(
    "conflicts",
    "system",
    "warning",
    "frame.screen.conflicts",
    ConflictsScreen,
    frozenset(ACCESS[Act.RESOLVE_CONFLICT]),
    ConflictsWatch,
)
