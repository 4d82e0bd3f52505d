"""What was set aside takes effect after all, or is let lie, because a person says so: the server's
verdict on it stays, and an act of its own stands beside it (sync.md §4.3, §4.14; I5).

A ``reinstate`` carries what it takes, operation by operation, so that every end folds it where the
server put the person's word, and not where the first word lay. What is in review keeps the names of
its operations: its place in its chain is its own. Of what is in quarantine (one branch of a fork)
they may be another's, so that it is adopted under the names of the act that takes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import msgspec

from core.commits import merge
from core.commits.bodies import By
from core.commits.format import Commit, Hash, Id, Instant, Op, Word
from core.commits.ids import OP_PATTERN, op_id, text_id, unb64

if TYPE_CHECKING:
    from core.commits.fold import At, State

ENTITIES = ("document", "dossier", "register", "copy", "plan")
"""What can be reinstated: the office's work. Rights, delegations and what a machine says of itself
are made anew by whoever may.
"""

KINDS = frozenset(f"{entity}.reinstate" for entity in ENTITIES)
REFUSAL = "aside.refuse"
LISTED = "reinstated"
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
OpName = Annotated[str, msgspec.Meta(pattern=rf"^{OP_PATTERN.pattern}\Z")]


class Reinstate(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An operation of the commit ``commit`` has its effect from here on: its name ``of``, kind
    ``op``, body ``what``, author and clock. ``anew``: under this operation's own name.
    """

    commit: Hash
    of: OpName
    op: Annotated[str, msgspec.Meta(min_length=3, max_length=80)]
    what: dict[str, Any] = {}
    person: Id
    clock: Instant
    anew: bool = False
    reason: Reason
    by: By


class Refuse(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A commit that was set aside is let lie, by another person or taken back by its author."""

    commit: Hash
    reason: Reason
    by: By


class Aside(NamedTuple):
    """A commit that the server set aside, and as what."""

    commit: Commit
    standing: Word


def name(commit: str) -> str:
    """The id of the entity that stands for a commit that was set aside."""
    return text_id(unb64(commit, 32)[:16])


def inner(op: Op) -> Op:
    """The operation that a ``reinstate`` carries; every other is itself."""
    if op.kind not in KINDS:
        return op
    what = op.body.get("what")
    carried = what if isinstance(what, dict) else {}
    return Op(kind=str(op.body.get("op", "")), id=op.id, bases=op.bases, body=carried)


def called(op: Op, own: str) -> str:
    """The name under which an operation has its effect; ``own`` is that of the operation itself."""
    kept = op.kind in KINDS and not op.body.get("anew", False)
    return str(op.body.get("of", own)) if kept else own


def when(op: Op, at: At) -> At:
    """Who and when of the operation that a ``reinstate`` carries."""
    first = op_id(op.body["of"])
    return at._replace(
        op=called(op, at.op),
        person=op.body["person"],
        device=first.device,
        inc=first.inc,
        time=op.body["clock"],
    )


def taken(state: Mapping[str, Any], of: str, commit: str) -> bool:
    """Whether an operation of a commit was reinstated in this aggregate."""
    known = state.get("lists", {}).get(LISTED, ())
    return any((one["of"], one["commit"]) == (of, commit) for _, one in known)


def reinstate(state: State, op: Op, at: At, then: Callable[[State, Op, At], State]) -> State:
    """The state with what ``then`` makes of the operation carried; the second time nothing. What an
    adopted operation had replaced of its own branch it replaces by the names given to that here.
    """
    body = op.body
    if taken(state, body["of"], body["commit"]):
        return state
    known = state.get("lists", {}).get(LISTED, [])
    given = {one["of"]: own for own, one in known if one.get("anew")} if body.get("anew") else {}
    carried = inner(op)
    bases = tuple(sorted({given.get(base, base) for base in carried.bases}))
    now = then(state, msgspec.structs.replace(carried, bases=bases), when(op, at))
    told = {part: each for part, each in body.items() if part not in {"what", "person", "clock"}}
    value = {**told, "author": at.person, "time": at.time}
    lists = dict(now.get("lists", {}))
    return {**now, "lists": {**lists, LISTED: merge.append(lists.get(LISTED, []), at.op, value)}}


def named(ops: Iterable[Op]) -> Iterator[str]:
    """The commits that operations decide about."""
    for op in ops:
        if (op.kind in KINDS or op.kind == REFUSAL) and isinstance(op.body.get("commit"), str):
            yield op.body["commit"]


def carry(aside: Aside, **said: Any) -> Iterator[Op]:
    """The operations that reinstate all of a commit; ``said`` are its ``reason`` and ``by``."""
    commit, header = aside.commit, aside.commit.header
    for place, op in enumerate(commit.ops):
        body = {
            "commit": commit.id,
            "of": commit.op_id(place),
            "op": op.kind,
            "person": header.person,
            "clock": header.hlc[0],
            **({"what": op.body} if op.body else {}),
            **({"anew": True} if aside.standing == "quarantine" else {}),
            **said,
        }
        kind = f"{op.kind.partition('.')[0]}.reinstate"
        yield Op(kind=kind, id=op.id, bases=op.bases, body=body)


def wrong(ops: Iterable[Op], known: Mapping[str, Aside], may: Callable[[Op], bool]) -> bool:
    """Whether operations of one commit decide about what was not set aside, take less than all of
    it or something else, or what ``may`` says nobody can take.
    """
    mine: dict[str, list[Op]] = {}
    for op in ops:
        if op.kind in KINDS:
            mine.setdefault(op.body["commit"], []).append(op)
        elif op.kind == REFUSAL and (op.body["commit"] not in known or op.id != _name(op)):
            return True
    return any(_differs(each, known.get(about), may) for about, each in mine.items())


def _name(op: Op) -> str:
    return name(op.body["commit"])


def _differs(ops: list[Op], aside: Aside | None, may: Callable[[Op], bool]) -> bool:
    if aside is None:
        return True
    found = [_said(op, without=("reason", "by")) for op in ops]
    return found != list(carry(aside)) or not all(may(inner(op)) for op in ops)


def _said(op: Op, without: tuple[str, ...]) -> Op:
    body = {part: each for part, each in op.body.items() if part not in without}
    return msgspec.structs.replace(op, body=body)


def lacking(
    op: Op, person: str, known: Mapping[str, Aside], may: Callable[[Op], bool], head: bool
) -> str:
    """Why a decision waits for another person: what somebody wrote he does not take himself, and
    but for the head of the agency nobody decides about what he may not do (``may``). To let one's
    own lie is everybody's.
    """
    aside = known[op.body["commit"]]
    own = aside.commit.header.person == person
    if op.kind == REFUSAL:
        return "" if own or head or all(map(may, aside.commit.ops)) else "rights"
    if own:
        return "same-hands"
    return "" if head or may(inner(op)) else "rights"
