"""The files of a round, both ways: several in a message, a few messages on the road at once.

A file below 4 MiB travels whole beside others; a longer one chunk by chunk, so that a road which
breaks costs no more than the chunks under way (sync.md §4.8).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from core.errors import AntinError, BlobDamaged, BlobMissing, ServerAnsweredNonsense
from core.sealing import SMALL_CONTENT
from core.sync import chunks
from core.sync.chunks import BlobPlan, Chunk
from core.sync.wire import ChunkName
from db.abreast import in_order
from db.actions import syncing, transfers

if TYPE_CHECKING:
    from db.acting import Store
    from db.actions.transfers import Ready
    from db.blob_values import Blob, Manifest
    from desktop.sync.client import Server

PAGE: Final = 64
"""Files asked about at once."""
PACK_BYTES: Final = 4 << 20
PACK_CHUNKS: Final = 256
Pack = list[ChunkName]


class Lack(NamedTuple):
    """A file of ``size`` bytes whose chunks at some places are to travel."""

    blob: str
    size: int
    places: list[int]


@dataclass
class Files:
    """Carries files and counts them. ``go_on`` raises where somebody stops the round; ``attempt``
    notes one message's trouble, and raises what ends the round; ``problems`` are those of files.
    """

    store: Store
    server: Server
    go_on: Callable[[], None]
    attempt: Callable[[Callable[[], None]], None]
    problems: list[AntinError]
    uploaded: int = 0
    downloaded: int = 0
    changed: set[tuple[str, str]] = field(default_factory=set)

    def upload(self, stream: str) -> None:
        """Send what the server lacks of a stream's files."""
        rows: dict[str, Blob] = {}
        packs = self._going(_packs(self._to_send(stream, rows)))
        put = partial(self._put, stream, rows)
        with closing(in_order(put, packs, self.server.abreast)) as answers:
            for answer in answers:
                self.attempt(partial(self._sent, answer))

    def download(self, stream: str) -> None:
        """Take the files that a stream's commits name and that are not here."""
        promised: dict[str, Manifest | None] = {}
        packs = self._going(_packs(self._to_fetch(stream, promised)))
        get = partial(self._get, stream, promised)
        with closing(in_order(get, packs, self.server.abreast)) as answers:
            for answer in answers:
                self.attempt(partial(self._came, answer))

    # -- up ----------------------------------------------------------------------------------------

    def _to_send(self, stream: str, rows: dict[str, Blob]) -> Iterator[Lack]:
        after = ""
        while blobs := syncing.unsent_files(self.store, stream, after, PAGE):
            after = blobs[-1]
            found = transfers.here(self.store, blobs)
            rows.update(found)
            plans = [transfers.plan(row) for row in found.values()]
            answers = self.server.missing(stream, plans)
            if len(answers) != len(plans):
                raise ServerAnsweredNonsense(what="missing")
            lacks = [
                Lack(plan.blob, plan.size, _places(plan, bitmap))
                for plan, bitmap in zip(plans, answers, strict=True)
                if bitmap  # else no commit there names it yet
            ]
            if there := [lack.blob for lack in lacks if not lack.places]:
                syncing.files_are_there(self.store, there)
            yield from (lack for lack in lacks if lack.places)

    def _put(self, stream: str, rows: dict[str, Blob], pack: Pack) -> tuple[str, ...]:
        read: list[tuple[ChunkName, bytes]] = []
        for name in pack:
            try:
                read.append((name, transfers.chunk(self.store, rows[name.blob], name.place)))
            except (BlobDamaged, BlobMissing) as error:
                self.problems.append(error)
        if not read:
            return ()
        names, data = zip(*read, strict=True)
        sent = {name.blob for name in names}
        return tuple(blob for blob in self.server.put(stream, names, data) if blob in sent)

    def _sent(self, answer: Callable[[], tuple[str, ...]]) -> None:
        if whole := answer():
            self.uploaded += len(whole)
            syncing.files_are_there(self.store, whole)

    # -- down --------------------------------------------------------------------------------------

    def _to_fetch(self, stream: str, promised: dict[str, Manifest | None]) -> Iterator[Lack]:
        for asked in (True, False):  # what somebody waits for comes first
            after = ""
            while blobs := syncing.missing_files(self.store, stream, after, PAGE, asked=asked):
                after = blobs[-1]
                lacks: list[Lack] = []
                for plan in self.server.plans(stream, blobs):
                    if plan.blob in blobs:
                        self.attempt(partial(self._begin, stream, plan, promised, lacks))
                yield from lacks

    def _begin(
        self,
        stream: str,
        plan: BlobPlan,
        promised: dict[str, Manifest | None],
        lacks: list[Lack],
    ) -> None:
        promised[plan.blob] = manifest = transfers.manifest(plan)
        places = transfers.lacking(self.store, stream, manifest)
        if places:
            lacks.append(Lack(plan.blob, plan.size, places))
        else:
            self._have([plan.blob])

    def _get(self, stream: str, promised: dict[str, Manifest | None], pack: Pack) -> Ready:
        """What a message brought, durable: the next ones are on the road meanwhile."""
        got: list[Chunk] = []
        while left := pack[len(got) :]:
            answer = self.server.get(stream, left)
            if not answer or [name for name, _ in answer] != left[: len(answer)]:
                raise ServerAnsweredNonsense(what="chunks")
            got += (Chunk(name.blob, name.place, data) for name, data in answer)
        return transfers.ready(self.store, promised, got)

    def _came(self, answer: Callable[[], Ready]) -> None:
        kept = transfers.keep(self.store, answer())
        self.problems.extend(kept.problems)
        if kept.whole:
            self._have(kept.whole)

    def _have(self, whole: list[str]) -> None:
        self.downloaded += len(whole)
        self.changed |= transfers.documents(self.store, whole)
        syncing.files_are_there(self.store, whole)

    def _going(self, packs: Iterable[Pack]) -> Iterator[Pack]:
        for pack in packs:
            self.go_on()
            yield pack


def _places(plan: BlobPlan, bitmap: str) -> list[int]:
    flags = chunks.read_bitmap(bitmap, len(plan.chunks))
    return [place for place, lacks in enumerate(flags) if lacks]


def _packs(lacks: Iterable[Lack]) -> Iterator[Pack]:
    """Messages of moderate size; a short file is never cut in two, a chunk of a long one travels
    alone.
    """
    pack: Pack = []
    held = 0
    for lack in lacks:
        names = [ChunkName(lack.blob, place) for place in lack.places]
        if lack.size >= SMALL_CONTENT:
            yield from ([name] for name in names)
            continue
        size = sum(chunks.span(place, lack.size)[1] for place in lack.places)
        if pack and (held + size > PACK_BYTES or len(pack) + len(names) > PACK_CHUNKS):
            yield pack
            pack, held = [], 0
        pack = [*pack, *names]
        held += size
    if pack:
        yield pack
