"""The ways in which the person at work opens the store: a passphrase, a token, or both. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.keys.protectors import RSA_OAEP
from desktop import clock
from desktop.signing import tokens

if TYPE_CHECKING:
    from db.keys.protectors import Protector
    from desktop.keys.token_values import TokenKey
    from desktop.session import Session


def protector(session: Session, holder: str, kind: str) -> Protector | None:
    """A person's protector of a kind, known before unlocking; raises VaultDamaged."""
    people = session.vault.header().people
    found = (each for entry in people if entry.person == holder for each in entry.protectors)
    return next((each for each in found if each.get("kind") == kind), None)


def add_token(session: Session, words: str, key: TokenKey, pin: str) -> None:
    """Let a key of a token open the store, too; ``words`` is the person's passphrase. One login.

    Raises WrongPassphrase, UnlockDelayed, TokenKeyUnfit, and what ``tokens.key_of`` raises.
    """
    protection = tokens.protection(key, pin, clock.random_bytes)
    holder = session.open_vault().person
    session.vault.change_protection(holder, words, protection, clock.now_ms())


def set_passphrase(session: Session, pin: str, words: str) -> None:
    """A new passphrase for somebody who opens with his token.

    Raises WeakPassphrase, and what ``tokens.key_of`` raises.
    """
    protection = session.protection(words)
    holder = session.open_vault().person
    session.vault.change_protection_with(holder, RSA_OAEP, tokens.key_of(pin), protection)


def remove(session: Session, kind: str) -> None:
    """Take one of the person's ways in away; raises WrongKey, and LastKey for the last."""
    opened = session.open_vault()
    session.vault.remove_protection(opened, opened.person, kind)
