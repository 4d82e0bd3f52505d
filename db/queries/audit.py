"""A store read back from the ground: states summed anew, receipts checked, files hashed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sqlalchemy as sa

from core.commits import state_hash
from core.commits.fold import Key, State
from core.commits.ids import b64
from core.errors import AntinError
from core.sync import receipt
from db import commits, facts, ledger, models, wanted
from db.acting import Store
from db.blob_rows import find
from db.queries import order

BATCH = 500


@dataclass(frozen=True)
class StreamState:
    """A stream: its head, the kept state hash and whether it is the sum of the states; receipts
    that hold and those that do not; commits without a receipt.
    """

    kind: str
    epoch: int
    place: int
    chain: str
    state: str
    sum_holds: bool
    receipts: int
    wrong: int
    unsent: int


@dataclass(frozen=True)
class Audit:
    """A whole store; files are counted as whole and right, damaged, not here yet, and given up here
    for room.
    """

    device: str
    inc: int
    streams: tuple[StreamState, ...]
    frontier: tuple[tuple[str, int, str, int], ...]
    held: int
    files: int
    damaged: int
    missing: int
    away: int

    @property
    def good(self) -> bool:
        """Whether nothing stored is other than what was written."""
        streams_hold = all(each.sum_holds and not each.wrong for each in self.streams)
        return streams_hold and not self.damaged


def audit(store: Store) -> Audit:
    """Read everything back; takes as long as there is much."""
    with store.engine.begin() as connection:
        kinds = {stream.id: stream.kind for stream in store.realm.provision.streams}
        heads = order.heads(connection).values()
        streams = tuple(
            _stream(connection, store, head, kinds.get(head.stream, "")) for head in heads
        )
        known = commits.frontier(connection).items()
        frontier = tuple(sorted((*chain, seq) for chain, seq in known))
        held = len(commits.held(connection))
        table = models.Blob
        blobs = list(connection.execute(sa.select(table.id, table.complete, table.away)))
    right = [_reads(store, row.id) for row in blobs if row.complete]
    away = sum(row.away == wanted.EVICTED for row in blobs)
    return Audit(
        device=store.author.device,
        inc=store.author.inc,
        streams=streams,
        frontier=frontier,
        held=held,
        files=right.count(True),
        damaged=right.count(False),
        missing=len(blobs) - len(right) - away,
        away=away,
    )


def _stream(connection: sa.Connection, store: Store, head: order.Head, kind: str) -> StreamState:
    right, wrong = _receipts(connection, store, head.stream)
    return StreamState(
        kind=kind,
        epoch=head.epoch,
        place=head.gseq,
        chain=head.chain,
        state=b64(head.state),
        sum_holds=state_hash.of_stream(_states(connection, head.stream)) == head.state,
        receipts=right,
        wrong=wrong + abs(head.gseq - right - wrong),
        unsent=len(commits.unsent(connection, head.stream, 1_000_000)),
    )


def _states(connection: sa.Connection, stream: str) -> Iterator[tuple[Key, State]]:
    table = models.Aggregate
    query = sa.select(table.kind, table.id, table.committed)
    where = (table.stream == stream) & table.committed.is_not(None)
    for row in connection.execute(query.where(where)):
        yield (row.kind, row.id), facts.read_state(row.committed)


def _receipts(connection: sa.Connection, store: Store, stream: str) -> tuple[int, int]:
    """How many receipts hold by signature, place and chain, and how many do not."""
    at = Checked(stream, "", 0, receipt.first_chain(stream))
    while (further := _further(connection, store, at)) != at:
        at = further
    return at.right, at.wrong


@dataclass(frozen=True)
class Checked:
    """How far a stream's receipts were checked, place by place, and what was found; once ``ended``,
    whether the chain is that of the stream's head and the state hash the sum of the states.
    """

    stream: str
    kind: str
    place: int
    chain: str
    right: int = 0
    wrong: int = 0
    ended: bool = False
    head_holds: bool = True
    sum_holds: bool = True

    @property
    def good(self) -> bool:
        """Whether nothing is other than what the server signed."""
        return not self.wrong and self.head_holds and self.sum_holds


def begin(store: Store) -> tuple[Checked, ...]:
    """A check of every stream from its first place; ``go_on`` takes it further."""
    with store.engine.begin() as connection:
        known = order.heads(connection)
    kinds = {stream.id: stream.kind for stream in store.realm.provision.streams}
    return tuple(
        Checked(stream, kinds.get(stream, ""), 0, receipt.first_chain(stream)) for stream in known
    )


def go_on(store: Store, at: Checked) -> Checked:
    """Check the next ``BATCH`` receipts; after the last one the head and the sum of the states."""
    with store.engine.begin() as connection:
        further = _further(connection, store, at)
        if further != at:
            return further
        head = order.heads(connection)[at.stream]
        states = state_hash.of_stream(_states(connection, at.stream))
        return replace(
            at,
            ended=True,
            head_holds=(head.gseq, head.chain) == (at.place, at.chain),
            sum_holds=states == head.state,
        )


def _further(connection: sa.Connection, store: Store, at: Checked) -> Checked:
    """The same check some receipts further; itself where there are no more."""
    for item in order.page(connection, at.stream, at.place, 2**53, BATCH).receipts:
        given = item.receipt
        chain = receipt.next_chain(at.chain, given.commit, given.verdict)
        holds = _signed(store, item) and (given.gseq, given.chain) == (at.place + 1, chain)
        right, wrong = at.right + holds, at.wrong + (not holds)
        at = replace(at, place=given.gseq, chain=chain, right=right, wrong=wrong)
    return at


def _signed(store: Store, item: receipt.Receipted) -> bool:
    try:
        ledger.checked(store.realm, [item])
    except AntinError:
        return False
    return True


def _reads(store: Store, blob: str) -> bool:
    with store.engine.begin() as connection:
        row = find(connection, blob)
    try:
        return row is not None and sum(map(len, store.blobs.stream(row))) == row.size
    except AntinError:
        return False
