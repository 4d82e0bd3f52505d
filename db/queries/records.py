"""A dossier and its documents as they are described outside the system, with their files.

Law: NĐ 30/2020/NĐ-CP PL VI phần II (``core/office/metadata.py``); what is not known is left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.commits.fold import State
from core.office import day
from core.office.metadata import LANGUAGE, Subject, Values
from core.office.numbering import Number, parse_code
from core.office.typography import short_date
from db import facts, filed, models
from db.acting import Store
from db.projections.values import number, text
from db.queries import books, dossiers
from db.queries.book_facts import Paper, Reader, Words, joined, on
from db.queries.dossiers import DossierLine
from db.queries.reference import urgencies


@dataclass(frozen=True)
class Attached:
    """A file that goes along; ``here`` is False while its bytes have not arrived."""

    blob: str
    role: str
    name: str
    type: str
    size: int
    here: bool


@dataclass(frozen=True)
class Record:
    """A thing's description, what it is called by, its place from 1 and the files that are it."""

    subject: Subject
    id: str
    values: Values
    code: str
    title: str
    place: int = 0
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True)
class Described:
    """A dossier with the documents in sight of the person, in the order of their days."""

    dossier: Record
    documents: tuple[Record, ...]


def describe(store: Store, dossier: str) -> Described | None:
    """The description of a dossier; None where the person may not see it."""
    page = dossiers.page(store, dossier)
    if page is None:
        return None
    words = books.words_of(store)
    with store.engine.begin() as connection:
        reader = Reader(connection, store, words)
        papers = reader.papers(filed.inside(dossier))
        ordered = [papers[one.row.id] for one in page.index if one.row.id in papers]
        state = facts.states(connection, [("dossier", dossier)]).get(("dossier", dossier), {})
        code = _file_code(reader, page.row)
        own = _Documents(reader, list(papers), code)
        documents = tuple(own.record(paper, at) for at, paper in enumerate(ordered, 1))
    pages = sum(paper.pages for paper in ordered)
    return Described(_dossier(words, page.row, code, state, pages), documents)


def _file_code(reader: Reader, row: DossierLine) -> Values:
    unit = reader.units.get(reader.store.unit)
    code = unit["code"] if unit else reader.store.realm.provision.code
    return (
        ("FileCode/OrganId", code),
        ("FileCode/FileCatalog", str(row.year)),
        ("FileCode/FileNotation", row.code),
    )


def _dossier(words: Words, row: DossierLine, code: Values, state: State, pages: int) -> Record:
    values = (
        *code,
        ("Title", row.title),
        ("Maintenance", words.kept(row.retention)),
        ("Creator", row.keeper_name),
        ("Language", LANGUAGE),
        ("StartDate", on(row.start)),
        ("EndDate", on(row.until)),
        ("DocTotal", str(row.documents)),
        ("PageTotal", str(number(state, "sheets") or pages)),
        ("Description", text(state, "note")),
    )
    return Record(Subject.DOSSIER, row.id, _known(values), row.code, row.title)


