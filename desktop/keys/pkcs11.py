"""Talks to tokens through their PKCS#11 modules, for the vault: looks, and opens what is sealed to
a key of theirs. Runs in a limited child of its own (desktop/signing/tokens.py), as a module is code
of others that may hang or crash.

The PIN is used for one login and never kept. No try is ever repeated: a token locks after a few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pkcs11
from asn1crypto import x509
from asn1crypto.keys import PublicKeyInfo, RSAPublicKey
from pkcs11 import MGF, Attribute, KeyType, Mechanism, ObjectClass, TokenFlag
from pkcs11 import exceptions as said

from core.commits.ids import b64
from core.errors import (
    TokenAbsent,
    TokenBroken,
    TokenLocked,
    TokenPinWrong,
)
from desktop.keys.token_values import PinState, Sealed, TokenCertificate, TokenFace, TokenKey

if TYPE_CHECKING:
    from pkcs11 import Session, Token

PARAMETERS = {
    "sha256": (Mechanism.SHA256, MGF.SHA256, None),
    "sha1": (Mechanism.SHA_1, MGF.SHA1, None),
}


def faces(modules: list[str], *, again: bool = False) -> tuple[TokenFace, ...]:
    """Every token that is plugged in, with the RSA keys and the certificates that it shows without
    a PIN; one that two modules show counts once. A module that does not work is left out.

    ``again`` begins each module anew: many read their slots only then.
    """
    found = (face for module in modules for face, _ in tokens(module, again=again))
    once: dict[tuple[str, str, str], TokenFace] = {}
    for face in found:
        once.setdefault((face.serial, face.label, face.maker), face)
    return tuple(once.values())


def opened(modules: list[str], key: str, pin: str, sealed: list[Sealed]) -> list[bytes]:
    """What was sealed to a key, in the given order; empty bytes for what the token cannot open.

    One login, one try. Raises TokenAbsent, TokenLocked, TokenPinWrong, TokenBroken.
    """
    token = _holder(modules, key)
    if pin_state(token.flags) == "locked":
        raise TokenLocked(name=str(token.label))
    with login(token, pin) as session:
        private = _private(session, key)
        return [_decrypted(private, each) for each in sealed]


def pin_state(flags: TokenFlag) -> PinState:
    """What the flags of a token say of its PIN."""
    if flags & TokenFlag.USER_PIN_LOCKED:
        return "locked"
    if flags & TokenFlag.USER_PIN_FINAL_TRY:
        return "final"
    return "low" if flags & TokenFlag.USER_PIN_COUNT_LOW else "fine"


def watch(modules: list[str]) -> Callable[[bytes], bytes]:
    """The answerer of a child that stays: whether the token with a key is plugged in."""

    def here(key: bytes) -> bytes:
        try:
            _holder(modules, key.decode())
        except TokenAbsent:
            return b"0"
        return b"1"

    return here


# -- inside ----------------------------------------------------------------------------------------


def tokens(module: str, *, again: bool = False) -> Iterator[tuple[TokenFace, Token]]:
    """The tokens of a module, each with what it shows; see ``faces``."""
    try:
        library = pkcs11.lib(module)
        if again:
            library.reinitialize()
        slots = library.get_slots(token_present=True)
    except (said.PKCS11Error, RuntimeError, OSError):
        return
    for slot in slots:
        with suppress(said.PKCS11Error):
            token = slot.get_token()
            if TokenFlag.TOKEN_INITIALIZED in token.flags:
                yield _face(module, token), token


def _face(module: str, token: Token) -> TokenFace:
    with token.open() as session:
        certificates = tuple(_certificates(session))
        keys = {key.name: key for key in (*_public_keys(session), *_certified(certificates))}
    serial = token.serial.decode(errors="replace") if token.serial else ""
    label, maker = str(token.label).strip(), str(token.manufacturer_id or "").strip()
    state = pin_state(token.flags)
    return TokenFace(module, serial, label, maker, state, tuple(keys.values()), certificates)


def _public_keys(session: Session) -> Iterator[TokenKey]:
    wanted = {Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.KEY_TYPE: KeyType.RSA}
    for found in session.get_objects(wanted):
        with suppress(said.PKCS11Error, KeyError):
            yield _key(_info(found), str(found[Attribute.LABEL] or ""))


def _certificates(session: Session) -> Iterator[TokenCertificate]:
    for found in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        with suppress(said.PKCS11Error, KeyError):
            label = str(found[Attribute.LABEL] or "").strip()
            yield TokenCertificate(bytes(found[Attribute.VALUE]), bytes(found[Attribute.ID]), label)


def _certified(certificates: Iterable[TokenCertificate]) -> Iterator[TokenKey]:
    for found in certificates:
        with suppress(ValueError):
            info = x509.Certificate.load(found.certificate).public_key
            if info.algorithm == "rsa":
                yield _key(info, found.label)


def _info(key: Any) -> PublicKeyInfo:
    """The SubjectPublicKeyInfo (RFC 3279 §2.3.1) of a public or private RSA key."""
    modulus = int.from_bytes(key[Attribute.MODULUS])
    exponent = int.from_bytes(key[Attribute.PUBLIC_EXPONENT])
    numbers = RSAPublicKey({"modulus": modulus, "public_exponent": exponent})
    return PublicKeyInfo.wrap(numbers, "rsa")


def _key(info: PublicKeyInfo, label: str) -> TokenKey:
    public = info.dump()
    return TokenKey(b64(sha256(public).digest()), public, label.strip(), info.bit_size)


def _holder(modules: list[str], key: str) -> Token:
    for module in modules:
        for face, token in tokens(module):
            if any(each.name == key for each in face.keys):
                return token
    raise TokenAbsent


def login(token: Token, pin: str) -> Session:
    """A login, tried once; what went wrong is said without the PIN and without the driver's words.

    Raises TokenLocked, TokenPinWrong, TokenBroken.
    """
    try:
        return token.open(user_pin=pin)
    except said.PinLocked:
        raise TokenLocked(name=str(token.label)) from None
    except (said.PinIncorrect, said.PinInvalid, said.PinLenRange):
        raise TokenPinWrong(name=str(token.label)) from None
    except said.PKCS11Error as error:
        raise TokenBroken(said=type(error).__name__) from None


def _private(session: Session, key: str) -> Any:
    wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.KEY_TYPE: KeyType.RSA}
    for found in session.get_objects(wanted):
        with suppress(said.PKCS11Error, KeyError):
            if _key(_info(found), "").name == key:
                return found
    raise TokenAbsent


def _decrypted(private: Any, sealed: Sealed) -> bytes:
    try:
        return bytes(
            private.decrypt(
                sealed.data,
                mechanism=Mechanism.RSA_PKCS_OAEP,
                mechanism_param=PARAMETERS[sealed.hash],
            )
        )
    except (said.PKCS11Error, AttributeError):  # a key that only signs has no such method
        return b""
