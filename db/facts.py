"""What the store knows that bears on a commit: gathered here, judged in core.commits.check."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from core.commits import canonical, reinstating, sealing, shut
from core.commits.check import EFFECTIVE, SET_ASIDE, Facts
from core.commits.fold import Key, State, key, known
from core.commits.format import Commit, Header, Op, read
from core.commits.ids import op_id, unb64
from core.commits.trust import (
    ROOT,
    Certificate,
    Provision,
    read_admissions,
    read_certificates,
    unread,
)
from core.office.access import Grant
from core.office.terms import Role
from db import groups, models, powers

# asked for each commit, several times: a statement that stands ready costs a quarter of one that is
# made anew
_DEVICE: Final = sa.select(models.Device.certificate, models.Device.revoked).where(
    models.Device.id == sa.bindparam("device")
)
_ISSUERS: Final = (
    sa.select(models.Device.id, models.Device.certificate)
    .where(models.Device.id.in_(sa.bindparam("devices", expanding=True)))
    .order_by(models.Device.id)
)
_GRANTS: Final = sa.select(models.Grant).where(models.Grant.person == sa.bindparam("person"))
_ADMINISTRATORS: Final = sa.select(models.Grant).where(
    models.Grant.role == Role.ADMINISTRATOR.value
)
_STATES: Final = sa.select(models.Aggregate.committed, models.Aggregate.overlay).where(
    models.Aggregate.kind == sa.bindparam("kind"), models.Aggregate.id == sa.bindparam("entity")
)
_TIP: Final = sa.select(models.Chain.seq, models.Chain.tip).where(
    models.Chain.stream == sa.bindparam("stream"),
    models.Chain.device == sa.bindparam("device"),
    models.Chain.inc == sa.bindparam("inc"),
)
_COMMIT: Final = sa.select(models.Commit.n).where(models.Commit.id == sa.bindparam("commit"))
_PLACE: Final = sa.select(models.Stream.epoch, models.Stream.gseq).where(
    models.Stream.id == sa.bindparam("stream")
)


ADMITTED: Final = 1000
"""Devices whose certificates are remembered as checked."""


@dataclass(frozen=True)
class Realm:
    """The unit that this store belongs to, from its provisioning file."""

    provision: Provision

    @cached_property
    def root(self) -> bytes:
        """The root's Ed25519 public key."""
        return unb64(self.provision.root, 32)

    def kind(self, stream: str) -> str:
        """What a stream holds; the empty text for an unknown one."""
        return next((item.kind for item in self.provision.streams if item.id == stream), "")

    @cached_property
    def founders(self) -> dict[str, Certificate]:
        """The certificates that the root itself signed: server and administrators."""
        return read_certificates(self.provision.certificates, self.provision.realm, self.root)

    def admitted(
        self, device: str, kept: bytes, issuers: tuple[tuple[str, bytes], ...] = ()
    ) -> tuple[Certificate, ...]:
        """The certificates of one device inside what its row keeps, checked up to the root; beside
        the founders by those of some issuers whose rows these are. Each such text once, as it is
        asked for with every question and every commit.
        """
        found = self._admitted.get((device, kept, issuers))
        if found is None:
            later = {name: self.admitted(name, row) for name, row in issuers}
            known = {name: held[-1] for name, held in later.items() if held}
            found = read_admitted(self, device, envelopes(kept), known)
            if len(self._admitted) >= ADMITTED:
                self._admitted.clear()
            self._admitted[device, kept, issuers] = found
        return found

    @cached_property
    def _admitted(
        self,
    ) -> dict[tuple[str, bytes, tuple[tuple[str, bytes], ...]], tuple[Certificate, ...]]:
        return {}


def certificate(
    connection: sa.Connection, realm: Realm, device: str
) -> tuple[Certificate | None, bool]:
    """A device's newest certificate, checked up to the root, and whether the device is revoked."""
    held, revoked = certificates(connection, realm, device)
    return held[-1] if held else None, revoked


def certificates(
    connection: sa.Connection, realm: Realm, device: str
) -> tuple[tuple[Certificate, ...], bool]:
    """All certificates of a device, checked up to the root, the oldest first; and whether it is
    revoked.
    """
    row = connection.execute(_DEVICE, {"device": device}).one_or_none()
    founder = realm.founders.get(device)
    first = [founder] if founder is not None else []
    if row is None:
        return tuple(first), False
    named = issuers_in(row.certificate) - {device}
    rows = connection.execute(_ISSUERS, {"devices": named}) if named else ()
    issuers = tuple((each.id, each.certificate) for each in rows)
    return (*first, *realm.admitted(device, row.certificate, issuers)), row.revoked


