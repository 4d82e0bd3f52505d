"""What waits for a person's decision in documents and dossiers: the values that stand side by side
with where each came from, and the acts that came too late (sync.md §4.14).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from core.commits import copy_bodies, disputed, merge, referring, siblings
from core.commits.acts import STEPS
from core.commits.check import EFFECTIVE
from core.commits.fold import LOCKED, Key, State
from core.commits.format import Commit, Op
from core.commits.ids import op_id
from core.commits.siblings import Written
from core.office import access
from core.office.turns import DECIDERS, Turn
from db import commits, facts, models, visible
from db.acting import Store
from db.queries.rows import InGroup
from db.queries.shelf import groups_here
from db.queries.sides import Reading, Side
from db.visible import Viewer


class Choice(NamedTuple):
    """What is settled how: the field, or the slot of a file, the operations that were seen there,
    and the value that shall stand; of a file the operation that brought it. ``both``: the other
    versions of a file stay as attachments.
    """

    name: str
    file: bool
    seen: tuple[str, ...]
    value: Any
    both: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A field, or the slot of a file, with several values; ``base`` is what they all replaced,
    ``locked`` that a signature stands over it and no value can be chosen any more. ``seen`` are all
    operations that a choice replaces, those of equal values too.
    """

    name: str
    file: bool
    sides: tuple[Side, ...]
    base: tuple[Any, ...]
    locked: bool
    seen: tuple[str, ...]

    def take(self, side: Side) -> Choice:
        """The choice that one side stands."""
        return Choice(self.name, self.file, self.seen, side.op if self.file else side.value)

    def of(self, device: str) -> Choice | None:
        """The choice of a machine's value; None where it has none, or several, or all is locked."""
        found = [side for side in self.sides if side.device == device]
        return self.take(found[0]) if len(found) == 1 and not self.locked else None


@dataclass(frozen=True, slots=True)
class Late:
    """An act that came too late to have its effect, and why; what it wanted stays in the history.
    ``what`` is the act of the workflow or the kind of operation.
    """

    reason: str
    what: str
    side: Side


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document or dossier with something to decide: how many things, and on which machines what
    competes there was written (label by device). ``n`` is its row number among those of its kind,
    ``part`` and ``state`` of a document its kind and step. ``since`` is when there first was
    something to decide, ``owner`` the person whose it is; where it was given back to an author he
    is, with the ``reason`` and who says it (``back``); ``group`` is the restricted group whose it
    is. db.queries.turns says the rest: his name (``keeper``), whose turn it is, and how many
    working days it has waited.
    """

    kind: str
    id: str
    n: int
    part: str
    state: str
    code: str
    title: str
    count: int
    devices: Mapping[str, str]
    time: int
    since: int
    owner: str
    mine: bool = False
    reason: str = ""
    back: str = ""
    keeper: str = ""
    turn: Turn = Turn.OTHERS
    days: int = 0
    group: InGroup | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Everything that is to be decided in one document or dossier; ``authors`` are those it can be
    given back to, by id and name: others who wrote what competes, who see it and may decide.
    """

    kind: str
    id: str
    fields: tuple[Field, ...]
    late: tuple[Late, ...]
    untouched: int
    authors: tuple[tuple[str, str], ...] = ()


def dossiers(connection: sa.Connection, viewer: Viewer) -> int:
    """How many dossiers, of those that the person sees, have something to decide; of documents
    their rows say it.
    """
    return sum(1 for _ in _of_kind(connection, viewer, "dossier"))


def waiting(store: Store) -> list[Waiting]:
    """The documents and dossiers with something to decide, the one that came last first."""
    with store.engine.begin() as connection:
        read, named = Reading(connection, store), groups_here(connection)
        found = [
            replace(
                _waiting(kind, row, state, read.about((kind, row.id))), group=named.get(row.stream)
            )
            for kind in _ROWS
            for row, state in _of_kind(connection, store.viewer, kind)
        ]
    return sorted(found, key=lambda one: (-one.time, one.id))


def conflict(store: Store, kind: str, entity: str) -> Conflict | None:
    """What is to be decided in one document or dossier; None where there is nothing, or where the
    person may not see it.
    """
    with store.engine.begin() as connection:
        if kind not in _ROWS or not visible.sees(connection, store.viewer, kind, entity):
            return None
        state = facts.states(connection, [(kind, entity)]).get((kind, entity), {})
        if not disputed.count(state):
            return None
        told = commits.touching(connection, (kind, entity))
        found = [commit for commit, standing in told if standing in EFFECTIVE]
        read = Reading(connection, store).about((kind, entity))
        open_ = _Story(read, state, found, (kind, entity)).conflict()
        return replace(open_, authors=tuple(_authors(connection, store, (kind, entity), state)))


def _authors(
    connection: sa.Connection, store: Store, key: Key, state: State
) -> Iterator[tuple[str, str]]:
    """Those to whom what waits can be given back, in the order of their names."""
    read = Reading(connection, store).about(key)
    wrote = {read.person(op) for op in disputed.operations(state)} - {store.author.person}
    for name, person in sorted((read.named(one), one) for one in wrote):
        seen = visible.sees(connection, store.viewer._replace(person=person), *key)
        held = access.roles_in(facts.grants(connection, person), store.unit, store.today())
        if seen and held & DECIDERS:
            yield person, name


# -- which --------------------------------------------------------------------------------------

_D, _S, _A = models.Document, models.Dossier, models.Aggregate


