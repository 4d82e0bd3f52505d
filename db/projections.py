"""Rows that screens read, computed from an aggregate's state; pure but for the store at the end.

A row shows the first of concurrent values and counts the conflicts; the state itself keeps them
all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from core.commits import canonical, merge
from core.commits.fold import Key, State
from core.commits.ids import unb64
from core.errors import AntinError
from core.office import duplicates
from core.office.day import day
from db import models, search

Values = dict[str, Any]
Rows = list[tuple[type[models.Base], Values]]

NO_VALUE = ""


def field(state: Mapping[str, Any], name: str, default: Any = NO_VALUE) -> Any:
    """The value shown for a field: the first of those that stand side by side."""
    entries = state.get("fields", {}).get(name)
    return entries[0][1] if entries else default


def conflicts(state: Mapping[str, Any]) -> int:
    """How many things a person has to decide in this aggregate."""
    fields = sum(merge.in_conflict(entries) for entries in state.get("fields", {}).values())
    files = sum(merge.in_conflict(entries) for entries in state.get("files", {}).values())
    return fields + files + len(state.get("conflicts", ()))


def document(entity: str, stream: str, state: State, tentative: bool) -> Values:
    """The row of a document for lists."""
    number = state.get("number", {})
    lead = _lead(state)
    return {
        "id": entity,
        "stream": stream,
        "kind": state.get("kind", ""),
        "state": state.get("step", {}).get("name", ""),
        "type": field(state, "type"),
        "subject": field(state, "subject"),
        "issuer": field(state, "issuer"),
        "code": field(state, "code"),
        "duplicate_key": duplicates.key(field(state, "code"), field(state, "issuer")),
        "document_date": field(state, "document_date", None),
        "register": number.get("register"),
        "number": number.get("number"),
        "suffix": number.get("suffix", ""),
        "symbol": number.get("symbol", "") or field(state, "symbol"),
        "dated": number.get("date"),
        "urgency": field(state, "urgency", "normal"),
        "due": lead.get("due") or field(state, "due", None),
        "lead": lead.get("to", {}).get("name", ""),
        "lead_person": lead.get("assignee"),
        "drafter": state.get("created", {}).get("author", ""),
        "pages": field(state, "pages", 0),
        "files": len(state.get("files", {})),
        "directives": len(state.get("lists", {}).get("directives", ())),
        "conflicts": conflicts(state),
        "tentative": tentative,
        "created": state.get("created", {}).get("time", 0),
    }


def _lead(state: State) -> Values:
    leads = [
        value
        for _, value in state.get("sets", {}).get("assignments", ())
        if value["part"] == "lead"
    ]
    latest: Values = max(leads, key=lambda value: value["time"], default={})
    return latest


def _files(entity: str, state: State) -> Rows:
    return [
        (
            models.File,
            {
                "document": entity,
                "slot": slot,
                "op": op,
                "role": value["role"],
                "place": value["order"],
                "blob": value["blob"],
                "name": value["name"],
                "type": value["type"],
                "size": value["size"],
                "pages": value.get("pages", 0),
            },
        )
        for slot, entries in state.get("files", {}).items()
        for op, value in entries
    ]


def _assignments(entity: str, state: State) -> Rows:
    return [
        (
            models.Assignment,
            {
                "document": entity,
                "op": op,
                "part": value["part"],
                "person": value.get("assignee"),
                "unit": value.get("unit"),
                "name": value.get("to", {}).get("name", ""),
                "due": value.get("due"),
            },
        )
        for op, value in state.get("sets", {}).get("assignments", ())
    ]


def _signatures(entity: str, state: State) -> Rows:
    return [
        (
            models.Signature,
            {
                "document": entity,
                "op": op,
                "field": value["field"],
                "kind": value["kind"],
                "person": value["author"],
                "name": value["by"]["name"],
                "before": value["before"],
                "after": value["after"]["blob"],
                "time": value["time"],
            },
        )
        for op, value in state.get("lists", {}).get("signatures", ())
    ]


def _links(entity: str, state: State) -> Rows:
    return [
        (
            models.Link,
            {
                "document": entity,
                "op": op,
                "relation": value["relation"],
                "target": value["target"],
            },
        )
        for op, value in state.get("sets", {}).get("links", ())
    ]


def _dossier_items(entity: str, state: State) -> Rows:
    items = state.get("sets", {}).get("documents", ())
    return [
        (models.DossierItem, {"dossier": entity, "document": value["document"], "op": op})
        for op, value in items
    ]


def _leases(entity: str, state: State) -> Rows:
    return [
        (
            models.Lease,
            {
                "id": lease["lease"],
                "register": entity,
                "device": lease["device"],
                "inc": lease["inc"],
                "first": lease["first"],
                "end": lease["end"],
                "top": lease["top"],
                "start": lease["start"],
                "until": lease["until"],
                "returned": "returned" in lease,
            },
        )
        for lease in state.get("leases", {}).values()
    ]


def dossier(entity: str, stream: str, state: State, tentative: bool) -> Values:
    """The row of a dossier."""
    return {
        "id": entity,
        "stream": stream,
        "code": field(state, "code"),
        "title": field(state, "title"),
        "retention": field(state, "retention"),
        "state": state.get("step", {}).get("name", "open"),
        "keeper": state.get("created", {}).get("author", ""),
        "tentative": tentative,
        "documents": len(state.get("sets", {}).get("documents", ())),
        "created": state.get("created", {}).get("time", 0),
    }


def register(entity: str, stream: str, state: State, _tentative: bool) -> Values:
    """The row of a register of one year."""
    return {
        "id": entity,
        "stream": stream,
        "unit": field(state, "unit"),
        "kind": state.get("kind", ""),
        "name": field(state, "name"),
        "symbol": field(state, "symbol"),
        "year": field(state, "year", 0),
        "given": state.get("given", 0),
    }


def person(entity: str, _stream: str, state: State, _tentative: bool) -> Values:
    """The row of a person."""
    return {"id": entity, **{name: field(state, name) for name in ("name", "rank", "post", "unit")}}


def unit(entity: str, _stream: str, state: State, _tentative: bool) -> Values:
    """The row of a unit."""
    return {
        "id": entity,
        **{name: field(state, name) for name in ("name", "short", "code", "parent", "place")},
    }


def grant(entity: str, _stream: str, state: State, _tentative: bool) -> Values:
    """The row of a grant."""
    return {
        "id": entity,
        "op": state.get("created", {}).get("op", ""),
        "person": field(state, "person"),
        "unit": field(state, "unit"),
        "role": field(state, "role"),
        "start": field(state, "start"),
        "until": field(state, "until", None),
        "revoked": _revoked(state),
    }


def _revoked(state: State) -> str | None:
    """The first day without the grant, by the office's calendar as rights are checked: no
    revocation reaches back behind its own day.
    """
    revocations = state.get("lists", {}).get("revocations", ())
    return min(
        (max(value.get("day", ""), day(value["time"]).isoformat()) for _, value in revocations),
        default=None,
    )


def device(entity: str, _stream: str, state: State, _tentative: bool) -> Values:
    """The row of a device with its newest certificate, as signed; readers check it before they
    believe it.
    """
    lists = state.get("lists", {})
    envelope = lists["certificates"][-1][1]["certificate"] if lists.get("certificates") else {}
    inside = _inside(envelope)
    return {
        "id": entity,
        "kind": str(inside.get("kind", "")),
        "label": str(inside.get("label", "")),
        "certificate": json.dumps(envelope).encode(),
        "revoked": bool(lists.get("revocations")),
    }


def _inside(envelope: Mapping[str, Any]) -> Values:
    try:
        inside = canonical.decode(unb64(str(envelope.get("body", ""))))
    except AntinError:
        return {}
    return inside if isinstance(inside, dict) else {}


Project = Callable[[str, str, State, bool], Values]
MAIN: dict[str, tuple[type[models.Base], Project]] = {
    "document": (models.Document, document),
    "dossier": (models.Dossier, dossier),
    "register": (models.Register, register),
    "person": (models.Person, person),
    "unit": (models.Unit, unit),
    "grant": (models.Grant, grant),
    "device": (models.Device, device),
}
PARTS: dict[str, tuple[tuple[type[models.Base], str, Callable[[str, State], Rows]], ...]] = {
    "document": (
        (models.File, "document", _files),
        (models.Assignment, "document", _assignments),
        (models.Signature, "document", _signatures),
        (models.Link, "document", _links),
    ),
    "dossier": ((models.DossierItem, "dossier", _dossier_items),),
    "register": ((models.Lease, "register", _leases),),
}


def rows(key: Key, stream: str, state: State, tentative: bool) -> Rows:
    """The rows of one aggregate, its own first; none for one of which only operations of a newer
    program are known.
    """
    kind, entity = key
    if kind not in MAIN or state.keys() == {"newer"}:
        return []
    table, project = MAIN[kind]
    own: Rows = [(table, project(entity, stream, state, tentative))]
    return own + [row for _, _, parts in PARTS.get(kind, ()) for row in parts(entity, state)]


def words(state: State) -> str:
    """What the search knows of a document."""
    number = state.get("number", {})
    found = [field(state, name) for name in ("code", "issuer", "subject")]
    return " ".join([*found, str(number.get("number", "")), number.get("symbol", "")])


def write(connection: sa.Connection, key: Key, stream: str, state: State, tentative: bool) -> None:
    """Store the rows of one aggregate in place of those that it had; none for one of which only
    operations of a newer program are known.
    """
    found = rows(key, stream, state, tentative)
    if not found:
        return
    (table, values), *parts = found
    _upsert(connection, table, values)
    kind, entity = key
    for part, owner, _ in PARTS.get(kind, ()):
        connection.execute(sa.delete(part).where(part.__table__.c[owner] == entity))
    for part, values in parts:
        connection.execute(sa.insert(part), values)
    if kind == "document" and connection.dialect.name == "sqlite":
        _index(connection, entity, state)


def remove(connection: sa.Connection, key: Key) -> None:
    """Drop the rows of one aggregate."""
    kind, entity = key
    if kind not in MAIN:
        return
    if kind == "document" and connection.dialect.name == "sqlite":
        row = connection.execute(
            sa.select(models.Document.n).where(models.Document.id == entity)
        ).scalar()
        if row is not None:
            search.remove(connection, row)
    for part, owner, _ in PARTS.get(kind, ()):
        connection.execute(sa.delete(part).where(part.__table__.c[owner] == entity))
    table = MAIN[kind][0]
    connection.execute(sa.delete(table).where(table.__table__.c["id"] == entity))


def _upsert(connection: sa.Connection, table: type[models.Base], values: Values) -> None:
    column = table.__table__.c["id"]
    done = connection.execute(sa.update(table).where(column == values["id"]).values(values))
    if not done.rowcount:
        connection.execute(sa.insert(table), values)


def _index(connection: sa.Connection, entity: str, state: State) -> None:
    row = connection.execute(
        sa.select(models.Document.n).where(models.Document.id == entity)
    ).scalar_one()
    search.index(connection, row, words(state))
