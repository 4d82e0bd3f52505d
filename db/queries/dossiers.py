"""Lists of dossiers, and the page of one with its index and what it lacks."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.commits.check import EFFECTIVE
from core.office import access, completeness, dossiers
from core.office.completeness import Named, Problem
from core.office.day import VIETNAM, day
from core.office.dossiers import Stage
from core.office.terms import Act
from core.text import fold
from db import commits, facts, filed, models, visible
from db.acting import Store
from db.projections.values import number
from db.queries import documents
from db.queries.rows import DocumentRow, InGroup
from db.queries.shelf import groups_here

T, P, WHO = models.Dossier, models.Plan, models.Person


@dataclass(frozen=True)
class Asked:
    """Which dossiers: at these stages, the person's own, of a year, or those whose hand-over is
    due within 30 days and which are kept so long (codes of retention) that they go to the archive;
    ``words`` stand in code, title or keeper's name, marks and capitals aside.
    """

    states: tuple[Stage, ...] = ()
    mine: bool = False
    year: int | None = None
    due: tuple[str, ...] | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A dossier in a list; ``documents`` counts what the person may see, ``start`` and ``until``
    are the days of its documents when it was closed, ``due`` that of its hand-over, all ISO;
    ``group`` is None for what the whole unit has.
    """

    n: int
    id: str
    code: str
    title: str
    retention: str
    state: str
    keeper: str
    keeper_name: str
    documents: int
    plan: str | None
    year: int
    start: str | None
    until: str | None
    due: str | None
    moved: int
    tentative: bool
    group: InGroup | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """An open dossier as offered for documents; ``near``: it holds what they answer, or others of
    the same sender.
    """

    row: DossierLine
    near: bool


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A document in the index of a dossier: its place from 1, its pages; 0: none known."""

    row: DocumentRow
    place: int
    day: str | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step in a dossier's life: who, when (milliseconds UTC), why."""

    act: str
    name: str
    time: int
    reason: str


@dataclass(frozen=True, slots=True)
class DossierPage:
    """Everything that a dossier's page shows; ``acts`` are what the person may do now, putting in
    and naming among them while it is open.
    """

    row: DossierLine
    index: tuple[IndexRow, ...]
    problems: tuple[Problem, ...]
    acts: tuple[Act, ...]
    steps: tuple[StepRow, ...]

    @property
    def stopping(self) -> int:
        """How many things keep it open."""
        return sum(problem.stops for problem in self.problems)


def ids(store: Store, asked: Asked) -> array[int]:
    """The row numbers of the dossiers asked for, by code."""
    with store.engine.begin() as connection:
        query = sa.select(T.n).select_from(_TABLES).where(*_where(connection, store, asked))
        return array("q", connection.execute(query.order_by(T.code, T.n)).scalars())


def counts(store: Store, asked: dict[str, Asked]) -> dict[str, int]:
    """How many dossiers each view holds."""
    with store.engine.begin() as connection:
        return {
            name: connection.execute(
                sa.select(sa.func.count())
                .select_from(_TABLES)
                .where(*_where(connection, store, one))
            ).scalar_one()
            for name, one in asked.items()
        }


def rows(store: Store, numbers: Sequence[int]) -> list[DossierLine]:
    """The rows of some dossiers by row number, in the order asked for."""
    places = {number: place for place, number in enumerate(numbers)}
    with store.engine.begin() as connection:
        found = _rows(connection, store, T.n.in_(list(numbers)))
    return sorted(found, key=lambda row: places[row.n])


def named(store: Store, chosen: Sequence[str]) -> list[DossierLine]:
    """The rows of some dossiers by id, by code."""
    with store.engine.begin() as connection:
        return sorted(_rows(connection, store, T.id.in_(list(chosen))), key=lambda row: row.code)


def page(store: Store, dossier: str) -> DossierPage | None:
    """One dossier with everything that its page shows; None where the person may not see it."""
    with store.engine.begin() as connection:
        found = _rows(connection, store, T.id == dossier)
        if not found:
            return None
        row = found[0]
        inside = _days(connection, store, dossier)
        problems = _problems(connection, store, row)
        acts, steps = _acts(connection, store, row), _steps(connection, dossier)
    return DossierPage(row, _index(store, inside), problems, acts, steps)


