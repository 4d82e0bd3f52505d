"""The database's pages in a backup: what changed since the last run is packed, the rest is named.

An act changes pages all over the file, a few of every megabyte, so runs are told apart page by page
(measured at 340 MB: a hundred documents change 4 MB of pages, but touch 281 MB of 1 MiB chunks).
A pack of which little is still in use is packed again, so packs stay at least half in use.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from core.commits.ids import b64, unb64
from core.errors import StoreUnreadable
from core.sync import backup
from core.sync.backup import (
    CHUNK,
    DIGEST,
    PAGE,
    PAGE_RECORD,
    TABLE_CHUNK,
    Pack,
    PageEntry,
    Pages,
)

if TYPE_CHECKING:
    from db.care.backup_work import Work
    from db.frozen import Frozen

FEW = 32
"""A pack with fewer pages in use is packed again, or many short runs would leave as many packs."""


@dataclass(frozen=True)
class Last:
    """The packs and the table of the generation before."""

    packs: tuple[Pack, ...] = ()
    table: bytes = b""


def keep(work: Work, source: Frozen, last: Last) -> Pages:
    """Have all pages at the place; raises StoreUnreadable, WorkStopped."""
    if source.size % PAGE:
        raise StoreUnreadable(reason="size")
    packing = _Packing(work, last)
    for old in _worth_keeping(work, last):
        packing.reuse(old)
    number = 0
    for piece in source.pages():
        for start in range(0, len(piece), PAGE):
            packing.take(number, piece[start : start + PAGE])
            number += 1
        work.advance(len(piece))
    packing.flush()
    work.objects += len(packing.reused)
    table = work.keep_run(bytes(packing.table), TABLE_CHUNK)
    return Pages(source.size, tuple(packing.packs), table)


@dataclass
class _Packing:
    """Packs of the generation before that are used on, in their order, then new ones: so the table
    stays as it was where nothing changed.
    """

    work: Work
    last: Last
    packs: list[Pack] = field(default_factory=list)
    reused: dict[int, int] = field(default_factory=dict)
    table: bytearray = field(default_factory=bytearray)
    held: bytearray = field(default_factory=bytearray)
    waiting: list[int] = field(default_factory=list)

    def reuse(self, old: int) -> None:
        """Use a pack of the generation before."""
        self.reused[old] = len(self.packs)
        self.packs.append(self.last.packs[old])

    def take(self, number: int, page: bytes) -> None:
        """One page: named where it stands already, else put into the pack being filled."""
        digest = sha256(page).digest()[:DIGEST]
        before = backup.page_entry(self.last.table, number)
        if before is not None and before.digest == digest and before.pack in self.reused:
            self.table += before._replace(pack=self.reused[before.pack]).raw()
            return
        if len(self.held) == CHUNK:
            self.flush()
        self.waiting.append(number)
        self.table += PageEntry(0, len(self.held) // PAGE, digest).raw()
        self.held += page

    def flush(self) -> None:
        """Store the pack being filled, and name it for the pages that wait for it."""
        if not self.held:
            return
        name = (len(self.packs)).to_bytes(4)
        self.packs.append(Pack(b64(self.work.keep_bytes(bytes(self.held))), len(self.waiting)))
        for number in self.waiting:
            self.table[number * PAGE_RECORD : number * PAGE_RECORD + 4] = name
        self.held.clear()
        self.waiting.clear()


def _worth_keeping(work: Work, last: Last) -> list[int]:
    """The packs that are whole at the place and of which enough is in use."""
    used = [0] * len(last.packs)
    for start in range(0, len(last.table), PAGE_RECORD):
        used[int.from_bytes(last.table[start : start + 4])] += 1
    return [
        number
        for number, pack in enumerate(last.packs)
        if used[number] >= max(FEW, pack.pages // 2) and work.usable(unb64(pack.name, 32))
    ]
