"""Which act of the office an operation amounts to: what its author needs the right for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.commits import fold, reinstating
from core.commits.format import Op
from core.office import copies, true_copies
from core.office.delegation import act_of
from core.office.terms import Act, Kind, State


def acts(op: Op, state: Mapping[str, Any]) -> tuple[Act, ...]:
    """The acts of the office that an operation amounts to; () for an unknown kind, which is kept
    without effect.
    """
    rule = ACTS.get(op.kind)
    return rule(op, state) if rule and fold.known(op) else ()


def _moved(op: Op, _state: Mapping[str, Any]) -> tuple[Act, ...]:
    return (Act(op.body["act"]),) if op.body["act"] in set(Act) else (Act.RESOLVE_CONFLICT,)


def _checked(op: Op, _state: Mapping[str, Any]) -> tuple[Act, ...]:
    return (Act(op.body["act"]),)


def created(op: Op, _state: Mapping[str, Any]) -> tuple[Act, ...]:
    """The act that begins a document: one that begins as taken over comes from an old book."""
    if op.body.get("step") == State.TAKEN_OVER:
        return (Act.TAKE_OVER,)
    return (Act.REGISTER if op.body.get("kind") == Kind.INCOMING else Act.DRAFT,)


def _copied(op: Op, _state: Mapping[str, Any]) -> tuple[Act, ...]:
    return (true_copies.ACTS[op.body["medium"]],)


def _numbered(_op: Op, state: Mapping[str, Any]) -> tuple[Act, ...]:
    return (Act.REGISTER if state.get("kind") == Kind.INCOMING else Act.NUMBER,)


def _assigned(op: Op, state: Mapping[str, Any]) -> tuple[Act, ...]:
    """Assigning is the leaders' act; who handles a document may pass it on, or ask for support."""
    named = op.body.get("act")
    lead = op.kind == "document.release" or op.body["part"] == "lead"
    chosen = {Act.TRANSFER: lead, Act.ASK_COORDINATION: not lead}
    return next(((act,) for act, fits in chosen.items() if act == named and fits), (Act.ASSIGN,))


def _signed(op: Op, _state: Mapping[str, Any]) -> tuple[Act, ...]:
    return (SIGNATURE_ACTS[op.body["kind"]],)


def _delegated(op: Op, state: Mapping[str, Any]) -> tuple[Act, ...]:
    """To name who stands in while somebody is away is less than to delegate a signature."""
    entries = state.get("fields", {}).get("kind", ())
    kind = op.body.get("fields", {}).get("kind") or (entries[0][1] if entries else "")
    return (act_of(kind),)


def _taken(op: Op, _state: Mapping[str, Any]) -> tuple[Act, ...]:
    return (copies.act_of(op.body["form"], op.body["way"]),)


def _always(*chosen: Act) -> Callable[[Op, Mapping[str, Any]], tuple[Act, ...]]:
    return lambda _op, _state: chosen


STEPS = frozenset({"document.move", "document.check"})
"""Operations that say themselves which act of the workflow they are."""

SIGNATURE_ACTS = {
    "initial": Act.INITIAL,
    "main": Act.SIGN,
    "number": Act.NUMBER,
    "date": Act.NUMBER,
    "seal": Act.SEAL,
}
ACTS: dict[str, Callable[[Op, Mapping[str, Any]], tuple[Act, ...]]] = {
    "document.create": created,
    "document.copy": _copied,
    "document.set": _always(Act.EDIT),
    "document.link": _always(Act.EDIT),
    "document.unlink": _always(Act.EDIT),
    "document.file": _always(Act.EDIT),
    "document.unfile": _always(Act.EDIT),
    "document.assign": _assigned,
    "document.release": _assigned,
    "document.direct": _always(Act.DIRECT),
    "document.opine": _always(Act.READ),
    "document.comment": _always(Act.OPINE),
    "document.reply": _always(Act.OPINE),
    "document.export": _always(Act.EXPORT),
    "copy.take": _taken,
    "document.note": _always(Act.READ),
    "document.dispatch": _always(Act.ISSUE),
    "document.receive": _always(Act.CONFIRM_RECEIPT),
    "document.lend": _always(Act.LEND),
    "document.restore": _always(Act.LEND),
    "document.move": _moved,
    "document.check": _checked,
    "document.sign": _signed,
    "document.endorse": _always(Act.DIRECT),
    "document.evidence": _always(Act.READ),
    "document.tend": _always(Act.READ),
    "document.settle": _always(Act.RESOLVE_CONFLICT),
    "document.number": _numbered,
    "document.import": _always(Act.TAKE_OVER),
    "dossier.open": _always(Act.OPEN_DOSSIER),
    "dossier.set": _always(Act.OPEN_DOSSIER),
    "dossier.put": _always(Act.FILE),
    "dossier.take": _always(Act.FILE),
    "dossier.move": _moved,
    "dossier.settle": _always(Act.RESOLVE_CONFLICT),
    "register.open": _always(Act.OPEN_REGISTER),
    "register.return": _always(Act.RETURN_LEASE),
    "register.reserve": _always(Act.RESERVE_NUMBER),
    "register.void": _always(Act.VOID_NUMBER),
    "register.close": _always(Act.CLOSE_REGISTER),
    "register.import": _always(Act.TAKE_OVER),
    "plan.set": _always(Act.PLAN_DOSSIERS),
    "delegation.give": _delegated,
    "delegation.end": _delegated,
    "calendar.set": _always(Act.EDIT_CALENDAR),
    "catalogue.set": _always(Act.EDIT_CATALOGUES),
    "unit.set": _always(Act.EDIT_UNITS),
    "person.set": _always(Act.EDIT_PEOPLE),
    "grant.give": _always(Act.GRANT),
    "grant.revoke": _always(Act.REVOKE_GRANT),
    "grant.confirm": _always(Act.CONFIRM_GRANT),
    "stream.open": _always(Act.GRANT),
    "stream.member": _always(Act.GRANT),
    "device.admit": _always(Act.ENROL_DEVICE),
    "device.revoke": _always(Act.REVOKE_DEVICE),
    "aside.refuse": _always(Act.RESOLVE_CONFLICT),
    **dict.fromkeys(sorted(reinstating.KINDS), _always(Act.RESOLVE_CONFLICT)),
}
