"""The token that belongs to a person's entry in the vault: what its PIN can bear, whether it is
there. No Qt; each call asks the token's driver in a child process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import AntinError
from db.keys.protectors import RSA_OAEP

if TYPE_CHECKING:
    from db.keys.protectors import Protector
    from desktop.session import Session
    from desktop.signing.tokens import Watch
    from desktop.unlock.token_way import TokenState


def protector(session: Session, person: str) -> Protector | None:
    """What of the person's entry a token opens; raises VaultDamaged."""
    entries = (entry for entry in session.vault.header().people if entry.person == person)
    found = (each for entry in entries for each in entry.protectors)
    return next((each for each in found if each.get("kind") == RSA_OAEP), None)


def pin_state(session: Session, person: str) -> TokenState:
    """What the PIN of the person's token can bear; a driver that does not answer is no token."""
    from desktop.signing import tokens

    try:
        mine = protector(session, person)
        face = tokens.holder(mine) if mine is not None else None
    except AntinError:
        return "absent"
    return face.pin if face is not None else "absent"


def watch(session: Session) -> Watch | None:
    """A watch on the token by which the person at work came in; None who came in without one."""
    from desktop.signing import tokens

    author = session.store().author
    mine = protector(session, author.person) if author.session.how == "token" else None
    return tokens.Watch(mine) if mine is not None else None
