"""Folds operations as docs/formats/operations.md says, without the program: plain values only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

State = dict[str, Any]
When = dict[str, Any]
"""What stamps a value: ``author`` and ``time``."""

LISTS = {
    "document.direct": "directives", "document.opine": "opinions", "document.export": "exports",
    "document.note": "notes", "document.dispatch": "dispatches", "document.receive": "receipts",
    "document.lend": "loans", "document.restore": "restored", "register.close": "closings",
    "grant.revoke": "revocations", "device.revoke": "revocations",
    "delegation.end": "revocations", "device.admit": "certificates", "copy.take": "taken",
}  # fmt: skip
SETS = {
    "document.link": "links", "document.assign": "assignments", "dossier.put": "documents",
    "document.comment": "comments", "document.reply": "replies",
}  # fmt: skip
TAKEN_OUT = {
    "document.unlink": "links", "document.release": "assignments", "dossier.take": "documents",
}  # fmt: skip
LOCKED = {"subject", "type", "symbol", "signer", "recipients", "draft"}


def register(entries: list[Any], bases: list[str], name: str, value: object) -> list[Any]:
    """The entries in bases and the operation's own go, its value comes, sorted by name."""
    kept = [entry for entry in entries if entry[0] not in {*bases, name}]
    return sorted([*kept, [name, value]])


def stand_aside(state: State, name: str, op: Any, when: When, reason: str) -> None:
    item = {"kind": reason, "op": op["kind"], "body": op["body"], **when}
    state.setdefault("conflicts", []).append([name, item])


def signed(state: State) -> bool:
    marks = state.get("lists", {}).get("signatures", [])
    return any(value["kind"] == "main" for _, value in marks)


def put_fields(state: State, name: str, op: Any) -> None:
    fields = state.setdefault("fields", {})
    for field, value in op["body"]["fields"].items():
        fields[field] = register(fields.get(field, []), op.get("bases", []), name, value)


def create(state: State, name: str, op: Any, when: When) -> None:
    if "created" in state:
        stand_aside(state, name, op, when, "created-twice")
        return
    state["created"] = {"op": name, **when}
    if "kind" in op["body"]:
        state["kind"] = op["body"]["kind"]
    if "step" in op["body"]:
        state["step"] = {"name": op["body"]["step"], "op": name}
    put_fields(state, name, op)


def set_fields(state: State, name: str, op: Any, when: When) -> None:
    late = op["kind"] == "document.set" and signed(state) and LOCKED & op["body"]["fields"].keys()
    if late:
        stand_aside(state, name, op, when, "late-edit")
    else:
        put_fields(state, name, op)


def move(state: State, name: str, op: Any, when: When) -> None:
    step, bases, body = state.get("step", {}), op.get("bases", []), op["body"]
    if step.get("op") in bases:
        state["step"] = {
            "name": body["to"], "act": body["act"], "op": name, "from": step["op"], **when,
        }  # fmt: skip
    elif step.get("act") == body["act"] and step.get("from") in bases:
        state["witnesses"] = sorted([*state.get("witnesses", []), name])
    else:
        stand_aside(state, name, op, when, "competing-act")


def put_file(state: State, name: str, op: Any, when: When) -> None:
    body = op["body"]
    if body["role"] in ("main", "appendix") and signed(state):
        stand_aside(state, name, op, when, "late-edit")
        return
    files = state.setdefault("files", {})
    value = {**body, **when}
    files[body["slot"]] = register(files.get(body["slot"], []), op.get("bases", []), name, value)


def sign(state: State, name: str, op: Any, when: When) -> None:
    after, bases = op["body"]["after"], op.get("bases", [])
    before = [entry[0] for entry in state.get("files", {}).get(after["slot"], [])]
    lists = state.setdefault("lists", {})
    lists.setdefault("signatures", []).append([name, {**op["body"], **when}])
    files = state.setdefault("files", {})
    value = {**after, **when}
    files[after["slot"]] = register(files.get(after["slot"], []), bases, name, value)
    if not set(before) <= set(bases):
        stand_aside(state, name, op, when, "competing-signature")


def number(state: State, name: str, op: Any, when: When) -> None:
    if "number" in state:
        stand_aside(state, name, op, when, "second-number")
    else:
        state["number"] = {**op["body"], "op": name, **when}


