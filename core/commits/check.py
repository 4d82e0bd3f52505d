"""What a receiver decides about a commit: the same pure checks on the server and on every device
(sync.md §4.10).

Forged bytes and other units' commits raise CommitRefused and are never stored. Everything else is
kept: accepted,
accepted with a conflict, in review, in quarantine, or held until what it needs has come.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.commits import (
    copy_bodies,
    fold,
    old_books,
    powers,
    reinstating,
    shut,
    taking_over,
    tending,
)
from core.commits.acts import STEPS, acts
from core.commits.fold import At, Key, State
from core.commits.format import Commit, Header, Op, verify_signature
from core.commits.ids import unb64
from core.commits.powers import Author, Powers
from core.commits.trust import Certificate
from core.errors import AntinError, CommitRefused, NotCanonical
from core.office import access, dossiers, secrecy, workflow
from core.office.day import day as office_day
from core.office.dossiers import Stage
from core.office.terms import Act, Kind, Role
from core.office.terms import State as Step


class Verdict(StrEnum):
    """The standing of a stored commit; ``tentative`` until the server has ordered it."""

    TENTATIVE = "tentative"
    OK = "ok"
    CONFLICT = "ok+conflict"
    REVIEW = "review"
    QUARANTINE = "quarantine"
    HELD = "held"
    DUPLICATE = "duplicate"


EFFECTIVE = frozenset({Verdict.TENTATIVE, Verdict.OK, Verdict.CONFLICT})
"""Standings whose operations are folded."""

SET_ASIDE = (Verdict.REVIEW, Verdict.QUARANTINE)
"""Standings of what the server ordered without effect: a person decides about it."""


@dataclass(frozen=True)
class Facts:
    """What the store knows that bears on one commit; ``strayed``: it follows a commit that lies
    beyond the end of its chain, which only a fork does; ``withdrawn``: its device reads the stream
    no more; ``astray``: it would change another stream's; ``places``: where the server put what may
    have shut something that the commit writes into (core.commits.shut); ``lost``: revoked machines,
    of those in whose place another one sees to evidence.
    """

    realm: str
    unit: str
    stream_kind: str
    certificate: Certificate | None
    revoked: bool
    tip: tuple[int, str] | None
    missing: bool
    strayed: bool = False
    withdrawn: bool = False
    astray: bool = False
    grants: tuple[access.Grant, ...] = ()
    administrators: Mapping[str, access.Grant] = field(default_factory=dict)
    states: Mapping[Key, State] = field(default_factory=dict)
    powers: Powers = field(default_factory=Powers)
    places: Mapping[str, int] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    aside: Mapping[str, reinstating.Aside] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """The verdict, why, and the aggregates' states after the commit (only where it has effect)."""

    verdict: Verdict
    reason: str = ""
    states: Mapping[Key, State] = field(default_factory=dict)


def authentic(commit: Commit, facts: Facts) -> None:
    """Check who wrote a commit and where; raises CommitRefused and SignatureWrong."""
    header, certificate = commit.header, facts.certificate
    if header.realm != facts.realm:
        raise CommitRefused(reason="other-realm", seq=header.seq)
    if certificate is None:
        raise CommitRefused(reason="unknown-device", seq=header.seq)
    if commit.payload is None:
        # nothing in version 1 erases: a stripped copy must not take the whole one's place
        raise CommitRefused(reason="erased", seq=header.seq)
    if header.stream not in certificate.streams:
        raise CommitRefused(reason="other-stream", seq=header.seq)
    verify_signature(commit, unb64(certificate.sign, 32))
    if not in_time(header, certificate):
        raise CommitRefused(reason="certificate-period", seq=header.seq)


def in_time(header: Header, certificate: Certificate) -> bool:
    """Whether the clock of a commit lies within its device's certificate."""
    return certificate.start <= header.hlc[0] < certificate.end


def place(commit: Commit, facts: Facts) -> Outcome | None:
    """Whether the commit follows its chain: a duplicate, a fork or a gap is said; None when it is
    next.
    """
    seq, tip = facts.tip or (0, None)
    if commit.header.seq <= seq or facts.strayed:
        return Outcome(Verdict.QUARANTINE, "fork")
    if commit.header.seq > seq + 1 or facts.missing:
        return Outcome(Verdict.HELD, "gap" if commit.header.seq > seq + 1 else "missing")
    if commit.header.prev != tip:
        return Outcome(Verdict.QUARANTINE, "fork")
    return None


def judge(commit: Commit, facts: Facts) -> Outcome:
    """The outcome for a commit whose authenticity holds. Raises SecretRefused for a secrecy mark:
    it is not stored.
    """
    if outcome := place(commit, facts):
        return outcome
    try:
        for op in commit.ops:
            fold.body(op)
            fold.carried(op)
    except NotCanonical:
        return Outcome(Verdict.QUARANTINE, "body")
    for op in commit.ops:
        refuse_secret(op)
    if facts.revoked or facts.withdrawn:
        return Outcome(Verdict.REVIEW, "device-revoked" if facts.revoked else "stream-withdrawn")
    states = after(commit, facts.states)
    if reason := _wrong(commit, facts, states):
        return Outcome(Verdict.QUARANTINE, reason)
    late = [found for found in _shut(commit, facts) if found]
    seen = next((found.reason for found in late if found.seen), "")
    if reason := _unentitled(commit, facts) or seen:
        return Outcome(Verdict.REVIEW, reason)
    grew = any(_conflicts(states[key]) > _conflicts(facts.states.get(key, {})) for key in states)
    return Outcome(Verdict.CONFLICT if grew or late else Verdict.OK, "", states)


