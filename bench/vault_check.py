"""The deep check of a store, told for 100,000 commits, against hashing and verifying alone."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from measure import cpu_of, in_turns, tell

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.commits.ids import unb64
from core.commits.signatures import Tag, message
from db import incarnation, models
from db.actions import incoming
from db.care import integrity, rebuild
from db.care.findings import Depth
from tests.soak import station
from tests.soak.station import Station, entry

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENTS, ROUNDS, TOLD = 600, 3, 100_000


def filled(folder: Path) -> Station:
    """A store with documents."""
    station.found(folder)
    opened = Station(folder)
    for number in range(DOCUMENTS):
        incoming.register(opened.store, entry(f"{number}/TM-TH"), None, opened.book)
    return opened


def by_hand(opened: Station) -> Callable[[], None]:
    """Hashing and verifying the station's own commits, and nothing else."""
    table = models.Commit
    own = table.device == opened.store.author.device
    with opened.store.engine.begin() as connection:
        query = sa.select(table.header, table.payload, table.signature).where(own)
        rows = [
            (row.header, row.payload or b"", row.signature) for row in connection.execute(query)
        ]
        key = unb64(incarnation.installation(connection).sign, 32)
    assert len(rows) >= DOCUMENTS
    public = Ed25519PrivateKey.from_private_bytes(key).public_key()

    def work() -> None:
        for header, payload, signature in rows[:DOCUMENTS]:
            sha256(header).digest()
            sha256(payload).digest()
            public.verify(signature, message(Tag.COMMIT, header))

    return work


def main() -> None:
    """The check with its re-fold, and the rebuilding of every row."""
    with tempfile.TemporaryDirectory() as place:
        opened = filled(Path(place))

        def check() -> None:
            assert integrity.check(opened.store, opened.vault, Depth.DEEP).whole

        sides = (check, by_hand(opened), lambda: rebuild.rebuild(opened.store))
        taken = in_turns(ROUNDS, *(partial(cpu_of, side) for side in sides))
        opened.close()
    deep, bare, again = (seconds / DOCUMENTS * TOLD for seconds in taken)
    against = "SHA-256 and Ed25519 alone"
    tell("deep check of 100,000 commits", deep, "s CPU", against=against, peer=bare, limit=30)
    tell("rebuild of 100,000 commits", again, "s CPU", against="the check", peer=deep, limit=20)


if __name__ == "__main__":
    main()
