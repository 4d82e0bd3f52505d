"""A commit: canonical header bytes, payload bytes and the device's signature over the header.

Specified with test vectors in docs/formats/commit.md. A commit's id is the SHA-256 of its header
bytes; the header holds the payload's hash, so a payload can be erased at the end of its retention
and the chain still verifies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Any

import msgspec

from core.commits import canonical
from core.commits.ids import OpId, b64, unb64
from core.commits.signatures import Sign, Tag, message, verify
from core.errors import NotCanonical, PayloadMismatch, TooLarge

VERSION = 1
MAX_HEADER = 16 * 1024
MAX_PAYLOAD = 256 * 1024
MAX_DEPTH = 12
"""Of a payload. A state holds bodies one level deeper, and must be canonical for its hash."""
MAX_OPS = 1000
SALT_BYTES = 16

# \Z, not $, which lets a line feed follow; a hash's last letter has two bits to spare, always 0
Id = Annotated[str, msgspec.Meta(pattern=r"^[0-7][0-9A-HJKMNP-TV-Z]{25}\Z")]
Hash = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]\Z")]
Count = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
Whole = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Inc = Annotated[int, msgspec.Meta(ge=1, lt=10**9)]
Seq = Annotated[int, msgspec.Meta(ge=1, lt=10**12)]
Counter = Annotated[int, msgspec.Meta(ge=0, lt=2**16)]
Instant = Annotated[int, msgspec.Meta(ge=0, lt=253402300800000)]
"""Milliseconds UTC since 1970, to the end of the year 9999."""
Word = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_-]{0,39}\Z")]
Kind = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{1,24}(\.[a-z-]{1,24})?\Z")]
OpText = Annotated[str, msgspec.Meta(max_length=64)]
Chain = tuple[str, int, str]
"""Device, incarnation, stream."""


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place in a stream's server order that somebody had seen."""

    epoch: Whole
    gseq: Whole
    chain: Hash


class Session(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the person was authenticated on the device, and when (milliseconds UTC)."""

    how: Word
    at: Instant


class Header(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True
):
    """What is signed of a commit. A field with its default value is absent, never written out."""

    v: int
    realm: Id
    stream: Id
    device: Id
    inc: Inc
    seq: Seq
    hlc: tuple[Instant, Counter]
    person: Id
    session: Session
    app: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    payload: Hash
    size: Whole
    prev: Hash | None = None
    deps: Annotated[tuple[tuple[Id, Inc, Seq], ...], msgspec.Meta(min_length=1)] = ()
    auth: Point | None = None
    seen: Point | None = None
    grant: OpText | None = None
    act: Id | None = None


class Op(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """One change inside a commit: its kind, the entity, the operations replaced, the values."""

    kind: Kind
    id: Id
    v: Annotated[int, msgspec.Meta(ge=2, le=2**53)] = 1
    bases: Annotated[tuple[OpText, ...], msgspec.Meta(min_length=1)] = ()
    body: Annotated[dict[str, Any], msgspec.Meta(min_length=1)] = {}


class Payload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The operations of a commit; salt, so that nobody guesses an erased payload from its hash."""

    salt: Annotated[str, msgspec.Meta(min_length=22, max_length=22)]
    ops: Annotated[tuple[Op, ...], msgspec.Meta(min_length=1, max_length=MAX_OPS)]


@dataclass(frozen=True)
class Commit:
    """A whole commit with the exact bytes that were signed; ``payload`` is None once erased."""

    raw: bytes
    payload: bytes | None
    signature: bytes
    header: Header
    ops: tuple[Op, ...]

    @cached_property
    def id(self) -> str:
        """SHA-256 of the header bytes, base64url."""
        return b64(sha256(self.raw).digest())

    @property
    def chain(self) -> Chain:
        """The chain that the commit belongs to: device, incarnation, stream."""
        return self.header.device, self.header.inc, self.header.stream

    @property
    def order(self) -> tuple[int, int, str, int, int]:
        """The tentative order: hybrid clock, then device, incarnation and place."""
        header = self.header
        return *header.hlc, header.device, header.inc, header.seq

    def op_id(self, index: int) -> str:
        """The name of the operation at an index."""
        return OpId(self.header.device, self.header.inc, self.header.seq, index).text()


def payload_bytes(ops: tuple[Op, ...], salt: bytes) -> bytes:
    """The canonical payload of some operations; raises TooLarge and NotCanonical."""
    if len(salt) != SALT_BYTES or not 1 <= len(ops) <= MAX_OPS:
        raise NotCanonical(field="payload")
    data = canonical.encode(Payload(salt=b64(salt), ops=ops), MAX_DEPTH)
    if len(data) > MAX_PAYLOAD:
        raise TooLarge(size=len(data), limit=MAX_PAYLOAD)
    return data


def write(header: Header, payload: bytes, sign: Sign) -> Commit:
    """Sign a header whose payload hash and size are filled in here."""
    full = msgspec.structs.replace(header, payload=b64(sha256(payload).digest()), size=len(payload))
    raw = canonical.encode(full)
    return read(raw, payload, sign(message(Tag.COMMIT, raw)))


def read(raw: bytes, payload: bytes | None, signature: bytes) -> Commit:
    """Parse a commit from its bytes; the signature is not checked here.

    Raises NotCanonical, TooLarge, PayloadMismatch.
    """
    header = canonical.decode_as(Header, raw, MAX_HEADER)
    if header.v != VERSION or (header.seq == 1) != (header.prev is None) or len(signature) != 64:
        raise NotCanonical(field="header")
    _check_deps(header)
    if payload is None:
        return Commit(raw, None, signature, header, ())
    if header.size != len(payload) or unb64(header.payload, 32) != sha256(payload).digest():
        raise PayloadMismatch(seq=header.seq)
    body = canonical.decode_as(Payload, payload, MAX_PAYLOAD, MAX_DEPTH)
    unb64(body.salt, SALT_BYTES)
    return Commit(raw, payload, signature, header, body.ops)


def _check_deps(header: Header) -> None:
    """Other chains, each once, in order; the own chain is in ``prev``."""
    chains = [(device, inc) for device, inc, _ in header.deps]
    if chains != sorted(set(chains)) or (header.device, header.inc) in chains:
        raise NotCanonical(field="deps")


def verify_signature(commit: Commit, public: bytes) -> None:
    """Check the device's signature over the header; raises SignatureWrong."""
    verify(Tag.COMMIT, commit.raw, commit.signature, public)
