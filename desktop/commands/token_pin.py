"""What a token's PIN can still bear is told before anybody types it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from core.errors import TokenAbsent, TokenLocked, WrongKey
from desktop.phrases import Language, phrase

if TYPE_CHECKING:
    from db.keys.vault_header import Header
    from desktop.keys.token_values import TokenFace


def told(language: Language, header: Header, person: str) -> None:
    """Look at the token of a person's entry. Raises WrongKey for one without a token, TokenAbsent,
    TokenLocked."""
    from db.keys import vault_entries
    from db.keys.protectors import RSA_OAEP
    from desktop.signing import tokens

    protector = vault_entries.protector(vault_entries.of(header, person), RSA_OAEP)
    if protector is None:
        raise WrongKey(name=RSA_OAEP)
    face = tokens.holder(protector)
    if face is None:
        raise TokenAbsent
    warn(language, face)


def warn(language: Language, face: TokenFace) -> None:
    """Say that few tries are left; raises TokenLocked where there are none."""
    if face.pin == "locked":
        raise TokenLocked(name=face.label)
    if face.pin != "fine":
        print(phrase(language, f"commands.vault.pin.{face.pin}", token=face.label), file=sys.stderr)
