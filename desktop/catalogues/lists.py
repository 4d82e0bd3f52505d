"""The lists at the left, and the entries of the chosen one."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from desktop import clock
from desktop.catalogues import faces
from desktop.catalogues.faces import CALENDAR, LISTS
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.office.catalogue import Catalogue, Item
    from db.queries.reference import Reference
    from desktop.widgets.register.faces import RowFace


class Lists(RegisterList[str]):
    """Every list with how much is in it."""

    def __init__(self) -> None:
        self._known: Reference | None = None
        model = RegisterModel(self._fetch, lambda name: LISTS.index(name) + 1, self._face)
        empty = EmptyState("book", "catalogues.empty")
        super().__init__("catalogues.lists", model, faces.LIST_PLAN, empty)
        self._show()

    def show_reference(self, known: Reference) -> None:
        """Count anew."""
        self._known = known
        self._show()

    def name(self) -> str:
        """The chosen list."""
        place = self.view.currentIndex().row()
        return LISTS[place] if 0 <= place < len(LISTS) else CALENDAR

    def choose(self, name: str) -> None:
        """Go to a list."""
        self.view.go_to(LISTS.index(name) + 1)

    def _show(self) -> None:
        self.show_ids(array("q", range(1, len(LISTS) + 1)))

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[str]], None]) -> None:
        done([LISTS[place - 1] for place in ids])

    def _face(self, name: str) -> RowFace:
        if self._known is None:
            return faces.list_face(name, 0)
        if name == CALENDAR:
            year = clock.today().year
            return faces.list_face(name, sum(d.date.year == year for d in self._known.days.days))
        return faces.list_face(name, len(self._known.named(name).items))


class Entries(RegisterList[Any]):
    """What is in a list: what may be chosen first, then what ended or has not begun."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        model = RegisterModel(self._fetch, self._number, self._face)
        empty = EmptyState("book", "catalogues.empty")
        super().__init__("catalogues.list_entries", model, faces.ENTRY_PLAN, empty)

    def show_table(self, table: Catalogue[Any]) -> None:
        """Show a list."""
        self.items = [*table.items, *table.outside]
        self.show_ids(array("q", range(1, len(self.items) + 1)))

    def item(self) -> Item | None:
        """The entry that the keyboard is on, as it was last read."""
        place = self.view.currentIndex().row()
        return self.items[place] if 0 <= place < len(self.items) else None

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[Item]], None]) -> None:
        done([self.items[place - 1] for place in ids if 0 < place <= len(self.items)])

    def _number(self, item: Item) -> int:
        return self.items.index(item) + 1 if item in self.items else 0

    def _face(self, item: Item) -> RowFace:
        return faces.entry_face(item, clock.today())
