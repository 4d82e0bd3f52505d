"""Lists and pages of documents: Core rows by keyset, counts, search; what a person may not see is
not asked for.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from core.commits.acts import STEPS
from core.commits.fold import State as Folded
from core.commits.format import Commit, Op
from core.commits.intake_bodies import Intake
from core.office import access, workflow
from core.office.format.kept import kept_in
from core.office.terms import Kind, State
from db import commits, facts, models, search, visible, wanted
from db.acting import Store
from db.projections import field
from db.queries import sides
from db.queries.rows import (
    AssignmentRow,
    DocumentPage,
    DocumentRow,
    FileRow,
    Related,
    RemarkRow,
    SignatureRow,
    StoryRow,
    Taken,
)
from db.queries.shelf import dossier_rows, groups_here
from db.queries.signings import of_commit, received

PAGE = 100
D = models.Document
_OWN = frozenset(D.__table__.c.keys())


@dataclass(frozen=True)
class View:
    """A saved view: kinds of documents, states, whose, and between which deadlines.

    ``mine`` are those that the person began or was assigned, ``assigned`` the latter alone. Dates
    are ISO; ``due_before`` is outside, ``due_from`` inside.
    """

    kinds: tuple[Kind, ...]
    states: tuple[State, ...] = ()
    mine: bool = False
    due_before: str | None = None
    due_from: str | None = None
    assigned: bool = False


def ids(store: Store, view: View, text: str = "") -> array[int]:
    """The row numbers of all documents of a view, newest first; with a text, only those that it
    finds (at most 1,000).
    """
    with store.engine.begin() as connection:
        newest = (D.created.desc(), D.n.desc())
        query = sa.select(D.n).where(*_where(connection, store, view)).order_by(*newest)
        if text.strip():
            within = visible.row_numbers(connection, store.viewer)
            hits = search.search(connection, text, limit=1000, within=within)
            found = [hit.rowid for hit in hits]
            query = query.where(D.n.in_(found))
        return array("q", connection.execute(query).scalars())


def rows(store: Store, numbers: Sequence[int]) -> list[DocumentRow]:
    """The rows of some documents by row number, in the order asked for."""
    with store.engine.begin() as connection:
        return _rows(
            connection,
            store,
            D.n.in_(list(numbers)),
            {number: i for i, number in enumerate(numbers)},
        )


def _rows(
    connection: sa.Connection, store: Store, where: Any, order: dict[int, int]
) -> list[DocumentRow]:
    seen = models.LocalRead
    person = store.author.person
    join = sa.outerjoin(D, seen, (seen.document == D.id) & (seen.person == person))
    columns = [D.__table__.c[name] for name in DocumentRow.__dataclass_fields__ if name in _OWN]
    shown, named = visible.documents(connection, store.viewer), groups_here(connection)
    read = seen.time.is_not(None).label("read")
    query = sa.select(*columns, read, D.stream.label("group")).select_from(join)
    query = query.where(where, *shown)
    found = [
        DocumentRow(**{**row, "group": named.get(row["group"])})
        for row in connection.execute(query).mappings()
    ]
    return sorted(found, key=lambda row: order.get(row.n, 0))


def counts(store: Store, views: dict[str, View]) -> dict[str, int]:
    """How many documents each view holds."""
    with store.engine.begin() as connection:
        return {
            name: connection.execute(
                sa.select(sa.func.count()).select_from(D).where(*_where(connection, store, view))
            ).scalar_one()
            for name, view in views.items()
        }


def _where(connection: sa.Connection, store: Store, view: View) -> list[Any]:
    return [*narrowing(connection, store, view), *visible.documents(connection, store.viewer)]


def narrowing(connection: sa.Connection, store: Store, view: View) -> list[Any]:
    """What a view asks, as conditions; what the person may see is for the caller to add."""
    found: list[Any] = [D.kind.in_([kind.value for kind in view.kinds])]
    if view.states:
        found.append(D.state.in_([state.value for state in view.states]))
    people = visible.behalf(connection, store.viewer)
    assigned = D.id.in_(
        sa.select(models.Assignment.document).where(models.Assignment.person.in_(people))
    )
    if view.assigned:
        found.append(assigned)
    if view.mine:
        found.append(sa.or_(D.drafter.in_(people), assigned))
    if view.due_before:
        found.append(D.due < view.due_before)
    if view.due_from:
        found.append(D.due >= view.due_from)
    return found


def same(store: Store, duplicate_key: str) -> list[DocumentRow]:
    """Documents in the books with the same number, symbol and issuer (NĐ 30/2020 PL VI III.1.h)."""
    with store.engine.begin() as connection:
        return _rows(connection, store, D.duplicate_key == duplicate_key, {})


def page(store: Store, document: str) -> DocumentPage | None:
    """One document with everything that its page shows; None where there is none that the person
    may see.
    """
    with store.engine.begin() as connection:
        state = facts.states(connection, [("document", document)]).get(("document", document))
        found = _rows(connection, store, document == D.id, {})
        if state is None or not found:
            return None
        grants = facts.grants(connection, store.author.person)
        roles = access.roles_in(grants, store.unit, store.today())
        return DocumentPage(
            row=found[0],
            fields={name: field(state, name) for name in state.get("fields", {})},
            files=_files(connection, document, state),
            assignments=_assignments(connection, document),
            signatures=_signatures(connection, document, state),
            remarks=_remarks(state),
            links=_shown_links(connection, store, document, state),
            dossiers=_dossiers(connection, store, document),
            moves=workflow.moves(Kind(found[0].kind), State(found[0].state), roles),
            source=str(state.get("number", {}).get("source") or field(state, "old_book")),
        )


def _files(connection: sa.Connection, document: str, state: Folded) -> tuple[FileRow, ...]:
    file, blob, mark = models.File, models.Blob, models.Signature
    join = sa.outerjoin(file, blob, blob.id == file.blob)
    query = (
        sa.select(
            file.slot,
            file.role,
            file.blob,
            file.name,
            file.type,
            file.size,
            file.pages,
            blob.complete,
            blob.away,
            sa.exists().where(mark.document == file.document, mark.after == file.blob),
        )
        .select_from(join)
        .where(file.document == document)
        .order_by(file.role, file.place, file.slot)
    )
    known = _intakes(state)
    return tuple(
        FileRow(
            *row[:7],
            here=bool(row[7]),
            signed=bool(row[9]),
            intake=known.get((row[0], row[2])),
            at_server=row[8] == wanted.EVICTED,
            asked=row[8] == wanted.ASKED,
        )
        for row in connection.execute(query)
    )


def _intakes(state: Folded) -> dict[tuple[str, str], Intake]:
    """What was found of the signatures in files that were taken in, by slot and hash."""
    return {
        (slot, value["blob"]): msgspec.convert(value["intake"], Intake)
        for slot, entries in state.get("files", {}).items()
        for _, value in entries
        if "intake" in value
    }


def _assignments(connection: sa.Connection, document: str) -> tuple[AssignmentRow, ...]:
    table = models.Assignment
    columns = [getattr(table, name) for name in AssignmentRow.__dataclass_fields__]
    query = sa.select(*columns).where(table.document == document)
    ordered = query.order_by(table.part, table.name, table.given)
    return tuple(AssignmentRow(*row) for row in connection.execute(ordered))


def _signatures(
    connection: sa.Connection, document: str, state: Folded
) -> tuple[SignatureRow, ...]:
    """Those in the main file, not the agency's in the appendices."""
    table, marks = models.Signature, state.get("lists", {}).get("signatures", ())
    main = [op for op, value in marks if value["after"]["slot"] == "main"]
    query = sa.select(table.field, table.kind, table.person, table.name, table.time).where(
        table.document == document, table.op.in_(main)
    )
    return tuple(
        SignatureRow(*row) for row in connection.execute(query.order_by(table.time, table.op))
    )


