"""The fold: an aggregate's state after one more operation. Pure, total, and the same on desktop,
server and verifier.

A state is plain canonical JSON: ``fields`` (multi-value registers), ``sets``, ``lists``, ``step``,
``files``, ``number``, ``conflicts``. The table ``OPERATIONS`` says what each kind of operation
does; check.py says which act of the office it is. An operation of an unknown kind or version
changes nothing but marks its aggregate as needing a newer program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from core.commits import (
    bodies,
    canonical,
    comment_bodies,
    completing,
    copy_bodies,
    groups,
    merge,
    numbering,
    old_books,
    register_bodies,
    reinstating,
    sealing,
    tending,
)
from core.commits.endorsing import Endorse
from core.commits.file_bodies import Unfile, agrees, is_signed, without
from core.commits.format import Op
from core.commits.settling import Settle, settle
from core.errors import NotCanonical

State = dict[str, Any]
Key = tuple[str, str]
REDUCER = 1


class At(NamedTuple):
    """Which operation is folded: its name, author, and the milliseconds on its clock."""

    op: str
    person: str
    device: str
    inc: int
    time: int


Effect = Callable[[State, Op, At, str], State]


@dataclass(frozen=True)
class Operation:
    """What a kind of operation does to its aggregate, the shape of its body, and in which set or
    list.
    """

    effect: Effect
    body: type
    place: str = ""


def key(op: Op) -> Key:
    """The aggregate that an operation changes: kind of entity and id."""
    return op.kind.partition(".")[0], op.id


def fold(state: State | None, op: Op, at: At) -> State:
    """The state after an operation; ``state`` itself is not changed."""
    now = dict(state) if state else {}
    if not known(op):
        return {**now, "newer": sorted({*now.get("newer", []), at.op})}
    rule = OPERATIONS[op.kind]
    return rule.effect(now, op, at, rule.place)


def known(op: Op) -> bool:
    """Whether this program knows the operation's kind and version."""
    return op.kind in OPERATIONS and op.v == 1


def body(op: Op) -> Any:
    """The typed body of a known operation, None for one of an unknown kind; raises NotCanonical."""
    return canonical.shape(OPERATIONS[op.kind].body, op.body) if known(op) else None


def carried(op: Op) -> Any:
    """The typed body of the operation that a known one carries, None where it carries none; raises
    NotCanonical also for one that could have no effect.
    """
    inner = reinstating.inner(op)
    if inner is op or not known(op):
        return None
    if not known(inner) or inner.kind in reinstating.KINDS:
        raise NotCanonical(field="op")
    return body(inner)


def blobs(op: Op) -> tuple[str, ...]:
    """The files that an operation names; none where its body does not fit."""
    op = reinstating.inner(op)
    file = {
        "document.file": op.body,
        "document.sign": op.body.get("after"),
        "document.endorse": op.body.get("after"),
        "document.evidence": op.body.get("after"),
        "register.close": op.body.get("file"),
    }.get(op.kind)
    blob = file.get("blob") if known(op) and isinstance(file, Mapping) else None
    return (blob,) if isinstance(blob, str) else ()


def _stamp(value: Mapping[str, Any], at: At) -> dict[str, Any]:
    return {**value, "author": at.person, "time": at.time}


def _conflict(state: State, kind: str, op: Op, at: At) -> State:
    item = _stamp({"kind": kind, "op": op.kind, "body": op.body}, at)
    return {**state, "conflicts": merge.append(state.get("conflicts", []), at.op, item)}


def _write_fields(state: State, op: Op, at: At, _place: str = "") -> State:
    fields = dict(state.get("fields", {}))
    for name, value in op.body["fields"].items():
        fields[name] = merge.replace(fields.get(name, []), op.bases, at.op, value)
    return {**state, "fields": fields}


def _create(state: State, op: Op, at: At, _place: str) -> State:
    if "created" in state:
        return _conflict(state, "created-twice", op, at)
    first = {"created": _stamp({"op": at.op}, at)}
    if kind := op.body.get("kind"):
        first["kind"] = kind
    if step := op.body.get("step"):
        first["step"] = {"name": step, "op": at.op}
    return _write_fields({**state, **first}, op, at)