class _Documents:
    """Describes the documents of one dossier; the rows that belong to them are read once."""

    def __init__(self, reader: Reader, known: Sequence[str], file_code: Values) -> None:
        self._reader, self._file_code = reader, file_code
        self._given = reader.belonging(models.Assignment, known, models.Assignment.given)
        self._sent = reader.belonging(models.Dispatch, known, models.Dispatch.day)
        file = models.File
        self._files = reader.belonging(file, known, file.role, file.place, file.slot)
        blobs = {row["blob"] for rows in self._files.values() for row in rows}
        query = sa.select(models.Blob.id).where(models.Blob.complete, models.Blob.id.in_(blobs))
        self._here = set(reader.connection.execute(query).scalars())

    def record(self, paper: Paper, place: int) -> Record:
        """A document at its place from 1."""
        incoming = paper.row["kind"] == "incoming"
        subject = Subject.INCOMING if incoming else Subject.OUTGOING
        own = self._incoming(paper) if incoming else self._outgoing(paper)
        values = (*self._file_code, ("DocOrdinal", str(place)), *self._common(paper), *own)
        name = str(paper.row["id"])
        files = tuple(
            Attached(
                row["blob"], row["role"], row["name"], row["type"], row["size"],
                row["blob"] in self._here,
            )
            for row in self._files[name]
            if row["role"] != "draft"
        )  # fmt: skip
        title = self._reader.words.titled(paper)
        return Record(subject, name, _known(values), paper.code, title, place, files)

    def _common(self, paper: Paper) -> Values:
        row, agency = paper.row, self._reader.units.get(self._reader.store.unit)
        incoming = row["kind"] == "incoming"
        notation = _code(paper)
        return (
            ("TypeName", self._reader.words.types.get(row["type"], row["type"])),
            ("CodeNumber", notation[0]),
            ("CodeNotation", notation[1]),
            ("IssuedDate", _said(paper.date)),
            ("OrganName", row["issuer"] if incoming or not agency else agency["name"]),
            ("Subject", row["subject"]),
            ("Language", "" if incoming else LANGUAGE),
            ("PageAmount", str(paper.pages or "")),
            ("Description", paper.text("note")),
        )

    def _outgoing(self, paper: Paper) -> Values:
        sent = self._sent[paper.row["id"]]
        copies = number(paper.state, "copies") or sum(row["copies"] for row in sent)
        recipients = dict.fromkeys(row["recipient"] for row in sent)
        return (
            *_signer(paper),
            *(("To/OrganName", one) for one in recipients),
            ("Priority", _priority(paper)),
            ("IssuedAmount", str(copies or "")),
            ("DueDate", on(paper.row["due"])),
        )

    def _incoming(self, paper: Paper) -> Values:
        row, given = paper.row, self._given[paper.row["id"]]
        return (
            ("ArrivalDate", on(paper.text("arrived") or row["dated"])),
            ("ArrivalNumber", "" if row["number"] is None else _number(paper)),
            *_signer(paper),
            ("Priority", _priority(paper)),
            ("ToPlaces", joined(one["name"] for one in given)),
            ("TraceHeaderList", "\n".join(_trace(paper.state))),
            ("DueDate", on(row["due"])),
        )


def _number(paper: Paper) -> str:
    return Number(paper.row["number"], paper.row["suffix"]).text()


def _priority(paper: Paper) -> str:
    """The digit by which electronic exchange names the urgency (domain.md §10.1)."""
    level = urgencies().find(paper.row["urgency"])
    return str(level.exchange) if level else ""


def _code(paper: Paper) -> tuple[str, str]:
    """Number and symbol, apart."""
    row = paper.row
    if row["kind"] == "incoming" or row["number"] is None:
        written = parse_code(row["code"])
        return written.number, written.symbol
    return _number(paper), row["symbol"]


def _signer(paper: Paper) -> Values:
    """Who signed, with his post of that day; of a received document what its register says."""
    lists: Mapping[str, Any] = paper.state.get("lists", {})
    signed = [mark["by"] for _, mark in lists.get("signatures", ()) if mark["kind"] == "main"]
    if not signed:
        return (("SignerInfo/FullName", paper.text("signer")),)
    by = signed[-1]
    return (("SignerInfo/Position", by.get("post", "")), ("SignerInfo/FullName", by["name"]))


def _trace(state: State) -> Iterable[str]:
    """Directives and opinions, the oldest first: ``22/11/2026, Nguyễn Văn A: …``."""
    lists: Mapping[str, Any] = state.get("lists", {})
    said = [word for kind in ("directives", "opinions") for _, word in lists.get(kind, ())]
    for word in sorted(said, key=lambda one: one["time"]):
        yield f"{short_date(day.day(word['time']))}, {word['by']['name']}: {word['text']}"


def _said(cell: object) -> str:
    return short_date(cell) if isinstance(cell, datetime.date) else str(cell)


def _known(values: Values) -> Values:
    return tuple((name, value) for name, value in values if value)
