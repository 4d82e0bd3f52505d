"""How a bundle is spread over files that a stick's file system takes (docs/formats/bundle.md).

A file goes along with the first commit that names it: so a volume that comes before others brings
nothing that its own acts do not call for. Receipts go along with every volume, as they count only
in their order.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from core.commits.format import Commit
from core.sync.chunks import count
from core.sync.manifest import MAX_RECORDS
from core.sync.receipt import Pack

LIMIT: Final = 2_000_000_000
"""Bytes in a volume: FAT32 takes 4 GiB less one, some that read it 2 GiB less one."""

_LISTED: Final = 320
"""Bytes of a record beside its own, at most: its head and its line in the manifest."""
_COMMIT: Final = 1024
"""Bytes of a commit beside its payload, at most, a segment of its own included."""
_OUTSIDE: Final = 4096
"""Bytes of a volume without records, at most: heads, the clear header's and manifest's fields."""
_NAMED: Final = 160
"""Bytes of a recipient in the clear header or of a row of a frontier in the manifest, at most."""


class Load(NamedTuple):
    """A commit and the files that go along with it, by id, each with its bytes."""

    commit: Commit
    files: tuple[tuple[str, int], ...]


def everywhere(named: int, packs: Iterable[Pack], more: int = 0) -> int:
    """The bytes that each volume takes beside its loads: ``named`` recipients and rows of
    frontiers, receipts, and ``more`` that go along.
    """
    receipts = sum(len(pack.data) + _LISTED for pack in packs)
    return _OUTSIDE + named * _NAMED + receipts + more + count(more) * _LISTED


def spread(loads: Iterable[Load], taken: int, limit: int = LIMIT) -> list[list[Load]]:
    """The loads in their order in volumes of at most ``limit`` bytes, ``taken`` of which they do
    not have; one at least, perhaps empty. A load larger than that has a volume to itself.
    """
    volumes: list[list[Load]] = [[]]
    used = records = 0
    for load in loads:
        pieces = 1 + sum(count(size) for _, size in load.files)
        size = load.commit.header.size + _COMMIT + sum(size for _, size in load.files)
        size += size // 4096 + pieces * _LISTED  # the seal takes 16 bytes of each frame
        full = used + size > limit - taken or records + pieces > MAX_RECORDS // 2
        if volumes[-1] and full:
            volumes.append([])
            used = records = 0
        volumes[-1].append(load)
        used, records = used + size, records + pieces
    return volumes
