"""Exchanges with the server by itself while a session is open: soon after an act, else every half
minute, more rarely while the server cannot be reached. It never stands in anybody's way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from core.errors import AntinError
from desktop import clock
from desktop.announce import announce, announce_error
from desktop.background import Lane
from desktop.sync.renewals import Renewals
from desktop.words import explain, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Store
    from db.queries.rows import SyncRow
    from desktop.background import Background
    from desktop.changes import Changed, Changes
    from desktop.sync.client import Server
    from desktop.sync.rounds import Round
    from desktop.sync.state import SyncState

    Complete = Callable[[Store, Server, Callable[[], bool]], Changed]

EVERY_MS: Final = 30_000
SOON_MS: Final = 2_000
RAREST_MS: Final = 300_000
JITTER: Final = 0.2
MUCH: Final = 1000
"""Commits of a round after which the store looks how large it is."""


@dataclass
class _Session:
    """One unlocked session; ``over`` tells a round under way to stop."""

    store: Store
    server: Server | None
    over: bool = False
    busy: bool = False
    asked: bool = False
    """Whether a person waits for the word that it is done."""
    failures: int = 0


class SyncLoop(QObject):
    """``failed`` gets an error that nobody expected; ``complete`` is what follows each round."""

    def __init__(
        self,
        background: Background,
        changes: Changes,
        state: SyncState,
        failed: Callable[[Exception], None],
        complete: Complete,
    ) -> None:
        super().__init__()
        self._complete = complete
        self._background, self._changes, self.state = background, changes, state
        self._unexpected = failed
        self._renewals = Renewals(background, changes, failed)
        self._session: _Session | None = None
        self._left: _Session | None = None
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(lambda: self._begin_round(asked=False))
        changes.happened.connect(self._hear)

    def begin(self, store: Store) -> None:
        """A session is open: exchange at once, where there is a server."""
        from desktop.sync import rounds

        server = rounds.connect(store)
        self._session = _Session(store, server)
        self.state.begin(station=server is None)
        self._count()
        self._begin_round(asked=False)
        self._renewals.begin(store)

    def end(self) -> None:
        """The session locks or ends: a round under way stops after what it is doing."""
        self._next.stop()
        self._renewals.end()
        session, self._session = self._session, None
        if session is not None:
            self._left = session
            session.over = True
            if session.server is not None and not session.busy:
                session.server.close()

    def close(self) -> None:
        """The program ends and no lane runs any more: hang up what was left open."""
        if self._left is not None and self._left.server is not None:
            self._left.server.close()

    def now(self) -> None:
        """A person wants it now, and to be told how it went."""
        self._begin_round(asked=True)

    # -- one round -----------------------------------------------------------------------------

    def _begin_round(self, *, asked: bool) -> None:
        session = self._session
        if session is None or session.server is None:
            return
        session.asked |= asked
        self.state.show_running(running=session.asked)
        if session.busy:
            return
        session.busy = True
        self._next.stop()
        self._background.run(
            Lane.NETWORK,
            partial(_exchange, session, session.server, self._complete),
            lambda done: self._done(session, done),
            lambda error: self._failed(session, error),
        )

    def _done(self, session: _Session, done: Round) -> None:
        self._changes.emit(done.changed)
        self._over(session, done.problems[0] if done.problems else None, failures=0)

    def _failed(self, session: _Session, error: Exception) -> None:
        if isinstance(error, AntinError):
            self._over(session, error, failures=session.failures + 1)
        else:
            self._over(session, None, failures=session.failures + 1)
            self._unexpected(error)

    def _over(self, session: _Session, trouble: AntinError | None, failures: int) -> None:
        session.busy, session.failures = False, failures
        if session.over:
            if session.server is not None:
                session.server.close()
            return
        asked, session.asked = session.asked, False
        self.state.show_trouble(trouble)
        self._count()
        self._next.start(_pause(failures))
        if asked:
            _tell(trouble)

    def _hear(self, _changed: Changed) -> None:
        """Something changed here: what is new leaves soon, unless the server is not there."""
        session = self._session
        if session is None:
            return
        self._count()
        if session.server is not None and not session.failures and not session.busy:
            self._next.start(SOON_MS)

    def _count(self) -> None:
        session = self._session
        if session is None:
            return

        def show(row: SyncRow) -> None:
            if session is self._session:
                self.state.show_row(row)

        store = session.store
        self._background.run(Lane.DATABASE, lambda: _standing(store), show, self._uncounted)

    def _uncounted(self, error: Exception) -> None:
        if not isinstance(error, AntinError):
            self._unexpected(error)


def _exchange(session: _Session, server: Server, complete: Complete) -> Round:
    from db.engine import tune
    from desktop.sync import rounds

    def over() -> bool:
        return session.over

    done = rounds.exchange(session.store, server, over)
    if done.received >= MUCH:
        tune(session.store.engine)
    return replace(done, changed=done.changed | complete(session.store, server, over))


def _standing(store: Store) -> SyncRow:
    from db.queries import office

    return office.sync(store)


def _pause(failures: int) -> int:
    """Milliseconds until the next round, never the same on two machines."""
    base = min(EVERY_MS << failures, RAREST_MS)
    share = clock.random_bytes(1)[0] / 255 * 2 - 1
    return round(base * (1 + JITTER * share))


def _tell(trouble: AntinError | None) -> None:
    if trouble is None:
        announce(word("sync.done"))
    else:
        announce(explain(trouble).what)
        announce_error(trouble)