def lease(state: State, name: str, op: Any, when: When) -> None:
    body, leases = op["body"], state.setdefault("leases", {})
    if body["lease"] in leases or not state.get("next", 1) <= body["first"] < body["end"]:
        stand_aside(state, name, op, when, "lease-overlap")
        return
    leases[body["lease"]] = {**body, "top": body["first"] - 1, "suffix": ""}
    state["next"] = body["end"]


def give(state: State, name: str, op: Any, when: When) -> None:
    body = op["body"]
    mine, suffix = state["leases"][body["lease"]], body.get("suffix", "")
    voids = [[one["number"], one["reason"], name] for one in body.get("voids", [])]
    kept = [one[0] for one in state.get("reserved", [])]
    if body["number"] in kept and not suffix and not voids:
        state["reserved"] = [one for one in state["reserved"] if one[0] != body["number"]]
        state["given"] += 1
    elif suffix and body["number"] == mine["top"] and suffix > mine["suffix"]:
        mine["suffix"] = suffix
    elif not suffix and [*(one[0] for one in voids), body["number"]] == [
        *range(mine["top"] + 1, body["number"] + 1)
    ]:
        mine.update(top=body["number"], suffix="")
        state["given"] = state.get("given", 0) + 1
        state.setdefault("voids", []).extend(voids)
    else:
        stand_aside(state, name, op, when, "number-out-of-lease")
    drop_empty(state)


def reserve(state: State, name: str, op: Any, when: When) -> None:
    body = op["body"]
    mine = state["leases"][body["lease"]]
    if body["number"] != mine["top"] + 1:
        stand_aside(state, name, op, when, "number-out-of-lease")
        return
    mine.update(top=body["number"], suffix="")
    state.setdefault("reserved", []).append([body["number"], body["reason"], name])


def void(state: State, name: str, op: Any, when: When) -> None:
    body = op["body"]
    mine, numbers = state["leases"][body["lease"]], [one["number"] for one in body["voids"]]
    kept = {one[0] for one in state.get("reserved", [])}
    if numbers == list(range(mine["top"] + 1, mine["top"] + 1 + len(numbers))):
        mine.update(top=numbers[-1], suffix="")
    elif set(numbers) <= kept:
        state["reserved"] = [one for one in state["reserved"] if one[0] not in numbers]
    else:
        stand_aside(state, name, op, when, "number-out-of-lease")
        return
    found = [[one["number"], one["reason"], name] for one in body["voids"]]
    state.setdefault("voids", []).extend(found)
    drop_empty(state)


def give_back(state: State, name: str, op: Any, when: When) -> None:
    mine = state["leases"][op["body"]["lease"]]
    if mine["top"] != op["body"]["last"] or "returned" in mine:
        stand_aside(state, name, op, when, "lease-return")
        return
    mine["returned"] = name
    if state["next"] == mine["end"]:
        state["next"] = mine["top"] + 1


def drop_empty(state: State) -> None:
    """A part that is empty is absent."""
    for part in ("reserved", "voids"):
        if state.get(part) == []:
            del state[part]


RULES: dict[str, Callable[[State, str, Any, When], None]] = {
    **dict.fromkeys(
        ("document.create", "dossier.open", "register.open", "grant.give", "delegation.give"),
        create,
    ),
    **dict.fromkeys(
        ("document.set", "dossier.set", "person.set", "unit.set", "plan.set", "calendar.set",
         "catalogue.set"),
        set_fields,
    ),
    "document.move": move, "dossier.move": move, "document.file": put_file,
    "document.sign": sign, "document.number": number, "register.lease": lease,
    "register.give": give, "register.reserve": reserve, "register.void": void,
    "register.return": give_back,
}  # fmt: skip


def folded(ops: list[Any], names: list[str], person: str, time: int) -> State:
    """The state of one entity after all its operations, a second apart."""
    state: State = {}
    for place, (op, name) in enumerate(zip(ops, names, strict=True)):
        when = {"author": person, "time": time + 1000 * place}
        kind = op["kind"]
        if kind in RULES:
            RULES[kind](state, name, op, when)
        elif kind in LISTS:
            found = state.setdefault("lists", {}).setdefault(LISTS[kind], [])
            found.append([name, {**op["body"], **when}])
        elif kind in SETS:
            sets = state.setdefault("sets", {})
            sets[SETS[kind]] = register(sets.get(SETS[kind], []), [], name, {**op["body"], **when})
        else:
            place_ = TAKEN_OUT[kind]
            gone = set(op.get("bases", []))
            state["sets"][place_] = [e for e in state["sets"][place_] if e[0] not in gone]
    return state