def _remarks(state: Folded) -> tuple[RemarkRow, ...]:
    lists = state.get("lists", {})
    remarks = [
        RemarkRow(
            kind,
            value["by"]["name"],
            value["by"].get("rank", ""),
            value["by"].get("post", ""),
            value["time"],
            value["text"],
        )
        for kind in ("directives", "opinions")
        for _, value in lists.get(kind, ())
    ]
    return tuple(sorted(remarks, key=lambda remark: remark.time))


def _links(connection: sa.Connection, document: str, state: Folded) -> tuple[tuple[str, str], ...]:
    """Links of this document and, for the document answered, the answers that name it."""
    out = [
        (value["relation"], value["target"]) for _, value in state.get("sets", {}).get("links", ())
    ]
    table = models.Link
    back = connection.execute(
        sa.select(table.relation, table.document).where(table.target == document)
    )
    return (*out, *((f"{relation}-by", source) for relation, source in back))


def _shown_links(
    connection: sa.Connection, store: Store, document: str, state: Folded
) -> tuple[tuple[str, str], ...]:
    links = _links(connection, document, state)
    shown = {row.id for row in _rows(connection, store, D.id.in_([to for _, to in links]), {})}
    return tuple((relation, to) for relation, to in links if to in shown)


def _dossiers(connection: sa.Connection, store: Store, document: str) -> tuple[str, ...]:
    item, dossier = models.DossierItem, models.Dossier
    join = sa.join(item, dossier, item.dossier == dossier.id)
    query = sa.select(item.dossier).select_from(join).where(item.document == document)
    shown = visible.dossiers(connection, store.viewer)
    return tuple(connection.execute(query.where(*shown)).scalars())