def suggested(store: Store, chosen: Sequence[str]) -> list[Offered]:
    """The open dossiers that the person sees: first those that hold what these documents answer,
    then those with documents of the same agency, then the newest; where the documents stand in a
    restricted group, its own alone.
    """
    document, item, link = models.Document, models.DossierItem, models.Link
    with store.engine.begin() as connection:
        issuers = sa.select(document.issuer).where(
            document.id.in_(list(chosen)), document.issuer != ""
        )
        linked = sa.select(link.target).where(link.document.in_(list(chosen)))
        shown = visible.documents(connection, store.viewer)
        held = (
            sa.select(
                item.dossier,
                sa.func.max(sa.cast(document.id.in_(linked), sa.Integer)).label("linked"),
                sa.func.count().label("same"),
            )
            .select_from(sa.join(item, document, document.id == item.document))
            .where(sa.or_(document.issuer.in_(issuers), document.id.in_(linked)), *shown)
            .group_by(item.dossier)
        )
        weight = {row.dossier: (row.linked, row.same) for row in connection.execute(held)}
        streams = sa.select(document.stream).where(document.id.in_(list(chosen)))
        fits = T.stream.in_(streams) if chosen else sa.true()
        found = _rows(connection, store, fits & (T.state == Stage.OPEN.value))
    found.sort(key=lambda row: (*weight.get(row.id, (0, 0)), row.n), reverse=True)
    return [Offered(row, row.id in weight) for row in found]


_TABLES = sa.outerjoin(sa.outerjoin(T, P, P.id == T.plan), WHO, WHO.id == T.keeper)


def _where(connection: sa.Connection, store: Store, asked: Asked) -> list[Any]:
    found: list[Any] = list(visible.dossiers(connection, store.viewer))
    if asked.states:
        found.append(T.state.in_([state.value for state in asked.states]))
    if asked.mine:
        found.append(T.keeper == store.author.person)
    if asked.year is not None:
        found.append(_of_year(asked.year))
    if asked.due is not None:
        last = dossiers.noticed(store.today())
        found += [T.state == Stage.CLOSED.value, T.retention.in_(asked.due)]
        ended = sa.and_(T.until.is_(None), T.moved < _midnight(last + datetime.timedelta(days=1)))
        found.append(sa.or_(T.until <= last.isoformat(), ended))
    if asked.words.strip():
        found.append(T.n.in_(_named_so(connection, fold(asked.words).split())))
    return found


def _named_so(connection: sa.Connection, wanted: list[str]) -> list[int]:
    """The dossiers that are called so: a unit has few enough to compare them folded."""
    called = (T.code, T.title, WHO.name)
    rows = connection.execute(sa.select(T.n, *called).select_from(_TABLES)).all()
    texts = ((row[0], fold(" ".join(part or "" for part in row[1:]))) for row in rows)
    return [number for number, text in texts if all(word in text for word in wanted)]


def _of_year(year: int) -> sa.ColumnElement[bool]:
    """Of the year of its entry, or else in which it was opened."""
    first, end = (_midnight(datetime.date(y, 1, 1)) for y in (year, year + 1))
    own = sa.and_(P.year.is_(None), T.created >= first, T.created < end)
    return sa.or_(P.year == year, own)


def _midnight(of: datetime.date) -> int:
    """When a day of the office begins, milliseconds UTC."""
    begin = datetime.datetime.combine(of, datetime.time(), VIETNAM)
    return int(begin.timestamp() * 1000)


def _rows(
    connection: sa.Connection, store: Store, where: sa.ColumnElement[bool]
) -> list[DossierLine]:
    item, document = models.DossierItem, models.Document
    seen = sa.select(document.id).where(*visible.documents(connection, store.viewer))
    inside = sa.select(sa.func.count(item.document.distinct())).where(
        item.dossier == T.id, item.document.in_(seen)
    )
    query = (
        sa.select(
            T.__table__,
            sa.func.coalesce(WHO.name, "").label("who"),
            P.year.label("of"),
            inside.scalar_subquery().label("shown"),
        )
        .select_from(_TABLES)
        .where(where, *visible.dossiers(connection, store.viewer))
    )
    named = groups_here(connection)
    return [_line(row, named) for row in connection.execute(query).mappings()]