def after(commit: Commit, states: Mapping[Key, State]) -> dict[Key, State]:
    """The states of all aggregates that a commit touches, after it."""
    now: dict[Key, State] = {}
    for index, op in enumerate(commit.ops):
        key = fold.key(op)
        now[key] = fold.fold(now.get(key, states.get(key)), op, at(commit, index))
    return now


def _shut(commit: Commit, facts: Facts) -> Iterator[shut.Shut | None]:
    """What the commit writes into though it is shut."""
    if not any(op.kind in shut.CONCERNED for op in commit.ops):
        return
    for op, state in _in_order(commit, facts.states):
        yield shut.shut(commit, op, state, facts.places)


def _in_order(commit: Commit, states: Mapping[Key, State]) -> Iterator[tuple[Op, State]]:
    """Each operation with its aggregate's state before it."""
    now = dict(states)
    for index, op in enumerate(commit.ops):
        state = now.get(fold.key(op), {})
        yield op, state
        now[fold.key(op)] = fold.fold(state, op, at(commit, index))


def at(commit: Commit, index: int) -> At:
    """Who and when of one operation, for the fold."""
    header = commit.header
    return At(commit.op_id(index), header.person, header.device, header.inc, header.hlc[0])


def refuse_secret(op: Op) -> None:
    """Raise SecretRefused where an operation carries a secrecy mark (domain.md §10.3, formats.md
    §2).
    """
    if op.kind.partition(".")[0] in TOLD:
        fields = reinstating.inner(op).body.get("fields")
        mark = fields.get("secrecy", secrecy.ORDINARY) if isinstance(fields, dict) else None
        secrecy.refuse_secret(mark or secrecy.ORDINARY, texts(op.body))


def texts(value: object) -> Iterable[str]:
    """Every text in a body, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for item in value.values() for text in texts(item))
    elif isinstance(value, list | tuple):
        yield from (text for item in value for text in texts(item))


def _conflicts(state: Mapping[str, Any]) -> int:
    concurrent = sum(len(entries) > 1 for entries in state.get("fields", {}).values())
    return len(state.get("conflicts", ())) + concurrent


def _wrong(commit: Commit, facts: Facts, states: Mapping[Key, State]) -> str:
    """A reason for quarantine: who may write this stream at all, and guards that no honest device
    passes over.
    """
    kind = facts.certificate.kind if facts.certificate else ""
    for op in commit.ops:
        entity = op.kind.partition(".")[0]
        of_authority = entity in AUTHORITY
        if entity in OWN and op.id != commit.header.device:
            return "writer"
        others = _ADMINISTRATOR if of_authority else _UNIT
        if kind not in WRITERS.get(op.kind, others):
            return "writer"
        if facts.astray or of_authority != (facts.stream_kind == "authority"):
            return "writer"
    if any(
        item["kind"] in GUARDED
        for state in states.values()
        for item in _own_conflicts(state, commit)
    ):
        return "number"
    said = [op for op in commit.ops if fold.known(op)]
    if reinstating.wrong(said, facts.aside, _of_people):
        return "reinstate"
    known = [reinstating.inner(op) for op in said]
    gives = sorted(
        (op.body["document"], op.body["number"]) for op in known if op.kind == "register.give"
    )
    takes = sorted((op.id, op.body["number"]) for op in known if op.kind == "document.number")
    torn = taking_over.torn(known) or copy_bodies.torn(known)
    return "number" if gives != takes or torn else ""


def _of_people(op: Op) -> bool:
    """Whether a person's machine may write an operation: what is the server's nobody takes."""
    return "device" in WRITERS.get(op.kind, _UNIT)


def _own_conflicts(state: State, commit: Commit) -> Iterable[dict[str, Any]]:
    named = enumerate(commit.ops)
    mine = {reinstating.called(op, commit.op_id(index)) for index, op in named}
    return (item for op, item in state.get("conflicts", ()) if op in mine)


def _unentitled(commit: Commit, facts: Facts) -> str:
    """Why an act waits for a person's decision; the empty text where its author may do it."""
    return _lacking(commit, facts) or _overreaching(commit, facts)


