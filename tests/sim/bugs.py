"""Known bugs to plant, so that the simulator itself is tested (sync.md §5.3).

Each takes one safeguard out of the product's own code for as long as its block lasts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa

from core.commits import check, fold, merge
from core.commits.check import Verdict
from core.errors import CommitRefused
from core.sync import lease, receipt, segment
from db import authoring, commits, incarnation, ledger, local, models
from db.acting import Store
from db.actions import ordering, syncing
from db.engine import writes
from db.outside import Outside
from db.queries import order
from desktop.sync import rounds
from server import orders
from server.journal import Journal
from server.orders import Orders
from tests.sim import year_bugs
from tests.sim.planting import Bug, Planted, swap


def no_rights_check() -> Planted:
    """Whoever holds a certificate may do everything."""
    return swap(check, "_unentitled", lambda *_: "")


def revoked_go_on() -> Planted:
    """Revocation is a note that nobody asks for."""
    honest = check.judge
    return swap(check, "judge", lambda commit, facts: honest(commit, replace(facts, revoked=False)))


def no_signature_check() -> Planted:
    """Signatures are carried along and not looked at."""
    return swap(check, "verify_signature", lambda *_: None)


def cursor_before_rows() -> Planted:
    """The cursor of a page is saved in a transaction of its own, before the page."""
    honest = syncing.take

    def take(store: Store, packs: Iterable[bytes], segments: Iterable[bytes]) -> object:
        packs, segments = list(packs), list(segments)
        ordered = [one.receipt for pack in packs for one in receipt.decode_receipts(pack)]
        before = syncing.heads(store)
        _move(store, {each.stream: (each.gseq, each.chain) for each in ordered})
        honest_head = {each.stream: before[each.stream] for each in ordered}
        with _rewound(honest_head):
            return honest(store, packs, segments)

    return swap(syncing, "take", take)


def _move(store: Store, heads: dict[str, tuple[int, str]]) -> None:
    with writes(store.engine).begin() as connection:
        _put(connection, heads)


def _put(connection: sa.Connection, heads: dict[str, tuple[int, str]]) -> None:
    for stream, (gseq, chain) in heads.items():
        table = models.Stream
        connection.execute(
            sa.update(table).where(table.id == stream).values(gseq=gseq, chain=chain)
        )


@contextmanager
def _rewound(heads: dict[str, Any]) -> Iterator[None]:
    """Inside its own transaction the page is still taken from where it begins."""
    honest = ledger.take

    def take(connection: sa.Connection, *rest: Any) -> object:
        _put(connection, {stream: (head.gseq, head.chain) for stream, head in heads.items()})
        return honest(connection, *rest)

    with patch.object(ledger, "take", take):
        yield


def no_epoch() -> Planted:
    """A restored server goes on as if nothing had happened, and devices believe it."""
    stack = ExitStack()
    stack.enter_context(swap(Orders, "_check", lambda *_: None))
    stack.enter_context(swap(syncing, "check_epoch", lambda *_: None))
    return stack


def _by_time(
    entries: merge.Entries, _bases: Iterable[str], op: str, value: object
) -> merge.Entries:
    return [[op, value]]


def last_writer_wins() -> Planted:
    """A later write takes the place of all others, seen or not."""
    return swap(merge, "replace", _by_time)


def first_writer_wins() -> Planted:
    """The receiver's copy stays, what arrives is put aside."""
    honest = merge.replace

    def replaced(entries: merge.Entries, bases: Iterable[str], op: str, value: object) -> object:
        seen = set(bases)
        late = entries and not seen.intersection(entry[0] for entry in entries)
        return entries if late else honest(entries, seen, op, value)

    return swap(merge, "replace", replaced)


def no_incarnation() -> Planted:
    """An old copy of the database is not noticed at opening."""
    return swap(incarnation, "_betrayed", lambda *_: None)


def no_counters_outside() -> Planted:
    """What was given and how far chains went stands in the database alone."""
    stack = ExitStack()
    for name in ("record_place", "reconcile", "compare"):
        stack.enter_context(swap(Outside, name, lambda *_: None))
    return stack


