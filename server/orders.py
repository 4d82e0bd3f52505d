"""The one line in which commits are ordered, journalled, and only then answered.

The store's transaction comes first, then the journal's fsync, then the answer. So the journal never
holds what the store refused; and no receipt leaves that the journal lacks, as every answer stops at
the places that were journalled. A crash in between leaves the journal behind the store: the next
start, or the next question, writes it on. Callers keep to one thread at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

import msgspec

from core.commits.format import Commit, Id
from core.errors import JournalAhead
from core.sync import message, receipt, segment
from core.sync.wire import Tip
from db.actions import ordering, syncing
from db.actions.ordering import Ordered
from db.queries import order
from db.queries.order import Head, Page
from server.home import Home
from server.journal import Journal

PAGE = 1000


class Entry(msgspec.Struct, frozen=True):
    """The head of a journal record; parts: packs of receipts, then segments of their commits.

    ``tips`` are those of all streams with this record.
    """

    stream: Id
    packs: Annotated[int, msgspec.Meta(ge=0)]
    tips: tuple[Tip, ...]


class Found(NamedTuple):
    """A page to answer with; ``state`` is the head's where the page reaches it."""

    page: Page
    last: int
    state: Head | None


class Orders:
    """Orders commits for one open server."""

    def __init__(self, home: Home) -> None:
        """Compare journal and store; raises JournalAhead where the store is an old copy."""
        self._home = home
        self._tips = {tip.stream: tip for tip in last_tips(home.journal)}
        for tip in self._tips.values():
            self._check(tip)
        self.publish()

    def push(self, arrived: Sequence[Commit]) -> Ordered:
        """Order commits; every receipt returned is in the journal. Raises DiskFull, StoreBusy."""
        done = ordering.admit(self._home.store, self._home.registrar, arrived)
        self.publish()
        return done

    def publish(self) -> None:
        """Write to the journal what the store has beyond it, the authority's stream first, as it
        says who may write the others. Raises DiskFull.
        """
        streams = syncing.follow(self._home.store)
        heads = self._heads()
        for stream in streams:
            while self._known(stream) < heads[stream].gseq:
                self._append(heads[stream])

    def tips(self) -> tuple[Tip, ...]:
        """How far each stream may be shown."""
        self.publish()
        return self.journalled()

    def journalled(self) -> tuple[Tip, ...]:
        """How far each stream is in the journal now."""
        return tuple(self._tips[stream] for stream in sorted(self._tips))

    def page(self, stream: str, after: int, limit: int) -> Found:
        """The commits of a stream after a place, as far as the journal has them: readers beside the
        line write nothing.
        """
        last = self._known(stream)
        with self._home.store.engine.begin() as connection:
            found = order.page(connection, stream, after, last, limit)
            head = order.heads(connection)[stream]
        reached = after + len(found.commits)
        return Found(found, last, head if reached == head.gseq else None)

    def _append(self, head: Head) -> None:
        known = self._known(head.stream)
        with self._home.store.engine.begin() as connection:
            found = order.page(connection, head.stream, known, head.gseq, PAGE)
        last = found.receipts[-1].receipt
        tips = self._tips | {head.stream: Tip(head.stream, last.gseq, last.chain)}
        packs = [pack.data for pack in receipt.packs(found.receipts)]
        segments = [run.data for run in segment.runs(found.commits)]
        entry = Entry(head.stream, len(packs), tuple(tips.values()))
        self._home.journal.append(message.encode(entry, [*packs, *segments]), last.time)
        self._tips = tips

    def _heads(self) -> dict[str, Head]:
        with self._home.store.engine.begin() as connection:
            return order.heads(connection)

    def _known(self, stream: str) -> int:
        tip = self._tips.get(stream)
        return tip.gseq if tip else 0

    def _check(self, tip: Tip) -> None:
        """The store has what the journal has, in the same order."""
        with self._home.store.engine.begin() as connection:
            there = order.page(connection, tip.stream, tip.gseq - 1, tip.gseq, 1).receipts
        if not there or there[0].receipt.chain != tip.chain:
            raise JournalAhead(place=tip.gseq)


def last_tips(journal: Journal) -> tuple[Tip, ...]:
    """How far each stream goes in a journal."""
    newest = journal.last()
    return message.decode(Entry, newest)[0].tips if newest else ()


def replay(home: Home) -> int:
    """Take into the store what only the journal has, in the same order with the same verdicts; how
    many commits. Raises JournalDamaged, SignatureWrong, CommitRefused.
    """
    taken = 0
    for record in home.journal.replay():
        entry, parts = message.decode(Entry, record)
        taken += syncing.take(home.store, parts[: entry.packs], parts[entry.packs :]).new
    return taken
