"""``antin admin trust``: makes the unit's trust list on an administrator's machine, or takes one in
that came as a file. Without words it says which list is held and how old it is.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from core.errors import TrustUnreadable
from core.signing.trust import Trust, read_trust
from desktop.clock import local_time
from desktop.commands import algorithms_file, small_files, unlocking
from desktop.phrases import Language, phrase
from desktop.signing.algorithm_words import lines

if TYPE_CHECKING:
    from core.sync.trust_list import TrustList

PARTS = ("root", "intermediate", "crl", "tsa")


def trust_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the sub-command."""
    unlocking.arguments(parser, language)

    def said(name: str) -> str:
        return phrase(language, f"commands.admin.trust.{name}")

    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=said("file"))
    for name in PARTS:
        parser.add_argument(
            f"--{name}", type=Path, action="append", default=[], metavar="F", help=said(name)
        )
    parser.add_argument("--algorithms", type=Path, metavar="F", help=said("algorithms"))
    parser.add_argument("--days", type=int, default=30, metavar="N", help=said("days"))
    parser.add_argument("--out", type=Path, metavar="FILE", help=said("out"))


def trust(options: argparse.Namespace) -> int:
    """Make, take in, or tell. Exit code 1 where the list held has run out."""
    from db.actions import trusting

    with unlocking.unlocked(options) as store:
        if options.out is not None:
            small_files.require_absent(options.out)
            made = trusting.make(store, _contents(options), options.days)
            small_files.write_new(options.out, made)
        elif options.file is not None:
            trusting.take(store, small_files.read(options.file))
        held, now = trusting.held(store), store.now()
    _tell(options.language, held, now)
    return int(held is not None and held.next <= now)


def _contents(options: argparse.Namespace) -> Trust:
    """Certificates and lists of all files, DER each, and the table of algorithms. Raises
    TrustUnreadable, also without a root or a term, AlgorithmsUnreadable.
    """
    found = read_trust(
        *([small_files.read(path) for path in getattr(options, name)] for name in PARTS)
    )
    if not found.roots or not 1 <= options.days <= 3650:
        raise TrustUnreadable
    if options.algorithms is None:
        return found
    table = algorithms_file.read(small_files.read(options.algorithms))
    return msgspec.structs.replace(found, algorithms=table)


def _tell(language: Language, held: TrustList | None, now: int) -> None:
    if held is None:
        print(phrase(language, "commands.admin.trust.none"))
        return
    key = "held" if now < held.next else "expired"
    made, until = (local_time(at).date().isoformat() for at in (held.made, held.next))
    print(phrase(language, f"commands.admin.trust.{key}", n=held.number, made=made, until=until))
    for line in lines(held.algorithms):
        print(f"  {line}")