def _of_kind(connection: sa.Connection, viewer: Viewer, kind: str) -> Iterator[tuple[Any, State]]:
    """The rows of a kind with something to decide, each with its state."""
    shown = _ROWS[kind].where(*_SHOWN[kind](connection, viewer))
    for row in connection.execute(shown):
        state = facts.read_state(row.overlay or row.committed)
        if disputed.count(state):
            yield row, state


def _joined(table: Any, kind: str, *columns: Any) -> sa.Select[Any]:
    on = sa.and_(_A.kind == kind, _A.id == table.id)
    return sa.select(table.id, table.stream, *columns, _A.committed, _A.overlay).join(_A, on)


_OWNER: Final = sa.func.coalesce(_D.lead_person, _D.drafter)
OWNERS: Final[dict[str, Callable[[str], sa.Select[Any]]]] = {
    "document": lambda entity: sa.select(_OWNER).where(_D.id == entity),
    "dossier": lambda entity: sa.select(_S.keeper).where(_S.id == entity),
}
"""Whose a document is: who leads its handling, else who began it; a dossier is its keeper's."""
_SHOWN: Final = {"document": visible.documents, "dossier": visible.dossiers}
_ROWS: Final[dict[str, sa.Select[Any]]] = {
    "document": _joined(
        _D,
        "document",
        _D.n,
        _D.kind.label("part"),
        _D.state,
        _D.code,
        _D.number,
        _D.symbol,
        _D.subject.label("title"),
        _OWNER.label("owner"),
    ).where(_D.conflicts > 0),
    "dossier": _joined(
        _S,
        "dossier",
        _S.n,
        sa.literal("").label("part"),
        _S.state,
        _S.code,
        sa.null().label("number"),
        sa.null().label("symbol"),
        _S.title,
        _S.keeper.label("owner"),
    ),
}


def _waiting(kind: str, row: Any, state: State, read: Reading) -> Waiting:
    ops = set(disputed.operations(state))
    devices = {op_id(op).device: read.label(op) for op in ops}
    newest = max(read.clock(op) for op in ops)
    since = min(sorted(map(read.known, item))[-2:][0] for item in disputed.items(state))
    code = row.code or (f"{row.number}/{row.symbol}" if row.number else "")
    where = (kind, row.id, row.n, row.part, row.state)
    count = disputed.count(state)
    given = referring.standing(state)
    whose = given.person if given else row.owner
    told = (given.reason, read.named(read.person(given.op))) if given else ("", "")
    found = Waiting(*where, code, row.title, count, devices, newest, since, whose)
    return replace(found, reason=told[0], back=told[1])


# -- what -----------------------------------------------------------------------------------------


class _Story:
    """What competes in one document or dossier, told from its commits."""

    def __init__(self, read: Reading, state: State, found: Iterable[Commit], key: Key) -> None:
        self._read, self._state, self._key = read, state, key
        self._by_op = {
            commit.op_id(place): (commit, op)
            for commit in found
            for place, op in enumerate(commit.ops)
            if op.id == key[1]
        }

    def conflict(self) -> Conflict:
        """All of it, in the order of names."""
        state = self._state
        fields = [(name, False, each) for name, each in sorted(state.get("fields", {}).items())]
        files = [(name, True, each) for name, each in sorted(state.get("files", {}).items())]
        every = fields + files
        open_ = [self._field(*one) for one in every if merge.in_conflict(one[2])]
        late = [self._late(op, item) for op, item in state.get("conflicts", ())]
        kind, entity = self._key
        return Conflict(kind, entity, tuple(open_), tuple(late), len(every) - len(open_))

    def _field(self, name: str, file: bool, entries: merge.Entries) -> Field:
        seen = merge.operations(entries)
        first = [next(op for op, value in entries if value == one) for one in merge.values(entries)]
        values = dict(entries)
        sides = sorted((self._side(op, values[op]) for op in first), key=_before)
        base = siblings.common(self._written(name, file), seen)
        return Field(name, file, tuple(sides), tuple(base), locked(self._state, name, file), seen)

    def _side(self, op: str, value: Any) -> Side:
        return self._read.side(op, value, self._by_op[op][0])

    def _written(self, name: str, file: bool) -> dict[str, Written]:
        """Everything that a field, or the slot of a file, ever was."""
        given = ((op, one, _value(one, name, file)) for op, (_, one) in self._by_op.items())
        return {op: Written(one.bases, value) for op, one, value in given if value is not None}

    def _late(self, op: str, item: dict[str, Any]) -> Late:
        body = item["body"]
        what = str(body["act"]) if item["op"] in _STEPS else str(item["op"])
        return Late(item["kind"], what, self._side(op, body))


def _before(side: Side) -> tuple[bool, float, str]:
    """What was written here first, then in the server's order."""
    return (not side.here, side.received or float("inf"), side.op)


def locked(state: State, name: str, file: bool) -> bool:
    """Whether a signature, or what a copy is of, stands over a field or the slot of a file."""
    if file:
        role = next(value["role"] for _, value in state["files"][name])
        return role in _CONTENT and copy_bodies.shut(state, _probe("document.file", slot=name))
    return name in LOCKED and copy_bodies.shut(state, _probe("document.set"))


def _probe(kind: str, **body: Any) -> Op:
    return Op(kind=kind, id="", body=body)


def _value(op: Op, name: str, file: bool) -> Any:
    """What an operation wrote there; None where it wrote something else."""
    if not file:
        return op.body.get("fields", {}).get(name)
    body = op.body if op.kind == "document.file" else op.body.get("after", {})
    return body if body.get("slot") == name else None


_CONTENT: Final = frozenset({"main", "appendix"})
_STEPS: Final = STEPS | {"dossier.move"}
