"""Room on this machine: what the server keeps on two media and nobody has used for long goes, once
the server has said so again. No Qt: a lane or a command runs it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from core.commits.tending import DAY_MS
from core.errors import NotFound
from core.sync import wire
from db.actions import evicting

if TYPE_CHECKING:
    from db.acting import Store
    from db.actions.evicting import Evicted
    from desktop.sync.client import Server

MONTH_DAYS: Final = 30


def before(store: Store, days: int) -> int:
    """The moment (ms UTC) so many days ago."""
    return store.now() - days * DAY_MS


def ask(
    store: Store, server: Server, moment: int, stop: Callable[[], bool] = lambda: False
) -> None:
    """Ask the server on how many media it keeps what could go; an older server is not asked twice.

    Raises what a question raises, SignatureWrong, ServerAnsweredNonsense.
    """
    for stream, blobs in evicting.doubtful(store, moment).items():
        for start in range(0, len(blobs), evicting.AT_ONCE):
            some = blobs[start : start + evicting.AT_ONCE]
            if stop():
                return
            try:
                word = server.ask(wire.MEDIA, wire.Media(stream, tuple(some)))[0].word
            except NotFound:
                return
            evicting.take_word(store, word, some)


def tidy(store: Store, server: Server, days: int, stop: Callable[[], bool]) -> Evicted:
    """Ask, then give up what was not used for so many days."""
    moment = before(store, days)
    ask(store, server, moment, stop)
    return evicting.evict(store, moment)
