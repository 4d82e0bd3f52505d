"""The ceremony that founds a unit: root, server's and administrator's certificates, first commits.

Done once, on the administrator's machine. The root's and the recovery key's private halves leave in
files of their own, each under a passphrase, to be kept away from every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.commits.ids import b64, text_id
from core.commits.trust import (
    Certificate,
    DeviceKind,
    Provision,
    ServerPlace,
    Stream,
    issue,
    provision,
)
from core.errors import BadCatalogue
from core.office.people import Person
from core.office.roster import Roster
from core.office.terms import Role
from core.recipients import public_of
from core.sync import container
from core.sync.container import FileKind
from core.sync.founding import ServerRequest
from db import opening
from db.acting import Store
from db.actions import authority, books
from db.keys import kept_key
from db.keys.protectors import by_passphrase
from db.open_vault import OpenVault
from db.opening import Clock, PublicKeys
from db.vault import Vault

DAY, YEARS = 86_400_000, 10 * 366 * 86_400_000


@dataclass(frozen=True)
class Founding:
    """What the ceremony is given: the unit's roster, the server's request and address, roots and
    lists to trust (PEM texts), and two passphrases: the administrator's and the kept keys'.
    """

    roster: Roster
    server: ServerRequest
    url: str
    trust: tuple[str, ...]
    crls: tuple[str, ...]
    words: str = field(repr=False)
    root_words: str = field(repr=False)


@dataclass(frozen=True)
class Founded:
    """What it leaves: the administrator's open vault, and files: provisioning, root, recovery."""

    vault: OpenVault
    body: Provision
    provision: bytes
    root: bytes
    recovery: bytes


@dataclass(frozen=True)
class _Root:
    """The root's key pair, and what all its certificates have in common."""

    private: Ed25519PrivateKey
    realm: str
    unit: str
    streams: tuple[Stream, ...]
    now: int

    def certify(self, kind: DeviceKind, device: str, label: str, keys: PublicKeys) -> Certificate:
        return Certificate(
            v=1,
            realm=self.realm,
            device=device,
            kind=kind,
            label=label,
            sign=keys.sign,
            box=keys.box,
            unit=self.unit,
            streams=tuple(sorted(stream.id for stream in self.streams)),
            start=self.now - DAY,
            end=self.now + YEARS,
            issuer="root",
            serial=1,
        )


def found(vault: Vault, given: Founding, clock: Clock) -> Founded:
    """Found the unit; its first commits are written by ``first_commits``.

    Raises WeakPassphrase, VaultExists, DiskFull, BadCatalogue without an administrator.
    """

    def new_id() -> str:
        return text_id(clock.random(16))

    keeper = administrator(given.roster).name
    root = _Root(
        private=Ed25519PrivateKey.from_private_bytes(clock.random(32)),
        realm=new_id(),
        unit=new_id(),
        streams=(Stream(new_id(), "authority"), Stream(new_id(), "unit")),
        now=clock.now(),
    )
    recovery = clock.random(32)
    kept = _kept_keys(root, recovery, given.root_words, clock)
    protection = by_passphrase(given.words, clock.random)
    opened = vault.create(new_id(), keeper, protection, public_of(recovery))
    mine = opening.fresh(opened, clock.random)
    server = PublicKeys(given.server.sign, given.server.box)
    founders = (
        root.certify("server", new_id(), given.server.label, server),
        root.certify("administrator", mine.device, keeper, opening.public_keys(mine)),
    )
    body = _provision(given, root, founders, b64(public_of(recovery)))
    envelope = provision(body, root.private.sign)
    opening.prepare(opened, envelope, clock, mine)
    file = container.write_json(FileKind.PROVISION, envelope)
    return Founded(opened, body, file, *kept)


def administrator(roster: Roster) -> Person:
    """The roster's first administrator; raises BadCatalogue without one."""
    found = [each.person for each in roster.roles if each.role is Role.ADMINISTRATOR]
    if not found:
        raise BadCatalogue(item="administrator")
    return next(person for person in roster.people if person.id == found[0])


def _kept_keys(root: _Root, recovery: bytes, words: str, clock: Clock) -> tuple[bytes, bytes]:
    private = root.private.private_bytes_raw()
    public = b64(root.private.public_key().public_bytes_raw())
    pairs = (private, public), (recovery, b64(public_of(recovery)))
    return (
        kept_key.write("root", root.realm, pairs[0], words, clock.random),
        kept_key.write("recovery", root.realm, pairs[1], words, clock.random),
    )


def _provision(
    given: Founding, root: _Root, founders: tuple[Certificate, ...], recovery: str
) -> Provision:
    own = given.roster.by_id()[given.roster.unit]
    return Provision(
        schema="antin-provision-1",
        serial=1,
        created=root.now,
        expires=root.now + YEARS,
        realm=root.realm,
        unit=root.unit,
        code=own.code,
        name=own.name,
        root=b64(root.private.public_key().public_bytes_raw()),
        recovery=recovery,
        streams=root.streams,
        certificates=tuple(issue(each, root.private.sign) for each in founders),
        server=ServerPlace(given.url, given.server.spki),
        trust=given.trust,
        crls=given.crls,
    )


def first_commits(store: Store, roster: Roster) -> dict[str, str]:
    """Write the roster's units, people, rights and books; the people's ids by their short words.

    The administrator at work gets the id that his store already gave him.
    """
    units = {unit.id: store.new_id() for unit in roster.units} | {roster.unit: store.unit}
    keeper = administrator(roster).id
    people = {
        person.id: store.author.person if person.id == keeper else store.new_id()
        for person in roster.people
    }
    _units(store, roster, units)
    for person in roster.people:
        fields = {"name": person.name, "rank": person.rank, "post": person.post}
        unit = units[person.unit]
        authority.set_person(store, people[person.id], **fields, unit=unit)
    for role in roster.roles:
        authority.give_grant(store, people[role.person], role.role, roster.since.isoformat())
    for book in roster.registers:
        kind, symbol = book.kind.value, book.issuer
        books.open_register(store, kind, book.name, symbol, book.year, book.types, book.first)
    return people


def _units(store: Store, roster: Roster, units: Mapping[str, str]) -> None:
    for unit in roster.units:
        fields = {"name": unit.name, "short": unit.abbr, "code": unit.code}
        fields["parent"] = units.get(unit.parent, "")
        fields["place"] = roster.place if unit.id == roster.unit else ""
        named = {name: value for name, value in fields.items() if value}
        authority.set_unit(store, units[unit.id], **named)
