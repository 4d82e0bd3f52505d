"""Lists of the law and the office: document types, urgency, secrecy, retention, ranks, days off.

Versioned data with an effective date and a source (domain.md §0), edited without touching code.
Loaders take the text of a file in resources/catalogues; all raise errors.BadCatalogue.
"""

from __future__ import annotations

import datetime
import re
from typing import Final, Generic, Literal, TypeVar

import msgspec

from core import errors
from core.office.deadlines import Calendar

TEXT_LIMIT: Final = 1024 * 1024


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every entry has: a code that never changes, its words, and from when to when it is used.

    An entry never disappears: documents name it by its code. It ends, with ``until`` the last day.
    """

    code: str
    vi: str
    en: str
    since: datetime.date | None = None
    until: datetime.date | None = None

    def in_force(self, day: datetime.date) -> bool:
        """Tell whether the entry is used on that day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class DocumentType(Item, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A tên loại; ``form`` is its mẫu in PL III, ``archive`` its code in archive packages.

    Without ``abbr`` (công văn, thư công) the symbol names the drafting unit instead of the type.
    """

    abbr: str = ""
    archive: str = ""
    form: str = ""
    copy: bool = False


class UrgencyLevel(Item, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A mức độ khẩn; ``stamp_mm`` is the width of its frame, 8 mm high."""

    exchange: int
    stamp_mm: int | None = None
    incoming_only: bool = False


class SecrecyLevel(Item, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A độ mật; ``envelope`` is the letter on the outer envelope."""

    envelope: str = ""


class Retention(Item, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A thời hạn bảo quản in years; none for permanent and other."""

    years: int | None = None


class Rank(Item, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A military rank; the list runs from low to high within a group."""

    group: str


class SigningMeans(Item, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What people may sign with while it is in force: ``soft`` is a key in a file; every other one
    is a family of tokens, ``modules`` the file names of its drivers, with commas between.
    """

    modules: str = ""

    def files(self) -> tuple[str, ...]:
        """The file names one by one."""
        return tuple(each.strip() for each in self.modules.split(",") if each.strip())


class StockPhrase(Item, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A phrase that drafts are made of; ``abbr`` is what a drafter types for it, and ``…`` stands
    where he goes on.
    """

    abbr: str = ""


class NumberScheme(Item, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the symbol after a number is made (core.office.numbering.compose_symbol); its code is
    that of a document type, or says for which others it is.
    """

    pattern: str


class Threshold(Item, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A number of working days from which on a deadline counts as something; its code says what
    (core.office.timeliness).
    """

    days: int


_I = TypeVar("_I", bound=Item)


class Catalogue(msgspec.Struct, Generic[_I], frozen=True, forbid_unknown_fields=True):
    """A list with its version; ``doubtful`` names the fields whose values are not settled.

    ``items`` are what may be chosen; ``outside`` are entries that ended or have not begun
    (core.office.overlay): old documents are still named by them.
    """

    version: str
    effective: datetime.date
    source: str
    items: tuple[_I, ...]
    doubtful: tuple[str, ...] = ()
    outside: tuple[_I, ...] = ()

    def find(self, code: str) -> _I | None:
        """Return the entry with that code, in force or not, or None."""
        return next((item for item in (*self.items, *self.outside) if item.code == code), None)

    def codes(self) -> frozenset[str]:
        """Return the codes of what may be chosen."""
        return frozenset(item.code for item in self.items)


class SpecialDay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day that is not what its weekday says; ``unsettled``: undecided, the weekday holds."""

    date: datetime.date
    kind: Literal["off", "worked", "unsettled"]
    vi: str
    en: str
    certain: bool


class HolidayTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days off and days made up; ``covered`` are the years that have been decided."""

    version: str
    effective: datetime.date
    source: str
    weekly_rest: frozenset[int]
    covered: frozenset[int]
    days: tuple[SpecialDay, ...]

    def calendar(self) -> Calendar:
        """Return what deadlines are counted with."""
        return Calendar(
            version=self.version,
            weekly_rest=self.weekly_rest,
            off=frozenset(d.date for d in self.days if d.kind == "off"),
            worked=frozenset(d.date for d in self.days if d.kind == "worked"),
            covered=self.covered,
            doubtful=frozenset(d.date for d in self.days if not d.certain),
        )


_T = TypeVar("_T")


def decode(text: str, shape: type[_T]) -> _T:
    """Read a table of the given shape. Raises errors.BadCatalogue naming the place."""
    if len(text) > TEXT_LIMIT:
        raise errors.BadCatalogue(item="size")
    try:
        return msgspec.json.decode(text, type=shape)
    except msgspec.DecodeError as error:
        place = re.search(r"`(\$[^`]*)`$", str(error))
        raise errors.BadCatalogue(item=place[1] if place else "$") from error


def load(text: str, shape: type[Catalogue[_I]]) -> Catalogue[_I]:
    """A list with entries of this shape; raises BadCatalogue."""
    table = decode(text, shape)
    if len(table.codes()) != len(table.items):
        raise errors.BadCatalogue(item="code")
    return table


def load_document_types(text: str) -> Catalogue[DocumentType]:
    """Read resources/catalogues/document-types.json (law: NĐ 30/2020/NĐ-CP Đ.7, PL III)."""
    return load(text, Catalogue[DocumentType])


def load_urgency(text: str) -> Catalogue[UrgencyLevel]:
    """Read resources/catalogues/urgency.json (law: NĐ 30/2020/NĐ-CP PL I)."""
    return load(text, Catalogue[UrgencyLevel])


def load_secrecy(text: str) -> Catalogue[SecrecyLevel]:
    """Read resources/catalogues/secrecy.json."""
    return load(text, Catalogue[SecrecyLevel])


def load_retention(text: str) -> Catalogue[Retention]:
    """Read resources/catalogues/retention.json (law: TT 05/2025/TT-BNV)."""
    return load(text, Catalogue[Retention])


def load_ranks(text: str) -> Catalogue[Rank]:
    """Read resources/catalogues/ranks.json (law: Luật Sĩ quan QĐND Việt Nam)."""
    return load(text, Catalogue[Rank])


def load_number_schemes(text: str) -> Catalogue[NumberScheme]:
    """Read resources/catalogues/number-schemes.json (law: NĐ 30/2020/NĐ-CP Đ.15)."""
    return load(text, Catalogue[NumberScheme])


def load_thresholds(text: str) -> Catalogue[Threshold]:
    """Read resources/catalogues/thresholds.json: the office's custom, no law."""
    return load(text, Catalogue[Threshold])


def load_signing_means(text: str) -> Catalogue[SigningMeans]:
    """Read resources/catalogues/signing-means.json: the unit's policy (TT 15/2025/TT-BKHCN wants
    devices)."""
    return load(text, Catalogue[SigningMeans])


def load_must_open(text: str) -> Catalogue[Item]:
    """Read resources/catalogues/must-open.json: the types that are opened before they are signed,
    by their codes."""
    return load(text, Catalogue[Item])


def load_directive_phrases(text: str) -> Catalogue[Item]:
    """Read resources/catalogues/directive-phrases.json: sentences that directives are made of."""
    return load(text, Catalogue[Item])


def load_draft_phrases(text: str) -> Catalogue[StockPhrase]:
    """Read resources/catalogues/draft-phrases.json: phrases that drafts are made of."""
    return load(text, Catalogue[StockPhrase])


def load_holidays(text: str) -> HolidayTable:
    """Read resources/catalogues/holidays-vn.json (law: Bộ luật Lao động 2019 Đ.112).

    A date that stands there twice is refused.
    """
    table = decode(text, HolidayTable)
    dates = [day.date for day in table.days]
    if len(set(dates)) != len(dates):
        raise errors.BadCatalogue(item="date")
    table.calendar()
    return table
