"""Recovery by two files: a machine whose person forgot the passphrase asks, and the security
officer answers with the unit's recovery key, which never comes near the machine.

The request names vault, store and person, and an ephemeral key that waits on the machine; it
carries the database key as it is sealed to the recovery key. The officer opens that and seals it
again to the ephemeral key, bound to the request (docs/formats/recovery.md). Both people compare a
short fingerprint by voice, so that nobody can put a key of his own in between.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Final, Literal

import msgspec

from core.commits import canonical
from core.commits.format import Hash, Id, Instant
from core.commits.ids import ALPHABET, b64, unb64
from core.commits.trust import Key, Label
from core.errors import RecoveryForeign, SealBroken
from core.recipients import open_with, seal_to
from core.sync import container
from core.sync.container import FileKind
from core.wrapping import KEY_SIZE

FINGERPRINT_BYTES: Final = 10
_SEAL: Final = b"antin-recovery-1\0"
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Sealed = Annotated[str, msgspec.Meta(min_length=107, max_length=107)]


class RecoveryRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a machine asks the security officer: ``public`` and ``sealed`` are the recovery share of
    its vault's header, ``box`` the ephemeral key to which the answer shall be sealed.
    """

    v: Literal[1] = 1
    vault: Id
    store: Id
    person: Id
    label: Label
    public: Key
    sealed: Sealed
    box: Key
    nonce: Hash
    at: Instant


class RecoveryAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The database key sealed to the machine's ephemeral key; the request by the SHA-256 of its
    body, who answered and why.
    """

    v: Literal[1] = 1
    request: Hash
    officer: Label
    reason: Reason
    at: Instant
    sealed: Sealed


def write_request(request: RecoveryRequest) -> bytes:
    """The request file."""
    return container.write_json(FileKind.RECOVERY_REQUEST, request)


def read_request(data: bytes) -> RecoveryRequest:
    """The request in a file; raises what container.read_json raises."""
    return container.read_json(FileKind.RECOVERY_REQUEST, RecoveryRequest, data)


def request_hash(request: RecoveryRequest) -> str:
    """The name of a request in its answer."""
    return b64(sha256(canonical.encode(request)).digest())


def fingerprint(request: RecoveryRequest) -> str:
    """What two people compare by voice: the first ten bytes of the request's hash as four groups of
    four letters of Crockford base32.
    """
    number = int.from_bytes(unb64(request_hash(request), 32)[:FINGERPRINT_BYTES])
    letters = [ALPHABET[number >> shift & 31] for shift in range(75, -1, -5)]
    return " ".join("".join(letters[start : start + 4]) for start in range(0, 16, 4))


def same_fingerprint(request: RecoveryRequest, heard: str) -> bool:
    """Whether a fingerprint that was heard and typed is this request's; case, blanks and hyphens do
    not matter, nor O for 0 and I or L for 1.
    """
    letters = heard.upper().translate(str.maketrans("OIL", "011", " -\t\n"))
    return letters == fingerprint(request).replace(" ", "")


def answer(
    request: RecoveryRequest, key: bytes, officer: str, reason: str, at: int
) -> RecoveryAnswer:
    """The answer to a request with the database key that the officer opened."""
    name = request_hash(request)
    sealed = seal_to(unb64(request.box, KEY_SIZE), _info(name, officer, reason, at), key)
    return RecoveryAnswer(request=name, officer=officer, reason=reason, at=at, sealed=b64(sealed))


def write_answer(given: RecoveryAnswer) -> bytes:
    """The answer file."""
    return container.write_json(FileKind.RECOVERY_ANSWER, given)


def read_answer(data: bytes, request: RecoveryRequest) -> RecoveryAnswer:
    """The answer to our request; raises what container.read_json raises, and RecoveryForeign."""
    given = container.read_json(FileKind.RECOVERY_ANSWER, RecoveryAnswer, data)
    if given.request != request_hash(request):
        raise RecoveryForeign
    return given


def key_in(given: RecoveryAnswer, private: bytes) -> bytes:
    """The database key in an answer, by the private half of the request's ephemeral key.

    Raises RecoveryForeign where the answer was changed or is sealed to another key.
    """
    info = _info(given.request, given.officer, given.reason, given.at)
    try:
        return open_with(private, info, unb64(given.sealed))
    except SealBroken:
        raise RecoveryForeign from None


def _info(request: str, officer: str, reason: str, at: int) -> bytes:
    told = {"at": at, "officer": officer, "reason": reason, "request": request}
    return _SEAL + canonical.encode(told)
