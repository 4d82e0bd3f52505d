"""What device and server say to each other: every endpoint with its question and its answer.

HTTP/1.1 over TLS with the server pinned; every question is idempotent and may be repeated
(docs/formats/wire.md). Heads travel in messages (message.py); large things are their parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Final, Generic, Literal, TypeVar

import msgspec

from core import errors
from core.commits.format import Count, Hash, Id, Inc, Instant, Seq, Whole
from core.commits.signatures import Signed
from core.errors import (
    AntinError,
    MessageBroken,
    ProgramOlder,
    ServerOlder,
    VersionUnsupported,
)
from core.sync.chunks import BlobPlan, Index
from core.sync.frontier import Row
from core.sync.session import SessionOpen, SessionToken

VERSION: Final = 1
MAX_COMMITS: Final = 1000
Few = msgspec.Meta(max_length=256)
Many = msgspec.Meta(max_length=1024)
Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Tip(msgspec.Struct, frozen=True, array_like=True):
    """How far a stream goes: its last place and the chain hash there."""

    stream: Id
    gseq: Whole
    chain: Hash


class Hello(msgspec.Struct, frozen=True):
    """A device greets; ``versions`` are those of this page that it speaks."""

    versions: Annotated[tuple[int, ...], msgspec.Meta(min_length=1, max_length=16)]
    app: Annotated[str, msgspec.Meta(max_length=40)]


class HelloAnswer(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The server says who it is. To a device without a session: a nonce and no tips. ``trust`` is
    the number of the trust list that it hands on, 0 without one. ``recovering``: the server was
    restored without all of its journal and takes nothing new until it has back what it had ordered.
    """

    versions: Annotated[tuple[int, ...], msgspec.Meta(max_length=16)]
    min_push: int
    min_pull: int
    realm: Id
    server: Id
    epoch: Whole
    time: Instant
    nonce: Hash | None = None
    tips: Annotated[tuple[Tip, ...], Few] = ()
    trust: Whole = 0
    recovering: bool = False


class HandBack(msgspec.Struct, frozen=True):
    """A device gives a recovering server what it had ordered of a stream after a place.

    ``tip`` is how far the device goes. Parts: ``packs`` packs of receipts in order of place, then
    segments of their commits; none where the server has it all: the device then has reported.
    """

    tip: Tip
    after: Whole
    packs: Annotated[int, msgspec.Meta(ge=0)]


class HandBackAnswer(msgspec.Struct, frozen=True):
    """How far the server goes now."""

    tip: Tip


class Push(msgspec.Struct, frozen=True):
    """Parts: segments, each chain in order."""

    epoch: Whole


class Refusal(msgspec.Struct, frozen=True, array_like=True):
    """A commit that is not taken, and the error's code."""

    device: Id
    inc: Inc
    stream: Id
    seq: Seq
    code: str


class BrokenPart(msgspec.Struct, frozen=True, array_like=True):
    """A part that could not be read, and the error's code; the others were taken."""

    part: Annotated[int, msgspec.Meta(ge=0)]
    code: str


class Why(msgspec.Struct, frozen=True, array_like=True):
    """Why a commit has no place yet: ``gap`` (of its chain), ``missing`` (something that it builds
    on), or the empty text; and the devices whose commits must come first.
    """

    reason: Annotated[str, msgspec.Meta(max_length=40)] = ""
    lacks: Annotated[tuple[Id, ...], Few] = ()


