"""What an administrator adds to the calendar and the catalogues that come with the program.

Shipped tables are never edited: entries said in commits lie over them, the later of two for one
thing counts, and the version names both, so that a result says what it was counted with. An entry
that a commit says wrongly lies nowhere; what was shipped shows through.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, TypeVar, cast

import msgspec

from core.office.catalogue import (
    Catalogue,
    DocumentType,
    HolidayTable,
    Item,
    NumberScheme,
    Rank,
    Retention,
    SigningMeans,
    SpecialDay,
    StockPhrase,
    Threshold,
)
from core.office.family import Family, read_label, wrong_fields
from core.office.numbering import readable_pattern

NAME_LIMIT: Final = 200
ABBR_LIMIT: Final = 10
YEARS_LIMIT: Final = 999
EDITABLE: Final[dict[str, type[Item]]] = {
    "document-types": DocumentType,
    "retention": Retention,
    "ranks": Rank,
    "directive-phrases": Item,
    "draft-phrases": StockPhrase,
    "number-schemes": NumberScheme,
    "thresholds": Threshold,
    "signing-means": SigningMeans,
    "must-open": Item,
    "forms": Family,
}
"""The catalogues that a unit may change; urgency and secrecy are the law's alone."""
CLOSED: Final = frozenset({"thresholds"})
"""Those of which each code has a meaning of its own: none is added, and none ends."""
DAYS_LIMIT: Final = 60
RANK_GROUPS: Final = ("soldier", "nco", "professional", "officer", "navy")
YEARS: Final = "calendar-years"
"""The catalogue of years whose days off are decided; beside those that the program knows of."""
DAY_KINDS: Final = ("off", "worked", "plain")
_CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE_LIMIT: Final = 40
_MODULE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.(dll|so|dylib)")
"""A file name and never a path: which folders are looked in, the machine says."""
_YEAR: Final = re.compile(r"20[0-9]{2}")

_I = TypeVar("_I", bound=Item)
_ShownKind = Literal["off", "worked"]


class DaySaid(msgspec.Struct, frozen=True):
    """A day as commits say it; ``plain`` takes away what was shipped; ``changed`` orders two."""

    date: str
    kind: str
    name: str
    changed: str


class EntrySaid(msgspec.Struct, frozen=True):
    """An entry of a catalogue as commits say it, all its fields; ``changed`` orders two."""

    code: str
    fields: Mapping[str, Any]
    changed: str


Reason = Literal["missing", "wrong", "taken", "order"]


class Problem(msgspec.Struct, frozen=True):
    """What is wrong with a field that somebody enters."""

    field: str
    reason: Reason


# -- the calendar ---------------------------------------------------------------------------------


def with_days(
    table: HolidayTable, said: Iterable[DaySaid], settled: Iterable[int] = ()
) -> HolidayTable:
    """Return the table with what was said of single days laid over it, and years that were decided
    as a whole (``settled``): none of their days may still change, one that was undecided is as its
    weekday.

    What an administrator says is decided: it is certain. The version grows by a hash of what
    differs from what was shipped; without anything it stays.
    """
    years = frozenset(settled)
    days = {day.date: day for day in table.days}
    for date, one in _latest_days(said).items():
        days.pop(date, None)
        if one.kind != "plain":
            kind = cast(_ShownKind, one.kind)
            days[date] = SpecialDay(date=date, kind=kind, vi=one.name, en=one.name, certain=True)
    days = _settled(days, years)
    shipped = {day.date: _meaning(day) for day in table.days}
    now = {date: _meaning(day) for date, day in days.items()}
    differing: list[object] = [
        (date.isoformat(), now.get(date, "plain"))
        for date in sorted(shipped.keys() | now.keys())
        if shipped.get(date) != now.get(date)
    ]
    return msgspec.structs.replace(
        table,
        version=_version(table.version, [*differing, *sorted(years - table.covered)]),
        covered=table.covered | years,
        days=tuple(days[date] for date in sorted(days)),
    )


def _settled(
    days: Mapping[datetime.date, SpecialDay], years: frozenset[int]
) -> dict[datetime.date, SpecialDay]:
    return {
        date: msgspec.structs.replace(day, certain=True) if date.year in years else day
        for date, day in days.items()
        if not (date.year in years and day.kind == "unsettled")
    }


def settled_years(said: Iterable[EntrySaid]) -> frozenset[int]:
    """Return the years that were decided as a whole, as entries of ``YEARS`` say them."""
    latest = {one.code: one for one in sorted(said, key=lambda each: each.changed)}
    return frozenset(
        int(code)
        for code, one in latest.items()
        if _YEAR.fullmatch(code) and one.fields.get("settled") is True
    )


def _latest_days(said: Iterable[DaySaid]) -> dict[datetime.date, DaySaid]:
    found: dict[datetime.date, DaySaid] = {}
    for one in sorted(said, key=lambda each: each.changed):
        if one.kind in DAY_KINDS and (date := read_date(one.date)) is not None:
            found[date] = one
    return found


def _meaning(day: SpecialDay) -> tuple[str, bool]:
    return day.kind, day.certain


def check_day(date: str, kind: str, name: str) -> tuple[Problem, ...]:
    """Return what is wrong with a day that somebody sets; a day off or made up has a name."""
    wrong: list[Problem] = []
    if read_date(date) is None:
        wrong.append(Problem("date", "wrong" if date else "missing"))
    if kind not in DAY_KINDS:
        wrong.append(Problem("kind", "wrong"))
    if kind != "plain" and not name.strip():
        wrong.append(Problem("name", "missing"))
    elif len(name) > NAME_LIMIT:
        wrong.append(Problem("name", "wrong"))
    return tuple(wrong)


