"""How commands open a store: home folder, person, and a passphrase that is never an argument."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import NotEnrolled, NotFound, PassphraseMissing
from db import opening
from db.engine import close
from db.vault import Vault
from desktop import clock
from desktop.commands import token_pin
from desktop.folders import home_folder
from desktop.machine_identity import here
from desktop.phrases import Language, phrase
from desktop.session import APP, CLOCK, Session

if TYPE_CHECKING:
    from db.acting import Store
    from db.open_vault import OpenVault
    from db.vault import Holder

LONGEST = 4096
NEW = "commands.vault.new"
"""The question for a new passphrase: a slip of the fingers would lock its person out."""


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of a command that opens the store."""
    said = {name: phrase(language, f"commands.{name}") for name in ("home", "as", "passphrase_fd")}
    parser.add_argument("--home", type=Path, default=home_folder(), help=said["home"])
    parser.add_argument("--as", dest="person", metavar="NAME", help=said["as"])
    token = phrase(language, "commands.vault.token")
    parser.add_argument("--token", action="store_true", help=token)
    passphrase_argument(parser, language)


def passphrase_argument(parser: argparse.ArgumentParser, language: Language) -> None:
    """The option that hands passphrases over, one a line."""
    said = phrase(language, "commands.passphrase_fd")
    parser.add_argument("--passphrase-fd", type=int, metavar="N", help=said)


def passphrases(options: argparse.Namespace, *questions: str, new: bool = False) -> list[str]:
    """The answers to some questions (keys of words): lines of the descriptor, or typed unseen.

    ``new`` asks for each twice, and ``NEW`` always is. Raises PassphraseMissing without either.
    """
    if options.passphrase_fd is not None:
        return _handed_over(options.passphrase_fd, len(questions))
    if not sys.stdin.isatty():
        raise PassphraseMissing
    found = []
    for question in questions:
        asked = phrase(options.language, question)
        words = getpass(f"{asked}: ")
        if (new or question == NEW) and getpass(f"{asked} (2): ") != words:
            raise PassphraseMissing
        found.append(words)
    return found


def _handed_over(descriptor: int, count: int) -> list[str]:
    try:
        with os.fdopen(os.dup(descriptor), "rb") as source:
            lines = source.read(LONGEST).decode().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PassphraseMissing from error
    if len(lines) < count:
        raise PassphraseMissing
    return lines[:count]


@contextmanager
def installation(options: argparse.Namespace) -> Iterator[Session]:
    """The installation in the home folder with nobody at work yet; locked again at the end.

    Raises NotEnrolled.
    """
    session = Session(options.home)
    if not session.enrolled():
        raise NotEnrolled
    try:
        yield session
    finally:
        session.end()


def holder(options: argparse.Namespace, session: Session) -> Holder:
    """The only person who may open it, or the one named; raises NotFound, VaultDamaged."""
    return named(session, options.person)


def named(session: Session, name: str | None) -> Holder:
    """The entry with a label or id; without one the only entry. Raises NotFound, VaultDamaged."""
    return _among(session.people(), name)


def unlock(options: argparse.Namespace, session: Session, *more: str) -> list[str]:
    """Ask for the passphrase or PIN, and for more secrets; unlock. The answers, the first one too.

    Raises NotFound, PassphraseMissing, and what unlocking raises.
    """
    person = holder(options, session).person
    if options.token:
        token_pin.told(options.language, session.vault.header(), person)
        found = passphrases(options, "commands.vault.pin", *more)
        session.unlock_by_token(person, found[0])
    else:
        found = passphrases(options, "commands.passphrase", *more)
        session.unlock(person, found[0])
    return found


@contextmanager
def unlocked(options: argparse.Namespace) -> Iterator[Store]:
    """The store of the home folder, opened by passphrase or token for its person, or the one named.

    Raises NotEnrolled, NotFound, PassphraseMissing, WrongPassphrase and what opening raises.
    """
    with unlocked_vault(options) as (store, _):
        yield store


@contextmanager
def unlocked_vault(
    options: argparse.Namespace, words: str | None = None
) -> Iterator[tuple[Store, OpenVault]]:
    """The same store with its open vault; ``words`` is the passphrase where it is known already."""
    opened, how = open_vault(options, words)
    try:
        store = opening.open_store(opened, how, APP, CLOCK, here(options.home))
        try:
            yield store, opened
        finally:
            close(store.engine)
    finally:
        opened.close()


def open_vault(options: argparse.Namespace, words: str | None = None) -> tuple[OpenVault, str]:
    """The vault alone and how it was opened; ``words`` is the passphrase or PIN, asked for if None.

    Raises as ``unlocked`` does, but for what opening the store raises.
    """
    vault = Vault(opening.folder_of(options.home), clock.random_bytes)
    if not vault.exists():
        raise NotEnrolled
    person = _among(vault.people(), options.person).person
    if not options.token:
        known = words if words is not None else passphrases(options, "commands.passphrase")[0]
        return vault.unlock(person, known, clock.now_ms()), "passphrase"
    from db.keys.protectors import RSA_OAEP
    from desktop.signing import tokens

    token_pin.told(options.language, vault.header(), person)
    pin = words if words is not None else passphrases(options, "commands.vault.pin")[0]
    return vault.unlock_with(person, RSA_OAEP, tokens.key_of(pin)), "token"


def _among(people: list[Holder], name: str | None) -> Holder:
    found = [each for each in people if name in {None, each.label, each.person}]
    if len(found) != 1:
        raise NotFound(kind="person")
    return found[0]
