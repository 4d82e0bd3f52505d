"""The year's list of dossiers (danh mục hồ sơ): its entries under their headings, by keys."""

from __future__ import annotations

from array import array
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from typing_extensions import override

from core.office.access import ACCESS
from core.office.terms import Act
from db.actions import plans as acts
from db.queries import office
from db.queries import plans as lists
from desktop import clock
from desktop.dossiers import faces, paper_sheet
from desktop.dossiers.entry_sheet import EntrySheet
from desktop.dossiers.open_sheet import OpenSheet
from desktop.dossiers.ordering import stepped
from desktop.latest import Latest
from desktop.screens import Command
from desktop.widgets.buttons import Button, IconButton, shortcut_text
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Divider, Panel, Row
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.acting import Done, Store
    from db.queries.plans import PlanRow
    from db.queries.rows import PersonRow
    from desktop.context import Context


BUTTONS: Final = ("open_entry", "edit", "drop")
"""What has a button beside the year; adding is the screen's main act, the rest is in the menu."""


class PlanPage(Panel):
    """``changed`` follows everything that the commands depend on."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        self._context = context
        self._asked = Latest(context)
        self._rows: list[PlanRow] = []
        self._acts = frozenset[Act]()
        self.year = clock.today().year
        self._empty = EmptyState("book", "dossiers.plan.empty", "dossiers.plan.copy", self._copy)
        model = RegisterModel(self._fetch, self._place, faces.entry)
        self.list = RegisterList("dossiers.plan.list", model, faces.ENTRIES, self._empty)
        self._title = Label("dossiers.plan.title", "doc", year=self.year)
        before = IconButton("dossiers.plan.before", "chevron_left")
        after = IconButton("dossiers.plan.after", "chevron_right")
        self._buttons = Row(gap=8)
        head = Row(before, self._title, after, STRETCH, gap=6, margins=(16, 8, 16, 8))
        head.addLayout(self._buttons)
        column = Column(head, Divider(), gap=0)
        column.addWidget(self.list, 1)
        super().__init__("surface", column)
        before.clicked.connect(lambda _checked: self.show_year(self.year - 1))
        after.clicked.connect(lambda _checked: self.show_year(self.year + 1))
        self.list.view.settled.connect(lambda _row: self._settle())
        self.list.view.opened.connect(lambda _row: self._open())
        context.read(office.me, self._know_me)

    def commands(self) -> list[Command]:
        """What the person may do with the list and with the entry that the keyboard is on."""
        plans, row = Act.PLAN_DOSSIERS in self._acts, self.list.view.current()
        found: list[Command] = []
        if Act.OPEN_DOSSIER in self._acts and row is not None:
            found.append(
                Command("open_entry", "dossiers.plan.open", self._open, "folder_add", "Ctrl+Enter")
            )
        if plans:
            found.append(
                Command("add", "dossiers.entry.add", self._add, "add", "Ctrl+N", "primary")
            )
        if plans and row is not None:
            found += [
                Command("edit", "dossiers.entry.edit", self._edit, "document_edit", "F2"),
                Command("drop", "dossiers.entry.drop", self._drop, "delete", "Delete"),
                Command("up", "dossiers.entry.up", partial(self._step, -1), "arrow_up", "Alt+Up"),
                Command(
                    "down", "dossiers.entry.down", partial(self._step, 1), "arrow_down", "Alt+Down"
                ),
            ]
        if plans:
            found.append(Command("copy", "dossiers.plan.copy", self._copy, "copy"))
        return [*found, Command("print", "dossiers.print", self._print, "print", "Ctrl+P", "bar")]

    def show_year(self, year: int) -> None:
        """Show another year's list."""
        self.year = year
        self._title.say("dossiers.plan.title", year=year)
        self.read()

    def read(self) -> None:
        """Read the list anew."""
        year = self.year
        self._asked.read(lambda store: lists.plan(store, year), self._know)

    def _know_me(self, me: PersonRow) -> None:
        wanted = (Act.PLAN_DOSSIERS, Act.OPEN_DOSSIER)
        self._acts = frozenset(act for act in wanted if ACCESS[act].keys() & me.roles)
        self._settle()

    def _know(self, rows: list[PlanRow]) -> None:
        self._rows = rows
        ids, headings = array("q"), list[str]()
        for place, row in enumerate(rows, 1):
            if row.heading and (not headings or headings[-1] != row.heading):
                headings.append(row.heading)
                ids.append(-len(headings))
            ids.append(place)
        self._empty.say("dossiers.plan.empty", year=self.year)
        self.list.show_ids(ids, tuple(headings))
        self._settle()

    def _settle(self) -> None:
        self._empty.button.setVisible(Act.PLAN_DOSSIERS in self._acts)
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for command in [one for one in self.commands() if one.id in BUTTONS]:
            button = Button(command.key, "secondary", icon=command.icon)
            button.setToolTip(shortcut_text(command.shortcut))
            button.clicked.connect(lambda _checked, run=command.run: run())
            self._buttons.addWidget(button)
        self.changed.emit()

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[PlanRow]], None]) -> None:
        done([self._rows[place - 1] for place in ids if 0 < place <= len(self._rows)])

    def _place(self, row: PlanRow) -> int:
        return self._rows.index(row) + 1 if row in self._rows else 0

    # -- acts ----------------------------------------------------------------------------------

    def _open(self) -> None:
        row = self.list.view.current()
        if row is not None and Act.OPEN_DOSSIER in self._acts:
            self._context.frame.open_sheet(OpenSheet(self._context, row))

    def _add(self) -> None:
        row = self.list.view.current()
        heading = row.heading if row is not None else ""
        sheet = EntrySheet(self._context, self.year, self._rows, heading=heading)
        self._context.frame.open_sheet(sheet)

    def _edit(self) -> None:
        row = self.list.view.current()
        if row is not None:
            self._context.frame.open_sheet(EntrySheet(self._context, self.year, self._rows, row))

    def _print(self) -> None:
        paper_sheet.show_list(self._context, self.year)

    def _drop(self) -> None:
        row = self.list.view.current()
        if row is None:
            return
        year, wanted = self.year, row.id

        def undo() -> None:
            self._context.act(lambda store: acts.restore(store, [wanted]), lambda _: None)

        def done(_done: Done) -> None:
            self._context.frame.toast("dossiers.entry.dropped", undo, code=row.code)

        self._context.act(lambda store: acts.keep(store, year, [], [wanted]), done)

    def _step(self, step: int) -> None:
        row = self.list.view.current()
        changed = stepped(self._rows, row, step) if row is not None else ()
        if row is None or not changed:
            return
        year = self.year

        def follow(_done: Done) -> None:
            place = next((at for at, one in enumerate(self._rows, 1) if one.id == row.id), 0)
            self.list.view.go_to(place)

        self._context.act(lambda store: acts.keep(store, year, changed), follow)

    def _copy(self) -> None:
        year = self.year

        def copy(store: Store) -> Done:
            return acts.copy(store, year)

        def done(result: Done) -> None:
            self._context.frame.toast("dossiers.plan.copied", n=result.number or 0)

        self._context.act(copy, done)

    @override
    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.list.view.setFocus(reason)
