"""The answerer of the child that signs with a token: one login, one key, one C_Sign a signature.

It gets the bytes of the signed attributes and never a document. It lives for one login, so what a
driver remembers of slots or PINs ends with it; it can be killed at any moment (signing.md §5). A
key is found by certificate and CKA_ID, never by a place in a list or a label.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pkcs11
from asn1crypto import x509
from pkcs11 import MGF, Attribute, KeyType, Mechanism, ObjectClass
from pkcs11 import exceptions as said
from pkcs11.util.ec import encode_ecdsa_signature

from core.commits.ids import b64
from core.errors import (
    TokenAbsent,
    TokenBroken,
    TokenGone,
    TokenLocked,
    TokenPinWrong,
)
from desktop.keys.pkcs11 import faces, login, pin_state, tokens
from desktop.keys.token_values import SigningOpened, TokenRef

if TYPE_CHECKING:
    from pkcs11 import Session, Token

    from desktop.keys.key import Mechanism as Kind

LOOK, OPEN, SIGN, CLOSE = b"look", b"open", b"sign", b"close"
GONE: Final = (
    said.DeviceRemoved,
    said.TokenNotPresent,
    said.TokenNotRecognised,
    said.SessionClosed,
    said.SessionHandleInvalid,
    said.KeyHandleInvalid,
    said.ObjectHandleInvalid,
    said.UserNotLoggedIn,
)
"""What drivers say of a token that is not there any more, or was put back without its login."""
_DIGEST_INFO: Final = bytes.fromhex("3031300d060960864801650304020105000420")
"""The DigestInfo of SHA-256 (RFC 8017 §9.2 note 1), for tokens that pad and do not hash."""
_PSS: Final = (Mechanism.SHA256, MGF.SHA256, 32)


@dataclass(frozen=True)
class Way:
    """How a token makes one kind of signature: its mechanism, what it is given, what it returns."""

    kind: Kind
    mechanism: Mechanism
    parameter: object = None
    given: Callable[[bytes], bytes] = bytes
    result: Callable[[bytes], bytes] = bytes


def _hashed(data: bytes) -> bytes:
    return sha256(data).digest()


WAYS: Final = {
    KeyType.RSA: (
        Way("pss", Mechanism.SHA256_RSA_PKCS_PSS, _PSS),
        Way("pkcs1", Mechanism.SHA256_RSA_PKCS),
        Way("pkcs1", Mechanism.RSA_PKCS, given=lambda data: _DIGEST_INFO + _hashed(data)),
    ),
    KeyType.EC: (
        Way("ecdsa", Mechanism.ECDSA_SHA256, result=encode_ecdsa_signature),
        Way("ecdsa", Mechanism.ECDSA, given=_hashed, result=encode_ecdsa_signature),
    ),
}
"""For each kind of key, the best first; RSASSA-PSS never raw, as tokens get its salt wrong."""


def owner(modules: list[str]) -> Callable[..., bytes]:
    """The answerer: ``look``; ``open`` with a TokenRef and the PIN; ``sign``; ``close``."""
    held: list[Opened] = []

    def answer(verb: bytes, *given: bytes) -> bytes:
        if verb == LOOK:
            return msgspec.msgpack.encode(faces(modules, again=True))
        if verb == OPEN:
            held[:] = [Opened(modules, msgspec.msgpack.decode(given[0], type=TokenRef), given[1])]
            return msgspec.msgpack.encode(held[0].told)
        if not held:
            raise TokenGone
        return held[0].sign(given[0]) if verb == SIGN else held.pop().close()

    return answer


class Opened:
    """A login with one key. The PIN is kept only for a key that wants it for every signature.

    Raises TokenAbsent, TokenLocked, TokenPinWrong, TokenBroken.
    """

    def __init__(self, modules: list[str], ref: TokenRef, pin: bytes) -> None:
        token, certificate = _holder(modules, ref)
        if pin_state(token.flags) == "locked":
            raise TokenLocked(name=str(token.label).strip())
        self._name = str(token.label).strip()
        self._session = login(token, pin.decode())
        self._key = _private(self._session, ref.key_id, certificate)
        self._way = _way(token, self._key)
        always = _always(self._key)
        self._again = {"pin": pin.decode()} if always else {}
        size = certificate.public_key.bit_size
        self.told = SigningOpened(certificate.dump(), self._way.kind, size, always)

    def sign(self, data: bytes) -> bytes:
        """The raw signature of data with SHA-256; ECDSA as DER. Raises TokenGone, TokenBroken,
        TokenPinWrong, TokenLocked.
        """
        way = self._way
        options = {"mechanism": way.mechanism, "mechanism_param": way.parameter, **self._again}
        try:
            return way.result(bytes(self._key.sign(way.given(data), **options)))
        except GONE:
            raise TokenGone from None
        except said.PinLocked:
            raise TokenLocked(name=self._name) from None
        except (said.PinIncorrect, said.PinInvalid, said.PinLenRange):
            raise TokenPinWrong(name=self._name) from None
        except (said.PKCS11Error, ValueError) as error:
            raise TokenBroken(said=type(error).__name__) from None

    def close(self) -> bytes:
        """Log out."""
        self._again = {}
        with suppress(said.PKCS11Error):
            self._session.close()
        return b""


def _holder(modules: list[str], ref: TokenRef) -> tuple[Token, x509.Certificate]:
    """The token that holds the certificate; of two with it, the one that was chosen."""
    for module in modules:
        for face, token in tokens(module):
            for each in face.certificates:
                same = b64(sha256(each.certificate).digest()) == ref.certificate
                if face.serial == ref.serial and each.key_id == ref.key_id and same:
                    return token, x509.Certificate.load(each.certificate)
    raise TokenAbsent


def _private(session: Session, key_id: bytes, certificate: x509.Certificate) -> Any:
    """The private key of the certificate. Raises TokenAbsent, and leaves nobody logged in."""
    info = certificate.public_key
    kind = KeyType.RSA if info.algorithm == "rsa" else KeyType.EC
    wanted = {
        Attribute.CLASS: ObjectClass.PRIVATE_KEY,
        Attribute.KEY_TYPE: kind,
        Attribute.ID: key_id,
    }
    found = [key for key in session.get_objects(wanted) if _fits(key, kind, info)]
    if len(found) == 1:
        return found[0]
    session.close()
    raise TokenAbsent


def _fits(key: Any, kind: KeyType, info: Any) -> bool:
    """Whether an RSA key is the certificate's; of another kind no token tells."""
    if kind is not KeyType.RSA:
        return True
    modulus = info["public_key"].parsed["modulus"].native
    with suppress(said.PKCS11Error, KeyError):
        return bool(int.from_bytes(key[Attribute.MODULUS]) == modulus)
    return True