def _line(row: sa.RowMapping, named: Mapping[str, InGroup]) -> DossierLine:
    own = {name: row[name] for name in DossierLine.__dataclass_fields__ if name in row}
    own |= {"keeper_name": row["who"], "documents": row["shown"], "due": _due(row)}
    own["group"] = named.get(row["stream"])
    return DossierLine(**own, year=row["of"] or day(row["created"]).year)


def _due(row: sa.RowMapping) -> str | None:
    """The day of a closed dossier's hand-over."""
    if row["state"] != Stage.CLOSED:
        return None
    try:
        ended = datetime.date.fromisoformat(row["until"] or "")
    except ValueError:  # what its fields say is no day
        ended = day(row["moved"])
    return dossiers.hand_over_day(ended).isoformat()


def _days(
    connection: sa.Connection, store: Store, dossier: str
) -> list[tuple[int, str | None, int]]:
    """Row number, day and pages of the documents that the person sees, in order of their days."""
    table, file = models.Document, models.File
    counted = sa.select(sa.func.sum(file.pages)).where(
        file.document == table.id, file.role != "draft"
    )
    pages = sa.func.coalesce(sa.func.nullif(table.pages, 0), counted.scalar_subquery(), 0)
    shown = visible.documents(connection, store.viewer)
    query = sa.select(table.n, filed.DAY, pages).where(filed.inside(dossier), *shown)
    found = connection.execute(query.order_by(filed.DAY, table.created, table.n))
    return [(row[0], row[1], row[2]) for row in found]


def _index(store: Store, inside: Sequence[tuple[int, str | None, int]]) -> tuple[IndexRow, ...]:
    papers = {row.n: row for row in documents.rows(store, [n for n, _, _ in inside])}
    found: list[IndexRow] = []
    page = 0
    for n, at, pages in inside:
        if n in papers:
            first, last = (page + 1, page + pages) if pages else (0, 0)
            found.append(IndexRow(papers[n], len(found) + 1, at, first, last))
            page += pages
    return tuple(found)


def _problems(connection: sa.Connection, store: Store, row: DossierLine) -> tuple[Problem, ...]:
    entry = connection.execute(
        sa.select(P.code, P.title, P.retention, P.dropped).where(P.id == row.plan)
    ).one_or_none()
    others = sa.select(T.code).select_from(_TABLES).where(T.id != row.id, _of_year(row.year))
    return completeness.problems(
        Named(row.code, row.title, row.retention),
        filed.papers(connection, row.id, visible.documents(connection, store.viewer)),
        taken=set(connection.execute(others.where(T.code == row.code)).scalars()),
        plan=Named(*entry[:3]) if entry else None,
        dropped=bool(entry and entry.dropped),
        changed=_changed(connection, row),
    )


def _changed(connection: sa.Connection, row: DossierLine) -> bool:
    """Whether a closed dossier holds another number of documents than when it was closed."""
    if row.state == Stage.OPEN:
        return False
    state = facts.states(connection, [("dossier", row.id)]).get(("dossier", row.id), {})
    return number(state, "total") not in {0, filed.count(connection, row.id)}


def _acts(connection: sa.Connection, store: Store, row: DossierLine) -> tuple[Act, ...]:
    grants = facts.grants(connection, store.author.person)
    stage = Stage(row.state) if row.state in set(Stage) else None
    lawful: Iterable[Act] = dossiers.acts(stage) if stage else ()
    if stage is Stage.OPEN:
        lawful = (*lawful, Act.OPEN_DOSSIER, Act.FILE)
    today = store.today()
    return tuple(one for one in lawful if not access.may_act(grants, one, store.unit, today))


def _steps(connection: sa.Connection, dossier: str) -> tuple[StepRow, ...]:
    names = {row.id: row.name for row in connection.execute(sa.select(WHO.id, WHO.name))}
    found = []
    for commit, standing in commits.touching(connection, ("dossier", dossier)):
        header = commit.header
        for op in commit.ops if standing in EFFECTIVE else ():
            if op.id == dossier and op.kind in {"dossier.open", "dossier.move"}:
                act = str(op.body.get("act", Act.OPEN_DOSSIER.value))
                reason = str(op.body.get("reason", ""))
                found.append(StepRow(act, names.get(header.person, ""), header.hlc[0], reason))
    return tuple(found)
