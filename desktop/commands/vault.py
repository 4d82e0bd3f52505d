"""``antin vault WHAT``: the keys of a store, its backups, its health.

Each name of ``PARTS`` is a module ``vault_NAME`` of this package with the two functions of every
command, loaded only when it is asked for; its words stand under ``commands.vault.NAME``. Secrets
are typed unseen or handed over by ``--passphrase-fd``, never an argument.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from desktop.phrases import Language, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTS: Final = ("slots", "backup", "restore", "check")
"""The parts, in the order of the help page."""


def arguments(
    parser: argparse.ArgumentParser, language: Language, words: Sequence[str] = sys.argv
) -> None:
    """The parts, and the options of the one that is asked for."""
    parts = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name in PARTS:
        said = phrase(language, f"commands.vault.{name}")
        part = parts.add_parser(name, help=said, description=said)
        if name in words:  # the others' libraries need not load
            _module(name).arguments(part, language)


def run(options: argparse.Namespace) -> int:
    """Do what is asked for."""
    return int(_module(options.what).run(options))


def _module(name: str) -> Any:
    return import_module(f"desktop.commands.vault_{name}")
