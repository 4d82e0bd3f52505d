"""My work (Việc của tôi): lists at the left, their documents in the middle, pages where there is
room."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from core.office.access import READERS
from desktop.bulk.acts import BulkActs
from desktop.bulk.chosen import Chosen, Sitting
from desktop.filters.bar import SHEET_KEYS
from desktop.home.badge import HomeBadge
from desktop.home.deciding import Deciding
from desktop.home.left_groups import LeftGroups
from desktop.home.lists_page import ListsPage
from desktop.home.targets import target
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.banner import Banner
from desktop.widgets.layouts import Column
from desktop.words import bind, word

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from db.queries.rows import DocumentRow
    from desktop.context import Context


class HomeScreen(ScreenView):
    """Arguments of ``open``: a list's id, or a list's id and the number of a document in it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.page = ListsPage(context)
        rows = self.page.rows
        chosen = Chosen(rows.model, rows.view)
        self.bulk = BulkActs(context, chosen, rows.bar, self._sitting)
        self.waiting, self._told = Banner(), 0
        self.deciding = Deciding(context)
        self.left = LeftGroups(context)
        whole = Column(self.left, self.waiting, self.deciding, gap=0)
        whole.addWidget(self.page, 1)
        self.setLayout(whole)
        self.page.overviewed.connect(self._counted)
        self.deciding.counted.connect(self.commands_changed)
        self.left.turned.connect(self.commands_changed)
        self.page.turned.connect(self._turned)
        self.bulk.turned.connect(self.commands_changed)
        self.page.rows.view.opened.connect(self._open)
        bind(self, self.head_changed.emit)

    # -- what the frame asks -------------------------------------------------------------------

    @override
    def head(self) -> Head:
        """Title, and how much needs the person now."""
        found = self.page.overview
        needing = found.desk.needing if found is not None else 0
        key = "home.subtitle" if needing else "home.subtitle_none"
        return Head(word("frame.screen.home"), word(key, n=needing) if found else "")

    @override
    def commands(self) -> tuple[Command, ...]:
        """What can be done with the chosen documents; open, filter, keep filters, go to a list."""
        filters = self.page.filters
        look = (
            Command("open", "home.open", self._open_current, "document", "Ctrl+O", "bar",
                    enabled=lambda: self.page.rows.current() is not None),
            Command("filter", "filters.quick", filters.bar.open, "filter", "Ctrl+F"),
            Command("filter.sheet", "filters.sheet", filters.ask, "options", SHEET_KEYS),
            Command("preview", "home.preview", self.page.toggle_preview, "panel_right", "Ctrl+\\"),
            Command("refresh", "home.refresh", self.page.refresh, "arrow_sync", "F5"),
        )  # fmt: skip
        changes = Command("changes", "delegations.changes", self._confirm, "key")
        going = (
            Command(f"list.{place}", f"filters.go.{place}", partial(self._choose, place),
                    shortcut=f"Ctrl+{place}")
            for place in range(1, 1 + min(9, len(self.page.pane.ids())))
        )  # fmt: skip
        return (
            *self.bulk.commands(),
            *look,
            *filters.keeping.commands(),
            *self.page.arranging.commands(),
            *((changes,) if self._unconfirmed() else ()),
            *self.deciding.commands(),
            *self.left.commands(),
            *going,
        )

    @override
    def panes(self) -> tuple[QWidget, ...]:
        """What waits above all, lists, rows, pages."""
        above = tuple(one for one in (self.left, self.waiting, self.deciding) if one.text)
        return (*above, self.page.pane, self.page.rows.view, self.page.preview.pdf.view)

    @override
    def start(self) -> QWidget | None:
        """The rows, or the lists while there are none."""
        return self.page.rows.first_stop() or self.page.pane

    @override
    def open(self, argument: object) -> None:
        """See the class."""
        self.deciding.look()
        self.left.look()
        match argument:
            case (str(list_id), int(number)):
                self.page.arrive(list_id, number)
            case str(list_id):
                self.page.arrive(list_id)
            case _:
                self.page.arrive()

    @override
    def place(self) -> object:
        """List and document, by ids alone."""
        row = self.page.rows.current()
        return (self.page.shown_list(), row.n if row is not None else 0)

    @override
    def keep(self) -> None:
        """Nothing is being written here; what was decrypted is forgotten."""
        self.deciding.put_away()
        self.left.put_away()
        self.page.put_away()

    # -- inside --------------------------------------------------------------------------------

    def _sitting(self) -> Sitting | None:
        found = self.page.overview
        return Sitting(found.me.roles, found.today) if found is not None else None

    def _unconfirmed(self) -> int:
        found = self.page.overview
        return found.unconfirmed if found is not None else 0

    def _counted(self) -> None:
        """The counts are new: those of the head, and what waits for a commander."""
        if (waiting := self._unconfirmed()) != self._told:
            self._told = waiting
            self._say_waiting(waiting)
        self.head_changed.emit()
        self.commands_changed.emit()

    def _say_waiting(self, waiting: int) -> None:
        if waiting:
            self.waiting.say("warn", "delegations.changes.waiting", n=waiting)
            self.waiting.offer("delegations.changes.look", self._confirm)
        else:
            self.waiting.hush()

    def _confirm(self) -> None:
        self._context.frame.go("delegations", "changes")

    def _turned(self) -> None:
        self.bulk.show_bar()
        self.commands_changed.emit()

    def _choose(self, place: int) -> None:
        ids = self.page.pane.ids()
        if place <= len(ids):
            self.page.pane.choose(ids[place - 1])

    def _open_current(self) -> None:
        if (row := self.page.rows.current()) is not None:
            self._open(row)

    def _open(self, row: DocumentRow) -> None:
        self._context.frame.go(*target(row, self.page.shown_list()))


SCREEN: Final = Screen(
    "home", "home", "home", "frame.screen.home", HomeScreen, READERS, attend=HomeBadge
)