def related(store: Store, document: str) -> Related:
    """The documents that are linked to one, in either direction, and the dossiers that hold it."""
    with store.engine.begin() as connection:
        if not visible.sees(connection, store.viewer, "document", document):
            return Related((), ())
        state = facts.states(connection, [("document", document)]).get(("document", document), {})
        links = _links(connection, document, state)
        rows = {
            row.id: row for row in _rows(connection, store, D.id.in_([i for _, i in links]), {})
        }
        held = dossier_rows(
            connection, store, models.Dossier.id.in_(_dossiers(connection, store, document))
        )
        linked = tuple((relation, rows[other]) for relation, other in links if other in rows)
        return Related(linked, tuple(reversed(held)))


def story(store: Store, document: str) -> list[StoryRow]:
    """A document's history, from its commits, the oldest first."""
    with store.engine.begin() as connection:
        if not visible.sees(connection, store.viewer, "document", document):
            return []
        names = {
            row.id: row.name
            for row in connection.execute(sa.select(models.Person.id, models.Person.name))
        }
        labels = {
            row.id: row.label
            for row in connection.execute(sa.select(models.Device.id, models.Device.label))
        }
        found: list[StoryRow] = []
        sent: dict[str, str] = {}
        acts = _acts(connection, document)
        had = received(connection, (commit for commit, _ in acts))
        for commit, standing in acts:
            header = commit.header
            moved = next((op.body for op in commit.ops if op.kind in STEPS), {})
            kinds, kept = tuple(op.kind for op in commit.ops), kept_in(moved)
            found.append(
                StoryRow(
                    kinds,
                    str(moved.get("act", "")),
                    names.get(header.person, ""),
                    labels.get(header.device, ""),
                    header.hlc[0],
                    standing,
                    "" if kept else str(moved.get("reason", "")),
                    _about(commit, document, sent),
                    next((str(o.body.get("text", "")) for o in commit.ops if _opines(o)), ""),
                    Taken.of(commit),
                    kept,
                    _taken_in(commit),
                    of_commit(commit, document, had),
                    sides.askew(connection, commit),
                )
            )
        return found


def _acts(connection: sa.Connection, document: str) -> list[tuple[Commit, str]]:
    """Those on the document, and the copies that were taken of what tells of it."""
    entities = (("document", document), ("copy", document))
    found = [one for entity in entities for one in commits.touching(connection, entity)]
    return sorted(found, key=lambda one: one[0].order)


def _taken_in(commit: Commit) -> tuple[Intake, ...]:
    bodies = [op.body for op in commit.ops if op.kind == "document.file" and op.v == 1]
    return tuple(msgspec.convert(one["intake"], Intake) for one in bodies if "intake" in one)


def _opines(op: Op) -> bool:
    return op.kind == "document.opine"


def _about(commit: Commit, document: str, sent: dict[str, str]) -> tuple[str, ...]:
    """Whom an act concerns: recipients, who received, who borrowed and brought back; ``sent`` keeps
    the names of earlier acts by their operations.
    """
    found = []
    for index, op in enumerate(commit.ops):
        named = {"document.dispatch": "to", "document.lend": "borrower"}.get(op.kind)
        earlier = {"document.receive": "dispatch", "document.restore": "loan"}.get(op.kind)
        if named and op.id == document:
            found.append(sent.setdefault(commit.op_id(index), str(op.body.get(named, ""))))
        elif earlier and op.id == document:
            found.append(sent.get(str(op.body.get(earlier)), ""))
    return tuple(name for name in found if name)
