"""``antin vault WHAT``: the keys of a store, its backups, its health.

Each name of ``PARTS`` is a module ``vault_NAME`` of this package with the two functions of every
command, loaded only when it is asked for; its words stand under ``commands.vault.NAME``. Secrets
are typed unseen or handed over by ``--passphrase-fd``, never an argument.
"""

from __future__ import annotations

import argparse
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from typing_extensions import override

from desktop.phrases import Language, phrase

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS: Final = (
    "create",
    "slots",
    "passwd",
    "rekey",
    "recover",
    "backup",
    "restore",
    "replace",
    "check",
)
"""The parts, in the order of the help page."""


class _Part(argparse.ArgumentParser):
    """Adds its options when it is asked for: the other parts' libraries need not load."""

    late: Callable[[argparse.ArgumentParser], None] | None = None

    @override
    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self.late is not None:
            late, self.late = self.late, None
            late(self)
        return super().parse_known_args(args, namespace)


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The parts, each with its options."""
    parts = parser.add_subparsers(dest="what", required=True, metavar="WHAT", parser_class=_Part)
    for name in PARTS:
        said = phrase(language, f"commands.vault.{name}")
        part = parts.add_parser(name, help=said, description=said)
        part.late = partial(_arguments, name, language)


def _arguments(name: str, language: Language, part: argparse.ArgumentParser) -> None:
    _module(name).arguments(part, language)


def run(options: argparse.Namespace) -> int:
    """Do what is asked for."""
    return int(_module(options.what).run(options))


def _module(name: str) -> Any:
    return import_module(f"desktop.commands.vault_{name}")