def _lacking(commit: Commit, facts: Facts) -> str:
    """What the person lacks for some act of the commit, in the stream's unit on the day of the act:
    the right by a grant, or what the act needs beyond it.
    """
    day = _day(commit)
    if _by_root_alone(facts, day):
        return ""
    roles = access.roles_in(facts.grants, facts.unit, day)
    author = Author(commit.header.person, roles, facts.powers, day)
    for op, state in _in_order(commit, facts.states):
        if any(access.may_act(facts.grants, act, facts.unit, day) for act in acts(op, state)):
            return "rights"
        if not _step_allowed(op, state, roles):
            return "rights"
        if not fold.known(op):
            continue
        reason = powers.lacking(op, state, author) or _untended(op, state, commit.header, facts)
        if reason := reason or _undecided(op, state, author, facts):
            return reason
    return ""


def _untended(op: Op, state: State, header: Header, facts: Facts) -> str:
    return tending.lacking(op, state, header.device, header.hlc[0], facts.lost)


def _undecided(op: Op, state: State, author: Author, facts: Facts) -> str:
    """Why a decision about what was set aside waits; what is taken also follows the tables of
    steps, whoever takes it.
    """
    if op.kind not in reinstating.KINDS and op.kind != reinstating.REFUSAL:
        return ""
    inner = reinstating.inner(op)
    if inner is not op and not _step_allowed(inner, state, frozenset(Role)):
        return "rights"

    def may(one: Op) -> bool:
        known = {} if one.id != op.id else state
        wanted = acts(one, known)
        refused = (access.may_act(facts.grants, each, facts.unit, author.day) for each in wanted)
        return not any(refused)

    head = Role.COMMANDER in author.roles
    return reinstating.lacking(op, author.person, facts.aside, may, head)


def _day(commit: Commit) -> datetime.date:
    return office_day(commit.header.hlc[0])


def _by_root_alone(facts: Facts, day: datetime.date) -> bool:
    """Whether the machine's certificate is enough: the server's, and an administrator's while the
    unit has no administrator.
    """
    kind = facts.certificate.kind if facts.certificate else "device"
    begins = not access.administered(facts.administrators.values(), day)
    return kind == "server" or (kind == "administrator" and begins)


def _overreaching(commit: Commit, facts: Facts) -> str:
    """What not even an administrator may do: give himself a role that he has not, take the last
    administrator or his own machine away.
    """
    day, person = _day(commit), commit.header.person
    if _by_root_alone(facts, day):
        return ""
    known = [op for op in commit.ops if fold.known(op)]
    given = [op.body["fields"] for op in known if op.kind == "grant.give"]
    for fields in given:
        role = str(fields.get("role", ""))
        mine = fields.get("person") == person and role in set(Role)
        if mine and not access.may_grant(facts.grants, Role(role), facts.unit, day):
            return "self-grant"
    if any(op.kind == "device.revoke" and op.id == commit.header.device for op in known):
        return "own-machine"
    ended = {op.id for op in known if op.kind == "grant.revoke"}
    left = (g for name, g in facts.administrators.items() if name not in ended)
    loses = ended & facts.administrators.keys()
    return "last-administrator" if loses and not any(g.in_force(day) for g in left) else ""


def _step_allowed(op: Op, state: State, roles: frozenset[Any]) -> bool:
    """A document begins where the workflow table begins, and a move follows the table of its
    document or dossier from the state that its author had seen; late ones become conflicts.
    """
    try:
        if op.kind in BEGINNINGS and fold.known(op):
            first = workflow.next_state(Kind(op.body["kind"]), None, *acts(op, state))
            return bool(first == op.body["step"])
        if op.kind not in STEPPED or not fold.known(op):
            return not taking_over.closed_to(op, state)
        if state.get("step", {}).get("op") not in op.bases:
            return True
        act = Act(op.body["act"])
        if op.kind == "dossier.move":
            return bool(dossiers.next_stage(Stage(state["step"]["name"]), act) == op.body["to"])
        kind, step = Kind(state["kind"]), Step(old_books.step_of(state))
        allowed = workflow.may(kind, step, act, roles) is None
        to = op.body.get("to", step)
        return bool(allowed and workflow.next_state(kind, step, act) == to)
    except (ValueError, KeyError, AntinError):
        return False


BEGINNINGS = frozenset({"document.create", "document.copy"})
STEPPED = STEPS | {"dossier.move"}
TOLD = frozenset({"document", "dossier", "plan"})
"""Entities whose operations hold people's own words, where a secrecy mark may stand."""

AUTHORITY = frozenset({"person", "unit", "grant", "device", "stream", "calendar", "catalogue"})
"""Entities of the authority stream; all others live in a unit's stream."""

OWN = frozenset({"vault"})
"""Entities that are the device itself: of them, known operation or not, each device writes its own
only, so that no machine says of another what was done to its store.
"""

_ADMINISTRATOR = frozenset({"administrator"})
_UNIT = frozenset({"device", "administrator"})
WRITERS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("register.lease", "chain.seal"), frozenset({"server"})),
    "grant.confirm": _UNIT,
}
"""Kinds of operation that only some kinds of device may write. Of the others, known or not,
administrators' devices write those on the authority's entities, all devices the rest.
"""

GUARDED = frozenset(
    {"number-out-of-lease", "second-number", "lease-overlap", "lease-return", "number-taken"}
)
"""Conflicts that no honest device causes but one that took the same old book over unseen: the
commit is quarantined instead of folded.
"""