def _copy(state: State, op: Op, at: At, place: str) -> State:
    """A document that begins as a copy of another, and is linked with it."""
    made = _create(state, op, at, place)
    if "created" in state:
        return made
    return _add({**made, "copy": copy_bodies.kept(op)}, copy_bodies.link(op), at, place)


def _set(state: State, op: Op, at: At, _place: str) -> State:
    if LOCKED & set(op.body["fields"]) and copy_bodies.shut(state, op):
        return _conflict(state, "late-edit", op, at)
    return _write_fields(state, op, at)


def _add(state: State, op: Op, at: At, place: str) -> State:
    sets = dict(state.get("sets", {}))
    sets[place] = merge.add(sets.get(place, []), at.op, _stamp(op.body, at))
    return {**state, "sets": sets}


def _remove(state: State, op: Op, at: At, place: str) -> State:
    sets = dict(state.get("sets", {}))
    sets[place] = merge.remove(sets.get(place, []), op.bases)
    return {**state, "sets": sets}


def _append(state: State, op: Op, at: At, place: str) -> State:
    lists = dict(state.get("lists", {}))
    lists[place] = merge.append(lists.get(place, []), at.op, _stamp(op.body, at))
    return {**state, "lists": lists}


def _move(state: State, op: Op, at: At, _place: str) -> State:
    step = state.get("step", {})
    if op.body["act"] == RETURN and _unseen_checks(state, op):
        return _conflict(state, "competing-act", op, at)
    if step.get("op") in op.bases:
        moved = _stamp(
            {"name": op.body["to"], "act": op.body["act"], "op": at.op, "from": step["op"]}, at
        )
        return {**state, "step": moved}
    if step.get("act") == op.body["act"] and step.get("from") in op.bases:
        return {**state, "witnesses": sorted({*state.get("witnesses", []), at.op})}
    return _conflict(state, "competing-act", op, at)


def _check(state: State, op: Op, at: At, place: str) -> State:
    """Checks move nothing, so that two of them never compete; one that finds in order what somebody
    else gave back meanwhile does.
    """
    lists, step = dict(state.get("lists", {})), state.get("step", {})
    value = {**_stamp(op.body, at), "steps": list(op.bases)}
    lists[place] = merge.append(lists.get(place, []), at.op, value)
    checked = {**state, "lists": lists}
    returned = step.get("act") == RETURN and step.get("from") in op.bases
    return _conflict(checked, "competing-act", op, at) if returned else checked


def _unseen_checks(state: State, op: Op) -> bool:
    """Whether a file was found in order at the same step by somebody of whom the author of an
    operation did not know.
    """
    step = state.get("step", {}).get("op")
    checks = state.get("lists", {}).get("checks", ())
    here = (name for name, value in checks if step in value["steps"])
    return step in op.bases and any(name not in op.bases for name in here)


def _file(state: State, op: Op, at: At, _place: str) -> State:
    if op.body["role"] in {"main", "appendix"} and copy_bodies.shut(state, op):
        return _conflict(state, "late-edit", op, at)
    return _place_file(state, op.body, op.bases, at)


def _unfile(state: State, op: Op, at: At, _place: str) -> State:
    if is_signed(state):
        return _conflict(state, "late-edit", op, at)
    return {**state, "files": without(state, op)}


def _place_file(state: State, file: Mapping[str, Any], bases: tuple[str, ...], at: At) -> State:
    files = dict(state.get("files", {}))
    files[file["slot"]] = merge.replace(files.get(file["slot"], []), bases, at.op, _stamp(file, at))
    return {**state, "files": files}


def _sign(state: State, op: Op, at: At, _place: str) -> State:
    slot = op.body["after"]["slot"]
    current = merge.operations(state.get("files", {}).get(slot, []))
    seen = set(current) <= set(op.bases) and agrees(state, op)
    signed = _append(state, op, at, "signatures")
    signed = _place_file(signed, op.body["after"], op.bases, at)
    return signed if seen else _conflict(signed, "competing-signature", op, at)


def _number(state: State, op: Op, at: At, _place: str) -> State:
    if "number" in state:
        return _conflict(state, "second-number", op, at)
    return {**state, "number": _stamp({**op.body, "op": at.op}, at)}


