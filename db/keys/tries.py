"""The delay after wrong passphrases, counted in a file so that a restart does not reset it.

It slows down someone at the keyboard. Against someone who holds the files only the cost of Argon2id
helps: he can delete this one, and therefore it carries no MAC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

import msgspec

from core.commits import canonical
from core.errors import BadInput, UnlockDelayed, WrongPassphrase
from db import durable

if TYPE_CHECKING:
    from pathlib import Path

ANYBODY: Final = "anybody"
"""Under this name a passphrase is counted that is tried on several people."""

FREE = 5
FIRST_WAIT_S, LONGEST_WAIT_S = 60, 3600
LIMIT = 1 << 20
"""Bytes of the file; a larger one is spoiled."""
_Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
_Instant = Annotated[int, msgspec.Meta(ge=0)]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    v: Literal[1]
    people: tuple[tuple[str, _Count, _Instant], ...]


def begin(path: Path, person: str, now: int) -> None:
    """Count a try before it is made, so that killing the program wins nothing; ``now`` in ms UTC.

    Raises UnlockDelayed while the wait lasts, and then counts nothing.
    """
    tries = _read(path, person, now)
    count, at = tries.get(person, (0, now))
    if at > now:  # a clock set back may not turn a minute into years
        at = now
        _write(path, {**tries, person: (count, at)})
    left = wait_after(count) * 1000 - (now - at)
    if left > 0:
        raise UnlockDelayed(wait=-(-left // 1000))
    _write(path, {**tries, person: (count + 1, now)})


def waits(path: Path, person: str, now: int) -> bool:
    """Whether a person's next try would not be taken yet."""
    count, at = _read(path, person, now).get(person, (0, now))
    return now - min(at, now) < wait_after(count) * 1000


def forget(path: Path, person: str, now: int) -> None:
    """Forget a person's wrong tries after the right passphrase."""
    tries = _read(path, person, now)
    tries.pop(person, None)
    _write(path, tries)


def refusal(path: Path, person: str, now: int) -> WrongPassphrase:
    """The error that tells how many tries remain and how long the next wait is, in seconds."""
    count, _ = _read(path, person, now).get(person, (1, now))
    return WrongPassphrase(remaining=max(0, FREE - count), wait=wait_after(count) or FIRST_WAIT_S)


def wait_after(count: int) -> int:
    """Seconds to wait after so many wrong tries: none, then a minute, doubling up to an hour."""
    if count < FREE:
        return 0
    return min(FIRST_WAIT_S << min(count - FREE, 16), LONGEST_WAIT_S)


def _read(path: Path, person: str, now: int) -> dict[str, tuple[int, int]]:
    try:
        file = canonical.decode_as(_File, durable.read_small(path, LIMIT))
    except FileNotFoundError:
        return {}
    except BadInput:
        spoiled = {person: (FREE, now)}  # spoiling the file wins nothing either
        _write(path, spoiled)  # or the wait would never end
        return spoiled
    return {name: (count, at) for name, count, at in file.people}


def _write(path: Path, tries: dict[str, tuple[int, int]]) -> None:
    people = tuple((person, count, at) for person, (count, at) in sorted(tries.items()))
    durable.replace(path, canonical.encode(_File(1, people)))
