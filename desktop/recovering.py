"""A forgotten passphrase at this machine: the request, and the security officer's answer. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.sync import recovery as files
from db import recovery
from db.recovery import NewWords
from desktop.session import CLOCK

if TYPE_CHECKING:
    from core.sync.recovery import RecoveryRequest
    from desktop.session import Session


@dataclass(frozen=True)
class Asked:
    """A request: the file to be carried, whose it is, what is compared by voice, and when it was
    made (ms UTC)."""

    file: bytes
    person: str
    label: str
    fingerprint: str
    at: int


def ask(session: Session, holder: str, words: str) -> Asked:
    """A new request of a person who chose a new passphrase; an earlier one is given up. Slow.

    Raises WeakPassphrase, NotFound, RecoveryAbsent, VaultDamaged, DiskFull.
    """
    data = recovery.ask(session.folder, holder, NewWords(words, session.cost()), CLOCK)
    return _told(files.read_request(data))


def asked(session: Session) -> Asked | None:
    """The request that waits for its answer."""
    request = recovery.waiting(session.folder)
    return _told(request) if request else None


def forget(session: Session) -> None:
    """Give the request up."""
    recovery.forget(session.folder)


def take(session: Session, answer: bytes, words: str) -> str:
    """Let the person in, who typed the passphrase of the request; the id of his entry. Slow.

    Raises RecoveryAbsent, WrongPassphrase, RecoveryForeign, what reading the file raises, and what
    opening raises.
    """
    opened = recovery.take(session.folder, answer, NewWords(words, session.cost()), CLOCK)
    session.take(opened, "recovery")
    return opened.person


def _told(request: RecoveryRequest) -> Asked:
    data = files.write_request(request)
    return Asked(data, request.person, request.label, files.fingerprint(request), request.at)
