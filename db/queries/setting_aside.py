"""What the server ordered without effect, in front of a person: whose it is, why, what would be if
it were taken, and whether this person decides about it (sync.md §4.14).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from core.commits import check, disputed, fold, redoing, reinstating
from core.commits.acts import acts
from core.commits.check import SET_ASIDE, Verdict
from core.commits.fold import Key, State
from core.commits.format import Chain, Commit, Op, read
from core.commits.redoing import Said
from core.commits.reinstating import Aside
from core.errors import AntinError
from core.office import access
from core.office.terms import Act, Role
from db import commits, facts, groups, models, told, visible
from db.acting import Store
from db.queries import conflicts, sides, turns
from db.queries.conflicts import Waiting
from db.queries.rows import InGroup
from db.queries.shelf import groups_here

_MOST: Final = 500
KIND: Final = "aside"
KEPT: Final = "kept"
"""The standing of what the server has and cannot order yet."""
REFUSED: Final = "refused"
"""The standing of what the server does not take."""
WAITS: Final = (Verdict.HELD, KEPT, REFUSED)
"""Standings of what has no place yet: nobody decides about it."""
BACK: Final = "back"
"""What a row says in the place of its standing where somebody let it lie."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A document, dossier or book that an act is about: its code and title, as it is or as the act
    would make it; ``here``: it exists. ``part`` and ``state`` are a document's kind and step.
    """

    kind: str
    id: str
    part: str
    state: str
    code: str
    title: str
    here: bool


class Decided(NamedTuple):
    """Who let it lie, why, when (milliseconds UTC)."""

    name: str
    reason: str
    time: int


@dataclass(frozen=True, slots=True)
class Item:
    """A commit without effect: ``standing`` and ``why`` (the reason by today's data; the empty text
    where nothing stands against it any more), what it does (kinds of operation or acts), to what,
    who wrote it (``author`` his id; ``owner`` whose the document or dossier is, the author's own
    where there is none yet) on which machine, when by that machine's clock and by the server's
    (milliseconds UTC). ``effect`` is what it would be if it were taken: ``ok``, ``ok+conflict``, or
    why it cannot be. ``missing`` are the machines whose work it waits for. ``said`` is everything
    that was typed, ``again`` that it can be written once more (db.actions.redoing), ``decided`` who
    let it lie: its author is told until he has seen it; ``askew`` that its machine's clock was
    wrong (core.sync.clocks), ``group`` the restricted group whose it is.
    """

    id: str
    n: int
    standing: str
    why: str
    what: tuple[str, ...]
    about: tuple[Thing, ...]
    person: str
    author: str
    owner: str
    mine: bool
    device: str
    label: str
    claimed: int
    received: int | None
    effect: str
    may_take: bool
    may_refuse: bool
    missing: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    again: bool = False
    decided: Decided | None = None
    askew: bool = False
    group: InGroup | None = None


def everything(store: Store) -> list[Waiting]:
    """All that waits for a decision, this person's own first: :func:`db.queries.turns.placed`."""
    return turns.placed(store, [*conflicts.waiting(store), *map(_row, items(store))])


def items(store: Store) -> list[Item]:
    """What this person decides about, and his own that lies aside or waits for something; the last
    in the server's order first.
    """
    with store.engine.begin() as connection:
        read_ = _Reading(connection, store)
        return [*reversed(list(read_.decidable())), *read_.held()]


def item(store: Store, commit: str) -> Item | None:
    """One of them."""
    return next((one for one in items(store) if one.id == commit), None)


def of(store: Store, kind: str, entity: str) -> tuple[str, ...]:
    """Those about one document or dossier, by id."""
    touch, commit, held = models.Touch, models.Commit, models.Held
    touching = sa.select(touch.commit).where(touch.kind == kind, touch.entity == entity)
    ordered = sa.select(commit.n).where(commit.n.in_(touching), commit.standing.in_(SET_ASIDE))
    with store.engine.begin() as connection:  # most have none: nothing more is read then
        said = told.unplaced(connection)
        waiting = sa.select(held.id).union_all(ordered.with_only_columns(commit.id))
        if not said and connection.execute(waiting.limit(1)).first() is None:
            return ()
    about = (kind, entity)
    return tuple(
        one.id for one in items(store) if about in {(each.kind, each.id) for each in one.about}
    )


def _row(one: Item) -> Waiting:
    first = one.about[0] if one.about else Thing("", "", "", "", "", "", here=False)
    where = (KIND, one.id, one.n, one.standing, one.why, first.code, first.title)
    time, machine = one.received or one.claimed, {one.device: one.label}
    # what its author alone is behind is his who may decide: he cannot do it himself
    mine = one.mine or one.owner == one.author
    told = Waiting(*where, 1, machine, time, time, one.owner, mine, group=one.group)
    return replace(told, part=BACK) if one.decided else told


