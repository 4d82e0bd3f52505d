"""What people do at a desktop, key by key: enrol, unlock, lock, exchange, carry bundles.

Each function begins and ends with the program at rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.desk import Desk


EVERYBODYS: Final = ("incoming", "outgoing", "drafts", "dossiers", "sync", "people")
SIGNERS: Final = ("signing", *EVERYBODYS)


@dataclass(frozen=True)
class Someone:
    """A person of the play: id in the roster, name, passphrase, screens in the order of Alt+n."""

    id: str
    name: str
    words: str
    screens: tuple[str, ...] = EVERYBODYS


def ask_to_enrol(desk: Desk, provision: Path, machine: str, who: Someone, code: str) -> None:
    """The first run of a machine, up to the wait for the administrator."""
    desk.type(str(provision))
    desk.press("Enter")
    desk.settle()
    desk.press("Enter")  # the fingerprint is the one on paper
    desk.settle()
    desk.press("Shift+Tab")
    desk.write(machine)
    desk.press("Enter")
    desk.write(who.name)
    desk.press("Enter")
    desk.type(code)
    desk.press("Enter")
    desk.settle()
    for _ in range(2):
        desk.type(who.words)
        desk.press("Enter")
    desk.settle()
    desk.screens = who.screens


def send_request(desk: Desk) -> None:
    """Ask the server; the answer comes by itself once the administrator gave it."""
    desk.do("space", hear="announce Đang chờ .*")


def unlock(desk: Desk, who: Someone) -> None:
    """The passphrase of the person whom the lock screen shows."""
    desk.type(who.words)
    desk.do("Enter", hear="unlocked")
    desk.screens = who.screens


def lock(desk: Desk) -> None:
    """Cover everything."""
    desk.do("Ctrl+l", hear="locked")


def sync(desk: Desk) -> None:
    """One round with the server, by wish."""
    desk.go("sync")
    desk.do("F5", hear="announce Đã đồng bộ.*")
