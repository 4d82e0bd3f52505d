"""How a person likes a list: its columns and its order, asked in a sheet or by its heads, kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from PySide6.QtCore import QObject, Signal

from db.actions import arrangements as keeping
from db.queries import arrangements, filters
from db.queries.arrangements import Arrangement
from db.queries.sorting import By, Order
from desktop import reference
from desktop.filters.arrange_sheet import ArrangeSheet
from desktop.screens import Command
from desktop.widgets.buttons import IconButton
from desktop.widgets.register.view import arrange
from desktop.words import words

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable

    from db.acting import Store
    from db.queries.asking import Filter
    from db.queries.filters import Base
    from db.queries.rows import DocumentRow
    from desktop.context import Context
    from desktop.widgets.register.view import RegisterView

KEYS: Final = "Alt+C"
FALLING: Final = frozenset({"arrived", "number", "dated", "document_date", "urgency", "pages"})
"""By these the newest or most pressing come first when a head is clicked for the first time."""


class Arranging(QObject):
    """The list of one screen; ``changed`` says that its rows are to be read again. ``plain`` is the
    order that the list has by itself.
    """

    changed = Signal()

    def __init__(
        self, context: Context, screen: str, view: RegisterView[DocumentRow], plain: Order
    ) -> None:
        super().__init__(view)
        self._context, self._screen, self._view, self._plain = context, screen, view, plain
        self._liked = Arrangement()
        self.button = IconButton("filters.arrange", "column_edit", shortcut=KEYS)
        self.button.clicked.connect(lambda _checked: self.ask())

    def listing(self) -> Callable[[Store, Filter, Base | None], array[int]]:
        """The query for the rows that fit a filter, in the order that the person likes."""
        items = reference.document_types().items
        names = {item.code: reference.named(item, words.language) for item in items}
        screen, plain = self._screen, self._plain

        def query(store: Store, asked: Filter, base: Base | None) -> array[int]:
            order = arrangements.arrangement(store, screen).order or plain
            return filters.ids(store, asked, base, order, names)

        return query

    def read(self) -> None:
        """Ask how the person likes it."""
        self._context.read(lambda store: arrangements.arrangement(store, self._screen), self._show)

    def click(self, by: str) -> None:
        """A head was clicked: order by it, or the other way round."""
        now = self._liked.order or self._plain
        down = not now.down if by == now.by else by in FALLING
        wanted = next(one for one in get_args(By) if one == by)
        self._keep(Arrangement(self._liked.columns, Order(wanted, down)))

    def ask(self) -> None:
        """Ask everything in a sheet."""
        order = self._liked.order or self._plain
        sheet = ArrangeSheet(self._view.plan, self._liked.columns, order, self._keep)
        self._context.frame.open_sheet(sheet)

    def commands(self) -> tuple[Command, ...]:
        """The sheet."""
        return (Command("arrange", "filters.arrange", self.ask, "column_edit", KEYS),)

    def _keep(self, liked: Arrangement) -> None:
        def kept(_result: object) -> None:
            self._show(liked)
            self.changed.emit()

        screen = self._screen
        self._context.read(lambda store: keeping.keep(store, screen, liked), kept)

    def _show(self, liked: Arrangement) -> None:
        self._liked = liked
        order = liked.order or self._plain
        arrange(self._view, liked.columns, order.by, down=order.down)
