"""The lines of books that are no register: post, lent file copies, and the lists of dossiers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from core.office.book_lines import Cell, Fate, Line
from core.office.books import Scope
from core.office.dossiers import Stage
from core.office.typography import roman
from db import facts, models, visible
from db.projections.values import number, text
from db.queries.book_facts import D, Paper, Reader, day_of, joined, on

HANDED_OVER = (Stage.HANDED_OVER.value, Stage.ARCHIVED.value)


def post(reader: Reader, scope: Scope) -> Iterator[Line]:
    """Sổ gửi văn bản đi bưu điện: what was sent by post between two days."""
    table = models.Dispatch
    by_post = sa.and_(table.way == "post", table.day.between(scope.since, scope.until))
    for paper, row in _parts(reader, table, by_post):
        receipt = joined([row["receiver"], on(row["received"])])
        cells = (
            day_of(row["day"]), paper.code, row["recipient"], row["envelopes"], receipt, row["note"]
        )  # fmt: skip
        yield _line(row, cells)


def loans(reader: Reader, scope: Scope) -> Iterator[Line]:
    """Sổ sử dụng bản lưu: who had file copies between two days."""
    table = models.Loan
    within = table.day.between(scope.since, scope.until)
    found = list(_parts(reader, table, within))
    dossiers = _dossier_codes(reader, {row["document"] for _, row in found})
    for paper, row in found:
        due = f"Hạn trả {on(row['until'])}" if row["until"] else ""
        cells = (
            day_of(row["day"]),
            row["borrower"],
            joined([", ".join(part for part in (paper.code, _day(paper)) if part)]),
            reader.words.titled(paper),
            joined(dossiers.get(row["document"], ())),
            "",
            day_of(row["returned"]),
            row["allowed"],
            joined([due, row["note"]]),
        )
        yield _line(row, cells)


def dossiers(reader: Reader, scope: Scope) -> Iterator[Line]:
    """Danh mục hồ sơ of a year, under its headings: ``Lớn / nhỏ``."""
    table = models.Plan
    query = sa.select(table).where(table.year == scope.year, table.dropped.is_(False))
    ordered = query.order_by(table.place, table.code, table.id)
    large, small = "", ""
    larges = smalls = 0
    for at, row in enumerate(reader.connection.execute(ordered).mappings()):
        upper, _, lower = (part.strip() for part in row["heading"].partition(" / "))
        if upper and upper != large:
            larges, smalls, small = larges + 1, 0, ""
            yield _heading((at, 0), f"{roman(larges)}. {upper.upper()}")
        if lower and lower != small:
            smalls += 1
            yield _heading((at, 1), f"{smalls}. {lower}")
        large, small = upper, lower
        cells = (
            row["code"],
            row["title"],
            reader.words.kept(row["retention"]),
            reader.named(row["keeper"] or ""),
            row["note"],
        )
        yield Line(cells, (at, 2), entity=row["id"])


def handed_over(reader: Reader, scope: Scope) -> Iterator[Line]:
    """Mục lục hồ sơ, tài liệu nộp lưu: the dossiers of a year that the archive was given, or the
    one asked for.
    """
    table = models.Dossier
    chosen = table.id == scope.dossier if scope.dossier else _ended(scope)
    query = sa.select(table).where(chosen, table.state.in_(HANDED_OVER))
    shown = query.where(*visible.dossiers(reader.connection, reader.store.viewer))
    rows = reader.connection.execute(shown.order_by(table.code, table.id)).mappings()
    for at, row in enumerate(rows, 1):
        state = facts.states(reader.connection, [("dossier", row["id"])])["dossier", row["id"]]
        pages = sum(paper.pages for paper in reader.papers(_inside(row["id"])).values())
        cells = (
            at,
            row["code"],
            row["title"],
            " – ".join(dict.fromkeys(on(row[end]) for end in ("start", "until") if row[end])),
            reader.words.kept(row["retention"]),
            number(state, "sheets") or pages or "",
            text(state, "note"),
        )
        yield Line(cells, (at,), entity=row["id"])


def contents(reader: Reader, scope: Scope) -> Iterator[Line]:
    """Mục lục văn bản, tài liệu trong hồ sơ: its documents in the order of their dates."""
    papers = reader.papers(_inside(scope.dossier))
    if not visible.sees(reader.connection, reader.store.viewer, "dossier", scope.dossier):
        return
    agency = reader.units.get(reader.store.unit)
    ordered = sorted(papers.values(), key=lambda one: (_iso(one), one.row["created"]))
    page = 1
    for at, paper in enumerate(ordered, 1):
        pages = paper.pages
        place = f"{page}–{page + pages - 1}" if pages > 1 else str(page)
        own = paper.row["kind"] != "incoming"
        cells = (
            at,
            paper.code,
            paper.date,
            reader.words.titled(paper),
            (agency["name"] if own and agency else "") or paper.row["issuer"],
            place if pages else "",
            paper.text("note"),
        )
        page += pages
        yield Line(cells, (at,), entity=paper.row["id"])


def _parts(
    reader: Reader, table: type[models.Dispatch] | type[models.Loan], where: sa.ColumnElement[bool]
) -> Iterator[tuple[Paper, sa.RowMapping]]:
    """The rows of a table in the order of their days, each with its document, if that is shown."""
    rows = reader.connection.execute(
        sa.select(table).where(where).order_by(table.day, table.document, table.op)
    ).mappings()
    held = sa.select(table.document).where(where)
    papers = reader.papers(D.id.in_(held))
    return ((papers[row["document"]], row) for row in rows if row["document"] in papers)


def _line(row: sa.RowMapping, cells: tuple[Cell, ...]) -> Line:
    return Line(cells, (row["day"], row["document"], row["op"]), entity=row["document"])


def _heading(key: tuple[int, int], words: str) -> Line:
    return Line(("", words, "", "", ""), key, Fate.HEADING)


def _ended(scope: Scope) -> sa.ColumnElement[bool]:
    """Dossiers whose last document falls into the days asked for."""
    table = models.Dossier
    return sa.true() if scope.whole else table.until.between(scope.since, scope.until)


def _inside(dossier: str) -> sa.ColumnElement[bool]:
    item = models.DossierItem
    return D.id.in_(sa.select(item.document).where(item.dossier == dossier))


def _dossier_codes(reader: Reader, documents: Iterable[str]) -> dict[str, list[str]]:
    """The codes of the dossiers that documents lie in, as far as the person may see these."""
    known, item, dossier = set(documents), models.DossierItem, models.Dossier
    join = sa.join(item, dossier, item.dossier == dossier.id)
    query = sa.select(item.document, dossier.code).select_from(join).order_by(dossier.code)
    shown = query.where(*visible.dossiers(reader.connection, reader.store.viewer))
    found: dict[str, list[str]] = {}
    for document, code in reader.connection.execute(shown):
        if document in known:
            found.setdefault(document, []).append(code)
    return found


def _day(paper: Paper) -> str:
    return on(_iso(paper))


def _iso(paper: Paper) -> str:
    """The document's own date as an ISO text; the empty text where it has none."""
    return str(paper.date or "")
