"""``antin vault restore``: a store brought back from a backup, or the rehearsal of it.

Exit code 0: done; 1: done, but a second copy could not be taken.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import clock
from desktop.commands import small_files, unlocking
from desktop.machine_identity import here
from desktop.phrases import Language, explain_in, phrase
from desktop.session import APP, CLOCK

if TYPE_CHECKING:
    from db.care.restore import Unlock, Wish
    from db.care.second_copy import Taken


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""

    def said(name: str) -> str:
        return phrase(language, f"commands.vault.restore.{name}")

    unlocking.arguments(parser, language)
    parser.add_argument(
        "--from", dest="source", type=Path, required=True, metavar="DIR", help=said("from")
    )
    parser.add_argument("--generation", type=int, metavar="N", help=said("generation"))
    parser.add_argument("--recovery-key", type=Path, metavar="FILE", help=said("recovery-key"))
    parser.add_argument("--vault", metavar="ID", help=said("vault"))
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--rehearse", action="store_true", help=said("rehearse"))
    only.add_argument("--second-copy", action="store_true", help=said("second-copy"))
    parser.add_argument("--json", action="store_true", help=phrase(language, "commands.json"))


def run(options: argparse.Namespace) -> int:
    """Do what is asked for."""
    if options.second_copy:
        return _second(options)
    return _rehearse(options) if options.rehearse else _restore(options)


def _restore(options: argparse.Namespace) -> int:
    from db.care import restore

    wish = restore.Wish(options.source, options.generation, options.vault)
    unlock = _unlock(wish, options)
    done = restore.restore(wish, options.home, unlock, CLOCK, APP, here=here(options.home))
    facts = {"generation": done.generation, "files": done.files, "size": done.size}
    if options.json:
        print(json.dumps(facts | {"time": done.time, "inc": done.inc}))
        return _tell_failed(done.taken, options.language)
    print(phrase(options.language, "commands.vault.restore.done", **facts))
    if done.aside is not None:
        print(phrase(options.language, "commands.vault.restore.aside", name=str(done.aside)))
    code = _tell_taken(done.taken, options.language)
    print(phrase(options.language, "commands.vault.restore.next"))
    return code


def _rehearse(options: argparse.Namespace) -> int:
    from db.care import restore

    wish = restore.Wish(options.source, options.generation, options.vault)
    facts = asdict(restore.rehearse(wish, options.home, _unlock(wish, options), CLOCK))
    if options.json:
        print(json.dumps(facts))
    else:
        print(phrase(options.language, "commands.vault.restore.rehearsed", **facts))
    return 0


def _unlock(wish: Wish, options: argparse.Namespace) -> Unlock:
    """What opens the backup's vault; it is looked for before a passphrase is asked for."""
    from db.care import restore
    from db.keys import kept_key

    restore.choose(wish)
    key = small_files.read(options.recovery_key) if options.recovery_key else None
    [words] = unlocking.passphrases(options, "commands.passphrase")
    if key is None:
        return restore.by_passphrase(words, clock.now_ms(), options.person)
    private = kept_key.read(key, words).private
    return lambda vault: vault.recover(private)


def _second(options: argparse.Namespace) -> int:
    from db.care import second_copy
    from db.care.backup_place import Place

    with unlocking.unlocked_vault(options) as (store, vault):
        taken = second_copy.take(store, Place(options.source, vault.vault))
    return _tell_taken(taken, options.language)


def _tell_taken(taken: Taken, language: Language) -> int:
    counts = {"new": taken.new, "held": taken.held, "files": taken.files}
    print(phrase(language, "commands.vault.restore.taken", **counts))
    return _tell_failed(taken, language)


def _tell_failed(taken: Taken, language: Language) -> int:
    for error in taken.failed:
        print(explain_in(language, error).sentence(), file=sys.stderr)
    return int(bool(taken.failed))
