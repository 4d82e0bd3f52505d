"""The manifest of a bundle: what the exporting device says and signs about the records before it.

It lists every record with its size and SHA-256, what the exporter assumed the reader to have, and
what the reader has afterwards, so that missing prerequisites can be named (docs/formats/bundle.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec

from core.commits.format import Chain, Count, Counter, Hash, Id, Inc, Instant, Seq, Whole
from core.sync.chunks import MAX_CHUNK, Index
from core.sync.frontier import Frontier, Range, Rows, read_rows

MAX_RECORDS = 100_000
MAX_VOLUMES = 9_999


class SegmentEntry(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A segment: its chain, the seqs that it covers, and its bytes."""

    device: Id
    inc: Inc
    stream: Id
    first: Seq
    last: Seq
    size: Count
    sha256: Hash

    @property
    def chain(self) -> Chain:
        """Device, incarnation, stream."""
        return self.device, self.inc, self.stream


class ReceiptsEntry(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A pack of receipts: how many, and its bytes."""

    receipts: Count
    size: Count
    sha256: Hash


class ChunkEntry(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A chunk: the blob, its place there, and its bytes."""

    blob: Hash
    index: Index
    size: Annotated[int, msgspec.Meta(ge=0, le=MAX_CHUNK)]
    sha256: Hash


Segments = Annotated[tuple[SegmentEntry, ...], msgspec.Meta(max_length=MAX_RECORDS)]
Receipts = Annotated[tuple[ReceiptsEntry, ...], msgspec.Meta(max_length=MAX_RECORDS)]
Chunks = Annotated[tuple[ChunkEntry, ...], msgspec.Meta(max_length=MAX_RECORDS)]


Place = Annotated[int, msgspec.Meta(ge=1, le=MAX_VOLUMES)]
Volume = tuple[Place, Place]
"""Which file of a bundle this is, and of how many; the first never exceeds the second."""

WHOLE: Volume = (1, 1)


class Manifest(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True
):
    """What a volume of a bundle holds; ``clear`` is the SHA-256 of the clear header before it."""

    v: Literal[1]
    bundle: Id
    realm: Id
    epoch: Whole
    device: Id
    created: tuple[Instant, Counter]
    clear: Hash
    requires: Rows
    contains: Rows
    segments: Segments
    receipts: Receipts
    chunks: Chunks
    volume: Volume = WHOLE


def prerequisites(manifest: Manifest, mine: Frontier) -> list[Range]:
    """The commits that a reader lacks although the bundle builds on them, by chain; [] if none.

    Raises NotCanonical where the manifest's frontier is not sorted.
    """
    requires = read_rows(manifest.requires)
    covered: dict[Chain, list[SegmentEntry]] = {}
    for entry in manifest.segments:
        covered.setdefault(entry.chain, []).append(entry)
    found: list[Range] = []
    for chain in sorted({*requires, *covered}):
        needed = requires.get(chain, 0)
        found.extend(_gaps(chain, mine.get(chain, 0), covered.get(chain, ()), needed))
    return found


def _gaps(chain: Chain, have: int, entries: Iterable[SegmentEntry], needed: int) -> Iterable[Range]:
    """Holes between what the reader has, the segments of one chain, and what must be there."""
    reach = have
    for entry in sorted(entries, key=lambda entry: entry.first):
        if entry.first > reach + 1:
            yield Range(chain, reach + 1, entry.first - 1)
        reach = max(reach, entry.last)
    if needed > reach:
        yield Range(chain, reach + 1, needed)