def rooted(connection: sa.Connection, realm: Realm) -> dict[str, Certificate]:
    """The newest certificates of all machines that the root certified, founders too."""
    known = {*realm.founders, *connection.execute(sa.select(models.Device.id)).scalars()}
    found = (certificate(connection, realm, device)[0] for device in sorted(known))
    return {one.device: one for one in found if one is not None and one.issuer == ROOT}


def envelopes(kept: bytes) -> list[Any]:
    """The admissions that a device's row keeps, the oldest first; whatever stands in them."""
    read = json.loads(kept)
    return read if isinstance(read, list) else [read]


@lru_cache(maxsize=ADMITTED)
def issuers_in(kept: bytes) -> frozenset[str]:
    """The devices that the admissions of a row, unread yet, name as their issuers."""
    named = (unread(each).get("issuer") for each in envelopes(kept))
    return frozenset(each for each in named if isinstance(each, str)) - {ROOT}


def read_admitted(
    realm: Realm,
    device: str,
    said: Iterable[object],
    issuers: Mapping[str, Certificate],
) -> tuple[Certificate, ...]:
    """The certificates of one device inside its admissions, checked up to the root; ``issuers`` are
    the newest certificates of administrators' machines that the root renewed, or admitted later.
    """
    known = {**realm.founders, **issuers}
    return read_admissions(said, device, realm.provision.realm, realm.root, known)


def read_all(realm: Realm, said: Mapping[str, Sequence[object]]) -> dict[str, Certificate]:
    """The newest certificates of devices, founders too, by their admissions in the order of the
    authority's stream.
    """

    def read(issuers: Mapping[str, Certificate]) -> dict[str, Certificate]:
        found = {name: read_admitted(realm, name, each, issuers) for name, each in said.items()}
        return {name: held[-1] for name, held in found.items() if held}

    rooted = {name: one for name, one in read({}).items() if one.issuer == ROOT}
    return realm.founders | read(rooted)


def sender(
    connection: sa.Connection, realm: Realm, device: str, brought: Iterable[Commit]
) -> Certificate | None:
    """The certificate of a bundle's exporting device, from here or from an admission among the
    commits that it brought; None where neither holds. A revoked device's bundle is read, too: what
    it brings goes to review, act by act, and is not lost.
    """
    known, _ = certificate(connection, realm, device)
    if known is not None:
        return known
    said: dict[str, list[object]] = {}
    for op in (op for commit in brought for op in commit.ops if op.kind == "device.admit"):
        said.setdefault(op.id, []).append(op.body.get("certificate"))
    return read_all(realm, said).get(device)


def grants(connection: sa.Connection, person: str) -> tuple[Grant, ...]:
    """The grants of a person, those in force and those that ended."""
    return tuple(grants_by_id(connection, person).values())


def grants_by_id(connection: sa.Connection, person: str) -> dict[str, Grant]:
    """The grants of a person by their ids; those of a role that this program knows."""
    return _read_grants(connection.execute(_GRANTS, {"person": person}).mappings())


def administrators(connection: sa.Connection) -> dict[str, Grant]:
    """All grants that ever made somebody an administrator, by id."""
    return _read_grants(connection.execute(_ADMINISTRATORS).mappings())


def _read_grants(rows: Iterable[sa.RowMapping]) -> dict[str, Grant]:
    found = {str(row["id"]): _grant(row) for row in rows if row["role"] in set(Role)}
    return {name: grant for name, grant in found.items() if grant is not None}


def _grant(row: sa.RowMapping) -> Grant | None:
    """A grant; one whose dates are no dates gives no right."""
    try:
        days = {
            name: datetime.date.fromisoformat(str(row[name]))
            for name in ("start", "until", "revoked")
            if row[name]
        }
        since = days["start"]
    except (ValueError, KeyError):
        return None
    return Grant(
        role=Role(str(row["role"])),
        unit=str(row["unit"]),
        since=since,
        until=days.get("until"),
        revoked_on=days.get("revoked"),
    )


def states(
    connection: sa.Connection, keys: Iterable[Key], committed: bool = False
) -> dict[Key, State]:
    """The states of aggregates: what screens show, or only what the server has ordered."""
    found: dict[Key, State] = {}
    for kind, entity in set(keys):
        row = connection.execute(_STATES, {"kind": kind, "entity": entity}).one_or_none()
        raw = row and (row.committed if committed else row.overlay or row.committed)
        if raw:
            found[kind, entity] = read_state(raw)
    return found


def read_state(raw: bytes) -> State:
    """A stored state; it was written by this store, so only its JSON is parsed."""
    state: State = msgspec.json.decode(raw)
    return state


def write_state(state: State) -> bytes:
    """A state as it is stored and hashed."""
    return canonical.encode(state)