def later_signature_replaces() -> Planted:
    """A list of acts keeps its newest entry."""
    return swap(merge, "append", lambda _entries, op, value: [[op, value]])


def judged_again() -> Planted:
    """After a restore what the journal holds is judged as if it came today."""

    def replay(home: Any) -> int:
        arrived = []
        for record in home.journal.replay():
            entry, parts = orders.message.decode(orders.Entry, record)
            for part in parts[entry.packs :]:
                arrived += segment.decode(part).commits
        return len(ordering.admit(home.store, home.registrar, arrived).receipts)

    stack = ExitStack()
    stack.enter_context(swap(orders, "replay", replay))
    stack.enter_context(swap(Orders, "_check", lambda *_: None))
    return stack


def lost_range_reused() -> Planted:
    """Who is given up for lost leaves his numbers to the next."""

    def next_range(state: Any, *_: Any) -> tuple[int, int]:
        first = max((one.top + 1 for one in lease.leases(state)), default=1)
        return first, first + lease.SMALLEST

    stack = ExitStack()
    stack.enter_context(swap(lease, "next_range", next_range))
    honest = fold.OPERATIONS["register.lease"]
    lax = patch.dict(fold.OPERATIONS, {"register.lease": replace(honest, effect=_any_lease)})
    stack.enter_context(lax)
    return stack


def _any_lease(state: Any, op: Any, at: Any, place: str) -> Any:
    return fold._lease({**state, "next": 1}, op, at, place)


def no_journal() -> Planted:
    """Nothing is kept on a second medium."""
    stack = ExitStack()
    stack.enter_context(swap(Journal, "append", lambda *_: None))
    stack.enter_context(swap(Orders, "_check", lambda *_: None))
    return stack


def answer_before_journal() -> Planted:
    """Receipts leave first; the journal follows with the next question."""

    def push(self: Orders, arrived: Sequence[Any]) -> object:
        return ordering.admit(self._home.store, self._home.registrar, arrived)

    stack = ExitStack()
    stack.enter_context(swap(Orders, "push", push))
    stack.enter_context(swap(Orders, "publish", lambda *_: None))
    stack.enter_context(swap(Orders, "_known", _all_known))
    return stack


def _all_known(self: Orders, stream: str) -> int:
    return syncing.heads(self._home.store)[stream].gseq


def journal_without_authority() -> Planted:
    """Documents are journalled, revocations are not."""
    honest = Orders._append

    def append(self: Orders, head: Any) -> None:
        if self._home.store.realm.kind(head.stream) != "authority":
            honest(self, head)
        else:
            tip = orders.Tip(head.stream, head.gseq, head.chain)
            self._tips = self._tips | {head.stream: tip}

    stack = ExitStack()
    stack.enter_context(swap(Orders, "_append", append))
    stack.enter_context(swap(Orders, "_check", lambda *_: None))
    return stack


def one_blocks_all() -> Planted:
    """A commit that is refused stops those behind it."""
    honest = ledger.admit

    def admit(*args: Any) -> object:
        received, given = honest(*args)
        for error in received.refused.values():
            raise error
        return received, given

    return swap(ledger, "admit", admit)


def unknown_refused() -> Planted:
    """What this version does not know is not taken."""
    honest = check.authentic

    def authentic(commit: Any, facts: Any) -> None:
        honest(commit, facts)
        if not all(map(fold.known, commit.ops)):
            raise CommitRefused(reason="kind", seq=commit.header.seq)

    return swap(check, "authentic", authentic)


def sent_is_done() -> Planted:
    """What was handed to the network is not offered again."""
    offered = set[str]()

    def outbox(store: Store, stream: str, limit: int) -> object:
        with store.engine.begin() as connection:
            waiting = commits.unsent(connection, stream, limit)
        new = [each for each in waiting if each.id not in offered]
        offered.update(each.id for each in new)
        return syncing.Outbox(tuple(segment.runs(new)), len(new))

    return swap(syncing, "outbox", outbox)


