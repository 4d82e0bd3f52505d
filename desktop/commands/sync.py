"""``antin sync``: one round with the unit's server. Exit code 0 all exchanged and equal, 1 not."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from core.errors import ServerUnreachable
from desktop.commands import unlocking
from desktop.completing import complete
from desktop.phrases import Language, explain_in, phrase
from desktop.sync import rounds

if TYPE_CHECKING:
    from db.acting import Store
    from desktop.sync.rounds import Round


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""
    unlocking.arguments(parser, language)


def run(options: argparse.Namespace) -> int:
    """Exchange and tell."""
    with unlocking.unlocked(options) as store:
        return tell(exchanged(store), options.language)


def exchanged(store: Store) -> Round:
    """One round, and another one for each few signatures whose evidence could be completed.

    Raises ServerUnreachable, at an isolated station too.
    """
    server = rounds.connect(store)
    if server is None:
        raise ServerUnreachable
    try:
        done = rounds.exchange(store, server)
        while complete(store, server):
            done = rounds.exchange(store, server)
        return done
    finally:
        server.close()


def tell(done: Round, language: Language) -> int:
    """Print what a round did; the exit code."""
    counts = {
        name: getattr(done, name)
        for name in ("sent", "received", "refused", "waiting", "uploaded", "downloaded")
    }
    print(phrase(language, "commands.sync.done", **counts))
    for problem in done.problems:
        print(explain_in(language, problem).sentence())
    if not done.equal:
        print(phrase(language, "commands.sync.differs"))
    return int(bool(done.problems) or bool(done.refused) or not done.equal)
