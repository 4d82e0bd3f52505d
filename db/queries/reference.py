"""The calendar and the catalogues as they stand for the unit: what came with the program, with what
administrators said laid over it (core.office.overlay).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

import resources
from core.office import catalogue as lists
from core.office import overlay, timeliness
from core.office.catalogue import (
    Catalogue,
    DocumentType,
    HolidayTable,
    Item,
    NumberScheme,
    Rank,
    Retention,
    SecrecyLevel,
    SigningMeans,
    StockPhrase,
    Threshold,
    UrgencyLevel,
)
from core.office.deadlines import Calendar
from core.office.family import Families, Family, load_families
from core.office.overlay import DaySaid, EntrySaid
from core.office.timeliness import Limits
from db import models
from db.acting import Store


@dataclass(frozen=True)
class Reference:
    """Every list of a unit on one day."""

    days: HolidayTable
    types: Catalogue[DocumentType]
    retentions: Catalogue[Retention]
    ranks: Catalogue[Rank]
    phrases: Catalogue[Item]
    draft_phrases: Catalogue[StockPhrase]
    schemes: Catalogue[NumberScheme]
    thresholds: Catalogue[Threshold]
    means: Catalogue[SigningMeans]
    must_open: Catalogue[Item]
    forms: Families

    def named(self, name: str) -> Catalogue[Any]:
        """A list by its name; raises KeyError for one that nobody has."""
        found: dict[str, Catalogue[Any]] = {
            "document-types": self.types,
            "retention": self.retentions,
            "ranks": self.ranks,
            "directive-phrases": self.phrases,
            "draft-phrases": self.draft_phrases,
            "number-schemes": self.schemes,
            "thresholds": self.thresholds,
            "signing-means": self.means,
            "must-open": self.must_open,
            "forms": self.forms,
            "urgency": urgencies(),
            "secrecy": secrecies(),
        }
        return found[name]


@cache
def shipped() -> Reference:
    """The lists as they came with the program."""
    return Reference(
        days=lists.load_holidays(_text("holidays-vn")),
        types=lists.load_document_types(_text("document-types")),
        retentions=lists.load_retention(_text("retention")),
        ranks=lists.load_ranks(_text("ranks")),
        phrases=lists.load_directive_phrases(_text("directive-phrases")),
        draft_phrases=lists.load_draft_phrases(_text("draft-phrases")),
        schemes=lists.load_number_schemes(_text("number-schemes")),
        thresholds=lists.load_thresholds(_text("thresholds")),
        means=lists.load_signing_means(_text("signing-means")),
        must_open=lists.load_must_open(_text("must-open")),
        forms=load_families(_text("forms")),
    )


@cache
def urgencies() -> Catalogue[UrgencyLevel]:
    """The mức độ khẩn: the law's, nobody's to change."""
    return lists.load_urgency(_text("urgency"))


@cache
def secrecies() -> Catalogue[SecrecyLevel]:
    """The độ mật: the law's, nobody's to change."""
    return lists.load_secrecy(_text("secrecy"))


def _text(name: str) -> str:
    return resources.text(f"catalogues/{name}.json")


def reference(store: Store) -> Reference:
    """Every list as it stands today."""
    base, today = shipped(), store.today()
    with store.engine.begin() as connection:
        said = _entries(connection)
        days = _laid(connection, said)
    return Reference(
        days=days,
        types=overlay.with_entries(base.types, DocumentType, said.get("document-types", ()), today),
        retentions=overlay.with_entries(
            base.retentions, Retention, said.get("retention", ()), today
        ),
        ranks=overlay.with_entries(base.ranks, Rank, said.get("ranks", ()), today),
        phrases=overlay.with_entries(base.phrases, Item, said.get("directive-phrases", ()), today),
        draft_phrases=overlay.with_entries(
            base.draft_phrases, StockPhrase, said.get("draft-phrases", ()), today
        ),
        schemes=overlay.with_entries(
            base.schemes, NumberScheme, said.get("number-schemes", ()), today
        ),
        thresholds=overlay.with_entries(
            base.thresholds, Threshold, said.get("thresholds", ()), today
        ),
        means=overlay.with_entries(base.means, SigningMeans, said.get("signing-means", ()), today),
        must_open=overlay.with_entries(base.must_open, Item, said.get("must-open", ()), today),
        forms=overlay.with_entries(base.forms, Family, said.get("forms", ()), today),
    )


def catalogue(store: Store, name: str) -> Catalogue[Any]:
    """One list as it stands today; raises KeyError for a name that nobody has."""
    return reference(store).named(name)


def days(store: Store) -> HolidayTable:
    """The days that are not what their weekdays say, with their names."""
    with store.engine.begin() as connection:
        return _laid(connection, _entries(connection))


def calendar(store: Store) -> Calendar:
    """Which days the unit works: what deadlines are counted with."""
    return days(store).calendar()


def limits(store: Store) -> Limits:
    """From when on a deadline is near, and from when on the commander is told."""
    base, today = shipped().thresholds, store.today()
    with store.engine.begin() as connection:
        said = _entries(connection).get("thresholds", ())
    return timeliness.limits(overlay.with_entries(base, Threshold, said, today))


def means(store: Store) -> Catalogue[SigningMeans]:
    """What people of the unit may sign with today."""
    with store.engine.begin() as connection:
        said = _entries(connection).get("signing-means", ())
    return overlay.with_entries(shipped().means, SigningMeans, said, store.today())


def must_open(store: Store) -> Catalogue[Item]:
    """The types that people of the unit open before they sign, today."""
    with store.engine.begin() as connection:
        said = _entries(connection).get("must-open", ())
    return overlay.with_entries(shipped().must_open, Item, said, store.today())


def _laid(connection: sa.Connection, said: dict[str, list[EntrySaid]]) -> HolidayTable:
    years = overlay.settled_years(said.get(overlay.YEARS, ()))
    return overlay.with_days(shipped().days, _days(connection), years)


def _days(connection: sa.Connection) -> list[DaySaid]:
    table = models.CalendarDay
    query = sa.select(table.date, table.kind, table.name, table.changed)
    return [DaySaid(*row) for row in connection.execute(query)]


def _entries(connection: sa.Connection) -> dict[str, list[EntrySaid]]:
    table = models.CatalogueEntry
    query = sa.select(table.catalogue, table.code, table.fields, table.changed)
    found: dict[str, list[EntrySaid]] = {}
    for row in connection.execute(query):
        said = EntrySaid(row.code, json.loads(row.fields), row.changed)
        found.setdefault(row.catalogue, []).append(said)
    return found
