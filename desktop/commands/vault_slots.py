"""``antin vault slots``: who may open the store, and with what."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import NotEnrolled
from db.vault import Vault, folder_of
from desktop import clock
from desktop.folders import home_folder
from desktop.phrases import phrase

if TYPE_CHECKING:
    from desktop.phrases import Language


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""
    home = phrase(language, "commands.home")
    parser.add_argument("--home", type=Path, default=home_folder(), help=home)


def run(options: argparse.Namespace) -> int:
    """One line a person: id, label, kinds of protectors."""
    vault = Vault(folder_of(options.home), clock.random_bytes)
    if not vault.exists():
        raise NotEnrolled
    for each in vault.people():
        print("\t".join((each.person, each.label, ",".join(each.kinds))))
    return 0