def _lease(state: State, op: Op, at: At, _place: str) -> State:
    leases = dict(state.get("leases", {}))
    first, end = op.body["first"], op.body["end"]
    if op.body["lease"] in leases or not state.get("next", 1) <= first < end:
        return _conflict(state, "lease-overlap", op, at)
    granted = {name: op.body[name] for name in register_bodies.Lease.__struct_fields__}
    leases[op.body["lease"]] = {**granted, "top": first - 1, "suffix": ""}
    return {**state, "leases": leases, "next": end}


def _return(state: State, op: Op, at: At, _place: str) -> State:
    lease = state.get("leases", {}).get(op.body["lease"])
    if lease is None or not numbering.holds(lease, at) or lease["top"] != op.body["last"]:
        return _conflict(state, "lease-return", op, at)
    leases = {**state["leases"], op.body["lease"]: {**lease, "returned": at.op}}
    next_free = lease["top"] + 1 if state["next"] == lease["end"] else state["next"]
    return {**state, "leases": leases, "next": next_free}


def _give(state: State, op: Op, at: At, _place: str) -> State:
    lease = state.get("leases", {}).get(op.body["lease"])
    if lease is not None and numbering.is_reserved(state, lease, op, at):
        return {
            **numbering.unreserve(state, {op.body["number"]}),
            "given": state.get("given", 0) + 1,
        }
    if lease is None or not numbering.is_next(lease, op, at):
        return _conflict(state, "number-out-of-lease", op, at)
    suffix = op.body.get("suffix", "")
    now = {**lease, "top": op.body["number"], "suffix": suffix}
    voids = [[void["number"], void["reason"], at.op] for void in op.body.get("voids", ())]
    given = state.get("given", 0) + (not suffix)
    after = {**state, "leases": {**state["leases"], op.body["lease"]: now}, "given": given}
    return {**after, "voids": [*state.get("voids", []), *voids]} if voids else after


def _reserve(state: State, op: Op, at: At, _place: str) -> State:
    lease = state.get("leases", {}).get(op.body["lease"])
    number = op.body["number"]
    if lease is None or not numbering.follows(lease, [number], at):
        return _conflict(state, "number-out-of-lease", op, at)
    leases = {**state["leases"], op.body["lease"]: {**lease, "top": number, "suffix": ""}}
    kept = [number, op.body["reason"], at.op]
    return {**state, "leases": leases, "reserved": [*state.get("reserved", []), kept]}


def _void(state: State, op: Op, at: At, _place: str) -> State:
    lease = state.get("leases", {}).get(op.body["lease"])
    numbers = [void["number"] for void in op.body["voids"]]
    voids = [[void["number"], void["reason"], at.op] for void in op.body["voids"]]
    after = {**state, "voids": [*state.get("voids", []), *voids]}
    reserved = {number for number, _, _ in state.get("reserved", ())}
    if lease is not None and numbering.follows(lease, numbers, at):
        now = {**lease, "top": numbers[-1], "suffix": ""}
        return {**after, "leases": {**state["leases"], op.body["lease"]: now}}
    held = lease is not None and numbering.holds(lease, at) and len(set(numbers)) == len(numbers)
    if held and all(n in reserved and lease["first"] <= n < lease["end"] for n in numbers):
        return numbering.unreserve(after, set(numbers))
    return _conflict(state, "number-out-of-lease", op, at)


def _import(state: State, op: Op, at: At, _place: str) -> State:
    numbers = [(entry["number"], entry.get("suffix", "")) for entry in op.body["entries"]]
    once = len(set(numbers)) == len(numbers)
    if not once or not all(old_books.may_take(state, *each) for each in numbers):
        return _conflict(state, "number-taken", op, at)
    return old_books.take(state, numbers)


def _reinstate(state: State, op: Op, at: At, _place: str) -> State:
    return reinstating.reinstate(state, op, at, fold)


RETURN = "return"
"""The act by which a file that was to be checked goes back; who found it in order disagrees."""

LOCKED = {"subject", "type", "symbol", "signer", "recipients", "draft"}
"""Fields of the content that a personal signature locks; a later edit stands aside as a late edit.
"""