class _Reading:
    """What lies aside, as one person sees it."""

    def __init__(self, connection: sa.Connection, store: Store) -> None:
        self._connection, self._store = connection, store
        self._groups = groups_here(connection)
        device, person = models.Device, models.Person
        founders = {name: one.label for name, one in store.realm.founders.items()}
        admitted = connection.execute(sa.select(device.id, device.label))
        self._labels = founders | {row.id: row.label for row in admitted}
        named = connection.execute(sa.select(person.id, person.name))
        self._people: dict[str, str] = {row.id: row.name for row in named}
        self._grants = facts.grants(connection, store.author.person)
        self._after: dict[Chain, dict[Key, State]] = {}
        self._roles = access.roles_in(self._grants, store.unit, store.today())

    def decidable(self) -> Iterator[Item]:
        """What the server put in review or in quarantine and nobody decided about yet."""
        table = models.Commit
        ordered = sa.and_(table.gseq.is_not(None), table.standing.in_(SET_ASIDE))
        store = self._store
        unit = store.realm.provision.stream("unit")
        mine = groups.open_to(self._connection, unit, store.author.person)
        query = sa.select(table).where(table.stream.in_(mine), ordered)
        newest = self._connection.execute(query.order_by(table.gseq.desc()).limit(_MOST))
        for row in reversed(newest.mappings().all()):
            commit = read(row["header"], row["payload"], row["signature"])
            over, decided = self._decided(commit)
            if not over and (found := self._item(row["n"], row, commit)):
                yield replace(found, decided=decided, again=redoing.can(commit.ops))

    def held(self) -> Iterator[Item]:
        """What this machine or the server keeps until the work of other machines has come, and what
        the server does not take, by this person; below the row numbers of what was taken.
        """
        for place, (commit, standing, why, lacks) in enumerate(self._waiting(), 1):
            if commit.header.person == self._store.author.person:
                found = self._shown(-place, standing, commit, why, None, "", may=False)
                yield replace(found, missing=tuple(self._labels.get(one, one) for one in lacks))

    def _waiting(self) -> Iterator[tuple[Commit, str, str, tuple[str, ...]]]:
        """Commits without a place, each with its standing, why, and the devices that it waits
        for.
        """
        for row in self._connection.execute(sa.select(models.Held)).mappings().all():
            commit = read(row["header"], row["payload"], row["signature"])
            lacks = facts.lacks(self._connection, commit.header)
            yield commit, Verdict.HELD, row["reason"], lacks
        said = told.unplaced(self._connection)
        for commit in commits.load(self._connection, said):
            each = said[commit.id]
            yield commit, KEPT if each.kept else REFUSED, each.reason, each.lacks

    def _decided(self, commit: Commit) -> tuple[bool, Decided | None]:
        """Whether nobody has to be shown it any more, and who let it lie. Its author has seen that
        once he lets it lie himself. Only the first operation is asked whether a person took it:
        they are taken together.
        """
        key = (KIND, reinstating.name(commit.id))
        keys = [key, fold.key(commit.ops[0])]
        states = facts.states(self._connection, keys)
        found = states.get(key, {}).get("lists", {}).get("refusals", ())
        refusals = [one for _, one in found if one["commit"] == commit.id]
        if reinstating.taken(states.get(keys[1], {}), commit.op_id(0), commit.id):
            return True, None
        author, me = commit.header.person, self._store.author.person
        if not refusals or author != me or any(one["author"] == me for one in refusals):
            return bool(refusals), None
        first = refusals[0]
        return False, Decided(first["by"]["name"], first["reason"], first["time"])

    def _item(self, n: int, row: Any, commit: Commit) -> Item | None:
        mine = commit.header.person == self._store.author.person
        decides = self._decides(commit)
        if not mine and not decides:
            return None
        why, effect = self._why(commit, row["standing"]), self._effect(commit, row["standing"])
        may = decides and not mine and effect in check.EFFECTIVE
        return self._shown(
            n,
            row["standing"],
            commit,
            why,
            sides.received(self._connection, commit.id),
            effect,
            may,
        )

    def _shown(
        self,
        n: int,
        standing: str,
        commit: Commit,
        why: str,
        received: int | None,
        effect: str,
        may: bool,
    ) -> Item:
        header = commit.header
        mine = header.person == self._store.author.person
        about = tuple(self._things(commit))
        return Item(
            id=commit.id,
            n=n,
            standing=str(standing),
            why=why,
            what=tuple(dict.fromkeys(_act(op) for op in commit.ops)),
            about=about,
            person=self._people.get(header.person, ""),
            author=header.person,
            owner=self._owner(about) or header.person,
            mine=mine,
            device=header.device,
            label=self._labels.get(header.device, ""),
            claimed=header.hlc[0],
            received=received,
            effect=effect,
            may_take=may,
            may_refuse=standing not in WAITS,
            said=tuple(redoing.said(commit.ops)),
            askew=sides.askew(self._connection, commit),
            group=self._groups.get(header.stream),
        )

    def _decides(self, commit: Commit) -> bool:
        """The head of the agency decides about all that he sees, others about what they may do
        themselves to what they see.
        """
        day, unit = self._store.today(), self._store.unit
        if access.may_act(self._grants, Act.RESOLVE_CONFLICT, unit, day):
            return False
        keys = {fold.key(op) for op in commit.ops}
        states = facts.states(self._connection, keys)
        sees = (visible.sees(self._connection, self._store.viewer, *key) for key in states)
        if not all(sees):
            return False
        if Role.COMMANDER in self._roles:
            return True
        wanted = [acts(op, states.get(fold.key(op), {})) for op in commit.ops]
        may = all(
            not access.may_act(self._grants, one, unit, day) for each in wanted for one in each
        )
        return may and keys == states.keys()

    def _why(self, commit: Commit, standing: str) -> str:
        """The reason by what is known today, but for its place in its chain."""
        header, table = commit.header, models.Commit
        same = (table.device == header.device) & (table.inc == header.inc)
        place = same & (table.seq == header.seq) & (table.stream == header.stream)
        other = sa.select(table.n).where(place, table.id != commit.id).limit(1)
        if self._connection.execute(other).first() is not None:
            return "fork"
        known = facts.of(self._connection, self._store.realm, commit, committed=True)
        tip = (header.seq - 1, header.prev or "") if header.prev else None
        try:
            told = replace(known, tip=tip, missing=False, strayed=False)
            judged = check.judge(commit, told)
        except AntinError as error:
            return error.code
        beside = standing == Verdict.QUARANTINE and judged.verdict is not Verdict.QUARANTINE
        return "fork" if beside else judged.reason

    def _effect(self, commit: Commit, standing: str) -> str:
        """What taking it would be: as the fold says on what stands now, and on what of the same
        machine comes before it here and can be taken.
        """
        carried = tuple(reinstating.carry(Aside(commit, standing)))
        takeable = all(op.kind in reinstating.KINDS for op in carried)
        if not takeable or not all(map(fold.known, commit.ops)):
            return "kind"
        try:
            all(fold.body(op) for op in commit.ops)
        except AntinError:
            return "body"
        earlier = self._after.setdefault(commit.chain, {})
        keys = {fold.key(op) for op in carried}
        before = facts.states(self._connection, keys)
        before |= {key: state for key, state in earlier.items() if key in keys}
        effect, now = _tried(self._store, before, commit, carried)
        if effect in check.EFFECTIVE:
            earlier.update(now)
        return effect

    def _things(self, commit: Commit) -> Iterator[Thing]:
        keys = dict.fromkeys(fold.key(op) for op in commit.ops)
        for key in sorted(keys, key=lambda key: key[0] == "register"):
            kind, entity = key
            state = facts.states(self._connection, [key]).get(key)
            begun = [op.body for op in commit.ops if op.id == entity and "fields" in op.body]
            wanted = begun[0]["fields"] if begun else {}
            told = {name: each[0][1] for name, each in (state or {}).get("fields", {}).items()}
            fields = told or wanted
            title = str(fields.get("subject") or fields.get("title") or fields.get("name") or "")
            part = str((state or {}).get("kind", ""))
            step = str((state or {}).get("step", {}).get("name", ""))
            code = str(fields.get("code", ""))
            yield Thing(kind, entity, part, step, code, title, state is not None)

    def _owner(self, about: tuple[Thing, ...]) -> str:
        """Whose the first document or dossier of an act is; empty where there is none yet."""
        for thing in about:
            if thing.here and thing.kind in conflicts.OWNERS:
                return (
                    self._connection.execute(conflicts.OWNERS[thing.kind](thing.id)).scalar() or ""
                )
        return ""


def _act(op: Op) -> str:
    return str(op.body["act"]) if op.kind in check.STEPPED and "act" in op.body else op.kind


def _tried(
    store: Store, before: dict[Key, State], commit: Commit, carried: tuple[Op, ...]
) -> tuple[str, dict[Key, State]]:
    """What stands after all of it, tried without being written: a conflict that no honest machine
    makes says why it cannot be taken.
    """
    now = dict(before)
    author = store.author
    for place, op in enumerate(carried):
        key = fold.key(op)
        at = fold.At(commit.op_id(place), author.person, author.device, author.inc, store.now())
        now[key] = fold.fold(now.get(key), op, at)
    old = {op for state in before.values() for op, _ in state.get("conflicts", ())}
    late = [item for state in now.values() for item in state.get("conflicts", ())]
    if any(item["kind"] in check.GUARDED for op, item in late if op not in old):
        return "number", {}
    grew = any(disputed.count(now[key]) > disputed.count(before.get(key, {})) for key in now)
    return str(Verdict.CONFLICT if grew else Verdict.OK), now