def tip(connection: sa.Connection, chain: tuple[str, int, str]) -> tuple[int, str] | None:
    """The last accepted place and commit of a chain."""
    device, inc, stream = chain
    chosen = {"stream": stream, "device": device, "inc": inc}
    row = connection.execute(_TIP, chosen).one_or_none()
    return (row.seq, row.tip) if row else None


def of(connection: sa.Connection, realm: Realm, commit: Commit, committed: bool = False) -> Facts:
    """Everything that a receiver's judgement of one commit needs."""
    header = commit.header
    held, revoked = certificates(connection, realm, header.device)
    kind, proof, withdrawn = groups.scope(connection, realm, header, held)
    last = _go_on(connection, header)
    found = states(connection, (key(op) for op in commit.ops), committed)
    closings = {name for op in commit.ops for name in shut.closings(op, found.get(key(op), {}))}
    return Facts(
        realm=realm.provision.realm,
        unit=realm.provision.unit,
        stream_kind=kind,
        certificate=proof,
        revoked=revoked,
        tip=last,
        missing=_missing(connection, header),
        withdrawn=withdrawn,
        astray=groups.astray(connection, map(key, commit.ops), header.stream),
        strayed=header.seq > (last or (0, ""))[0] + 1 and _stored(connection, header.prev),
        grants=grants(connection, header.person),
        administrators=administrators(connection),
        states=found,
        powers=powers.of_commit(connection, commit, committed),
        places=places(connection, header.stream, closings),
        lost=_lost(connection, commit.ops),
        aside=aside(connection, header.stream, reinstating.named(commit.ops)),
    )


def _go_on(connection: sa.Connection, header: Header) -> tuple[int, str] | None:
    """After what a commit's chain goes on: its tip, or behind the hole that the server sealed
    there, which only a commit beyond the next place may ask for.
    """
    chain = (header.device, header.inc, header.stream)
    last = tip(connection, chain)
    if header.seq <= (last or (0, ""))[0] + 1:
        return last
    sealed = ("chain", sealing.name(chain))
    known_ = states(connection, [sealed], committed=True).get(sealed, {})
    return sealing.past(known_, last)


def aside(
    connection: sa.Connection, stream: str, wanted: Iterable[str]
) -> dict[str, reinstating.Aside]:
    """By id those commits of a stream that the server put in review or in quarantine."""
    table, found = models.Commit, {}
    ordered = table.gseq.is_not(None) & table.standing.in_(SET_ASIDE)
    for commit in set(wanted):
        query = sa.select(table).where(table.id == commit, table.stream == stream, ordered)
        if row := connection.execute(query).mappings().one_or_none():
            read_ = read(row["header"], row["payload"], row["signature"])
            found[commit] = reinstating.Aside(read_, row["standing"])
    return found


def _lost(connection: sa.Connection, ops: Iterable[Op]) -> frozenset[str]:
    """The machines that are revoked, of those that another one takes something over from."""
    named = {op.body["instead"] for op in ops if op.kind == "document.tend" and known(op)}
    return frozenset(
        one
        for one in named
        if (row := connection.execute(_DEVICE, {"device": one}).one_or_none()) and row.revoked
    )


def places(connection: sa.Connection, stream: str, ops: Iterable[str]) -> dict[str, int]:
    """Where the server put the commits of some operations; those that it has not ordered are left
    out.
    """
    found: dict[str, int] = {}
    table, effective = models.Commit, [verdict.value for verdict in EFFECTIVE]
    for op in ops:
        name = op_id(op)
        where = (table.device == name.device) & (table.inc == name.inc) & (table.seq == name.seq)
        ordered = table.gseq.is_not(None) & table.standing.in_(effective)
        query = sa.select(table.gseq).where(table.stream == stream, where, ordered)
        if place := connection.execute(query).scalar():
            found[op] = place
    return found


def _stored(connection: sa.Connection, commit: str | None) -> bool:
    return connection.execute(_COMMIT, {"commit": commit}).one_or_none() is not None


def lacks(connection: sa.Connection, header: Header) -> tuple[str, ...]:
    """The devices whose commits are not here and stand before a commit, each once."""
    chains = [(header.device, header.inc, header.seq - 1), *header.deps]
    found = (
        device
        for device, inc, seq in chains
        if (tip(connection, (device, inc, header.stream)) or (0, ""))[0] < seq
    )
    return tuple(dict.fromkeys(found))


def _missing(connection: sa.Connection, header: Header) -> bool:
    """Whether something that the author had seen in the stream is not here yet."""
    stream = header.stream
    if header.seen is not None:
        head = connection.execute(_PLACE, {"stream": stream}).one_or_none()
        if head is None or (head.epoch == header.seen.epoch and head.gseq < header.seen.gseq):
            return True
    return any(
        (tip(connection, (device, inc, stream)) or (0, ""))[0] < seq
        for device, inc, seq in header.deps
    )
