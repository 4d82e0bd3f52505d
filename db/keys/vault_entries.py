"""The entries of a vault's header: a person's key pair, the database key sealed to it, and the
protectors of its private half. Pure but for the random bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from core.commits.ids import b64, unb64
from core.errors import LastKey, WrongKey
from core.recipients import public_of, seal_to
from core.wrapping import KEY_SIZE
from db.keys import protectors, vault_header
from db.keys.vault_header import Entry, Header, Recovery

if TYPE_CHECKING:
    from db.keys.protectors import Protection, Protector, Random

NOBODY = ""
"""The person to whom the recovery key's share is sealed."""


def admitted(
    header: Header, key: bytearray, who: tuple[str, str], protection: Protection, random: Random
) -> Header:
    """The header with an entry under a new key pair; ``who`` is (person, label)."""
    person, label = who
    private = random(KEY_SIZE)
    public = public_of(private)
    entry = Entry(
        person=person,
        label=label,
        public=b64(public),
        sealed=_sealed(header, person, public, key),
        protectors=(_protector(header, person, private, protection, random),),
    )
    return put(header, entry)


def recovery(header: Header, key: bytearray, public: bytes) -> Recovery:
    """The share of the unit's recovery key."""
    return Recovery(public=b64(public), sealed=_sealed(header, NOBODY, public, key))


def sealed_anew(header: Header, key: bytearray) -> Header:
    """The header with another database key sealed to everybody whom it names; nobody's passphrase
    is needed. ``store`` must be the new one already.
    """
    people = tuple(
        replace(entry, sealed=_sealed(header, entry.person, unb64(entry.public), key))
        for entry in header.people
    )
    share = header.recovery and recovery(header, key, unb64(header.recovery.public))
    return replace(header, people=people, recovery=share)


def protected(
    header: Header, entry: Entry, private: bytes, protection: Protection, random: Random
) -> Entry:
    """The entry with one more protector, in the place of the one of the same kind."""
    kept = (p for p in entry.protectors if p.get("kind") != protection.fields["kind"])
    fresh = _protector(header, entry.person, private, protection, random)
    return replace(entry, protectors=(fresh, *kept))


def unprotected(header: Header, person: str, kind: str) -> Entry:
    """A person's entry without the protector of a kind; raises WrongKey, and LastKey for the
    last.
    """
    entry = of(header, person)
    if entry is None or protector(entry, kind) is None:
        raise WrongKey(name=kind)
    kept = tuple(p for p in entry.protectors if p.get("kind") != kind)
    if not kept:
        raise LastKey(label=entry.label)
    return replace(entry, protectors=kept)


def of(header: Header, person: str) -> Entry | None:
    """A person's entry."""
    return next((entry for entry in header.people if entry.person == person), None)


def put(header: Header, *added: Entry) -> Header:
    """The header with entries added or replaced."""
    persons = {entry.person for entry in added}
    people = [*(entry for entry in header.people if entry.person not in persons), *added]
    return replace(header, people=tuple(sorted(people, key=lambda entry: entry.person)))


def without(header: Header, person: str) -> Header:
    """The header without a person."""
    return replace(header, people=tuple(e for e in header.people if e.person != person))


def protector(entry: Entry | None, kind: str) -> Protector | None:
    """The protector of a kind."""
    if entry is None:
        return None
    return next((p for p in entry.protectors if p.get("kind") == kind), None)


def any_passphrase(header: Header) -> Protector | None:
    """Some passphrase's parameters, to spend the same time on somebody who is not there."""
    found = (protector(entry, protectors.ARGON2ID) for entry in header.people)
    return next((each for each in found if each is not None), None)


def _protector(
    header: Header, person: str, private: bytes, protection: Protection, random: Random
) -> dict[str, object]:
    nonce = protectors.new_nonce(random)
    return protectors.protect(private, (header.vault, person), protection, nonce)


def _sealed(header: Header, person: str, public: bytes, key: bytearray) -> str:
    return b64(seal_to(public, vault_header.sealing_info(header, person), bytes(key)))
