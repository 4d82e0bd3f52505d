"""``antin vault rekey``: another database key, where the old one may have leaked.

Ctrl+C stops it with the store as it was.
"""

from __future__ import annotations

import argparse
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from desktop.commands import unlocking
from desktop.phrases import Language, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WIDTH: Final = 40


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""
    unlocking.arguments(parser, language)
    reason = phrase(language, "commands.vault.rekey.reason")
    parser.add_argument("--reason", required=True, metavar="TEXT", help=reason)


def run(options: argparse.Namespace) -> int:
    """Do it with progress where somebody looks."""
    with unlocking.installation(options) as session:
        unlocking.unlock(options, session)
        with _until_stopped() as stopped:
            session.rekey(options.reason, lambda done, total: _tell(done, total) and not stopped())
    print(phrase(options.language, "commands.vault.rekey.done"))
    return 0


def _tell(done: int, total: int) -> bool:
    if sys.stderr.isatty():
        marks = WIDTH * done // max(total, 1)
        end = "\n" if done == total else ""
        print(f"\r{'█' * marks:·<{WIDTH}}", end=end, file=sys.stderr, flush=True)
    return True


@contextmanager
def _until_stopped() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl+C was pressed; nothing is interrupted in the middle."""
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)
