"""One round of sync: send what the server lacks, take its order, then let the files follow.

Commits never wait for files, and a stream that fails does not stop the others. The cursor is the
stream's head in the store, which moves in the transaction of the rows that it covers; so a round
may be cut anywhere and begun again. No Qt: a lane or a command runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, ParamSpec

from core.errors import (
    AntinError,
    DeviceRevoked,
    DeviceUnknown,
    Locked,
    ServerAnsweredNonsense,
    ServerBehind,
    ServerBusy,
    ServerNotOurs,
    ServerRecovering,
    SessionEnded,
    Unavailable,
)
from core.sync import trust_list, wire
from db import purge
from db.actions import handing_on, snapshots, syncing, trusting
from db.queries import office
from desktop.sync import first
from desktop.sync.carrying import Files
from desktop.sync.client import Identity, Server
from desktop.sync.handing_back import hand_back

if TYPE_CHECKING:
    from core.sync.segment import Run
    from db.acting import Store
    from db.ledger import Changed

PAGE: Final = 50
"""Commits taken in one transaction: a person's act waits for no more than that."""
MOST_UNSENT: Final = 10_000
MESSAGE_BYTES: Final = 4 << 20
MESSAGE_RUNS: Final = 256
ENDS: Final = (
    Unavailable,
    Locked,
    ServerNotOurs,
    ServerBehind,
    SessionEnded,
    DeviceRevoked,
    DeviceUnknown,
)
"""Troubles of the road or of this device, not of one stream or file: they end the round."""
P = ParamSpec("P")


@dataclass(frozen=True)
class Round:
    """What a round did.

    ``equal`` tells whether every state hash of the same fold as here is ours; ``waiting`` counts
    acts that the server holds for something missing, ``conflicts`` the documents here that a person
    has to decide on; ``problems`` are errors that stopped a stream or a file but not the round;
    ``complete`` is False where somebody stopped it.
    """

    sent: int
    received: int
    refused: int
    waiting: int
    uploaded: int
    downloaded: int
    conflicts: int
    equal: bool
    complete: bool
    problems: tuple[AntinError, ...]
    changed: Changed


@dataclass
class _Tally:
    sent: int = 0
    received: int = 0
    refused: int = 0
    waiting: int = 0
    uploaded: int = 0
    downloaded: int = 0
    conflicts: int = 0
    equal: bool = True
    complete: bool = True
    problems: list[AntinError] = field(default_factory=list)
    changed: set[tuple[str, str]] = field(default_factory=set)

    def add(self, files: Files) -> None:
        self.uploaded, self.downloaded = files.uploaded, files.downloaded
        self.changed |= files.changed

    def done(self) -> Round:
        values = vars(self) | {"problems": tuple(self.problems), "changed": frozenset(self.changed)}
        return Round(**values)


class _Stopped(Exception):
    """The round was asked to stop."""


def connect(store: Store) -> Server | None:
    """The road to the unit's server for this device; None at an isolated station."""
    place = store.realm.provision.server
    author = store.author
    if place is None:
        return None
    who = Identity(store.realm.provision.realm, author.device, author.sign)
    return Server(place, who, author.app)


def exchange(store: Store, server: Server, stop: Callable[[], bool] = lambda: False) -> Round:
    """One whole round.

    Raises ServerUnreachable, ServerNotOurs, ServerAnsweredNonsense, VersionUnsupported,
    DeviceRevoked, DeviceUnknown, ServerBehind, DiskFull and others of ENDS; what was taken before
    stays taken.
    """
    round_ = _Exchange(store, server, stop)
    try:
        round_.run()
    except _Stopped:
        round_.tally.complete = False
    round_.tally.conflicts = office.sync(store).conflicts
    round_.tally.add(round_.files)
    return round_.tally.done()


