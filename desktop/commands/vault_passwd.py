"""``antin vault passwd``: another passphrase for a person, by the present one or by his token."""

from __future__ import annotations

import argparse

from desktop import clock
from desktop.commands import token_pin, unlocking
from desktop.phrases import Language


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""
    unlocking.arguments(parser, language)


def run(options: argparse.Namespace) -> int:
    """Change it; the store itself need not be opened."""
    asked = "commands.vault.pin" if options.token else "commands.passphrase"
    with unlocking.installation(options) as session:
        person = unlocking.holder(options, session).person
        if options.token:
            token_pin.told(options.language, session.vault.header(), person)
        secret, words = unlocking.passphrases(options, asked, unlocking.NEW)
        protection = session.protection(words)
        if options.token:
            from db.keys.protectors import RSA_OAEP
            from desktop.signing import tokens

            key_of = tokens.key_of(secret)
            session.vault.change_protection_with(person, RSA_OAEP, key_of, protection)
        else:
            session.vault.change_protection(person, secret, protection, clock.now_ms())
    return 0
