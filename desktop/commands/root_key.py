"""Commands that the unit's offline root may have a hand in: its key file is named, its passphrase
asked for after the person's own.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.commands import small_files, unlocking

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from core.commits.signatures import Sign
    from db.acting import Store


def argument(parser: argparse.ArgumentParser, said: str) -> None:
    """The option that names the root's key file."""
    parser.add_argument("--root", type=Path, metavar="FILE", help=said)


@contextmanager
def unlocked(options: argparse.Namespace) -> Iterator[tuple[Store, Sign | None]]:
    """The store of the home folder, and the root where its file is named.

    Raises CertificateRefused for another unit's root, and what unlocking raises.
    """
    from db.actions import rooting

    if options.root is None:
        with unlocking.unlocked(options) as store:
            yield store, None
        return
    kept = small_files.read(options.root)
    first = "commands.vault.pin" if options.token else "commands.passphrase"
    words, root_words = unlocking.passphrases(options, first, "commands.root.words")
    with unlocking.unlocked_vault(options, words) as (store, _):
        yield store, rooting.opened(store, kept, root_words)