class _Exchange:
    def __init__(self, store: Store, server: Server, stop: Callable[[], bool]) -> None:
        self._store, self._server, self._stop = store, server, stop
        self._epoch = self._listed = self._min_pull = 0
        self._recovering = False
        self._handed_in: set[str] = set()
        self._tips: dict[str, tuple[int, str]] = {}
        self.tally = _Tally()
        self.files = Files(store, server, self._go_on, self._try, self.tally.problems)

    def run(self) -> None:
        """Commits of all streams, the trust list by them, then their files."""
        self._greet()
        streams = syncing.follow(self._store)
        if self._recovering:
            self._each(self._hand_back, streams)
        else:
            left = syncing.left(self._store)
            self._each(self._push, [*streams, *left])
            self._each(self.files.upload, left)
            self._each(self._remove, purge.due(self._store))
        self._each(self._pull, streams[:1])  # who reads the others stands in the authority's
        streams = syncing.follow(self._store)
        self._each(self._pull, streams[1:])
        if not self._recovering:
            self._try(self._hand_on, streams)
        self._try(self._take_list)
        self._each(self.files.upload, streams)
        self._each(self.files.download, streams)
        if self._recovering:
            self.tally.problems.append(ServerRecovering())
        if not self.tally.problems:
            syncing.finished(self._store)

    def _each(self, work: Callable[[str], None], streams: Sequence[str]) -> None:
        for stream in streams:
            self._try(work, stream)

    def _try(self, work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        """The trouble of one stream or file is noted and the round goes on."""
        try:
            work(*args, **kwargs)
        except ENDS:
            raise
        except AntinError as error:
            self.tally.problems.append(error)

    def _greet(self) -> None:
        hello = self._server.hello()
        if hello.realm != self._store.realm.provision.realm:
            raise ServerNotOurs
        self._epoch, self._listed, self._min_pull = hello.epoch, hello.trust, hello.min_pull
        self._recovering = hello.recovering
        self._tips = {tip.stream: (tip.gseq, tip.chain) for tip in hello.tips}
        syncing.check_epoch(self._store, hello.epoch)
        syncing.meet(self._store, hello.time)

    def _go_on(self) -> None:
        if self._stop():
            raise _Stopped

    # -- commits -----------------------------------------------------------------------------------

    def _push(self, stream: str) -> None:
        box = syncing.outbox(self._store, stream, MOST_UNSENT)
        kept = 0
        for runs in _messages(box.runs):
            answer = self._send(runs)
            count = sum(run.last - run.first + 1 for run in runs)
            self.tally.sent += count - len(answer.held) - len(answer.refused)
            self.tally.waiting += len(answer.held)
            kept += len(answer.held)
            self.tally.refused += len(answer.refused)
        self._handed_in |= {stream} if kept == box.count else set()

    def _send(self, runs: Sequence[Run]) -> wire.PushAnswer:
        self._go_on()
        answer, packs = self._server.push(self._epoch, [run.data for run in runs])
        for run in runs:
            self._tips.pop(run.chain[2], None)
        self.tally.changed |= handing_on.note(self._store, runs, answer)
        self.tally.changed |= syncing.settle(self._store, packs)
        return answer

    def _hand_on(self, streams: Sequence[str]) -> None:
        """What still waits here once all has come: the server alone can close the gap before it."""
        for runs in _messages(handing_on.due(self._store, streams)):
            self._send(runs)

    def _remove(self, stream: str) -> None:
        """What this machine reads no more goes once the server has all that was written on it."""
        self.tally.changed |= purge.leave(self._store, stream, handed_in=stream in self._handed_in)

    def _hand_back(self, stream: str) -> None:
        there = self._tips.get(stream) or (0, syncing.chain_at(self._store, stream, 0))
        self.tally.sent += hand_back(self._store, self._server, stream, there, self._go_on)
        self._tips.pop(stream, None)

    def _pull(self, stream: str) -> None:
        if self._min_pull > wire.VERSION:
            raise wire.unsupported(str(self._min_pull))
        head = syncing.heads(self._store)[stream]
        if self._tips.get(stream) == (head.gseq, head.chain):
            return  # the greeting said so already
        try:
            self._show(stream)
            self._follow(stream)
        except ServerBusy as error:  # others come first; the round goes on with what is near
            self.tally.problems.append(error)

    def _show(self, stream: str) -> None:
        self.tally.changed |= first.show(
            self._store, self._server, stream, self._go_on, self.tally.problems
        )

    def _follow(self, stream: str) -> None:
        while True:
            self._go_on()
            after = syncing.heads(self._store)[stream].gseq
            shown = snapshots.shown(self._store, stream)
            most = first.room(shown, after, PAGE)
            answer, parts = self._server.pull(stream, self._epoch, after, most)
            taken = syncing.take(self._store, parts[: answer.packs], parts[answer.packs :])
            self.tally.changed |= taken.changed
            self.tally.received += taken.new
            self._try(first.agree, self._store, stream, shown, answer.head)
            reached = syncing.heads(self._store)[stream]
            if answer.state and reached.gseq == answer.next:
                ours, reducer = syncing.state_of(reached)
                self.tally.equal &= answer.reducer != reducer or answer.state == ours
            if reached.gseq >= answer.head:
                return
            if reached.gseq == after:
                raise ServerAnsweredNonsense(what="pull")

    def _take_list(self) -> None:
        """The unit's trust list, where the greeting named a newer one than this machine's."""
        if self._listed <= trusting.number(self._store):
            return
        data, size = b"", 1
        while len(data) < size:
            self._go_on()
            size, piece = self._server.trust_piece(self._listed, len(data))
            data += piece
            if not piece or not len(data) <= size <= trust_list.LIMIT:
                raise ServerAnsweredNonsense(what="trust")
        taken = trusting.take(self._store, data)
        self.tally.changed.add(("trust", str(taken.number)))


def _messages(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Segments in messages that the server takes, each chain still in order."""
    part: list[Run] = []
    for run in runs:
        after = [*part, run]
        commits = sum(each.last - each.first + 1 for each in after)
        size = sum(len(each.data) for each in after)
        full = commits > wire.MAX_COMMITS or size > MESSAGE_BYTES or len(after) > MESSAGE_RUNS
        if part and full:
            yield part
            after = [run]
        part = after
    if part:
        yield part
