"""What a bundle holds, read to its end with nothing taken in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.commits.format import Commit
from core.commits.ids import unb64
from core.errors import BundleEdited
from core.sync import bundle, segment, trust_list
from core.sync.bundle import Kind, Record
from core.sync.chunks import Chunk
from core.sync.frontier import Range
from core.sync.manifest import Manifest, prerequisites
from db import commits, facts, opening
from db.acting import Store


@dataclass(frozen=True)
class Brought:
    """A whole bundle: its id, its sender, when that says it was made (milliseconds UTC), its acts
    and those of them that are new here, its files, and the acts that it builds on but are missing.
    """

    bundle: str
    sender: str
    made: int
    acts: int
    new: int
    files: int
    missing: tuple[Range, ...]


def brought(store: Store, pieces: Iterable[bytes]) -> Brought:
    """Read a bundle; raises what :func:`core.sync.bundle.read_bundle` raises."""
    found: list[Commit] = []
    blobs: set[str] = set()
    manifest: Manifest | None = None
    with store.engine.begin() as connection:
        private = unb64(opening.installation(connection).box, 32)
        mine = commits.frontier(connection)

        def public_of(device: str) -> bytes | None:
            known = facts.sender(connection, store.realm, device, found)
            return unb64(known.sign, 32) if known else None

        for record in bundle.read_bundle(pieces, private, public_of):
            match record:
                case Manifest():
                    manifest = record
                case Chunk(blob, place, data):
                    if place or not trust_list.is_list(data):  # that goes along with every bundle
                        blobs.add(blob)
                case Record(Kind.SEGMENT, data):
                    found.extend(segment.decode(data).commits)
    if manifest is None:
        raise BundleEdited(where="manifest")
    new = sum(each.header.seq > mine.get(each.chain, 0) for each in found)
    missing = tuple(prerequisites(manifest, mine))
    made = manifest.created[0]
    return Brought(manifest.bundle, manifest.device, made, len(found), new, len(blobs), missing)
