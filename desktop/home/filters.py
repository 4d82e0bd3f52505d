"""What the shown list is filtered by: words and parts on top of it, or a filter of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from db.actions.filters import Made
from db.queries.asking import NOTHING
from desktop.filters import parts
from desktop.filters.grounds import HOME
from desktop.filters.keeping import Keeping
from desktop.filters.register_filters import OWN
from desktop.filters.sheet import FilterSheet
from desktop.home.overview import Working
from desktop.words import bind

if TYPE_CHECKING:
    from db.queries.asking import Filter
    from db.queries.filters import Saved
    from desktop.context import Context
    from desktop.filters.parts import Part
    from desktop.home.lists_page import ListsPage


class HomeFilters(QObject):
    """``asked`` carries the list that is to be shown after another filter was asked for;
    ``working`` is what is asked and not kept.
    """

    asked = Signal(str)

    def __init__(self, context: Context, page: ListsPage) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self.working: Working | None = None
        self.bar = page.rows.filter
        self.keeping = Keeping(context, self, save_keys="Ctrl+S", rename_keys="F2")
        self.bar.searched.connect(self._search)
        self.bar.dropped.connect(self._drop_part)
        self.bar.sheet_wanted.connect(self.ask)
        self.bar.save_wanted.connect(self.keeping.save)
        self.bar.clear_wanted.connect(self.clear)
        bind(self.bar, self.show)

    # -- what is asked -------------------------------------------------------------------------

    def filter(self) -> Filter:
        """What is asked of the list that is shown, as changed or as kept."""
        if self.working is not None:
            return self.working.filter
        kept = self.shown()
        return kept.filter if kept is not None else NOTHING

    def base(self) -> str:
        """The work list on which it stands; nothing where it chooses from everything."""
        list_id, kept = self._page.shown_list(), self.shown()
        return kept.base if kept is not None else "" if list_id.startswith(OWN) else list_id

    def filtered(self) -> bool:
        """Whether the list shown is another one than a work list as it is."""
        return self.filter() != NOTHING or self._page.shown_list().startswith(OWN)

    def whole(self) -> str:
        """Everything that is asked, in words."""
        found = self._page.overview
        return parts.whole(self.filter(), NOTHING, found.known.names if found else {})

    def total(self) -> int:
        """Of how many documents the filter chooses."""
        found, base = self._page.overview, self.base()
        return (found.desk.counts.get(base, 0) if base else found.total) if found else 0

    def ask(self) -> None:
        """Ask everything in one sheet; from a work list also beyond it."""
        if (found := self._page.overview) is not None:
            on_list = bool(self.base()) and self.shown() is None
            sheet = FilterSheet(
                HOME, self.filter(), found.known, found.today, self._try, beyond=on_list
            )
            self._context.frame.open_sheet(sheet)

    def turn(self, list_id: str) -> None:
        """Another list is shown: nothing is tried any more."""
        if self.working is not None and self.working.list_id != list_id:
            self.working = None

    def show(self) -> None:
        """Put what is asked into the bar."""
        asked, found = self.filter(), self._page.overview
        names = found.known.names if found is not None else {}
        said = [(part, parts.said(part, names)) for part in parts.parts(asked, NOTHING)]
        changed, filtered = self.working is not None, self.filtered()
        self.bar.show_asked(asked.words, said, filtered=filtered, changed=changed)
        if filtered:
            self.bar.show_count(len(self._page.rows.model.ids), self.total())

    def clear(self) -> None:
        """Back to the list or the filter as it is kept; from one that is kept to the lists."""
        working, self.working = self.working, None
        if working is None or working.list_id == OWN:
            if self._page.shown_list().startswith(OWN):
                self.leave()
        else:
            self.asked.emit(working.list_id)

    # -- what is kept --------------------------------------------------------------------------

    def saved(self) -> tuple[Saved, ...]:
        """The filters kept here."""
        return self._page.overview.saved if self._page.overview is not None else ()

    def shown(self) -> Saved | None:
        """The one whose list is shown."""
        overview = self._page.overview
        return overview.named(self._page.shown_list()) if overview is not None else None

    def tried(self) -> Made | None:
        """What is asked and not kept."""
        if self.working is None:
            return None
        return Made(self.working.filter, HOME.screen, self.base())

    def settle_on(self, filter_id: str) -> None:
        """A filter was kept: show its list."""
        self.working = None
        self._page.arrive(OWN + filter_id)

    def leave(self) -> None:
        """To the list where a person begins."""
        self.working = None
        self._page.begin()

    def refresh(self) -> None:
        """Read everything again."""
        self._page.refresh()

    # -- inside --------------------------------------------------------------------------------

    def _search(self, text: str) -> None:
        self._try(msgspec.structs.replace(self.filter(), words=text))

    def _drop_part(self, part: Part) -> None:
        self._try(parts.without(self.filter(), part, NOTHING))

    def _try(self, asked: Filter, beyond: bool = False) -> None:
        """Ask this of the list that is shown, or of everything; what is kept already, or asks
        nothing of a work list, is no change."""
        list_id, kept = self._page.shown_list(), self.shown()
        if beyond:
            self.working, list_id = Working(OWN, asked), OWN
        elif asked == (kept.filter if kept is not None else NOTHING) and list_id != OWN:
            self.working = None
        else:
            self.working = Working(list_id, asked)
        self.asked.emit(list_id)
