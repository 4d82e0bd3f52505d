"""The catalogues screen: the unit's lists at the left, entries or the year's days at the right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget
from typing_extensions import override

from core.office.family import Family
from core.office.overlay import CLOSED, EDITABLE
from core.office.terms import Role
from db.queries import office, reference
from db.queries.reference import Reference
from desktop.catalogues.faces import CALENDAR, LISTS
from desktop.catalogues.form_sheet import FORMS, FormSheet
from desktop.catalogues.lists import Entries, Lists
from desktop.catalogues.settling import YearActs
from desktop.catalogues.sheets import DaySheet, EntrySheet, FieldSheet
from desktop.catalogues.year import YearView
from desktop.changes import touches
from desktop.latest import Latest
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.banner import Banner
from desktop.widgets.layouts import Column, Panel, Row
from desktop.words import bind, word

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from db.acting import Store
    from desktop.context import Context


@dataclass(frozen=True)
class _Found:
    """What the screen shows: the lists, the day, and whether the person keeps them."""

    lists: Reference
    today: date
    keeper: bool


def _gather(store: Store) -> _Found:
    keeper = Role.ADMINISTRATOR in office.me(store).roles
    return _Found(reference.reference(store), store.today(), keeper)


class CataloguesScreen(ScreenView):
    """``open`` takes the name of a list, ``calendar`` for the year."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._asked = context, Latest(context)
        self._found: _Found | None = None
        self.lists, self.entries = Lists(), Entries()
        self.year, self.banner = YearView(), Banner()
        self._year_acts = YearActs(context, self.year, self._change)
        self._lay_out()
        self.lists.view.settled.connect(lambda _row: self._turn())
        self.entries.view.opened.connect(lambda _row: self._change())
        self.entries.view.settled.connect(lambda _row: self.commands_changed.emit())
        self.year.opened.connect(lambda _day: self._change())
        self.year.turned.connect(self.commands_changed)
        context.changes.happened.connect(self._hear)
        bind(self, self._speak)

    # -- what the frame asks -------------------------------------------------------------------

    @override
    def head(self) -> Head:
        """The list shown, and the version of what it counts or offers."""
        return Head(word("frame.screen.catalogues"), self._subtitle())

    @override
    def commands(self) -> tuple[Command, ...]:
        """An administrator changes what is his to change; everybody turns the years."""
        refresh = Command("refresh", "outgoing.refresh", self._read, "arrow_sync", "F5")
        if self.lists.name() == CALENDAR:
            turning = (
                Command("back", "catalogues.year.back", partial(self.year.turn, -1),
                        shortcut="Ctrl+PgUp"),
                Command("on", "catalogues.year.on", partial(self.year.turn, 1),
                        shortcut="Ctrl+PgDown"),
            )  # fmt: skip
            return (*(self._year_acts.commands() if self._keeps() else ()), *turning, refresh)
        if not self._keeps() or self.lists.name() not in EDITABLE:
            return (refresh,)
        change = Command(
            "change", "catalogues.change", self._change, "document_edit", "F2", "bar",
            enabled=lambda: self.entries.item() is not None,
        )  # fmt: skip
        if self.lists.name() in CLOSED:
            return (replace(change, place="primary"), refresh)
        return (
            Command("add", "catalogues.add", self._add, "add", "Ctrl+N", "primary"),
            change,
            refresh,
        )

    @override
    def panes(self) -> tuple[QWidget, ...]:
        """The lists, then what is in the chosen one."""
        return (self.lists.view, self._front())

    @override
    def start(self) -> QWidget | None:
        """The lists."""
        return self.lists.view

    @override
    def open(self, argument: object) -> None:
        """See the class."""
        if isinstance(argument, str) and argument in LISTS:
            self.lists.choose(argument)
        self._read()

    @override
    def place(self) -> object:
        """The chosen list."""
        return self.lists.name()

    # -- acts ----------------------------------------------------------------------------------

    def _add(self) -> None:
        if (found := self._found) is None:
            return
        name = self.lists.name()
        table, base = found.lists.named(name), self.entries.item()
        if name == FORMS:
            base = base if isinstance(base, Family) else table.items[0]
            self._open(FormSheet(self._context, table, base, new=True))
        else:
            self._open(EntrySheet(self._context, name, table, None))

    def _change(self) -> None:
        """Enter or F2 on a day or an entry; who only reads is not asked."""
        found, name = self._found, self.lists.name()
        if found is None or not self._keeps():
            return
        if name == CALENDAR:
            self._open(DaySheet(self._context, self.year.grid.day, *self.year.kind()))
        elif isinstance(item := self.entries.item(), Family):
            self._open(FormSheet(self._context, found.lists.forms, item, new=False))
        elif name in EDITABLE and item is not None:
            self._open(EntrySheet(self._context, name, found.lists.named(name), item))

    def _open(self, sheet: FieldSheet) -> None:
        self._front().setFocus(Qt.FocusReason.OtherFocusReason)
        self._context.frame.open_sheet(sheet)

    # -- inside --------------------------------------------------------------------------------

    def _keeps(self) -> bool:
        return self._found is not None and self._found.keeper

    def _front(self) -> QWidget:
        return self.year.grid if self.lists.name() == CALENDAR else self.entries.view

    def _subtitle(self) -> str:
        if self._found is None:
            return ""
        name = self.lists.name()
        lists = self._found.lists
        version = lists.days.version if name == CALENDAR else lists.named(name).version
        return word("catalogues.subtitle", list=word(f"catalogues.list.{name}"), version=version)

    def _hear(self, changed: object) -> None:
        if isinstance(changed, frozenset) and touches(changed, "calendar", "catalogue", "grant"):
            self._read()

    def _read(self) -> None:
        self._asked.read(_gather, self._know)

    def _know(self, found: _Found) -> None:
        self._found = found
        self.year.show_table(found.lists.days, found.today)
        self.lists.show_reference(found.lists)
        self._turn()

    def _turn(self) -> None:
        """Show what is in the chosen list."""
        name, found = self.lists.name(), self._found
        self._stack.setCurrentIndex(0 if name == CALENDAR else 1)
        if found is not None and name != CALENDAR:
            self.entries.show_table(found.lists.named(name))
        self._explain(name)
        self.head_changed.emit()
        self.commands_changed.emit()

    def _explain(self, name: str) -> None:
        """Why nothing can be changed here, where that is so."""
        if self._found is None:
            return
        if name != CALENDAR and name not in EDITABLE:
            self.banner.say("info", "catalogues.fixed")
        elif not self._keeps():
            self.banner.say("info", "catalogues.read_only")
        else:
            self.banner.hush()

    def _speak(self) -> None:
        self._explain(self.lists.name())
        self.head_changed.emit()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.year)
        self._stack.addWidget(self.entries)
        right = Column(Row(self.banner, margins=(10, 6, 10, 0)), gap=0)
        right.addWidget(self._stack, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        parts.addWidget(self.lists)
        parts.addWidget(Panel("surface", right))
        parts.setStretchFactor(1, 1)
        parts.setSizes([330, 840])
        whole = Column(gap=0)
        whole.addWidget(parts, 1)
        self.setLayout(whole)


SCREEN: Final = Screen("catalogues", "system", "book", "frame.screen.catalogues", CataloguesScreen)
"""Everybody reads; administrators keep."""
