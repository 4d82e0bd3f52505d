"""What a child does until it is killed: one phase after the other of a kind, on a real store.

Run as ``python -m tests.soak.phases KIND FOLDER``. It says ``in`` when a phase begins and ``out``
when it ended, and ``ack CODE`` for each document once the store says that it is saved.
"""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.actions import incoming
from db.actions.files import NewFile
from db.care import backup
from tests.soak.station import Station, entry

if TYPE_CHECKING:
    from collections.abc import Callable

FILE_SIZE: Final = 200_000


def say(word: str) -> None:
    """One line to whoever watches, at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def register(station: Station) -> None:
    """One document with a file; told only when it is durable."""
    code = secrets.token_hex(6)
    file = NewFile("giả lập.pdf", "application/pdf", secrets.token_bytes(FILE_SIZE), 1)
    incoming.register(station.store, entry(code), file, station.book)
    say(f"ack {code}")


def writing(station: Station) -> None:
    """A document is registered."""
    say("in")
    register(station)
    say("out")


def rekeying(station: Station) -> None:
    """The store gets another key; between two of them somebody works."""
    register(station)
    say("in")
    station.rekey()
    say("out")


def backing_up(station: Station) -> None:
    """A backup of the store, which has changed since the last one."""
    register(station)
    say("in")
    backup.run(station.store, station.vault, station.target)
    say("out")


def migrating(station: Station) -> None:
    """A newer program changes the tables; afterwards they are put back for the next one."""
    register(station)
    say("in")
    station.upgrade()
    say("out")
    station.downgrade()


KINDS: Final[dict[str, Callable[[Station], None]]] = {
    "writing": writing,
    "rekeying": rekeying,
    "backing-up": backing_up,
    "migrating": migrating,
}


def main(kind: str, folder: str) -> None:
    """Do it for ever."""
    station = Station(Path(folder))
    say("ready")
    while True:
        KINDS[kind](station)


if __name__ == "__main__":
    main(*sys.argv[1:])