class PushAnswer(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Parts: packs of receipts. What stands in none of the lists has its receipt there. ``why``
    has one for each of ``held``, in order.
    """

    epoch: Whole
    held: Annotated[tuple[Row, ...], Many] = ()
    refused: Annotated[tuple[Refusal, ...], Many] = ()
    broken: Annotated[tuple[BrokenPart, ...], Many] = ()
    why: Annotated[tuple[Why, ...], Many] = ()


class Pull(msgspec.Struct, frozen=True):
    """Asks for what a stream holds after a place; ``limit`` is in commits."""

    stream: Id
    epoch: Whole
    after: Whole
    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_COMMITS)] = MAX_COMMITS


class PullAnswer(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Parts: ``packs`` packs of receipts in order of place, then segments of their commits.

    ``next`` is the place to ask after. ``state`` is the state hash there, under ``reducer``; it is
    present only when the answer reaches the head.
    """

    stream: Id
    epoch: Whole
    next: Whole
    head: Whole
    packs: Annotated[int, msgspec.Meta(ge=0)]
    state: Hash | None = None
    reducer: Count | None = None


class Wait(msgspec.Struct, frozen=True):
    """Asks to be answered once a stream goes beyond these tips, or after some seconds."""

    tips: Annotated[tuple[Tip, ...], Few]
    seconds: Annotated[int, msgspec.Meta(ge=0, le=60)]


class WaitAnswer(msgspec.Struct, frozen=True):
    """The tips as they are now."""

    epoch: Whole
    tips: Annotated[tuple[Tip, ...], Few]


class ChunkName(msgspec.Struct, frozen=True, array_like=True):
    """A chunk: the blob and its place there."""

    blob: Hash
    place: Index


class Missing(msgspec.Struct, frozen=True):
    """Asks which chunks of some blobs of a stream the server lacks; it keeps the plans."""

    stream: Id
    plans: Annotated[tuple[BlobPlan, ...], Many]


class MissingAnswer(msgspec.Struct, frozen=True):
    """A bitmap for each plan, in order; a set bit is a chunk to send (core/sync/chunks.py).

    An empty text stands for a blob that no commit of the stream names on the server.
    """

    missing: Annotated[tuple[str, ...], Many]


class Put(msgspec.Struct, frozen=True):
    """Parts: the chunks named, in order."""

    stream: Id
    chunks: Annotated[tuple[ChunkName, ...], Many]


class PutAnswer(msgspec.Struct, frozen=True):
    """Blobs that are now whole and checked on the server."""

    whole: Annotated[tuple[Hash, ...], Many]


class Plans(msgspec.Struct, frozen=True):
    """Asks for the plans of blobs that commits of a stream name."""

    stream: Id
    blobs: Annotated[tuple[Hash, ...], Many]


class PlansAnswer(msgspec.Struct, frozen=True):
    """The plans of those blobs that are whole on the server; the others have not arrived there."""

    plans: Annotated[tuple[BlobPlan, ...], Many]


class Get(msgspec.Struct, frozen=True):
    """Asks for chunks of blobs of a stream."""

    stream: Id
    chunks: Annotated[tuple[ChunkName, ...], Many]


class GetAnswer(msgspec.Struct, frozen=True):
    """Parts: the chunks named; fewer than asked where they would not fit into one message."""

    chunks: Annotated[tuple[ChunkName, ...], Many]


class Media(msgspec.Struct, frozen=True):
    """Asks on how many media the server keeps blobs of a stream."""

    stream: Id
    blobs: Annotated[tuple[Hash, ...], Many]


class MediaAnswer(msgspec.Struct, frozen=True):
    """The server's signed word (core/sync/stored.py), on those blobs that it tells of."""

    word: Signed


class Enrol(msgspec.Struct, frozen=True):
    """Part: a request file (docs/formats/enrolment.md); repeat it to ask how it stands."""


class EnrolState(msgspec.Struct, frozen=True):
    """How a request stands; once answered, the answer file is the one part."""

    state: Literal["waiting", "answered", "refused"]


class Requests(msgspec.Struct, frozen=True):
    """An administrator's device asks for the enrolment requests that wait."""


class RequestsAnswer(msgspec.Struct, frozen=True):
    """Parts: the request files."""


class Reply(msgspec.Struct, frozen=True):
    """An administrator's device answers a request, named by the SHA-256 of its body.

    Part: the answer file; without one the request is refused.
    """

    request: Hash


class ReplyAnswer(msgspec.Struct, frozen=True):
    """The answer waits for the new machine."""


class Evidence(msgspec.Struct, frozen=True):
    """Asks a timestamp or certificate authority that the server allows; part: the request (DER),
    empty for a revocation list. ``issuer`` names the CA by the SHA-256 (hex) of its certificate.
    """

    service: Literal["timestamp", "ocsp", "crl"]
    issuer: Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?\Z")] = ""


class EvidenceAnswer(msgspec.Struct, frozen=True):
    """Part: the authority's answer, as it came."""


class TrustPiece(msgspec.Struct, frozen=True):
    """Asks for the trust list with a number (docs/formats/trust-list.md), from a byte on."""

    number: Count
    place: Whole = 0


class TrustPieceAnswer(msgspec.Struct, frozen=True):
    """Part: the list from there on, as far as one answer holds it; ``size`` in bytes is the whole
    list's.
    """

    size: Count


class Snapshot(msgspec.Struct, frozen=True):
    """Asks for the newest snapshot of a stream (docs/formats/snapshot.md)."""

    stream: Id


class SnapshotAnswer(msgspec.Struct, frozen=True):
    """Part: the signed manifest."""


class SnapshotChunk(msgspec.Struct, frozen=True):
    """Asks for a chunk of a stream's snapshot by its name."""

    stream: Id
    chunk: Hash


class SnapshotChunkAnswer(msgspec.Struct, frozen=True):
    """Part: the chunk."""


class Problem(msgspec.Struct, frozen=True):
    """An answer that is an error (HTTP status 4xx or 5xx), as plain canonical JSON."""

    code: Annotated[str, msgspec.Meta(max_length=60)]
    facts: Annotated[dict[str, str | int], msgspec.Meta(max_length=16)] = {}


@dataclass(frozen=True)
class Endpoint(Generic[Question, Answer]):
    """Where a question is POSTed, what it is, and what answers it."""

    path: str
    question: type[Question]
    answer: type[Answer]
    session: bool = True


HELLO: Final = Endpoint("/v1/hello", Hello, HelloAnswer, session=False)
SESSION: Final = Endpoint("/v1/session", SessionOpen, SessionToken, session=False)
PUSH: Final = Endpoint("/v1/push", Push, PushAnswer)
PULL: Final = Endpoint("/v1/pull", Pull, PullAnswer)
HAND_BACK: Final = Endpoint("/v1/hand-back", HandBack, HandBackAnswer)
WAIT: Final = Endpoint("/v1/wait", Wait, WaitAnswer)
MISSING: Final = Endpoint("/v1/chunks/missing", Missing, MissingAnswer)
PUT: Final = Endpoint("/v1/chunks/put", Put, PutAnswer)
PLANS: Final = Endpoint("/v1/blobs/plans", Plans, PlansAnswer)
GET: Final = Endpoint("/v1/chunks/get", Get, GetAnswer)
MEDIA: Final = Endpoint("/v1/blobs/media", Media, MediaAnswer)
ENROL: Final = Endpoint("/v1/enrol", Enrol, EnrolState, session=False)
REQUESTS: Final = Endpoint("/v1/enrol/requests", Requests, RequestsAnswer)
REPLY: Final = Endpoint("/v1/enrol/reply", Reply, ReplyAnswer)
EVIDENCE: Final = Endpoint("/v1/evidence", Evidence, EvidenceAnswer)
TRUST: Final = Endpoint("/v1/trust", TrustPiece, TrustPieceAnswer)
SNAPSHOT: Final = Endpoint("/v1/snapshot", Snapshot, SnapshotAnswer)
SNAPSHOT_CHUNK: Final = Endpoint("/v1/snapshot/chunk", SnapshotChunk, SnapshotChunkAnswer)


def problem(error: AntinError) -> Problem:
    """An error as it travels."""
    return Problem(error.code, error.facts)


def unsupported(spoken: str) -> VersionUnsupported:
    """Which side needs updating, where the server speaks ``spoken`` and not the version of this
    page.
    """
    versions = [int(each) for each in re.findall(r"[0-9]{1,9}", spoken)]
    if versions and min(versions) > VERSION:
        return ProgramOlder(versions=spoken, ours=VERSION)
    if versions and max(versions) < VERSION:
        return ServerOlder(versions=spoken, ours=VERSION)
    return VersionUnsupported(versions=spoken)


def raised(found: Problem) -> AntinError:
    """The error that the other side met, as ours; MessageBroken for a code we do not know."""
    kind = getattr(errors, found.code, None)
    if kind is VersionUnsupported:
        return unsupported(str(found.facts.get("versions", "")))
    if isinstance(kind, type) and issubclass(kind, AntinError):
        return kind(**found.facts)
    return MessageBroken(field="code")