def read_date(text: str) -> datetime.date | None:
    """Return the day of a text ``YYYY-MM-DD``; None where it is none."""
    try:
        return datetime.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


# -- catalogues -----------------------------------------------------------------------------------


def with_entries(
    table: Catalogue[_I], shape: type[_I], said: Iterable[EntrySaid], day: datetime.date
) -> Catalogue[_I]:
    """Return the list as it stands on a day: shipped entries keep their place, new ones follow by
    code; those not in force that day are only found by code.
    """
    items = {item.code: item for item in table.items}
    added: dict[str, _I] = {}
    for one in sorted(said, key=lambda each: each.changed):
        if (item := read_entry(shape, one.code, one.fields)) is None:
            continue
        if one.code in items:
            items[one.code] = item
        else:
            added[one.code] = item
    whole = (*items.values(), *(added[code] for code in sorted(added)))
    return Catalogue(
        version=_version(table.version, [item for item in whole if item not in table.items]),
        effective=table.effective,
        source=table.source,
        items=tuple(item for item in whole if item.in_force(day)),
        doubtful=table.doubtful,
        outside=tuple(item for item in whole if not item.in_force(day)),
    )


def read_entry(shape: type[_I], code: str, fields: Mapping[str, Any]) -> _I | None:
    """Return an entry from its fields, those that are empty left out; None where it is none."""
    said = _read_lines(shape, fields)
    given = {name: value for name, value in said.items() if value != "" and name != "catalogue"}
    try:
        item = msgspec.convert({**given, "code": code}, type=shape, strict=False)
    except msgspec.ValidationError:
        return None
    return item if not _shape_problems(item) else None


def check_entry(
    table: Catalogue[_I], shape: type[_I], fields: Mapping[str, Any], new: bool
) -> tuple[Problem, ...]:
    """Return what is wrong with an entry that somebody adds (``new``) or changes, field by field.

    A code never changes and an abbreviation stands for one type only among those in force.
    """
    fields = _read_lines(shape, fields)
    code = str(fields.get("code", ""))
    needed = [field.name for field in msgspec.structs.fields(shape) if field.required]
    wrong = [Problem(name, "missing") for name in needed if not fields.get(name)]
    if code and (len(code) > _CODE_LIMIT or _CODE.fullmatch(code) is None):
        wrong.append(Problem("code", "wrong"))
    elif new and table.find(code) is not None:
        wrong.append(Problem("code", "taken"))
    wrong += [Problem(name, "wrong") for name in _unreadable(shape, fields)]
    if wrong:
        return tuple(wrong)
    given = {name: value for name, value in fields.items() if value != ""}
    item = msgspec.convert(given, type=shape, strict=False)
    return (*_shape_problems(item), *_taken(table, item))


def _read_lines(shape: type[Item], fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields with the labels of a form read from their lines: a commit's list holds texts."""
    lines = fields.get("facts")
    if shape is not Family or not isinstance(lines, list | tuple):
        return fields
    found = [read_label(line) if isinstance(line, str) else None for line in lines]
    return {**fields, "facts": [msgspec.to_builtins(one) for one in found]}


def _unreadable(shape: type[Item], fields: Mapping[str, Any]) -> list[str]:
    """The fields whose value is not of their type, or that the list does not have."""
    known = {field.name: field.type for field in msgspec.structs.fields(shape)}
    return [name for name, value in fields.items() if not _reads(known.get(name), value)]


def _reads(kind: Any, value: Any) -> bool:
    if kind is None:
        return False
    try:
        return value == "" or msgspec.convert(value, type=kind, strict=False) is not None
    except msgspec.ValidationError:
        return False


def _shape_problems(item: Item) -> tuple[Problem, ...]:
    wrong: list[Problem] = []
    limits = {"vi": NAME_LIMIT, "en": NAME_LIMIT, "abbr": ABBR_LIMIT, "form": 20, "archive": 20}
    wrong += [
        Problem(name, "wrong")
        for name, limit in limits.items()
        if len(getattr(item, name, "")) > limit
    ]
    if getattr(item, "abbr", "") and not str(getattr(item, "abbr", "")).isalpha():
        wrong.append(Problem("abbr", "wrong"))
    wrong += [Problem(name, "wrong") for name in _unfit(item)]
    if item.since and item.until and item.until < item.since:
        wrong.append(Problem("until", "order"))
    return tuple(wrong)


def _unfit(item: Item) -> Iterable[str]:
    """The fields that break a rule of their own list."""
    match item:
        case Rank() if item.group not in RANK_GROUPS:
            yield "group"
        case NumberScheme() if not readable_pattern(item.pattern):
            yield "pattern"
        case Retention() if item.years is not None and not 0 < item.years <= YEARS_LIMIT:
            yield "years"
        case Threshold():
            yield from _unfit_threshold(item)
        case SigningMeans():
            yield from () if all(map(_MODULE.fullmatch, item.files())) else ("modules",)
        case Family():
            yield from wrong_fields(item)


def _unfit_threshold(item: Threshold) -> Iterable[str]:
    if not 0 < item.days <= DAYS_LIMIT:
        yield "days"
    if item.since or item.until:
        yield "until"


def _taken(table: Catalogue[_I], item: _I) -> tuple[Problem, ...]:
    abbr = getattr(item, "abbr", "")
    others = {getattr(one, "abbr", "") for one in table.items if one.code != item.code}
    return (Problem("abbr", "taken"),) if abbr and abbr in others else ()


def _version(shipped: str, differing: Iterable[Any]) -> str:
    """The version of what was shipped, with a hash of what lies over it."""
    found = list(differing)
    if not found:
        return shipped
    return f"{shipped}+{hashlib.sha256(msgspec.json.encode(found)).hexdigest()[:8]}"
