"""A person's signing keys as this machine keeps them: PKCS#12 files inside the encrypted store, and
which certificate on which token. No Qt.

A key is opened once before it is kept, so that a wrong PIN or a broken file shows at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from msgspec import structs

from core.errors import NotAllowed, SoftKeyRefused
from core.office.terms import Act, Role
from core.signing.seal import confirm
from db import local
from db.engine import writes
from db.local import KeyFile
from db.queries import office
from desktop.keys.pkcs12 import load_pkcs12_key
from desktop.keys.token_values import TokenRef, kept_ref, token_ref
from desktop.signing import certificates, means
from desktop.signing.acts import AGENCY
from desktop.signing.token_key import open_key
from desktop.signing.trust import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.acting import Store
    from desktop.keys.token_values import PinState, TokenCertificate, TokenFace

Use = Literal["person", "agency"]
UNKNOWN: Final = ""
TRIAL: Final = b"antin-token-trial"
"""Signed once when a key of a token is chosen; it is no document and no attribute of one."""


@dataclass(frozen=True)
class KeyFace:
    """A key as people recognise it: whose, by whom certified, from when to when (milliseconds
    UTC), the SHA-256 of the certificate and its serial number in hex; ``token`` is None for a file.
    """

    id: str
    use: str
    subject: str
    issuer: str
    start: int
    end: int
    fingerprint: str
    serial: str = ""
    token: TokenRef | None = None


@dataclass(frozen=True)
class Found:
    """A certificate on a token that is plugged in, and how people recognise it."""

    ref: TokenRef
    face: KeyFace
    pin: PinState


@dataclass(frozen=True)
class Dropped:
    """A key that was taken away, for whoever wants it back."""

    file: KeyFile
    certificate: bytes | None


def add(store: Store, content: bytes, pin: str, use: Use) -> KeyFace:
    """Keep a key file of the person at work; the same certificate for the same use is replaced.

    Raises WrongPin, KeyFileBroken, SoftKeyRefused, and NotAllowed for the agency's key in other
    hands than the clerk's (law: NĐ 30/2020 Đ.32).
    """
    _check(store, use)
    if not means.soft_keys(store):
        raise SoftKeyRefused
    key = load_pkcs12_key(content, pin)
    certificate = key.certificate
    key.close()
    return _keep(store, use, certificate, content)


def add_token(store: Store, ref: TokenRef, pin: str, use: Use) -> KeyFace:
    """Keep which key of a token the person at work signs with, after it signed something that its
    certificate confirms. One login; the PIN is not kept.

    Raises NotAllowed as ``add``, KeyFailed, and what ``token_key.open_key`` raises.
    """
    _check(store, use)
    key = open_key(means.modules(store), ref, pin)
    try:
        confirm(key.certificate, key.mechanism, key.sign(TRIAL), TRIAL)
    finally:
        key.close()
    kept = kept_ref(structs.replace(ref, always=key.always))
    return _keep(store, use, key.certificate, kept)


def on_tokens(faces: Iterable[TokenFace]) -> tuple[Found, ...]:
    """The certificates of tokens of which a key may sign: those of authorities are left out."""
    return tuple(
        Found(ref, face, token.pin)
        for token in faces
        for each in token.certificates
        if (face := _of_person(each.certificate)) is not None
        for ref in (_ref(token, each),)
    )


def _ref(token: TokenFace, held: TokenCertificate) -> TokenRef:
    name = fingerprint(held.certificate)
    return TokenRef(name, held.key_id, token.serial, token.label, token.module)


def _of_person(certificate: bytes) -> KeyFace | None:
    """A certificate that is readable and no authority's."""
    try:
        found = x509.load_der_x509_certificate(certificate)
        limits = found.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        return _face("", "person", certificate)
    except ValueError:
        return None
    return None if limits.ca else _face("", "person", certificate)


def _check(store: Store, use: Use) -> None:
    if use == AGENCY and Role.CLERK not in office.me(store).roles:
        raise NotAllowed(act=Act.SEAL.value, roles=Role.CLERK.value)


def _keep(store: Store, use: Use, certificate: bytes, content: bytes) -> KeyFace:
    held = [file for file in _files(store) if file.use == use]
    same = [file.id for file in held if certificates.kept(store, file.id) == certificate]
    key, token = same[0] if same else store.new_id(), token_ref(content)
    found = _face(key, use, certificate, token)
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
    certificate, token = certificates.kept(store, file.id), token_ref(file.file)
    if certificate is None:
        return KeyFace(file.id, file.use, file.label, UNKNOWN, 0, 0, UNKNOWN, token=token)
    return _face(file.id, file.use, certificate, token)


def _face(key: str, use: str, certificate: bytes, token: TokenRef | None = None) -> KeyFace:
    found = x509.load_der_x509_certificate(certificate)
    return KeyFace(
        id=key,
        use=use,
        subject=_name(found.subject),
        issuer=_name(found.issuer),
        start=int(found.not_valid_before_utc.timestamp() * 1000),
        end=int(found.not_valid_after_utc.timestamp() * 1000),
        fingerprint=found.fingerprint(SHA256()).hex().upper(),
        serial=f"{found.serial_number:X}",
        token=token,
    )


def _name(name: x509.Name) -> str:
    """The common name, or the whole where there is none."""
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common[0].value) if common else name.rfc4514_string()