def _way(token: Token, key: Any) -> Way:
    known = token.slot.get_mechanisms()
    found = next((way for way in WAYS[key.key_type] if way.mechanism in known), None)
    if found is None:
        raise TokenBroken(said="MechanismInvalid")
    return found


def _always(key: Any) -> bool:
    with suppress(said.PKCS11Error, KeyError):
        return bool(key[Attribute.ALWAYS_AUTHENTICATE])
    return False


def mechanisms(modules: list[str]) -> tuple[tuple[str, str, str], ...]:
    """What tokens can sign with: module, serial number, and a way of ``WAYS`` in words."""
    return tuple(
        (module, face.serial, f"{kind.name} {way.kind} {way.mechanism.name}")
        for module in modules
        for face, token in tokens(module)
        for kind, ways in WAYS.items()
        for way in ways
        if way.mechanism in token.slot.get_mechanisms()
    )


def libraries(modules: list[str]) -> tuple[tuple[str, str], ...]:
    """Each module with what it calls itself; nothing for one that cannot be loaded."""
    return tuple((module, _library(module)) for module in modules)


def _library(module: str) -> str:
    try:
        found = pkcs11.lib(module)
    except (said.PKCS11Error, RuntimeError, OSError):
        return ""
    names = (found.manufacturer_id, found.library_description)
    version = ".".join(str(part) for part in found.library_version)
    return " ".join((*(str(name).strip() for name in names), version))
