"""A signing key on a token, in a limited child of its own that lives for one login (signing.md §5).

The child gets what is to be signed, never the document. One that dies or hangs is killed; its login
is gone with it, and nothing logs in again by itself.
"""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from core.errors import (
    AntinError,
    KeyFailed,
    TokenBroken,
    TokenSilent,
    WorkerCrashed,
    WorkerTimeout,
)
from desktop import worker
from desktop.keys import pkcs11_signing as child
from desktop.keys.token_values import SigningOpened, TokenFace, TokenRef

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.keys.key import Mechanism

OPEN_SECONDS: Final = 60.0
SIGN_SECONDS: Final = 60.0
CLOSE_SECONDS: Final = 3.0
LOOK_SECONDS: Final = 20.0
MEMORY_MB: Final = 1024
CRASH: Final = "crash"


class TokenSigningKey:
    """A `desktop.keys.key.SigningKey` behind a login; ``chain`` is the unit's trust list's."""

    hardware = True

    def __init__(self, owner: Owner, opened: SigningOpened, chain: tuple[bytes, ...]) -> None:
        self._owner: Owner | None = owner
        self.certificate, self.chain = opened.certificate, chain
        self.mechanism: Mechanism = opened.mechanism
        self.key_size, self.always = opened.key_size, opened.always

    def sign(self, data: bytes) -> bytes:
        """The raw signature of ``data`` with SHA-256, by one C_Sign.

        Raises KeyFailed once closed; TokenGone, TokenSilent, TokenBroken, TokenPinWrong and
        TokenLocked, each of which closes it.
        """
        if self._owner is None:
            raise KeyFailed
        try:
            return self._owner.ask(child.SIGN, data, seconds=SIGN_SECONDS)
        except AntinError:
            self.close()
            raise

    def close(self) -> None:
        """Log out and end the child."""
        if self._owner is not None:
            owner, self._owner = self._owner, None
            owner.close()


class Owner:
    """The child that owns the modules. A question to one that died is never asked of another."""

    def __init__(self, modules: Sequence[str]) -> None:
        make = partial(child.owner, list(modules))
        self._child = worker.Resident(make, MEMORY_MB, writes=True)

    def ask(self, *parts: bytes, seconds: float) -> bytes:
        """Raises TokenBroken, TokenSilent, and what the child raises."""
        try:
            return bytes(self._child.ask(*parts, seconds=seconds))
        except WorkerTimeout as late:
            raise TokenSilent(**late.facts) from None
        except WorkerCrashed:
            raise TokenBroken(said=CRASH) from None

    def look(self) -> tuple[TokenFace, ...]:
        """The tokens that are plugged in now, without a PIN."""
        answer = self.ask(child.LOOK, seconds=LOOK_SECONDS)
        return msgspec.msgpack.decode(answer, type=tuple[TokenFace, ...])

    def close(self) -> None:
        """Log out, which a killed process may leave to the next, then end the child."""
        if self._child.alive:
            with contextlib.suppress(AntinError):
                self.ask(child.CLOSE, seconds=CLOSE_SECONDS)
        self._child.stop()


def open_key(
    modules: Sequence[str], ref: TokenRef, pin: str, chain: tuple[bytes, ...] = ()
) -> TokenSigningKey:
    """Log in once, to the very key that was chosen; never a second try.

    Raises TokenAbsent, TokenLocked, TokenPinWrong, TokenBroken, TokenSilent.
    """
    owner = Owner(modules)
    try:
        question = (msgspec.msgpack.encode(ref), pin.encode())
        answer = owner.ask(child.OPEN, *question, seconds=OPEN_SECONDS)
        return TokenSigningKey(owner, msgspec.msgpack.decode(answer, type=SigningOpened), chain)
    except AntinError:
        owner.close()
        raise
