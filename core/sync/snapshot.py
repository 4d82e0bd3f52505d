"""A snapshot: the committed states of one stream at one place of the server's order, so that a new
device can show them before it has replayed the commits (docs/formats/snapshot.md, sync.md §4.7).

It is never the truth: the commits are. A reader believes nothing of it before the server's
signature, the hash of each chunk, and, at the end, the sum of all rows, which is the stream's state
hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from typing import Annotated, Final, Literal, NamedTuple

import msgspec

from core.commits import canonical, signatures, state_hash
from core.commits.fold import Key, State
from core.commits.format import Count, Hash, Id, Whole
from core.commits.ids import b64, unb64
from core.commits.signatures import Sign, Signed, Tag
from core.commits.trust import Certificate
from core.errors import AntinError, SegmentBroken, SnapshotRefused, TooLarge
from core.office.dossiers import Stage
from core.office.terms import State as Step
from core.sync.packed import Limits, deflate, inflate

LIMITS: Final = Limits(packed=7 << 20, plain=32 << 20)
"""Of one chunk; it fits into a message."""
CHUNK: Final = 1 << 20
"""Bytes of rows after which a chunk ends; a row is never cut."""
MOST: Final = 10_000
MANIFEST: Final = 2 << 20
"""Bytes of a manifest."""
DEPTH: Final = canonical.MAX_DEPTH + 1
"""A row holds a state of any depth."""
Section = Literal["lists", "open", "rest"]
SECTIONS: Final[tuple[Section, ...]] = ("lists", "open", "rest")
ENDED: Final = frozenset(
    {Step.DONE, Step.ISSUED, Step.RECALLED, Step.TAKEN_OVER, Step.FILED, Step.CANCELLED}
)
"""Where nobody has anything to do with a document any more."""


class Row(NamedTuple):
    """One aggregate: its key, its committed state, and that as canonical bytes: as it is stored,
    travels and is summed up.
    """

    key: Key
    state: State
    raw: bytes


class Chunk(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A chunk by the SHA-256 of its bytes, how many they are, and which part of the whole."""

    name: Hash
    size: Annotated[int, msgspec.Meta(ge=1, le=LIMITS.packed)]
    rows: Count
    section: Section


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the server signs: the place (``epoch``, ``gseq``, ``chain``), the state hash there under
    ``reducer``, and the chunks in the order in which they are read.
    """

    v: Literal[1] = 1
    realm: Id
    stream: Id
    epoch: Whole
    gseq: Count
    chain: Hash
    state: Hash
    reducer: Count
    chunks: Annotated[tuple[Chunk, ...], msgspec.Meta(max_length=MOST)]


class _Line(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    state: State


# -- making ----------------------------------------------------------------------------------------


def row(key: Key, state: State) -> Row:
    """The row of a state that is not spelt yet."""
    return Row(key, state, canonical.encode(state))


def rank(key: Key, state: State) -> tuple[int, int, Key]:
    """Where an aggregate stands: registers and reference first, then what is open, then the rest;
    the newest first.
    """
    created = state.get("created", {}).get("time", 0)
    return SECTIONS.index(_section(key[0], state)), -created, key


def _section(kind: str, state: State) -> Section:
    step = state.get("step", {}).get("name")
    if kind == "document":
        return "rest" if step in ENDED else "open"
    if kind == "dossier":
        return "open" if step in {None, Stage.OPEN} else "rest"
    return "lists"


def chunks(rows: Iterable[Row]) -> Iterator[tuple[Chunk, bytes]]:
    """Rows in their order as chunks, each of one section; raises TooLarge for a row that none
    holds.
    """
    for section, members in groupby(rows, lambda each: _section(each.key[0], each.state)):
        lines: list[bytes] = []
        size = 0
        for row in members:
            lines.append(_head(row.key) + row.raw + b"]")
            size += len(lines[-1])
            if size >= CHUNK:
                yield _chunk(lines, section)
                lines, size = [], 0
        if lines:
            yield _chunk(lines, section)


def _head(key: Key) -> bytes:
    """What stands in a line before the state."""
    return canonical.encode(list(key))[:-1] + b","


def _chunk(lines: list[bytes], section: Section) -> tuple[Chunk, bytes]:
    data = deflate(b"\n".join(lines), LIMITS)
    if len(data) > LIMITS.packed:
        raise TooLarge(size=len(data), limit=LIMITS.packed)
    return Chunk(name(data), len(data), len(lines), section), data


def name(data: bytes) -> str:
    """What a chunk is called."""
    return b64(sha256(data).digest())


def sign(manifest: Manifest, key: Sign) -> bytes:
    """A manifest as it travels; raises TooLarge."""
    data = canonical.encode(signatures.signed(Tag.SNAPSHOT, manifest, key))
    if len(data) > MANIFEST or len(manifest.chunks) > MOST:
        raise TooLarge(size=len(data), limit=MANIFEST)
    return data


# -- reading ---------------------------------------------------------------------------------------


def read(data: bytes, realm: str, stream: str, server: Certificate | None) -> Manifest:
    """A manifest that the unit's server signed for a stream; raises SnapshotRefused."""
    if server is None or server.kind != "server":
        raise SnapshotRefused(what="signer")
    try:
        envelope = canonical.decode_as(Signed, data, MANIFEST)
        body = unb64(envelope.body)
        signatures.verify(Tag.SNAPSHOT, body, unb64(envelope.sig, 64), unb64(server.sign, 32))
        manifest = canonical.decode_as(Manifest, body, MANIFEST)
    except AntinError as error:
        raise SnapshotRefused(what="manifest") from error
    if (manifest.realm, manifest.stream) != (realm, stream):
        raise SnapshotRefused(what="stream")
    return manifest


def rows(data: bytes, chunk: Chunk) -> list[Row]:
    """The rows of a chunk that a manifest names; raises SnapshotRefused."""
    if len(data) != chunk.size or name(data) != chunk.name:
        raise SnapshotRefused(what="hash")
    try:
        lines = inflate(data, LIMITS).split(b"\n", chunk.rows)
        if len(lines) != chunk.rows:
            raise SegmentBroken(field="rows")
        return [_row(each) for each in lines]
    except AntinError as error:
        raise SnapshotRefused(what="rows") from error


def _row(line: bytes) -> Row:
    """A line holds one spelling of its values, so the state's own bytes stand at its end."""
    found = canonical.shape(_Line, canonical.decode(line, LIMITS.plain, DEPTH))
    key = (found.kind, found.id)
    return Row(key, found.state, line[len(_head(key)) : -1])


def add(total: bytes, found: Iterable[Row]) -> bytes:
    """The sum of states after some more rows."""
    for key, _, raw in found:
        total = state_hash.exchange(total, None, state_hash.of_raw(key, raw))
    return total
