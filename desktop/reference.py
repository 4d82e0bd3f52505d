"""The shipped lists as the windows need them: types, urgency, retention, days off; read once.

No Qt. Words come in the language asked for; codes never change (core.office.catalogue).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import resources
from core.office import catalogue, roster

if TYPE_CHECKING:
    from core.office.catalogue import Catalogue, DocumentType, Item, Retention, UrgencyLevel
    from core.office.deadlines import Calendar
    from core.office.roster import Issuer
    from desktop.phrases import Language


@cache
def document_types() -> Catalogue[DocumentType]:
    """The tên loại (law: NĐ 30/2020/NĐ-CP Đ.7)."""
    return catalogue.load_document_types(resources.text("catalogues/document-types.json"))


@cache
def urgencies() -> Catalogue[UrgencyLevel]:
    """The mức độ khẩn (law: NĐ 30/2020/NĐ-CP PL I)."""
    return catalogue.load_urgency(resources.text("catalogues/urgency.json"))


@cache
def retentions() -> Catalogue[Retention]:
    """The thời hạn bảo quản (law: TT 05/2025/TT-BNV)."""
    return catalogue.load_retention(resources.text("catalogues/retention.json"))


@cache
def calendar() -> Calendar:
    """Which days are worked: what deadlines are counted with."""
    return catalogue.load_holidays(resources.text("catalogues/holidays-vn.json")).calendar()


@cache
def directive_phrases() -> tuple[str, ...]:
    """Sentences that directives are made of, in Vietnamese: they go into the record."""
    table = catalogue.decode(
        resources.text("catalogues/directive-phrases.json"), catalogue.Catalogue[catalogue.Item]
    )
    return tuple(item.vi for item in table.items)


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
