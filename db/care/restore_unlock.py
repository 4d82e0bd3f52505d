"""Who opens a backup: it does not name its people, and a passphrase is all that somebody may have
who stands before it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from core.errors import NotFound, WrongKey
from db.keys import protectors, tries
from db.vault import Vault

if TYPE_CHECKING:
    from db.open_vault import OpenVault

Unlock = Callable[[Vault], "OpenVault"]


def by_passphrase(words: str, now: int, name: str | None = None) -> Unlock:
    """Open a vault as whoever's passphrase it is, or as the one with a label or id.

    The callable raises WrongPassphrase, UnlockDelayed, NotFound where no such person opens it by
    passphrase.
    """

    def unlock(vault: Vault) -> OpenVault:
        people = _meant(vault, name)
        if not people:
            raise NotFound(kind="person")
        if len(people) == 1:
            return vault.unlock(people[0], words, now)
        return _as_any(vault, people, words, now)

    return unlock


def _meant(vault: Vault, name: str | None) -> list[str]:
    """Who may be meant: all whose name is not told, where nobody has this one."""
    people = [each for each in vault.people() if protectors.ARGON2ID in each.kinds]
    named = [each for each in people if name in {None, each.label, each.person}]
    nameless = [each for each in people if each.label == each.person]
    return [each.person for each in named or nameless]


def _as_any(vault: Vault, people: list[str], words: str, now: int) -> OpenVault:
    """Open as the one of several people whose passphrase it is.

    A wrong one is counted once and against none of them, and is not tried on those who have to
    wait.
    """
    file = vault.tries_file
    tries.begin(file, tries.ANYBODY, now)
    for person in people:
        if tries.waits(file, person, now):
            continue
        with suppress(WrongKey):
            opened = vault.unlock_with(
                person, protectors.ARGON2ID, protectors.passphrase_key(words)
            )
            tries.forget(file, tries.ANYBODY, now)
            return opened
    raise tries.refusal(file, tries.ANYBODY, now)
