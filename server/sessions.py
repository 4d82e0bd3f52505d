"""Nonces and session tokens, without any table: both carry their time and a MAC of the server.

So any process that has the vault's session key takes them, also after a restart. A token is good
for a quarter of an hour; each question checks again that the device is certified and not revoked.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from core.commits.format import Header
from core.commits.ids import b64, raw_id, text_id, unb64
from core.commits.trust import Certificate
from core.errors import DeviceRevoked, DeviceUnknown, NotCanonical, SessionEnded
from core.sync.session import Proof, SessionOpen, SessionToken, check_session
from db import facts, reach
from db.acting import Store
from server.home import Home

NONCE_LIFE: Final = 2 * 60 * 1000
TOKEN_LIFE: Final = 15 * 60 * 1000
GRACE: Final = 90 * 24 * 60 * 60 * 1000
"""Milliseconds after its certificate's end in which a device may still send what it wrote before
and fetch its renewal; what it writes after the end is refused for its own time.
"""
TIME, SALT, MAC = 8, 8, 16
BEARER: Final = "Bearer "


@dataclass(frozen=True)
class Session:
    """A device that proved itself, what it is certified for, the streams that it may read, and
    those that it once read.
    """

    certificate: Certificate
    streams: frozenset[str]
    left: frozenset[str] = frozenset()

    @property
    def device(self) -> str:
        """The device's id."""
        return self.certificate.device

    def reads(self, stream: str) -> bool:
        """Whether the device may see and write a stream."""
        return stream in self.streams

    def wrote(self, header: Header) -> bool:
        """Whether a commit may be the device's own from a time when it read the stream."""
        return header.device == self.device and header.stream in self.left


class Sessions:
    """Gives nonces and tokens, and takes them back."""

    def __init__(self, home: Home, random: Callable[[int], bytes]) -> None:
        self._home, self._random = home, random

    def nonce(self) -> str:
        """A fresh nonce to sign."""
        start = self._home.store.now().to_bytes(TIME) + self._random(SALT)
        return b64(start + self._mac(b"nonce", start))

    def open(self, message: SessionOpen) -> SessionToken:
        """A token for a device whose proof holds.

        Raises SessionEnded for an old nonce, SessionRefused, SignatureWrong, DeviceUnknown,
        DeviceRevoked.
        """
        nonce = _inside(message)
        raw = unb64(nonce, TIME + SALT + MAC)
        now = self._home.store.now()
        fresh = 0 <= now - int.from_bytes(raw[:TIME]) < NONCE_LIFE
        if not fresh or not self._is_ours(b"nonce", raw):
            raise SessionEnded
        certificate = self._certified(message.device, now)
        realm = self._home.store.realm.provision.realm
        expected = Proof(realm=realm, device=message.device, nonce=nonce, spki=self._home.spki)
        check_session(message, expected, unb64(certificate.sign, 32))
        until = now + TOKEN_LIFE
        start = raw_id(message.device) + until.to_bytes(TIME)
        return SessionToken(b64(start + self._mac(b"token", start)), until)

    def find(self, header: str) -> Session:
        """The session of an ``Authorization`` header.

        Raises SessionEnded, DeviceUnknown, DeviceRevoked.
        """
        try:
            raw = unb64(header.removeprefix(BEARER), 16 + TIME + MAC)
        except NotCanonical as error:
            raise SessionEnded from error
        now = self._home.store.now()
        if int.from_bytes(raw[16 : 16 + TIME]) <= now or not self._is_ours(b"token", raw):
            raise SessionEnded
        device, store = text_id(raw[:16]), self._home.store
        certificate = self._certified(device, now)
        with store.engine.begin() as connection:
            streams = reach.of_device(connection, store.realm, device)
            left = reach.left(connection, store.realm, device)
        return Session(certificate, streams, left)

    def _certified(self, device: str, now: int) -> Certificate:
        store: Store = self._home.store
        with store.engine.begin() as connection:
            found, revoked = facts.certificate(connection, store.realm, device)
        if revoked:
            raise DeviceRevoked
        if found is None or not found.start <= now < found.end + GRACE:
            raise DeviceUnknown
        return found

    def _mac(self, use: bytes, data: bytes) -> bytes:
        return hmac.digest(self._home.session_key, use + b"\0" + data, "sha256")[:MAC]

    def _is_ours(self, use: bytes, raw: bytes) -> bool:
        return hmac.compare_digest(self._mac(use, raw[:-MAC]), raw[-MAC:])


def _inside(message: SessionOpen) -> str:
    """The nonce that a proof names; what it says is believed once its signature was checked."""
    from core.commits import canonical

    return canonical.decode_as(Proof, unb64(message.proof.body)).nonce
