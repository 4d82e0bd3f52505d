"""One act of a person: operations gathered, permitted, and appended as one commit in one
transaction.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any, Final

import sqlalchemy as sa

from core.commits import check, disputed, fold, merge, old_books
from core.commits.bodies import By
from core.commits.fold import Key, State
from core.commits.format import Commit, Op
from core.commits.ids import OpId, text_id
from core.errors import AntinError, GroupsMixed, NewerProgramNeeded, NotAllowed, NotFound
from core.office import access, day, workflow
from core.office.terms import Act, Kind, Role
from core.office.terms import State as Step
from db import authoring, facts, groups, incarnation, models, states, visible
from db.authoring import Author
from db.blobs import Blobs
from db.engine import writes
from db.facts import Realm
from db.ledger import Changed
from db.outside import Outside
from db.visible import Viewer

_OWN_WORD = frozenset({"document.create", "document.sign", "dossier.open"})
"""What somebody always does in his own name: a signature says its authority itself."""
_OF_STREAMS: Final = frozenset({"document", "dossier", "plan", "register"})
"""Kinds that stand in the unit's stream or in a group's."""
_POST = 200
_READ_ONLY: Final = frozenset({"document", "dossier"})
"""Kinds that nobody writes to any more once a newer program has written to them (sync.md §4.13)."""
_NAMED: Final = (
    sa.select(
        models.Person.name, models.Person.rank, models.Person.post, models.Unit.name.label("unit")
    )
    .outerjoin(models.Unit, models.Unit.id == models.Person.unit)
    .where(models.Person.id == sa.bindparam("person"))
)


@dataclass(frozen=True)
class Store:
    """An open store with the person who is unlocked on this device; what every action and query
    takes.
    """

    engine: sa.Engine
    realm: Realm
    author: Author
    blobs: Blobs
    outside: Outside
    now: Callable[[], int]
    random: Callable[[int], bytes]

    group: str = ""
    """The restricted group in which new things are made; the whole unit's without one."""

    @property
    def stream(self) -> str:
        """The stream of what is made new: the unit's, or the group's."""
        return self.group or self.realm.provision.stream("unit")

    @property
    def unit(self) -> str:
        """The unit's id."""
        return self.realm.provision.unit

    @property
    def viewer(self) -> Viewer:
        """Whose eyes queries look with: the person who is unlocked, today."""
        return Viewer(self.author.person, self.unit, self.today())

    def today(self) -> datetime.date:
        """The date in Vietnam by this machine's clock."""
        return day.day(self.now())

    def new_id(self) -> str:
        """A new random id."""
        return text_id(self.random(16))


@dataclass(frozen=True)
class Done:
    """What an action returns: what changed, for the one signal, and the entity that it was
    about.
    """

    changed: Changed
    entity: str
    number: int | None = None


