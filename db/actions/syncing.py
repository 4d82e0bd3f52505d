"""A device's side of sync: what to send, what came, and which files are still to travel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from core.commits import fold
from core.commits import groups as rules
from core.commits.ids import b64
from core.errors import CommitRefused, ServerBehind
from core.sync import receipt, segment
from core.sync.receipt import Receipted
from core.sync.segment import Run
from db import commits, groups, incarnation, ledger, local, reach, told, wanted
from db.acting import Acting, Store, announce
from db.engine import writes
from db.ledger import Changed
from db.queries import order
from db.queries.office import LAST_SYNC
from db.queries.order import Head

EPOCH = "sync.epoch"
SERVER_TIME = "sync.server_time"
FEW = 50
"""Receipts settled in one transaction."""


@dataclass(frozen=True)
class Outbox:
    """Commits that the server has not answered yet, as segments ready to send."""

    runs: tuple[Run, ...]
    count: int


@dataclass(frozen=True)
class Taken:
    """What a page brought: new commits, those not accepted here, and what changed."""

    new: int
    refused: int
    changed: Changed


def streams(store: Store) -> list[str]:
    """The streams that this device may read, the authority's first."""
    with store.engine.begin() as connection:
        mine = reach.of_device(connection, store.realm, store.author.device)
    return rules.first(mine, store.realm.provision.stream("authority"))


def follow(store: Store) -> list[str]:
    """:func:`streams`, all of them followed from now on."""
    found = streams(store)
    if set(found) - heads(store).keys():
        with writes(store.engine).begin() as connection:
            for stream in found:
                groups.follow(connection, stream)
    return found


def left(store: Store) -> list[str]:
    """The streams that this device reads no more: what it wrote there is still to be sent."""
    with store.engine.begin() as connection:
        return sorted(reach.left(connection, store.realm, store.author.device))


def heads(store: Store) -> dict[str, Head]:
    """How far each stream is applied here."""
    with store.engine.begin() as connection:
        return order.heads(connection)


def outbox(store: Store, stream: str, limit: int) -> Outbox:
    """The oldest unanswered commits of a stream, this device's and those that it carries for
    others.
    """
    with store.engine.begin() as connection:
        found = commits.unsent(connection, stream, limit)
    return Outbox(tuple(segment.runs(found)), len(found))


def take(store: Store, packs: Iterable[bytes], segments: Iterable[bytes]) -> Taken:
    """Take a page of receipts and commits; the stream's head moves in the same transaction.

    Raises SignatureWrong, CommitRefused and what reading raises; nothing is changed then.
    """
    ordered = _read(store, packs)
    arrived = [commit for data in segments for commit in segment.decode(data).commits]
    with writes(store.engine).begin() as connection:
        anew = incarnation.meet(connection, store, arrived)
        fresh = sum(not commits.exists(connection, commit.id) for commit in arrived)
        ours = reach.sift(connection, store.realm, store.author.device, arrived, ordered)
        groups.make_way(connection, store.author.device, ours.commits)
        received = ledger.take(connection, store.realm, ours.commits, ours.ordered)
        if anew:
            announce(Acting(store, connection, store.stream))
    refused = len(received.refused) + len(ours.refused)
    return Taken(fresh - refused, refused, received.changed)


def settle(store: Store, packs: Iterable[bytes]) -> Changed:
    """Take receipts of commits that are here, a few in each transaction: a person's act in between
    does not wait for all of them. Raises as ``take``; what was settled before stays.
    """
    ordered = _read(store, packs)
    changed: Changed = frozenset()
    for start in range(0, len(ordered), FEW):
        with writes(store.engine).begin() as connection:
            changed |= ledger.settle(connection, store.realm, ordered[start : start + FEW])
    return changed


def adopt(store: Store, stream: str, packs: Iterable[bytes], segments: Iterable[bytes]) -> Changed:
    """A recovering server takes back what it had ordered of a stream. Raises as ``take``, and
    CommitRefused for another stream's; nothing is changed then.
    """
    given = _read(store, packs)
    if any(each.receipt.stream != stream for each in given):
        raise CommitRefused(reason="other-stream", seq=0)
    arrived = [commit for data in segments for commit in segment.decode(data).commits]
    with writes(store.engine).begin() as connection:
        return ledger.adopt(connection, store.realm, arrived, given)


def ordered(store: Store, stream: str, after: int, limit: int) -> order.Page:
    """What is here of a stream in the server's order after a place."""
    with store.engine.begin() as connection:
        head = order.heads(connection)[stream]
        return order.page(connection, stream, after, head.gseq, limit)


def chain_at(store: Store, stream: str, place: int) -> str:
    """The chain hash of a stream at a place of the server's order; empty where that is not here."""
    if place == 0:
        return receipt.first_chain(stream)
    found = ordered(store, stream, place - 1, 1).receipts
    return found[0].receipt.chain if found else ""


def _read(store: Store, packs: Iterable[bytes]) -> list[Receipted]:
    return ledger.checked(
        store.realm, [item for pack in packs for item in receipt.decode_receipts(pack)]
    )


def check_epoch(store: Store, epoch: int) -> None:
    """Note which life of the server's store this is; after a restore its files and what it
    held count as unsent.

    Raises ServerBehind for an epoch that lies before one already seen.
    """
    with writes(store.engine).begin() as connection:
        seen = int(local.value(connection, EPOCH) or b"0")
        if epoch < seen:
            raise ServerBehind(epoch=epoch, seen=seen)
        if epoch > seen:
            wanted.forget_sent(connection)
            told.forget(connection)
            local.put_value(connection, EPOCH, str(epoch).encode())


def meet(store: Store, time: int) -> None:
    """Note the server's clock (ms UTC) as it was last seen: signing here then happened later."""
    with writes(store.engine).begin() as connection:
        if time > (server_time(connection) or 0):
            local.put_value(connection, SERVER_TIME, str(time).encode())


def server_time(connection: sa.Connection) -> int | None:
    """What the server's clock said last; None before it was ever met."""
    seen = local.value(connection, SERVER_TIME)
    return int(seen) if seen else None


def finished(store: Store) -> None:
    """Note that everything was exchanged now."""
    with writes(store.engine).begin() as connection:
        local.put_value(connection, LAST_SYNC, str(store.now()).encode())


def state_of(head: Head) -> tuple[str, int]:
    """A head's state hash as it travels, and the version of the fold that it was made with."""
    return b64(head.state), fold.REDUCER


def unsent_files(store: Store, stream: str, after: str, limit: int) -> list[str]:
    """Files here that the server is not known to have, by id from beyond ``after``."""
    with store.engine.begin() as connection:
        return wanted.unsent(connection, stream, after, limit)


def missing_files(
    store: Store, stream: str, after: str, limit: int, *, asked: bool = False
) -> list[str]:
    """Files that commits name and that are not here, by id from beyond ``after``; of those given up
    for room only what was ``asked`` for, by itself.
    """
    with store.engine.begin() as connection:
        return wanted.missing(connection, stream, after, limit, asked=asked)


def files_are_there(store: Store, blobs: Sequence[str]) -> None:
    """Note that the server has some files whole."""
    with writes(store.engine).begin() as connection:
        wanted.mark_sent(connection, blobs)
