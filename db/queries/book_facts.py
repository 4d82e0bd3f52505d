"""What the lines of books are made of, read in bulk: a query a table, however large the book."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from core.commits.fold import State
from core.office.book_lines import Cell
from core.office.numbering import Number, full_code
from core.office.terms import Act
from core.office.typography import short_date
from db import commits, facts, models, visible
from db.acting import Store
from db.projections.values import text

D = models.Document
PAGED = frozenset({"main", "appendix", "received"})
"""Files whose pages are the document's."""

FEW = 500
"""So many are asked for by name; of more the whole table is read, which is faster."""


@dataclass(frozen=True)
class Paper:
    """A document as books name it: its row, and its state."""

    row: Mapping[str, Any]
    state: State

    def text(self, name: str) -> str:
        """A field that is a text; the empty one where it is not."""
        return str(text(self.state, name))

    @property
    def code(self) -> str:
        """Number and symbol: of one's own document ``05/SĐ999-TM``, else as its author wrote it."""
        row = self.row
        if row["kind"] == "incoming" or row["number"] is None:
            return str(row["code"])
        number = Number(row["number"], row["suffix"])
        return full_code(number, str(row["symbol"])) if row["symbol"] else number.text()

    @property
    def source(self) -> str:
        """The name of the old book that its number is from; the empty text where there is none."""
        return str(self.state.get("number", {}).get("source", ""))

    @property
    def date(self) -> Cell:
        """The document's own date: that of issue, or what its author wrote on it."""
        own = self.row["kind"] != "incoming"
        return day_of(self.row["dated"] if own else self.row["document_date"])

    @property
    def pages(self) -> int:
        """As registered, else as its files have them: text and appendices, not what goes along."""
        files = (entries[0][1] for entries in self.state.get("files", {}).values() if entries)
        counted = sum(file.get("pages", 0) for file in files if file["role"] in PAGED)
        return int(self.row["pages"] or counted)


@dataclass(frozen=True)
class Words:
    """The words of codes as books print them, in Vietnamese."""

    types: Mapping[str, str]
    retentions: Mapping[str, str]
    states: Mapping[str, str]

    def titled(self, paper: Paper) -> str:
        """Type and subject: ``Công văn: Về việc …``; the type once where the subject begins so."""
        code, subject = str(paper.row["type"]), str(paper.row["subject"])
        kind = self.types.get(code, code)
        if not kind or subject.casefold().startswith(kind.casefold()):
            return subject
        return f"{kind}: {subject}"

    def kept(self, code: str) -> str:
        """A retention; the code itself of one that the list does not have."""
        return self.retentions.get(code, code)


class Reader:
    """Reads for one person inside one transaction."""

    def __init__(self, connection: sa.Connection, store: Store, words: Words) -> None:
        self.connection, self.store, self.words = connection, store, words
        self.shown = visible.documents(connection, store.viewer)

    @property
    def sees_all(self) -> bool:
        """Whether every document is the person's to see: then numbers without one are, too."""
        return not self.shown

    def papers(self, where: sa.ColumnElement[bool]) -> dict[str, Paper]:
        """The documents that the person may see, by id, the oldest first."""
        table, kept = D.__table__, models.Aggregate
        join = sa.join(table, kept, (kept.kind == "document") & (kept.id == D.id))
        query = sa.select(table, kept.overlay, kept.committed).select_from(join)
        rows = self.connection.execute(query.where(where, *self.shown).order_by(D.created, D.n))
        return {
            row["id"]: Paper(dict(row), facts.read_state(row["overlay"] or row["committed"]))
            for row in rows.mappings()
        }

    def belonging(
        self, table: Any, documents: Iterable[str], *order: Any
    ) -> dict[str, list[sa.RowMapping]]:
        """The rows of a table that belong to documents, by document."""
        known = set(documents)
        found: dict[str, list[sa.RowMapping]] = defaultdict(list)
        query = sa.select(table).order_by(*order, table.op)
        if len(known) <= FEW:
            query = query.where(table.document.in_(known))
        for row in self.connection.execute(query).mappings():
            if row["document"] in known:
                found[row["document"]].append(row)
        return found

    def linked(self, documents: Iterable[str]) -> dict[tuple[str, str], list[str]]:
        """How documents that the person sees hang together: by (document, relation) the codes of
        the others; a relation that comes from the other side ends in ``-by``. A draft has no code
        and is not named.
        """
        known, table = set(documents), models.Link
        query = sa.select(table.document, table.relation, table.target)
        pairs = [row for row in self.connection.execute(query) if known & {row[0], row[2]}]
        ends = sorted({end for row in pairs for end in (row[0], row[2])})
        codes = {
            name: paper.code
            for at in range(0, len(ends), FEW)
            for name, paper in self.papers(D.id.in_(ends[at : at + FEW])).items()
        }
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for source, relation, target in pairs:
            if source in codes and target in codes:
                both = ((source, relation, target), (target, f"{relation}-by", source))
                for name, way, other in both:
                    if codes[other]:
                        found[name, way].append(codes[other])
        return found

    def reason(self, document: str, *acts: Act) -> str:
        """Why a document was taken out of its way: the reason of the last of these acts."""
        told = ""
        for commit, _ in commits.touching(self.connection, ("document", document)):
            for op in commit.ops:
                if op.kind == "document.move" and op.id == document and op.body["act"] in acts:
                    told = str(op.body.get("reason", ""))
        return told

    @cached_property
    def people(self) -> Mapping[str, sa.RowMapping]:
        """Everybody of the unit, by id."""
        rows = self.connection.execute(sa.select(models.Person)).mappings()
        return {row["id"]: row for row in rows}

    @cached_property
    def units(self) -> Mapping[str, sa.RowMapping]:
        """The unit and its parts, by id."""
        rows = self.connection.execute(sa.select(models.Unit)).mappings()
        return {row["id"]: row for row in rows}

    def named(self, person: str) -> str:
        """A person's name; nothing for one who is not known here."""
        return str(self.people[person]["name"]) if person in self.people else ""


def day_of(iso: str | None) -> Cell:
    """A day as a cell; what is no day stands there as it was written."""
    try:
        return datetime.date.fromisoformat(iso or "")
    except ValueError:
        return iso or ""


def on(iso: str | None) -> str:
    """A day in a sentence: ``22/11/2026``."""
    day = day_of(iso)
    return short_date(day) if isinstance(day, datetime.date) else str(day)


def joined(parts: Iterable[str]) -> str:
    """What is there of several parts, each once: ``A; B``."""
    return "; ".join(dict.fromkeys(part for part in parts if part))
