"""A token as a way into the store: looks at what is plugged in, tries a key, and leads from its
protector to the protector's key. No Qt; every question is a limited child process.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from core.commits.ids import unb64
from core.errors import NotCanonical, TokenKeyUnfit, VaultTampered
from core.wrapping import KEY_SIZE
from db.keys import protectors
from db.keys.public_key import by_public_key
from desktop import worker
from desktop.keys import pkcs11, pkcs11_signing, token_modules
from desktop.keys.token_values import Sealed, TokenFace, TokenKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.keys.protectors import KeyOf, Protection, Protector, Random

T = TypeVar("T")
SECONDS: Final = 60.0
WATCH_SECONDS: Final = 10.0
MEMORY_MB: Final = 1024
HASHES: Final = ("sha256", "sha1")
"""The better first; a token that does not know it fails, and the slot says which one it was."""


def plugged_in() -> tuple[TokenFace, ...]:
    """The tokens that are plugged in, their keys, and what their PINs can still bear; asks for no
    PIN. Raises WorkerTimeout, WorkerCrashed where a driver does not answer.
    """
    return _told(pkcs11.faces, tuple[TokenFace, ...])


def libraries() -> tuple[tuple[str, str], ...]:
    """The modules that may be loaded, each with what it calls itself; nothing where it does not
    load. Raises as ``plugged_in``.
    """
    return _told(pkcs11_signing.libraries, tuple[tuple[str, str], ...])


def mechanisms() -> tuple[tuple[str, str, str], ...]:
    """What the tokens that are plugged in can sign with: module, serial number, kind of key with
    padding and mechanism, the better first. Raises as ``plugged_in``.
    """
    return _told(pkcs11_signing.mechanisms, tuple[tuple[str, str, str], ...])


def holder(protector: Protector) -> TokenFace | None:
    """The token with a protector's key, if it is plugged in."""
    wanted = protector.get("key")
    found = (face for face in plugged_in() for key in face.keys if key.name == wanted)
    return next(found, None)


def protection(key: TokenKey, pin: str, random: Random) -> Protection:
    """Protect by a key of a token, after the token has shown that it opens what is sealed to it.

    One login. Raises TokenKeyUnfit for a key that only signs, and what ``key_of`` raises.
    """
    tried = [by_public_key(key.public, name, random) for name in HASHES]
    results = _opened(key.name, pin, [_sealed(each.fields) for each in tried])
    for each, result in zip(tried, results, strict=True):
        if result == each.key:
            return each
    raise TokenKeyUnfit(label=key.label)


def key_of(pin: str) -> KeyOf:
    """What leads from an rsa-oaep protector to its key: one login, never a second try.

    Raises TokenAbsent, TokenLocked, TokenPinWrong, TokenBroken, VaultTampered, WorkerTimeout,
    WorkerCrashed.
    """

    def unwrap(protector: Protector) -> bytes:
        [found] = _opened(str(protector.get("key")), pin, [_sealed(protector)])
        if len(found) != KEY_SIZE:
            raise VaultTampered(field=protectors.RSA_OAEP)
        return found

    return unwrap


class Watch:
    """Whether a token stays plugged in; for one lane, asked now and then."""

    def __init__(self, protector: Protector) -> None:
        self._key = str(protector.get("key")).encode()
        make = partial(pkcs11.watch, list(token_modules.modules()))
        self._child = worker.Resident(make, MEMORY_MB)

    def here(self) -> bool:
        """Whether it is there. Raises WorkerTimeout, WorkerCrashed."""
        return bytes(self._child.ask(self._key, seconds=WATCH_SECONDS)) == b"1"

    def stop(self) -> None:
        """End the child."""
        self._child.stop()


def _told(ask: Callable[[list[str]], T], returns: type[T]) -> T:
    """What a child says of the modules of this machine."""
    return worker.run_limited(
        ask,
        list(token_modules.modules()),
        returns=returns,
        seconds=SECONDS,
        memory_mb=MEMORY_MB,
        writes=True,
    )


def _opened(key: str, pin: str, sealed: list[Sealed]) -> list[bytes]:
    return worker.run_limited(
        pkcs11.opened,
        list(token_modules.modules()),
        key,
        pin,
        sealed,
        returns=list[bytes],
        seconds=SECONDS,
        memory_mb=MEMORY_MB,
        writes=True,
    )


def _sealed(fields: Protector) -> Sealed:
    name, data = fields.get("hash"), fields.get("sealed")
    for each in ("sha256", "sha1"):
        if name == each == fields.get("mgf"):
            try:
                return Sealed(each, unb64(str(data)))
            except NotCanonical:
                break
    raise VaultTampered(field=protectors.RSA_OAEP)
