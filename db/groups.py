"""The restricted groups that the authority's stream has opened, as they stand here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import msgspec
import sqlalchemy as sa

from core.commits import groups, state_hash
from core.commits.check import texts
from core.commits.format import Commit, Header, Op
from core.commits.groups import State
from core.commits.trust import Certificate, in_force
from core.sync import receipt
from db import models

if TYPE_CHECKING:
    from db.facts import Realm

_TABLE: Final = models.Aggregate
ID_LENGTH: Final = 26
_ALL: Final = sa.select(_TABLE.id, _TABLE.committed, _TABLE.overlay).where(_TABLE.kind == "stream")
_ONE: Final = _ALL.where(_TABLE.id == sa.bindparam("stream"))
_DEVICE: Final = sa.select(_TABLE.committed, _TABLE.overlay).where(
    _TABLE.kind == "device", _TABLE.id == sa.bindparam("device")
)
_ANY: Final = sa.select(sa.true()).where(_TABLE.kind == "stream").limit(1)
_ELSEWHERE: Final = sa.select(sa.true()).where(
    _TABLE.kind == sa.bindparam("kind"),
    _TABLE.id == sa.bindparam("entity"),
    _TABLE.stream != sa.bindparam("stream"),
)
_CUT: Final = sa.select(sa.true()).where(
    models.Chain.stream == sa.bindparam("stream"),
    models.Chain.device == sa.bindparam("device"),
    ~sa.exists().where(models.Commit.id == models.Chain.tip),
)
_FOLLOWED: Final = sa.select(models.Stream.id).where(models.Stream.id == sa.bindparam("stream"))


def every(connection: sa.Connection) -> dict[str, State]:
    """All groups by their streams."""
    rows = connection.execute(_ALL)
    found = {row.id: _read(row) for row in rows}
    return {name: state for name, state in found.items() if "created" in state}


def of_stream(connection: sa.Connection, stream: str) -> State | None:
    """The group that a stream belongs to; None for any other stream."""
    row = connection.execute(_ONE, {"stream": stream}).one_or_none()
    state = _read(row) if row else {}
    return state if "created" in state else None


def person_of(connection: sa.Connection, device: str) -> str:
    """Whom the administrator made a device's certificate for; empty while that is not known."""
    row = connection.execute(_DEVICE, {"device": device}).one_or_none()
    lists = _read(row).get("lists", {}) if row else {}
    newest = [value for _, value in lists.get("certificates", ())][-1:]
    return str(newest[0].get("person", "")) if newest else ""


def hidden(connection: sa.Connection, person: str) -> tuple[str, ...]:
    """The streams of groups that this machine has and the person does not read."""
    found = every(connection)
    here = connection.execute(sa.select(models.Stream.id)).scalars() if found else ()
    known = {name: found[name] for name in here if name in found}
    return tuple(sorted(name for name in known if person not in groups.readers(known[name])))


def open_to(connection: sa.Connection, unit: str, person: str) -> tuple[str, ...]:
    """The unit's stream and those of the groups that a person reads."""
    found = every(connection).items()
    return (unit, *sorted(name for name, group in found if person in groups.readers(group)))


def scope(
    connection: sa.Connection, realm: Realm, header: Header, held: tuple[Certificate, ...]
) -> tuple[str, Certificate | None, bool]:
    """The kind of a commit's stream, empty for an unknown one; its device's certificate at that
    time, as far as it reaches; and whether the device reads the stream no more.
    """
    stream, kind = header.stream, realm.kind(header.stream)
    group = None if kind else of_stream(connection, stream)
    parent = realm.provision.stream("unit") if group is not None else stream
    if not held:
        return kind, None, False
    proof, gone = in_force(held, header.hlc[0], parent), parent not in held[-1].streams
    if group is None:
        return kind, proof, gone
    person = person_of(connection, header.device)
    proof, left = groups.reaching(proof, header, group, person, parent)
    return groups.KIND, proof, left or gone


def astray(connection: sa.Connection, keys: Iterable[tuple[str, str]], stream: str) -> bool:
    """Whether a commit would change what belongs to another stream; its kinds alone keep the
    authority's and the unit's apart, so only a unit with groups is asked.
    """
    if connection.execute(_ANY).first() is None:
        return False
    asked = ({"kind": kind, "entity": entity, "stream": stream} for kind, entity in set(keys))
    return any(connection.execute(_ELSEWHERE, each).first() is not None for each in asked)


def named_elsewhere(
    connection: sa.Connection, realm: Realm, ops: Iterable[Op], stream: str
) -> bool:
    """Whether operations for one stream name anything that stands in a group's other stream."""
    if connection.execute(_ANY).first() is None:
        return False
    named = {text for op in ops for text in texts(op.body) if len(text) == ID_LENGTH}
    query = sa.select(_TABLE.stream).where(_TABLE.id.in_(named), _TABLE.stream != stream)
    found = connection.execute(query.distinct()).scalars()
    return any(not realm.kind(each) for each in found)


def follow(connection: sa.Connection, stream: str, kind: str = groups.KIND) -> None:
    """Begin to follow a stream, from its first place."""
    if connection.execute(_FOLLOWED, {"stream": stream}).first() is None:
        connection.execute(
            sa.insert(models.Stream).values(
                id=stream,
                kind=kind,
                epoch=0,
                gseq=0,
                chain=receipt.first_chain(stream),
                state_hash=state_hash.EMPTY,
            )
        )


def awaits(connection: sa.Connection, device: str, stream: str) -> bool:
    """Whether a device once wrote in a group's stream whose history it removed and has not got
    back: what it wrote now would take the place of what it wrote then.
    """
    if connection.execute(_ANY).first() is None:
        return False
    return connection.execute(_CUT, {"stream": stream, "device": device}).first() is not None


def make_way(connection: sa.Connection, device: str, arrived: Iterable[Commit]) -> None:
    """Let the beginning of a device's own chain in a group come back that it had removed."""
    chain = models.Chain
    for commit in arrived:
        own, inc, stream = commit.chain
        if own == device and commit.header.seq == 1 and awaits(connection, device, stream):
            where = (chain.stream == stream) & (chain.device == device) & (chain.inc == inc)
            connection.execute(sa.delete(chain).where(where))


def _read(row: Any) -> State:
    raw = row.overlay or row.committed
    state: State = msgspec.json.decode(raw) if raw else {}
    return state
