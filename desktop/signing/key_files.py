"""A person's signing keys kept on this machine as PKCS#12 files inside the encrypted store. No Qt.

A file is opened once before it is kept, so that a wrong PIN or a broken file shows at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from core.errors import NotAllowed
from core.office.terms import Act, Role
from db import local
from db.engine import writes
from db.local import KeyFile
from db.queries import office
from desktop.keys.pkcs12 import load_pkcs12_key
from desktop.signing import certificates
from desktop.signing.acts import AGENCY

if TYPE_CHECKING:
    from db.acting import Store

Use = Literal["person", "agency"]
UNKNOWN: Final = ""


@dataclass(frozen=True)
class KeyFace:
    """A key as people recognise it: whose, by whom certified, from when to when (milliseconds
    UTC), the SHA-256 of the certificate in hex."""

    id: str
    use: str
    subject: str
    issuer: str
    start: int
    end: int
    fingerprint: str


@dataclass(frozen=True)
class Dropped:
    """A key that was taken away, for whoever wants it back."""

    file: KeyFile
    certificate: bytes | None


def add(store: Store, content: bytes, pin: str, use: Use) -> KeyFace:
    """Keep a key file of the person at work; the same certificate for the same use is replaced.

    Raises WrongPin, KeyFileBroken, and NotAllowed for the agency's key in other hands than the
    clerk's (law: NĐ 30/2020 Đ.32).
    """
    if use == AGENCY and Role.CLERK not in office.me(store).roles:
        raise NotAllowed(act=Act.SEAL.value, roles=Role.CLERK.value)
    key = load_pkcs12_key(content, pin)
    certificate = key.certificate
    key.close()
    held = [file for file in _files(store) if file.use == use]
    same = [file.id for file in held if certificates.kept(store, file.id) == certificate]
    found = _face(same[0] if same else store.new_id(), use, certificate)
    file = KeyFile(found.id, store.author.person, use, found.subject, content)
    restore(store, Dropped(file, certificate))
    return found


def faces(store: Store) -> list[KeyFace]:
    """The keys of the person at work, the newest first."""
    return [_known(store, file) for file in _files(store)]


def drop(store: Store, key: str) -> Dropped:
    """Take a key away from this machine."""
    found = next(file for file in _files(store) if file.id == key)
    certificate = certificates.kept(store, key)
    with writes(store.engine).begin() as connection:
        local.drop_key(connection, key)
    return Dropped(found, certificate)


def restore(store: Store, dropped: Dropped) -> None:
    """Keep a key, again or for the first time."""
    with writes(store.engine).begin() as connection:
        local.put_key(connection, dropped.file, store.now())
    if dropped.certificate is not None:
        certificates.keep(store, dropped.file.id, dropped.certificate)


def _files(store: Store) -> list[KeyFile]:
    with store.engine.begin() as connection:
        return local.keys(connection, store.author.person)


def _known(store: Store, file: KeyFile) -> KeyFace:
    certificate = certificates.kept(store, file.id)
    if certificate is None:
        return KeyFace(file.id, file.use, file.label, UNKNOWN, 0, 0, UNKNOWN)
    return _face(file.id, file.use, certificate)


def _face(key: str, use: str, certificate: bytes) -> KeyFace:
    found = x509.load_der_x509_certificate(certificate)
    return KeyFace(
        id=key,
        use=use,
        subject=_name(found.subject),
        issuer=_name(found.issuer),
        start=int(found.not_valid_before_utc.timestamp() * 1000),
        end=int(found.not_valid_after_utc.timestamp() * 1000),
        fingerprint=found.fingerprint(SHA256()).hex().upper(),
    )


def _name(name: x509.Name) -> str:
    """The common name, or the whole where there is none."""
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common[0].value) if common else name.rfc4514_string()
