"""``antin files evict|fetch``: room on this machine, at the cost of the network.

Exit code 0 done, 1 there was nothing to give up.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from core.errors import ServerUnreachable
from db.actions import evicting, syncing
from desktop.commands import unlocking
from desktop.phrases import Language, phrase
from desktop.sync import giving_up, rounds

if TYPE_CHECKING:
    from db.acting import Store
    from db.actions.evicting import Evicted

MEGABYTE: Final = 1_000_000


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """What there is to do, each with its options."""

    def said(name: str) -> str:
        return phrase(language, f"commands.files.{name}")

    parts = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    evict = parts.add_parser("evict", help=said("evict"), description=said("evict"))
    unlocking.arguments(evict, language)
    evict.add_argument(
        "--older-than", type=_days, required=True, metavar="DAYS", help=said("older_than")
    )
    evict.add_argument("--free", type=_days, metavar="MB", help=said("free"))
    evict.add_argument("--dry-run", action="store_true", help=said("dry_run"))
    fetch = parts.add_parser("fetch", help=said("fetch"), description=said("fetch"))
    unlocking.arguments(fetch, language)


def run(options: argparse.Namespace) -> int:
    """Ask the server and give up what may go, or want all of it back."""
    with unlocking.unlocked(options) as store:
        return do(store, options)


def do(store: Store, options: argparse.Namespace) -> int:
    """The same in an open store; the exit code."""
    if options.what == "fetch":
        count = evicting.fetch_all(store)
        print(phrase(options.language, "commands.files.fetched", n=count, files=count))
        return 0
    done = _evicted(store, options)
    for reason, count in done.stay.items():
        said = phrase(options.language, f"commands.files.stay.{reason.value}")
        print(phrase(options.language, "commands.files.stay", files=count, reason=said))
    key = "commands.files.would_go" if options.dry_run else "commands.files.gone"
    size = -(-done.size // MEGABYTE)
    print(phrase(options.language, key, files=done.files, size=size))
    return int(not done.files)


def _evicted(store: Store, options: argparse.Namespace) -> Evicted:
    """Raises ServerUnreachable, at an isolated station too: nothing goes unasked."""
    server = rounds.connect(store)
    if server is None:
        raise ServerUnreachable
    moment = giving_up.before(store, options.older_than)
    try:
        syncing.check_epoch(store, server.hello().epoch)
        giving_up.ask(store, server, moment)
    finally:
        server.close()
    room = options.free * MEGABYTE if options.free is not None else None
    return (evicting.look if options.dry_run else evicting.evict)(store, moment, room)


def _days(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError(text)
    return count
