"""Settling what stands side by side: a person's choice is an ordinary act that replaces exactly the
values that he saw, so that two who choose differently are in conflict again (sync.md §4.14).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.commits import disputed, merge, referring
from core.errors import AlreadySigned, AntinError, NotFound, ReasonMissing
from core.office.terms import Act
from db.acting import Acting, Done, Store, acting
from db.actions.handling import ATTACHMENT, next_place
from db.ledger import Changed
from db.queries import conflicts
from db.queries.conflicts import Choice, locked

_RIGHTS = {"document": Act.EDIT, "dossier": Act.OPEN_DOSSIER}
_STAMP = frozenset({"author", "time", "by"})


@dataclass(frozen=True)
class Settled:
    """What became of several: everything that changed, how many were settled, and why others were
    refused; what had no value of that machine is neither.
    """

    changed: Changed
    done: int
    refused: tuple[AntinError, ...]


def resolve(store: Store, kind: str, entity: str, choices: Iterable[Choice]) -> Done:
    """Let one value stand for each field or file chosen, in one act. What nobody has to decide any
    more is left as it is: the same choice twice is once. Raises NotFound, NotAllowed and, where a
    signature stands over it, AlreadySigned.
    """
    with acting(store) as act:
        act.require(Act.RESOLVE_CONFLICT)
        act.require(_RIGHTS[kind])
        act.state(kind, entity)
        written = [_settle(act, (kind, entity), choice) for choice in choices]
        return Done(act.append() if any(written) else frozenset(), entity)


def take_machine(store: Store, found: Iterable[tuple[str, str]], device: str) -> Settled:
    """In several documents and dossiers, by kind and id, the values of one machine shall stand;
    where it has just one of a field. Each is an act of its own: what is refused for one hinders no
    other.
    """
    changed: set[tuple[str, str]] = set()
    refused: list[AntinError] = []
    done = 0
    for kind, entity in found:
        open_ = conflicts.conflict(store, kind, entity)
        choices = [field.of(device) for field in open_.fields] if open_ else []
        try:
            now = resolve(store, kind, entity, filter(None, choices)).changed
        except AntinError as error:
            refused.append(error)
            continue
        changed |= now
        done += bool(now)
    return Settled(frozenset(changed), done, tuple(refused))


def close(store: Store, kind: str, entity: str, seen: Iterable[str], reason: str) -> Done:
    """Nothing is to be decided any more about acts that came too late, or signatures that differ:
    those that the person saw, named by their operations. The document goes on as it stands. Raises
    NotFound, NotAllowed.
    """
    with acting(store) as act:
        act.require(Act.RESOLVE_CONFLICT)
        open_ = {op for op, _ in act.state(kind, entity).get("conflicts", ())}
        if bases := tuple(sorted(open_ & set(seen))):
            act.add(f"{kind}.settle", entity, bases, reason=reason, by=act.by())
        return Done(act.append() if bases else frozenset(), entity)


def give_back(store: Store, kind: str, entity: str, person: str, reason: str) -> Done:
    """Let the author of one side decide: what waits is his from now on, and nothing of it is
    settled. Raises NotFound for somebody who did not write any of it or cannot decide, NotAllowed,
    ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing(act=Act.RETURN.value)
    found = conflicts.conflict(store, kind, entity)
    if found is None or person not in dict(found.authors):
        raise NotFound(kind="person" if found else kind)
    with acting(store) as act:
        act.require(Act.RESOLVE_CONFLICT)
        act.require(_RIGHTS[kind])
        about = disputed.operations(act.state(kind, entity))
        said = referring.value(person, reason.strip(), about)
        act.set_fields(kind, entity, **{referring.FIELD: said})
        return Done(act.append(), entity)


def _settle(act: Acting, key: tuple[str, str], choice: Choice) -> bool:
    """Write one choice; whether there was something to write. Each is an operation of its own: it
    replaces nothing in another field.
    """
    kind, entity = key
    name, file, seen, value, both = choice
    state = act.state(kind, entity)
    entries = state.get("files" if file else "fields", {}).get(name, [])
    if not merge.in_conflict(entries) or not set(merge.operations(entries)) & set(seen):
        return False
    if locked(state, name, file):
        raise AlreadySigned
    if file:
        kept = dict(entries).get(value)
        body = {part: each for part, each in (kept or {}).items() if part not in _STAMP}
        if not body:
            return False
        act.add("document.file", entity, seen, **body, by=act.by())
        if both:
            _beside(act, entity, [one for op, one in entries if op != value])
        return True
    act.add(f"{kind}.set", entity, seen, fields={name: value}, by=act.by())
    return True


def _beside(act: Acting, document: str, others: Iterable[Mapping[str, Any]]) -> None:
    """Keep the other versions of a file as attachments, each content once."""
    files = act.state("document", document)["files"]
    known = {value["blob"] for entries in files.values() for _, value in entries}
    fresh = {one["blob"]: one for one in others if one["blob"] not in known}
    for place, other in enumerate(fresh.values(), next_place(files)):
        body = {part: each for part, each in other.items() if part not in _STAMP}
        body |= {"slot": f"{ATTACHMENT}{place}", "role": "attachment", "order": place}
        act.add("document.file", document, **body, by=act.by())
