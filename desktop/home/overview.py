"""What stands at the left of the work lists: read in one go, and put into sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from db.queries import accounts, filters, office, worklists
from db.queries.filters import Question
from desktop.filters import parts
from desktop.filters.register_filters import OWN, STAR
from desktop.home.list_pane import Line, Section

if TYPE_CHECKING:
    from datetime import date

    from db.acting import Store
    from db.queries.asking import Filter
    from db.queries.filters import Saved
    from db.queries.rows import PersonRow
    from db.queries.worklists import Desk
    from desktop.filters.parts import Known
    from desktop.widgets.chips import BadgeTone

_GROUPS: Final = ("mine", "waiting", "unit")
_TONES: Final[dict[str, BadgeTone]] = {"late": "danger", "unit_late": "danger", "returned": "warn"}


@dataclass(frozen=True)
class Overview:
    """The day, the person, his lists and filters with their counts, how many documents he sees;
    ``unconfirmed``: changes of rights that wait for him.
    """

    today: date
    me: PersonRow
    desk: Desk
    saved: tuple[Saved, ...]
    counts: dict[str, int]
    total: int
    known: Known
    unconfirmed: int = 0

    def named(self, list_id: str) -> Saved | None:
        """The person's own filter behind an id of the pane."""
        found = (one for one in self.saved if OWN + one.id == list_id)
        return next(found, None)


@dataclass(frozen=True)
class Working:
    """A filter that is being tried on a list; under ``OWN`` alone on every document."""

    list_id: str
    filter: Filter


def read(store: Store) -> Overview:
    """Read it in the database lane."""
    saved = filters.saved(store, "home")
    return Overview(
        store.today(),
        office.me(store),
        worklists.desk(store),
        saved,
        filters.counts(store, {one.id: Question(one.filter, one.base or None) for one in saved}),
        filters.total(store),
        parts.known(store),
        accounts.to_confirm(store),
    )


def sections(found: Overview, working: Working | None, shown: str) -> tuple[Section, ...]:
    """The lists by group, those with something in them and the one that is shown; a filter that was
    changed and not kept carries a star.
    """
    here = {shown, first_list(found)}
    groups = [
        Section(
            f"home.group.{group}",
            tuple(
                Line(
                    each.id,
                    f"home.list.{each.id}",
                    found.desk.counts[each.id],
                    _TONES.get(each.id, "neutral"),
                )
                for each in found.desk.lists
                if each.group == group and (found.desk.counts[each.id] or each.id in here)
            ),
        )
        for group in _GROUPS
    ]
    own = [
        Line(OWN + one.id, one.name + _star(working, OWN + one.id), found.counts[one.id], own=True)
        for one in found.saved
    ]
    if working is not None and working.list_id == OWN:
        own.append(Line(OWN, "filters.unsaved"))
    groups.append(Section("home.group.own", tuple(own)))
    return tuple(section for section in groups if section.lines)


def first_list(found: Overview) -> str:
    """Where a person begins: at the first list that has something in it."""
    lists = [each.id for each in found.desk.lists]
    full = [name for name in lists if found.desk.counts[name]]
    return next(iter([*full, *lists]), "")


def _star(working: Working | None, list_id: str) -> str:
    return STAR if working is not None and working.list_id == list_id else ""