def reset_on_restore() -> Planted:
    """A device that meets a restored server drops what it had not sent."""
    honest = syncing.check_epoch

    def check_epoch(store: Store, epoch: int) -> None:
        with store.engine.begin() as connection:
            seen = int(local.value(connection, syncing.EPOCH) or b"0")
        honest(store, epoch)
        if epoch > seen > 0:
            with writes(store.engine).begin() as connection:
                waiting = commits.unsent(connection, store.stream, 1000)
                for each in waiting:
                    commits.mark(connection, each.id, Verdict.QUARANTINE, None)  # type: ignore[arg-type]

    return swap(syncing, "check_epoch", check_epoch)


def fork_taken() -> Planted:
    """Two commits at one place of a chain are both taken."""
    honest = check.place

    def place(commit: Any, facts: Any) -> object:
        outcome = honest(commit, facts)
        return None if outcome and outcome.reason == "fork" else outcome

    return swap(check, "place", place)


def clock_trusted() -> Planted:
    """A machine writes whatever its clock says."""
    lax = SimpleNamespace(**vars(check) | {"in_time": lambda *_: True})
    return swap(authoring, "check", lax)


def page_skips() -> Planted:
    """Pages are counted from their last entry and miss the one between."""
    honest = order.page

    def page(connection: Any, stream: str, after: int, last: int, limit: int) -> object:
        skip = 1 if after and limit == rounds.PAGE and after % rounds.PAGE == 0 else 0
        return honest(connection, stream, after + skip, last, limit)

    return swap(order, "page", page)


BUGS: dict[str, Bug] = {
    "no-rights-check": Bug(no_rights_check, "Morango: certificates cannot be revoked", "I7", 64),
    "revoked-go-on": Bug(revoked_go_on, "Morango, Kolibri", "I7", 8),
    "no-signature-check": Bug(no_signature_check, "any hostile device", "I7", 10),
    "cursor-before-rows": Bug(cursor_before_rows, "pouchdb#1240", "I1 I2 I9", 31),
    "no-epoch": Bug(no_epoch, "cht-core#4146, Realm", "I1 I5 I9", 6),
    "last-writer-wins": Bug(last_writer_wins, "Anki, Joplin, cr-sqlite", "I3 I4", 13),
    "first-writer-wins": Bug(first_writer_wins, "Morango: the receiver's copy wins", "I3 I4", 13),
    "no-incarnation": Bug(no_incarnation, "Scuttlebutt, Morango", "I6 I8", 1),
    "no-counters-outside": Bug(no_counters_outside, "Scuttlebutt", "I6 I8", 1),
    "later-signature-replaces": Bug(later_signature_replaces, "sync.md §5.3", "I4", 14),
    "judged-again": Bug(judged_again, "sync.md §5.1, 5", "I1 I5 I8 I9", 9),
    "lost-range-reused": Bug(lost_range_reused, "sync.md §5.1, 1", "I6", 2),
    "no-journal": Bug(no_journal, "sync.md §5.1, 7", "I1 I5 I8", 6),
    "answer-before-journal": Bug(answer_before_journal, "sync.md §4.3", "I1 I8", 6),
    "journal-without-authority": Bug(journal_without_authority, "sync.md §5.1, 6", "I1 I7 I8", 9),
    "one-blocks-all": Bug(one_blocks_all, "commcare-android#1807", "I9", 10),
    "unknown-refused": Bug(unknown_refused, "kolibri#8126", "I9 I11", 11),
    "sent-is-done": Bug(sent_is_done, "PowerSync: 200 with rejections", "I1 I9", 5),
    "reset-on-restore": Bug(reset_on_restore, "Realm client reset", "I1", 6),
    "fork-taken": Bug(fork_taken, "Scuttlebutt", "I8 I9", 7),
    "clock-trusted": Bug(clock_trusted, "Avni: dated in the future, never synced", "I1 I9", 96),
    "page-skips": Bug(page_skips, "Morango 0.6.9", "I9", 4),
    **year_bugs.BUGS,
}


@contextmanager
def planted(name: str) -> Iterator[None]:
    """The product with one of its safeguards gone; the whole product for no name."""
    if not name:
        yield
        return
    with BUGS[name].plant():
        yield
