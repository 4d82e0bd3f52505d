"""Rows of a list of any length: all ids in memory, rows fetched by blocks around what is
painted."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.widgets.register.faces import RowFace

R = TypeVar("R")
if TYPE_CHECKING:
    Fetch = Callable[[Sequence[int], Callable[[Sequence[R]], None]], None]

FACE: Final = int(Qt.ItemDataRole.UserRole)
BLOCK: Final = 128
KEPT_BLOCKS: Final = 64
_ACCESSIBLE: Final = int(Qt.ItemDataRole.AccessibleTextRole)
_NO_PARENT: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class RegisterModel(QAbstractTableModel, Generic[R]):
    """``fetch(ids, done)`` gives the rows of some ids, in any order; ``id_of`` and ``face_of`` read
    one.

    A negative id is the heading of a section: -1 the first of ``sections``, -2 the second.
    """

    def __init__(
        self, fetch: Fetch[R], id_of: Callable[[R], int], face_of: Callable[[R], RowFace]
    ) -> None:
        super().__init__()
        self._fetch, self._id_of, self._face_of = fetch, id_of, face_of
        self.ids: array[int] = array("q")
        self.sections: tuple[str, ...] = ()
        self._known: OrderedDict[int, tuple[int, R, RowFace]] = OrderedDict()
        self._asked: set[int] = set()
        self._age = 0

    def set_ids(self, ids: array[int], sections: tuple[str, ...] = ()) -> None:
        """Show these rows from now on. What is known of them stays in sight until it is read
        again."""
        if ids == self.ids and sections == self.sections:
            self.refresh()
            return
        self.beginResetModel()
        self.ids, self.sections = ids, sections
        self._age += 1
        self._asked.clear()
        self.endResetModel()

    def refresh(self) -> None:
        """Read the rows in sight again: something changed."""
        self._age += 1
        self._asked.clear()
        self._repaint()

    def reface(self) -> None:
        """Make the faces again from known rows: the language changed."""
        for number, (age, row, _) in self._known.items():
            self._known[number] = (age, row, self._face_of(row))
        self._repaint()

    def row_at(self, place: int) -> R | None:
        """The row at a place, or None while it is fetched, for a heading, or beyond the end."""
        if not 0 <= place < len(self.ids):
            return None
        found = self._known.get(self.ids[place])
        return found[1] if found else None

    def place_of(self, number: int) -> int:
        """Where an id stands, or -1."""
        try:
            return self.ids.index(number)
        except ValueError:
            return -1

    @override
    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.ids)

    @override
    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 1

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.ids[index.row()] < 0:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: Index, role: int = FACE) -> Any:
        if role not in (FACE, _ACCESSIBLE) or not index.isValid():
            return None
        number = self.ids[index.row()]
        if number < 0:
            return self.sections[-number - 1]
        found = self._known.get(number)
        if found is None or found[0] != self._age:
            self._ask(index.row())
            found = self._known.get(number)
        if found is None:
            return None
        return found[2] if role == FACE else found[2].spoken

    def _ask(self, place: int) -> None:
        """Fetch the block that a place is in, once."""
        block = place // BLOCK
        if block in self._asked:
            return
        self._asked.add(block)
        age = self._age
        wanted = [number for number in self.ids[block * BLOCK : (block + 1) * BLOCK] if number >= 0]

        def done(rows: Sequence[R]) -> None:
            self._keep(rows, age)
            if age == self._age:
                self._repaint(block)

        self._fetch(wanted, done)

    def _keep(self, rows: Sequence[R], age: int) -> None:
        for row in rows:
            number = self._id_of(row)
            self._known.pop(number, None)
            self._known[number] = (age, row, self._face_of(row))
        while len(self._known) > KEPT_BLOCKS * BLOCK:
            self._known.popitem(last=False)
            self._asked.clear()

    def _repaint(self, block: int | None = None) -> None:
        last = len(self.ids) - 1
        if last < 0:
            return
        top, bottom = (0, last) if block is None else (block * BLOCK, (block + 1) * BLOCK - 1)
        self.dataChanged.emit(self.index(top, 0), self.index(min(bottom, last), 0), [FACE])
