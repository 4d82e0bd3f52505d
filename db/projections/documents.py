"""Rows of documents and of what belongs to one."""

from __future__ import annotations

from core.commits import completing, disputed, tending
from core.commits.fold import State
from core.commits.old_books import step_of
from core.office import duplicates
from db import models
from db.projections.values import Rows, Values, listed, members, number, optional, text


def document(entity: str, stream: str, state: State, tentative: bool) -> Values:
    """The row of a document for lists."""
    given = state.get("number", {})
    lead = _lead(state)
    return {
        "id": entity,
        "stream": stream,
        "kind": state.get("kind", ""),
        "state": step_of(state),
        "act": state.get("step", {}).get("act", ""),
        "type": text(state, "type"),
        "subject": text(state, "subject"),
        "issuer": text(state, "issuer"),
        "code": text(state, "code"),
        "duplicate_key": duplicates.key(text(state, "code"), text(state, "issuer")),
        "document_date": optional(state, "document_date"),
        "register": given.get("register"),
        "number": given.get("number"),
        "suffix": given.get("suffix", ""),
        "symbol": given.get("symbol", "") or text(state, "symbol"),
        "dated": given.get("date"),
        "urgency": text(state, "urgency") or "normal",
        "due": lead.get("due") or optional(state, "due"),
        "lead": lead.get("to", {}).get("name", ""),
        "lead_person": lead.get("assignee"),
        "drafter": state.get("created", {}).get("author", ""),
        "pages": number(state, "pages"),
        "files": len(state.get("files", {})),
        "directives": len(state.get("lists", {}).get("directives", ())),
        "conflicts": disputed.count(state),
        "tentative": tentative,
        "created": state.get("created", {}).get("time", 0),
    }


def _lead(state: State) -> Values:
    leads = [value for _, value in members(state, "assignments") if value["part"] == "lead"]
    latest: Values = max(leads, key=lambda value: value["time"], default={})
    return latest


def files(entity: str, state: State) -> Rows:
    """The current files in its slots; several of one slot compete."""
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


def assignments(entity: str, state: State) -> Rows:
    """Who handles it, and whether he has read what he was given."""
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
                "given": value["time"],
                "noted": _noted(state, value),
            },
        )
        for op, value in members(state, "assignments")
    ]


def _noted(state: State, given: Values) -> int | None:
    """When the assignee first said that he has read what he was given."""
    times = (
        note["time"]
        for _, note in listed(state, "notes")
        if note["author"] == given.get("assignee") and note["time"] >= given["time"]
    )
    return min(times, default=None)


def signatures(entity: str, state: State) -> Rows:
    """The signatures set in its files."""
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
        for op, value in listed(state, "signatures")
    ]


def evidence(entity: str, state: State) -> Rows:
    """The files that are signed, or came signed, with how far their evidence is."""
    signed = {value["after"]["blob"] for _, value in listed(state, "signatures")}
    return [
        (
            models.Evidence,
            {
                "document": entity,
                "slot": slot,
                "op": op,
                "blob": value["blob"],
                "origin": value.get("of", value["blob"]),
                "stage": value.get("stage", "b"),
                "keeper": tending.keeper(state, op),
                "since": tending.since(state, value),
                "taken": bool(tending.takeover(state)),
            },
        )
        for slot, entries in state.get("files", {}).items()
        for op, value in entries
        if completing.is_signed(value, signed)
    ]


def links(entity: str, state: State) -> Rows:
    """Its links to other documents."""
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
        for op, value in members(state, "links")
    ]


def dispatches(entity: str, state: State) -> Rows:
    """To whom the document went, and who has it."""
    receipts = {value["dispatch"]: value for _, value in listed(state, "receipts")}
    return [
        (
            models.Dispatch,
            {
                "document": entity,
                "op": op,
                "recipient": value["to"],
                "unit": value.get("unit"),
                "way": value["way"],
                "day": value["day"],
                "copies": value.get("copies", 1),
                "envelopes": value.get("envelopes", 0),
                "note": value.get("note", ""),
                "received": receipts.get(op, {}).get("day"),
                "receiver": receipts.get(op, {}).get("name", ""),
            },
        )
        for op, value in listed(state, "dispatches")
    ]


def loans(entity: str, state: State) -> Rows:
    """Who had the file copy, and whether it is back."""
    back = {value["loan"]: value["day"] for _, value in listed(state, "restored")}
    return [
        (
            models.Loan,
            {
                "document": entity,
                "op": op,
                "borrower": value["borrower"],
                "day": value["day"],
                "allowed": value["allowed"],
                "until": value.get("until"),
                "returned": back.get(op),
                "note": value.get("note", ""),
            },
        )
        for op, value in listed(state, "loans")
    ]


def words(state: State) -> str:
    """What the search knows of a document."""
    given = state.get("number", {})
    found = [text(state, name) for name in ("code", "issuer", "subject")]
    return " ".join([*found, str(given.get("number", "")), given.get("symbol", "")])
