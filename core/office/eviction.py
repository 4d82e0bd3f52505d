"""Which files a machine may give up for room, as the server keeps them on two media (sync.md §4.8).

Pure: facts of a file in, why it stays out. A file stays unless everything about it is finished.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.office.terms import State

MEDIA: Final = 2
"""On how many media the server has to keep a file."""


class Stay(StrEnum):
    """Why a file stays, the first reason that holds."""

    UNSENT = "unsent"  # the server has not got it by every stream that names it
    CARRIED = "carried"  # of a stream of which a bundle is unconfirmed
    SHARED = "shared"  # several streams name it: by which one it would come back is not certain
    OPEN = "open"  # of no document, or of one that is not filed
    TROUBLED = "troubled"  # of a document with something to decide
    EVIDENCE = "evidence"  # its signatures are still to be completed, or soon again
    RECENT = "recent"
    MEDIA = "media"  # not known to be on two media of the server


@dataclass(frozen=True, slots=True)
class Naming:
    """A document that names a file: where it stands, whether somebody has to decide something about
    it, whether evidence of its signatures is due.
    """

    state: str
    troubled: bool = False
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A file that is whole here: ``used`` is when it came or was opened last (ms UTC), ``media`` on
    how many the server said that it keeps it, ``streams`` how many name it.
    """

    blob: str
    size: int
    used: int
    media: int
    sent: bool
    streams: int
    carried: bool
    named: tuple[Naming, ...]


def stays(file: Held, before: int) -> Stay | None:
    """Why a file stays; None where it may go, having been used last before a moment (ms UTC)."""
    reasons = (
        (Stay.UNSENT, not file.sent or file.streams < 1),
        (Stay.CARRIED, file.carried),
        (Stay.SHARED, file.streams > 1),
        (Stay.OPEN, not file.named or any(each.state != State.FILED for each in file.named)),
        (Stay.TROUBLED, any(each.troubled for each in file.named)),
        (Stay.EVIDENCE, any(each.awaited for each in file.named)),
        (Stay.RECENT, file.used >= before),
        (Stay.MEDIA, file.media < MEDIA),
    )
    return next((reason for reason, holds in reasons if holds), None)


def chosen(files: Iterable[Held], before: int, room: int | None = None) -> list[Held]:
    """Those that go, the one used longest ago first, until ``room`` bytes are won; all that may
    without it.
    """
    found: list[Held] = []
    won = 0
    for file in sorted(files, key=lambda each: (each.used, each.blob)):
        if room is not None and won >= room:
            break
        if stays(file, before) is None:
            found.append(file)
            won += file.size
    return found
