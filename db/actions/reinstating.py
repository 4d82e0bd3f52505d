"""Deciding about what the server set aside: it takes effect after all, or is let lie; each for a
reason, as an ordinary act that every end judges (sync.md §4.3, I5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from core.commits import fold, reinstating
from core.commits.reinstating import Aside
from core.errors import AntinError, NotFound
from core.office.terms import Act
from db import facts, groups
from db.acting import Acting, Store, acting
from db.actions.resolving import Settled
from db.ledger import Changed


def take(store: Store, commits: Iterable[str], reason: str) -> Settled:
    """Let commits that were set aside have their effect now, in the order given; each is an act of
    its own, so that what is refused for one hinders no other. Refusals are NotFound, NotAllowed,
    and WriteRefused for what no receiver would take: a number that has its fate, one's own.
    """
    return _each(store, commits, reason, _take)


def let_lie(store: Store, commits: Iterable[str], reason: str) -> Settled:
    """Nothing shall come of commits that were set aside: by whoever decides about them, or taken
    back by their author. What they said stays readable, and can still be taken. Refusals as
    :func:`take`.
    """
    return _each(store, commits, reason, _refuse)


def _each(
    store: Store,
    commits: Iterable[str],
    reason: str,
    write: Callable[[Acting, Aside, str], None],
) -> Settled:
    changed: set[tuple[str, str]] = set()
    refused: list[AntinError] = []
    done = 0
    for commit in commits:
        try:
            now = _one(store, commit, reason, write)
        except AntinError as error:
            refused.append(error)
            continue
        changed |= now
        done += bool(now)
    return Settled(frozenset(changed), done, tuple(refused))


def _one(
    store: Store, commit: str, reason: str, write: Callable[[Acting, Aside, str], None]
) -> Changed:
    """The same decision twice is once."""
    with acting(store) as act:
        act.require(Act.RESOLVE_CONFLICT)
        found = lying(act, commit)
        if found is None:
            raise NotFound(kind="aside")
        key = fold.key(found.commit.ops[0])
        if reinstating.taken(act.stored(*key), found.commit.op_id(0), commit):
            return frozenset()
        write(act, found, reason)
        return act.append()


def _take(act: Acting, found: Aside, reason: str) -> None:
    for op in reinstating.carry(found, reason=reason, by=act.by()):
        act.add(op.kind, op.id, op.bases, **op.body)


def _refuse(act: Acting, found: Aside, reason: str) -> None:
    commit = found.commit.id
    name = reinstating.name(commit)
    act.add(reinstating.REFUSAL, name, commit=commit, reason=reason, by=act.by())


def lying(act: Acting, commit: str) -> Aside | None:
    """A commit that was set aside in a stream which the person reads; the act is of that stream
    then.
    """
    unit = act.store.realm.provision.stream("unit")
    for stream in groups.open_to(act.connection, unit, act.store.author.person):
        if found := facts.aside(act.connection, stream, [commit]).get(commit):
            act.of_stream(stream)
            return found
    return None
