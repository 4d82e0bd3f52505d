"""``antin seed``: a home folder in which a plausible fictional year was played by lawful acts.

For trying the program out, and for finding what a year breaks: the same seed plays the same year.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import resources
from core.errors import VaultExists
from core.office import catalogue
from desktop.clock import Dice
from desktop.phrases import phrase

if TYPE_CHECKING:
    import argparse

    from desktop.phrases import Language

MOST: Final = 100_000


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""

    def said(name: str) -> str:
        return phrase(language, f"commands.seed.{name}")

    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=said("out"))
    parser.add_argument("--documents", type=int, default=500, metavar="N", help=said("documents"))
    parser.add_argument("--seed", type=int, default=1, metavar="S", help=said("seed"))


def run(options: argparse.Namespace) -> int:
    """Found the unit and play its year. Raises VaultExists, and what an action refuses."""
    from db.vault import folder_of
    from desktop.seeding import plan, play, unit

    if folder_of(options.out).exists():
        raise VaultExists(name=options.out.name)
    count = min(max(options.documents, 1), MOST)
    days = catalogue.load_holidays(resources.text("catalogues/holidays-vn.json")).calendar()
    year = plan.plan(count, options.seed, unit.YEAR, days)
    with TemporaryDirectory() as server:
        begun = unit.begin(options.out, Path(server), count + unit.SPARE, days)
        try:
            made = play.Play(begun.cast, begun.clock, Dice(options.seed), year)
            made.run(_tell)
        finally:
            begun.cast.unit.close()
    said = phrase(options.language, "commands.seed.done", n=len(year.lives), steps=len(year.steps))
    print(said)
    print(phrase(options.language, "commands.seed.words", words=unit.WORDS))
    return 0


def _tell(done: int, total: int) -> None:
    """A line of figures for whoever watches."""
    if sys.stderr.isatty() and (done % 50 == 0 or done == total):
        print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr)
