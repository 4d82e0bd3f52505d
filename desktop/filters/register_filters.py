"""The filters of a register: its own views as tabs, the person's after them, a bar below."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QObject, Signal

from db.actions.filters import Made
from db.queries import filters
from db.queries.filters import Question, Saved
from desktop.filters import parts
from desktop.filters.bar import SHEET_KEYS, FilterBar
from desktop.filters.keeping import Keeping
from desktop.filters.parts import Known
from desktop.filters.sheet import FilterSheet, Ground
from desktop.screens import Command
from desktop.widgets.view_tabs import View
from desktop.words import bind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from db.acting import Store
    from db.queries.asking import Filter
    from db.queries.documents import View as Asked
    from desktop.context import Context
    from desktop.filters.parts import Part
    from desktop.widgets.view_tabs import ViewTabs

OWN: Final = "filter:"
"""Before the id of a person's own filter, as the id of its tab or list."""
STAR: Final = " *"
"""After the name of what was changed and not kept."""


@dataclass(frozen=True)
class Found:
    """The person's filters of a screen with their counts, and who can be meant in one."""

    today: date
    saved: tuple[Saved, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    known: Known = field(default_factory=Known)


def read(store: Store, screen: str, views: Mapping[str, Asked]) -> Found:
    """Read it in the database lane; ``views`` are those of the register itself."""
    saved = filters.saved(store, screen) if views else ()
    asked = {one.id: Question(one.filter, views.get(one.base)) for one in saved}
    return Found(store.today(), saved, filters.counts(store, asked), parts.known(store))


class RegisterFilters(QObject):
    """``asked`` says that other rows are to be read, ``stale`` that everything is."""

    asked = Signal()
    stale = Signal()

    def __init__(
        self, context: Context, ground: Ground, tabs: ViewTabs, views: tuple[View, ...]
    ) -> None:
        super().__init__()
        self._context, self._ground, self._views = context, ground, views
        self._plain = ground.plain()
        self._found: Found | None = None
        self._tried: Filter | None = None
        self._names: Mapping[str, str] = {}
        self._tab, self._wanted = tabs.current(), ""
        self.tabs, self.bar = tabs, FilterBar()
        self._keeping = Keeping(context, self)
        tabs.chosen.connect(self._turn)
        self.bar.searched.connect(
            lambda text: self.narrow(msgspec.structs.replace(self.filter(), words=text))
        )
        self.bar.dropped.connect(self._drop_part)
        self.bar.sheet_wanted.connect(self.ask)
        self.bar.save_wanted.connect(self._keeping.save)
        self.bar.clear_wanted.connect(self.clear)
        bind(self.bar, self._show)

    # -- what is asked -------------------------------------------------------------------------

    def filter(self) -> Filter:
        """What is asked of the list that is shown, as changed or as kept."""
        if self._tried is not None:
            return self._tried
        kept = self.shown()
        return kept.filter if kept is not None else self._plain

    def base(self) -> str:
        """The view of the register on which it stands."""
        kept = self.shown()
        return kept.base if kept is not None else self._tab

    def filtered(self) -> bool:
        """Whether anything is asked beyond the view itself."""
        return self.filter() != self._plain

    def whole(self) -> str:
        """Everything that is asked, in words."""
        return parts.whole(self.filter(), self._plain, self._names)

    def show_found(self, found: Found) -> None:
        """The person's filters were read anew."""
        self._found, self._names = found, found.known.names
        self._show()
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            self.choose(wanted)

    def choose(self, view: str) -> None:
        """Show a view without anything asked beyond it; one that is not read yet when it is."""
        self._tried = None
        if view in self.tabs.ids():
            self.tabs.choose(self.tabs.ids().index(view))
        else:
            self._wanted = view

    def clear(self) -> None:
        """Back to the filter as it is kept; from one that is kept to the list of all."""
        if self._tried is None and self.shown() is not None:
            self.leave()
        elif self._tried is not None:
            self.narrow(None)

    def ask(self) -> None:
        """Ask everything in one sheet."""
        if (found := self._found) is not None:
            sheet = FilterSheet(self._ground, self.filter(), found.known, found.today, self.narrow)
            self._context.frame.open_sheet(sheet)

    def commands(self) -> tuple[Command, ...]:
        """Filter, keep filters, go to a view."""
        going = (
            Command(f"view.{place}", f"filters.go.{place}" if view.own else view.key,
                    partial(self.tabs.choose, place - 1), shortcut=f"Ctrl+{place}")
            for place, view in enumerate(self.tabs.views()[:9], 1)
        )  # fmt: skip
        return (
            Command("filter", "filters.quick", self.bar.open, "filter", "Ctrl+F"),
            Command("filter.sheet", "filters.sheet", self.ask, "options", SHEET_KEYS),
            *self._keeping.commands(),
            *going,
        )

    # -- what is kept --------------------------------------------------------------------------

    def saved(self) -> tuple[Saved, ...]:
        """The filters kept here."""
        return self._found.saved if self._found is not None else ()

    def shown(self) -> Saved | None:
        """The one whose tab is shown."""
        return next((one for one in self.saved() if OWN + one.id == self._tab), None)

    def tried(self) -> Made | None:
        """What is asked and not kept."""
        if self._tried is None:
            return None
        return Made(self._tried, self._ground.screen, self.base())

    def settle_on(self, filter_id: str) -> None:
        """A filter was kept: show its tab."""
        self._tried, self._wanted = None, OWN + filter_id
        self.stale.emit()

    def leave(self) -> None:
        """To the list of all."""
        self._tried = None
        self.tabs.choose(0)
        self.stale.emit()

    def refresh(self) -> None:
        """Read everything again."""
        self.stale.emit()

    # -- inside --------------------------------------------------------------------------------

    def _turn(self, tab: str) -> None:
        """Another tab: what is tried goes on among the register's views, nowhere else."""
        if tab != self._tab and (tab.startswith(OWN) or self._tab.startswith(OWN)):
            self._tried = None
        self._tab = tab
        self._show()
        self.asked.emit()

    def _drop_part(self, part: Part) -> None:
        self.narrow(parts.without(self.filter(), part, self._plain))

    def narrow(self, asked: Filter | None, _beyond: bool = False) -> None:
        """Ask this of the list that is shown; what is kept already is no change."""
        kept = self.shown()
        same = asked == (kept.filter if kept is not None else self._plain)
        self._tried = None if same else asked
        self._show()
        self.asked.emit()

    def _show(self) -> None:
        """The tabs with their names, the bar with what is asked."""
        changed = self._tried is not None
        own = tuple(
            View(OWN + one.id, one.name + STAR * (changed and OWN + one.id == self._tab), own=True)
            for one in self.saved()
        )
        self.tabs.set_views((*self._views, *own))
        for one in self.saved():
            self.tabs.set_count(OWN + one.id, self._found.counts[one.id] if self._found else None)
        if self.tabs.current() != self._tab:
            self._tab = self.tabs.current()
        asked, names = self.filter(), self._names
        shown = [(part, parts.said(part, names)) for part in parts.parts(asked, self._plain)]
        self.bar.show_asked(asked.words, shown, filtered=self.filtered(), changed=changed)
