"""Rows of lists and entries, days of the year, in words and shapes. No Qt widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.office.catalogue import (
    DocumentType,
    NumberScheme,
    Rank,
    Retention,
    SigningMeans,
    StockPhrase,
    Threshold,
)
from core.office.family import Family
from desktop.widgets.day_grid import DayFace
from desktop.widgets.register.faces import TITLE, Cell, Column, Plan, RowFace
from desktop.wording import day as day_text
from desktop.wording import number
from desktop.words import word, words

if TYPE_CHECKING:
    from datetime import date

    from core.office.catalogue import HolidayTable, Item

CALENDAR: Final = "calendar"
LISTS: Final = (
    CALENDAR,
    "document-types",
    "forms",
    "retention",
    "ranks",
    "directive-phrases",
    "draft-phrases",
    "number-schemes",
    "thresholds",
    "signing-means",
    "must-open",
    "urgency",
    "secrecy",
)
"""What the screen shows at the left, in this order; the last two are the law's alone."""
LIST_PLAN: Final = Plan(
    columns=(Column("catalogues.column.list", 0), Column("catalogues.column.count", 90)),
    heads=("", "catalogues.column.list", "catalogues.column.count"),
    lead=0,
    tail=90,
    sorted_by=-1,
)
ENTRY_PLAN: Final = Plan(
    columns=(
        Column("catalogues.column.name", 0),
        Column("catalogues.column.own", 150),
        Column("catalogues.column.code", 190),
        Column("catalogues.column.span", 200),
    ),
    heads=("", "catalogues.column.name", "catalogues.column.span"),
    lead=0,
    tail=190,
    sorted_by=-1,
)


def list_face(name: str, count: int) -> RowFace:
    """A list and how much is in it."""
    title, text = word(f"catalogues.list.{name}"), number(count)
    key = "catalogues.days" if name == CALENDAR else "catalogues.entries"
    said = word(key, n=count)
    note = Cell(word(f"catalogues.about.{name}"), "text3", "sub")
    return RowFace(
        title, f"{title}. {said}", below=(note,), right_top=Cell(text, "text2", "num"),
        cells=(TITLE, Cell(text, "text2", "num")),
    )  # fmt: skip


def entry_face(item: Item, today: date) -> RowFace:
    """An entry: its words in both languages, what is its own, its code, from when to when."""
    title, other = (item.vi, item.en) if words.language == "vi" else (item.en, item.vi)
    own, span = own_text(item), span_text(item)
    standing = Cell(span, "text2" if item.in_force(today) else "text3")
    if item.until is not None and item.until < today:
        standing = Cell(span, "danger", "label", "dismiss")
    elif item.since is not None and item.since > today:
        standing = Cell(span, "info", "label", "clock")
    return RowFace(
        title,
        ". ".join(part for part in (title, other, own, item.code, span) if part),
        below=(Cell(other, "text3", "sub"), Cell(own, "text2", "sub_code")),
        right_top=standing,
        right_bottom=Cell(item.code, "text3", "sub_code"),
        cells=(TITLE, Cell(own, "text2", "code"), Cell(item.code, "text3", "code"), standing),
    )


def own_text(item: Item) -> str:
    """What an entry has beside its words: abbreviation, pattern, years, group."""
    if isinstance(item, DocumentType | StockPhrase):
        return item.abbr
    if isinstance(item, Family | SigningMeans):
        return item.form if isinstance(item, Family) else item.modules
    if isinstance(item, NumberScheme):
        return item.pattern
    if isinstance(item, Threshold):
        return word("catalogues.working_days", n=item.days)
    if isinstance(item, Retention):
        return word("catalogues.years", n=item.years) if item.years else ""
    return word(f"catalogues.group.{item.group}") if isinstance(item, Rank) else ""


def span_text(item: Item) -> str:
    """From when to when an entry is used."""
    since, until = (day_text(each) if each else "" for each in (item.since, item.until))
    if since and until:
        return f"{since} – {until}"
    if since or until:
        key = "catalogues.since" if since else "catalogues.until"
        return word(key, day=since or until)
    return word("catalogues.always")


def day_face(day: date, table: HolidayTable) -> DayFace:
    """A day of the year: off filled, made up boxed, undecided dotted; plain as its weekday says."""
    found = next((each for each in table.days if each.date == day), None)
    rest = day.isoweekday() in table.weekly_rest
    if found is None:
        return DayFace(ink="text3", words=word("catalogues.day.rest")) if rest else DayFace()
    name = found.vi if words.language == "vi" else found.en
    said = f"{word(f'catalogues.day.{found.kind}')}: {name}"
    if not found.certain:
        said = f"{said} ({word('catalogues.day.unsure')})"
    if found.kind == "worked":
        return DayFace("ok", "boxed", "ok", words=said)
    if found.kind == "unsettled" or not found.certain:
        return DayFace("danger" if found.kind == "off" else "text2", "dotted", "danger", words=said)
    return DayFace("danger", "filled", "danger_soft", words=said)
