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
from desktop.folders import home_folder
from desktop.machine_identity import here
from desktop.phrases import Language, phrase
from desktop.session import APP, CLOCK, Session

if TYPE_CHECKING:
    from db.acting import Store
    from db.open_vault import OpenVault
    from db.vault import Holder

LONGEST = 4096


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of a command that opens the store."""
    said = {name: phrase(language, f"commands.{name}") for name in ("home", "as", "passphrase_fd")}
    parser.add_argument("--home", type=Path, default=home_folder(), help=said["home"])
    parser.add_argument("--as", dest="person", metavar="NAME", help=said["as"])
    passphrase_argument(parser, language)


def passphrase_argument(parser: argparse.ArgumentParser, language: Language) -> None:
    """The option that hands passphrases over, one a line."""
    said = phrase(language, "commands.passphrase_fd")
    parser.add_argument("--passphrase-fd", type=int, metavar="N", help=said)


def passphrases(options: argparse.Namespace, *questions: str, new: bool = False) -> list[str]:
    """The answers to some questions (keys of words): lines of the descriptor, or typed unseen.

    ``new`` asks for each twice. Raises PassphraseMissing without either.
    """
    if options.passphrase_fd is not None:
        return _handed_over(options.passphrase_fd, len(questions))
    if not sys.stdin.isatty():
        raise PassphraseMissing
    found = []
    for question in questions:
        asked = phrase(options.language, question)
        words = getpass(f"{asked}: ")
        if new and getpass(f"{asked} (2): ") != words:
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
    found = [each for each in session.people() if name in {None, each.label, each.person}]
    if len(found) != 1:
        raise NotFound(kind="person")
    return found[0]


@contextmanager
def unlocked(options: argparse.Namespace) -> Iterator[Store]:
    """The store of the home folder, opened by passphrase for its person, or the one named.

    Raises NotEnrolled, NotFound, PassphraseMissing, WrongPassphrase and what opening raises.
    """
    with unlocked_vault(options) as (store, _):
        yield store


@contextmanager
def unlocked_vault(
    options: argparse.Namespace, words: str | None = None
) -> Iterator[tuple[Store, OpenVault]]:
    """The same store with its open vault; ``words`` is the passphrase where it is known already."""
    vault = Vault(opening.folder_of(options.home), clock.random_bytes)
    if not vault.exists():
        raise NotEnrolled
    people = vault.people()
    chosen = [each for each in people if options.person in {None, each.label, each.person}]
    if len(chosen) != 1:
        raise NotFound(kind="person")
    if words is None:
        [words] = passphrases(options, "commands.passphrase")
    opened = vault.unlock(chosen[0].person, words, clock.now_ms())
    try:
        store = opening.open_store(opened, "passphrase", APP, CLOCK, here(options.home))
        try:
            yield store, opened
        finally:
            close(store.engine)
    finally:
        opened.close()