OPERATIONS: dict[str, Operation] = {
    "document.create": Operation(_create, bodies.Create),
    "document.copy": Operation(_copy, copy_bodies.TrueCopy, "links"),
    "document.set": Operation(_set, bodies.SetFields),
    "document.link": Operation(_add, bodies.Link, "links"),
    "document.unlink": Operation(_remove, bodies.Remove, "links"),
    "document.assign": Operation(_add, bodies.Assign, "assignments"),
    "document.release": Operation(_remove, bodies.Remove, "assignments"),
    "document.direct": Operation(_append, bodies.Direct, "directives"),
    "document.opine": Operation(_append, bodies.Direct, "opinions"),
    "document.export": Operation(_append, bodies.Export, "exports"),
    "copy.take": Operation(_append, bodies.Take, "taken"),
    "document.comment": Operation(_add, comment_bodies.Comment, "comments"),
    "document.reply": Operation(_add, comment_bodies.Reply, "replies"),
    "document.note": Operation(_append, bodies.Note, "notes"),
    "document.dispatch": Operation(_append, bodies.Dispatch, "dispatches"),
    "document.receive": Operation(_append, bodies.Receive, "receipts"),
    "document.lend": Operation(_append, bodies.Lend, "loans"),
    "document.restore": Operation(_append, bodies.Restore, "restored"),
    "document.move": Operation(_move, bodies.Move),
    "document.check": Operation(_check, bodies.Check, "checks"),
    "document.file": Operation(_file, bodies.File),
    "document.unfile": Operation(_unfile, Unfile),
    "document.sign": Operation(_sign, bodies.Sign, "signatures"),
    "document.endorse": Operation(_sign, Endorse, "signatures"),
    "document.evidence": Operation(completing.complete, completing.Evidence, "evidence"),
    "document.tend": Operation(tending.tend, tending.Tend, "tending"),
    "document.settle": Operation(settle, Settle, "settled"),
    "document.number": Operation(_number, bodies.Number),
    "document.import": Operation(_number, bodies.OldNumber),
    "dossier.open": Operation(_create, bodies.Create),
    "dossier.set": Operation(_write_fields, bodies.SetFields),
    "dossier.put": Operation(_add, bodies.Put, "documents"),
    "dossier.take": Operation(_remove, bodies.Remove, "documents"),
    "dossier.move": Operation(_move, bodies.Move),
    "dossier.settle": Operation(settle, Settle, "settled"),
    "register.open": Operation(_create, bodies.Create),
    "register.lease": Operation(_lease, register_bodies.Lease),
    "register.return": Operation(_return, register_bodies.Return),
    "register.give": Operation(_give, register_bodies.Give),
    "register.reserve": Operation(_reserve, register_bodies.Reserve),
    "register.void": Operation(_void, register_bodies.VoidNumbers),
    "register.import": Operation(_import, register_bodies.OldNumbers),
    "register.close": Operation(_append, register_bodies.Close, "closings"),
    "plan.set": Operation(_write_fields, bodies.SetFields),
    "delegation.give": Operation(_create, bodies.Create),
    "delegation.end": Operation(_append, bodies.Revoke, "revocations"),
    "calendar.set": Operation(_write_fields, bodies.SetFields),
    "catalogue.set": Operation(_write_fields, bodies.SetFields),
    "person.set": Operation(_write_fields, bodies.SetFields),
    "unit.set": Operation(_write_fields, bodies.SetFields),
    "grant.give": Operation(_create, bodies.Create),
    "grant.revoke": Operation(_append, bodies.Revoke, "revocations"),
    "grant.confirm": Operation(_append, bodies.Confirm, "confirmations"),
    "stream.open": Operation(_create, bodies.Create),
    "stream.member": Operation(_append, groups.Member, "members"),
    "device.admit": Operation(_append, bodies.Admit, "certificates"),
    "device.revoke": Operation(_append, bodies.Revoke, "revocations"),
    "vault.rekey": Operation(_append, bodies.Rekey, "rekeys"),
    "vault.recover": Operation(_append, bodies.Recover, "recoveries"),
    "vault.begin": Operation(_append, bodies.Begin, "lives"),
    "vault.purge": Operation(_append, bodies.Purge, "purges"),
    "chain.seal": Operation(_append, sealing.Seal, "seals"),
    "aside.refuse": Operation(_append, reinstating.Refuse, "refusals"),
    **dict.fromkeys(sorted(reinstating.KINDS), Operation(_reinstate, reinstating.Reinstate)),
}
