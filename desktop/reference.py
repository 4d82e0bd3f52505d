"""The lists as the windows need them: types, urgency, retention, days off.

Those of the unit as the store last told them (``use``), those of the program before. No Qt. Words
come in the language asked for; codes never change (core.office.catalogue).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import resources
from core.office import roster, timeliness
from core.office.family import Forms
from core.office.phrasing import Phrase
from db.queries import reference as stored

if TYPE_CHECKING:
    from core.office.catalogue import (
        Catalogue,
        DocumentType,
        Item,
        NumberScheme,
        Rank,
        Retention,
        UrgencyLevel,
    )
    from core.office.deadlines import Calendar
    from core.office.family import Families
    from core.office.roster import Issuer
    from core.office.timeliness import Limits
    from db.queries.reference import Reference
    from desktop.phrases import Language


class _Current:
    """What ``use`` was told last: replaced as a whole, so that any lane may."""

    lists: Reference = stored.shipped()
    calendar: Calendar = lists.days.calendar()
    limits: Limits = timeliness.limits(lists.thresholds)


def use(lists: Reference) -> None:
    """From now on the windows count and offer with these."""
    if lists != _Current.lists:
        _Current.lists, _Current.calendar = lists, lists.days.calendar()
        _Current.limits = timeliness.limits(lists.thresholds)


def document_types() -> Catalogue[DocumentType]:
    """The tên loại (law: NĐ 30/2020/NĐ-CP Đ.7)."""
    return _Current.lists.types


def urgencies() -> Catalogue[UrgencyLevel]:
    """The mức độ khẩn (law: NĐ 30/2020/NĐ-CP PL I)."""
    return stored.urgencies()


def retentions() -> Catalogue[Retention]:
    """The thời hạn bảo quản (law: TT 05/2025/TT-BNV)."""
    return _Current.lists.retentions


def ranks() -> Catalogue[Rank]:
    """The ranks from low to high within their groups (law: Luật Sĩ quan QĐND Việt Nam)."""
    return _Current.lists.ranks


def number_schemes() -> Catalogue[NumberScheme]:
    """How symbols are made (law: NĐ 30/2020/NĐ-CP Đ.15)."""
    return _Current.lists.schemes


def families() -> Families:
    """The forms on which documents are written (law: NĐ 30/2020/NĐ-CP PL III)."""
    return _Current.lists.forms


def forms() -> Forms:
    """What drafts are written on: families and types."""
    return Forms(families(), document_types())


def calendar() -> Calendar:
    """Which days are worked: what deadlines are counted with."""
    return _Current.calendar


def limits() -> Limits:
    """From when on a deadline is near, and from when on the commander is told."""
    return _Current.limits


def directive_phrases() -> tuple[str, ...]:
    """Sentences that directives are made of, in Vietnamese: they go into the record."""
    return tuple(item.vi for item in _Current.lists.phrases.items)


def draft_phrases() -> tuple[Phrase, ...]:
    """Phrases that drafts are made of, in Vietnamese: they go into the document."""
    return tuple(Phrase(item.vi, item.abbr) for item in _Current.lists.draft_phrases.items)


@cache
def issuers_known_to(unit_code: str) -> tuple[Issuer, ...]:
    """Agencies that completion offers from the first day: those of the fictional unit, to it alone.

    A real unit's come from its own books.
    """
    demo = roster.load_roster(resources.text("demo/unit.json"))
    codes = {unit.code for unit in demo.units}
    return demo.issuers if unit_code in codes else ()


def named(item: Item | None, language: Language, code: str = "") -> str:
    """An entry's word; the code itself for an entry that the list does not have (yet)."""
    if item is None:
        return code
    return item.vi if language == "vi" else item.en
