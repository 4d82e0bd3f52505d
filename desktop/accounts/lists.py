"""The lists of people, of units and of machines, with what filters the people."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from db.queries.accounts import AccountRow, Accounts, MachineRow, UnitRow
from db.queries.groups import GroupRow
from desktop.accounts import faces
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.widgets.search_box import SearchBox
from desktop.widgets.view_tabs import View, ViewTabs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.widgets.register.faces import RowFace

TABS: Final = (
    View("people", "accounts.people"),
    View("units", "accounts.units"),
    View("machines", "accounts.machines"),
    View("groups", "groups.list"),
)
_Known = AccountRow | UnitRow | MachineRow | GroupRow


class Lists(Panel):
    """``settled`` says that another row or list is in front, ``opened`` that Enter opened one."""

    settled = Signal()
    opened = Signal()

    def __init__(self) -> None:
        self.known = Accounts((), (), ())
        self.shown: list[AccountRow] = []
        self._wanted = ""
        self.tabs, self.search = ViewTabs("accounts.lists", TABS), SearchBox("accounts.search")
        self.people = RegisterList(
            "accounts.people",
            RegisterModel(self._fetch_people, lambda row: row.n, faces.account_face),
            faces.PEOPLE,
            EmptyState("people", "accounts.empty"),
        )
        self.units = RegisterList(
            "accounts.units",
            RegisterModel(self._fetch_units, lambda row: row.n, faces.unit_face),
            faces.UNITS,
            EmptyState("building", "accounts.units.empty"),
        )
        self.machines = RegisterList(
            "accounts.machines",
            RegisterModel(self._fetch_machines, self._place_of, self._machine_face),
            faces.MACHINES,
            EmptyState("desktop", "accounts.machines.empty"),
        )
        self.groups = RegisterList(
            "groups.list",
            RegisterModel(self._fetch_groups, self._place_of_group, faces.group_face),
            faces.GROUPS,
            EmptyState("people", "groups.empty"),
        )
        lists = (self.people, self.units, self.machines, self.groups)
        self._all: dict[str, RegisterList[Any]]
        self._all = dict(zip((view.id for view in TABS), lists, strict=True))
        super().__init__("surface", self._lay_out())
        self.tabs.chosen.connect(self._turn)
        self.search.searched.connect(lambda _text: self._filter())
        for each in self._all.values():
            each.view.opened.connect(lambda _row: self.opened.emit())
            each.view.settled.connect(lambda _row: self.settled.emit())

    def show_accounts(self, known: Accounts) -> None:
        """Show what was read."""
        self.known = known
        self.tabs.set_count("people", len(known.people))
        self.tabs.set_count("units", len(known.units))
        self.tabs.set_count("machines", len(known.machines))
        self.units.show_ids(array("q", range(1, len(known.units) + 1)))
        self.tabs.set_count("groups", len(known.groups) or None)
        self.machines.show_ids(array("q", range(1, len(known.machines) + 1)))
        self.groups.show_ids(array("q", range(1, len(known.groups) + 1)))
        self._filter()

    def front(self) -> RegisterList[Any]:
        """The list in front."""
        return self._all[self.tabs.current()]

    def row(self) -> _Known | None:
        """The chosen row as it was last read: the list may still show what it was before."""
        chosen, known = self.front().view.current(), self._rows()
        return next((row for row in known if chosen is not None and row.id == chosen.id), None)

    def names(self) -> dict[str, str]:
        """The people's names by id."""
        return {row.id: row.name for row in self.known.people}

    def want(self, tab: str, wanted: str) -> None:
        """Bring a list to the front and go to a row of it, once it is there."""
        self._wanted = wanted
        self.tabs.choose([view.id for view in TABS].index(tab))
        self._find()

    # -- inside --------------------------------------------------------------------------------

    def _rows(self) -> Sequence[_Known]:
        """What is known of the list in front."""
        match self.tabs.current():
            case "people":
                return self.known.people
            case "units":
                return self.known.units
            case "groups":
                return self.known.groups
            case _:
                return self.known.machines

    def _filter(self) -> None:
        text = self.search.text()
        self.shown = faces.filtered(self.known.people, text)
        self.people.empty.say("accounts.empty_filter" if text.strip() else "accounts.empty")
        self.people.show_ids(array("q", [row.n for row in self.shown]))
        self._find()
        self.settled.emit()

    def _find(self) -> None:
        numbers = {row.id: row.n for row in self.known.people}
        numbers |= {row.id: row.n for row in self.known.units}
        numbers |= {row.id: n for n, row in enumerate(self.known.machines, 1)}
        numbers |= {row.id: n for n, row in enumerate(self.known.groups, 1)}
        if self._wanted in numbers and self.front().view.go_to(numbers[self._wanted]):
            self._wanted = ""

    def _turn(self, tab: str) -> None:
        self._stack.setCurrentIndex([view.id for view in TABS].index(tab))
        self.search.setVisible(tab == "people")
        self.settled.emit()

    def _fetch_people(
        self, ids: Sequence[int], done: Callable[[Sequence[AccountRow]], None]
    ) -> None:
        wanted = set(ids)
        done([row for row in self.known.people if row.n in wanted])

    def _fetch_units(self, ids: Sequence[int], done: Callable[[Sequence[UnitRow]], None]) -> None:
        wanted = set(ids)
        done([row for row in self.known.units if row.n in wanted])

    def _fetch_machines(
        self, ids: Sequence[int], done: Callable[[Sequence[MachineRow]], None]
    ) -> None:
        done([self.known.machines[n - 1] for n in ids if 0 < n <= len(self.known.machines)])

    def _fetch_groups(self, ids: Sequence[int], done: Callable[[Sequence[GroupRow]], None]) -> None:
        done([self.known.groups[n - 1] for n in ids if 0 < n <= len(self.known.groups)])

    def _place_of_group(self, row: GroupRow) -> int:
        return self.known.groups.index(row) + 1 if row in self.known.groups else 0

    def _place_of(self, row: MachineRow) -> int:
        return self.known.machines.index(row) + 1 if row in self.known.machines else 0

    def _machine_face(self, row: MachineRow) -> RowFace:
        return faces.machine_face(row, self.names())

    def _lay_out(self) -> Column:
        self._stack = QStackedWidget()
        for each in self._all.values():
            self._stack.addWidget(each)
        bar = Row(self.tabs, self.search, margins=(10, 6, 10, 6))
        bar.setStretch(0, 3)
        bar.setStretch(1, 2)
        column = Column(bar, Divider(), gap=0)
        column.addWidget(self._stack, 1)
        return column
