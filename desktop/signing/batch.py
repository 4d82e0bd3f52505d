"""Signs one document after the other with one PIN, so that it can be stopped between two.

A refused document is passed over with its reason; whatever concerns the key stops everything at
once, and nothing is tried again by itself (signing.md §8.3). What is to be signed is noted first:
after a crash the note is still there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import (
    AntinError,
    CertificateUnfit,
    DiskFailing,
    DiskFull,
    KeyFailed,
    Locked,
    SoftKeyRefused,
    TokenAbsent,
    TokenBroken,
    TokenGone,
    TokenSilent,
)
from db.actions import batches
from db.queries.batches import Wanted
from desktop.signing import acts
from desktop.signing.examining import file_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.acting import Done, Store
    from desktop.context import Context
    from desktop.signing.examining import Examined
    from desktop.signing.setting import Hand

_TOKEN: Final = (TokenAbsent, TokenBroken, TokenGone, TokenSilent)
_STOPPING: Final = (
    *(Locked, KeyFailed, CertificateUnfit, SoftKeyRefused, DiskFull, DiskFailing),
    *_TOKEN,
)
"""What would befall the next document as well: a lock, the key or its token, the certificate, the
disk."""


@dataclass(frozen=True)
class Outcome:
    """What became of one document: signed without an error; ``skipped`` was never tried."""

    document: Examined
    error: Exception | None = None
    skipped: bool = False

    @property
    def signed(self) -> bool:
        """Whether the signature stands in the store."""
        return self.error is None and not self.skipped


class Batch(QObject):
    """``began`` says that the PIN was right; ``moved`` carries the place of the document begun now;
    ``ended`` carries the outcomes, one a document.
    """

    began = Signal()
    moved = Signal(int)
    ended = Signal(object)

    def __init__(
        self, context: Context, documents: Sequence[Examined], unopened: frozenset[int]
    ) -> None:
        super().__init__()
        self._context, self.documents, self._unopened = context, tuple(documents), unopened
        self._outcomes: list[Outcome] = []
        self._hand: Hand | None = None
        self._stop = False

    def start(self, pin: str, refused: Callable[[Exception], None]) -> None:
        """Open the key; ``refused`` is called with WrongPin and whatever else keeps it shut."""
        ring = self._context.ring
        wanted = [Wanted(one.row.id, one.blob) for one in self.documents]

        def work(store: Store) -> Hand:
            hand = acts.hand(store, ring, acts.PERSON, pin)
            batches.begin(store, wanted)
            return hand

        def opened(hand: Hand) -> None:
            self._hand = hand
            self.began.emit()
            self._go_on()

        self._context.read(work, opened, refused)

    def stop(self) -> None:
        """Sign no further document after the one under way."""
        self._stop = True

    def _go_on(self) -> None:
        place = len(self._outcomes)
        if self._stop or place == len(self.documents):
            self._end()
            return
        self.moved.emit(place)
        document = self.documents[place]
        try:
            self._context.act(
                lambda store: self._sign(store, document),
                lambda _done: self._next(Outcome(document)),
                lambda error: self._next(Outcome(document, error)),
            )
        except Locked as error:
            self._next(Outcome(document, error))

    def _sign(self, store: Store, document: Examined) -> Done:
        """In the database lane: the very bytes that were checked, at the time of now."""
        assert self._hand is not None  # noqa: S101 - began with it
        hand = replace(self._hand, at=store.now())
        opened = document.row.n not in self._unopened
        return acts.sign(store, file_of(store, document), hand, opened=opened)

    def _next(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        error = outcome.error
        if isinstance(error, _STOPPING) or not isinstance(error, AntinError | None):
            self._stop = True
        QTimer.singleShot(0, self, self._go_on)

    def _end(self) -> None:
        self._hand, ring = None, self._context.ring

        def work(store: Store) -> None:
            batches.end(store)
            ring.forget()

        # in the lane of acts: logging out of a token takes its time; under the lock it happens too
        self._context.read(work, _done)
        left = self.documents[len(self._outcomes) :]
        self._outcomes += [Outcome(document, skipped=True) for document in left]
        self.ended.emit(tuple(self._outcomes))


def _done(_none: None) -> None:
    """Having logged out needs no word."""