class Acting:
    """Gathers the operations of one act inside an open transaction."""

    def __init__(self, store: Store, connection: sa.Connection, stream: str) -> None:
        author = replace(store.author, inc=incarnation.installation(connection).inc)
        self.store, self.connection, self.stream = replace(store, author=author), connection, stream
        self._ops: list[Op] = []
        self._seq = (facts.tip(connection, (author.device, author.inc, stream)) or (0, ""))[0] + 1
        self._states: dict[Key, State] = {}
        self._made: set[Key] = set()
        self._seen: set[Key] = set()
        self.written: Commit | None = None

    def about(self, kind: str, entity: str) -> None:
        """Let the act be one of the stream in which something stands: everything of a restricted
        group stays there. Raises GroupsMixed where it already is of another one.
        """
        stream = self._stream_of(kind, entity)
        if stream in {"", self.stream}:
            return
        self.of_stream(stream)

    def of_stream(self, stream: str) -> None:
        """Let the act be one of a stream; raises GroupsMixed where it already is of another one."""
        if self._ops and stream != self.stream:
            raise GroupsMixed
        author = self.store.author
        self.stream = stream
        last = facts.tip(self.connection, (author.device, author.inc, stream))
        self._seq = (last or (0, ""))[0] + 1

    def _stream_of(self, kind: str, entity: str) -> str:
        """The stream of what can stand in the unit's or in a group's; empty for all else."""
        found = states.stream_of(self.connection, (kind, entity)) if kind in _OF_STREAMS else ""
        return found or ""

    def add(self, kind: str, entity: str, bases: tuple[str, ...] = (), /, **body: Any) -> str:
        """Add an operation; empty values are left out. Returns the operation's name for later
        ``bases``. Raises NewerProgramNeeded.
        """
        self.about(kind.partition(".")[0], entity)
        given = {name: value for name, value in body.items() if value is not None and value != ()}
        said = "by" in given and kind not in _OWN_WORD
        if said and (away := self._instead_of(kind, entity)):
            given["by"] = _standing_in(given["by"], away)
        op = Op(kind=kind, id=entity, bases=bases, body=given)
        author = self.store.author
        name = OpId(author.device, author.inc, self._seq, len(self._ops)).text()
        key = fold.key(op)
        at = fold.At(name, author.person, author.device, author.inc, self.store.now())
        before = self._states.get(key) or self._stored(key)
        if not before:
            self._made.add(key)
        elif "newer" in before and key[0] in _READ_ONLY:
            raise NewerProgramNeeded
        self._states[key] = fold.fold(before, op, at)
        self._ops.append(op)
        return name

    def _instead_of(self, kind: str, entity: str) -> tuple[str, ...]:
        """The names of those who are away for whom the person acts here."""
        about, table = kind.partition(".")[0], models.Person
        away = visible.instead_of(self.connection, self.store.viewer, about, entity)
        names = sa.select(table.name).where(table.id.in_(away)).order_by(table.name)
        return tuple(self.connection.execute(names).scalars()) if away else ()

    def _stored(self, key: Key) -> State | None:
        return facts.states(self.connection, [key]).get(key)

    def stored(self, kind: str, entity: str) -> State:
        """The state of an aggregate as it stands within this act; empty where there is none yet."""
        return self._states.get((kind, entity)) or self._stored((kind, entity)) or {}

    def state(self, kind: str, entity: str) -> State:
        """The state of an aggregate as it stands within this act; raises NotFound, also for a
        document or dossier that the person may not see.
        """
        state = self.stored(kind, entity)
        if not state or not self._sees(kind, entity):
            raise NotFound(kind=kind)
        if not self._ops and not self.store.realm.kind(self._stream_of(kind, entity)):
            self.about(kind, entity)  # what comes of something in a group stands there too
        return state

    def _sees(self, kind: str, entity: str) -> bool:
        """Whether the person may see an entity; what this very act makes, he does. Nothing that he
        saw is hidden from him before the act is done.
        """
        key = (kind, entity)
        if key in self._made or key in self._seen:
            return True
        if visible.sees(self.connection, self.store.viewer, kind, entity):
            self._seen.add(key)
        return key in self._seen

    def set_fields(self, kind: str, entity: str, **fields: Any) -> str:
        """Write fields, replacing every value that now stands there."""
        state = self.state(kind, entity).get("fields", {})
        bases = sorted({op for name in fields for op in merge.operations(state.get(name, []))})
        return self.add(f"{kind}.set", entity, tuple(bases), fields=fields, by=self.by())

    def move(self, document: str, act: Act, **body: Any) -> str:
        """Take a step of the workflow table; raises WrongState, NotAllowed and InConflict."""
        state = self.state("document", document)
        kind, step = Kind(state["kind"]), Step(old_books.step_of(state))
        if refusal := workflow.may(kind, step, act, self.roles()):
            raise refusal
        disputed.refuse(state, act)
        to = workflow.next_state(kind, step, act)
        return self.add(
            "document.move",
            document,
            (state["step"]["op"], *_checked(state)),
            act=act.value,
            to=to.value,
            by=self.by(),
            **body,
        )

    def roles(self) -> frozenset[Role]:
        """The roles that the person holds in the unit today."""
        return access.roles_in(self.grants(), self.store.unit, self.store.today())

    def grants(self) -> tuple[access.Grant, ...]:
        """The person's grants."""
        return facts.grants(self.connection, self.store.author.person)

    def require(self, act: Act) -> None:
        """Raise the rule's own error where the person may not do this in the unit today."""
        if refusal := access.may_act(self.grants(), act, self.store.unit, self.store.today()):
            raise refusal

    def by(self, person: str | None = None) -> dict[str, str]:
        """The snapshot of a person as named today; of the author without an argument."""
        who = person or self.store.author.person
        row = self.connection.execute(_NAMED, {"person": who}).one_or_none()
        if row is None:
            raise NotAllowed(act="act", roles="")
        return snapshot(By(name=row.name, rank=row.rank, post=row.post, unit=row.unit or ""))

    def append(self) -> Changed:
        """Sign and append the commit with all operations gathered; raises NotFound where one is
        about a document or dossier that the person may not see, GroupsMixed where one of another
        stream is about what stands in a restricted group.
        """
        store = self.store
        for kind, entity in self._states:
            if not self._sees(kind, entity):
                raise NotFound(kind=kind)
        for op in self._ops:
            check.refuse_secret(op)
        if groups.named_elsewhere(self.connection, store.realm, self._ops, self.stream):
            raise GroupsMixed  # others read this act: it would tell them of a group
        self.written, changed = authoring.act(
            self.connection,
            store.realm,
            store.author,
            self.stream,
            self._ops,
            store.random(16),
            store.now(),
        )
        return changed


def _checked(state: State) -> Iterator[str]:
    """The checks at the step where a document stands: who moves it on knows of them."""
    for name, value in state.get("lists", {}).get("checks", ()):
        if state["step"]["op"] in value["steps"]:
            yield name


def _standing_in(by: dict[str, str], away: Iterable[str]) -> dict[str, str]:
    """A snapshot that names both: who acted, and in whose stead."""
    instead = f"thay {', '.join(away)}"
    post = ", ".join(part for part in (by.get("post", ""), instead) if part)
    return {**by, "post": post if len(post) <= _POST else instead[:_POST]}


def snapshot(by: By) -> dict[str, str]:
    """A snapshot as the plain values that an operation carries, empty ones left out."""
    named = {"name": by.name, "rank": by.rank, "post": by.post, "unit": by.unit}
    return {name: value for name, value in named.items() if value or name == "name"}


@contextmanager
def acting(store: Store, stream: str | None = None) -> Iterator[Acting]:
    """A transaction for one act; it is committed when the block ends well and undone when it
    raises.
    """
    with writes(store.engine).begin() as connection:
        act = Acting(store, connection, stream or store.stream)
        yield act
    if act.written is not None:
        header = act.written.header  # of its own incarnation: another lane may begin one meanwhile
        store.outside.record_place(header.stream, header.seq, header.inc)


def announce(act: Acting) -> None:
    """Let the unit know the incarnation that this device began, once: numbers are leased to it.

    A device that may not write any more says nothing, and tries again at its next opening.
    """
    said = incarnation.untold(act.connection)
    if said is None:
        return
    with suppress(AntinError), act.connection.begin_nested():
        act.add("vault.begin", act.store.author.device, inc=said.inc, why=said.why)
        act.append()
        incarnation.told(act.connection)
