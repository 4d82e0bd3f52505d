"""The deep check of a store and its rebuilding: what 100,000 more commits cost, against hashing and
verifying them alone. Two sizes are measured, so that what every run costs falls out.
"""

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

SMALL, LARGE, ROUNDS, TOLD = 300, 1_200, 3, 100_000
MORE = LARGE - SMALL


def filled(folder: Path, documents: int) -> Station:
    """A store with documents, one commit each."""
    folder.mkdir()
    station.found(folder)
    opened = Station(folder)
    for number in range(documents):
        incoming.register(opened.store, entry(f"{number}/TM-TH"), None, opened.book)
    return opened


def by_hand(opened: Station) -> Callable[[], None]:
    """Hashing and verifying as many commits as the larger store has more, and nothing else."""
    table = models.Commit
    own = table.device == opened.store.author.device
    with opened.store.engine.begin() as connection:
        query = sa.select(table.header, table.payload, table.signature).where(own).limit(MORE)
        rows = [
            (row.header, row.payload or b"", row.signature) for row in connection.execute(query)
        ]
        key = unb64(incarnation.installation(connection).sign, 32)
    assert len(rows) == MORE
    public = Ed25519PrivateKey.from_private_bytes(key).public_key()

    def work() -> None:
        for header, payload, signature in rows:
            sha256(header).digest()
            sha256(payload).digest()
            public.verify(signature, message(Tag.COMMIT, header))

    return work


def check(opened: Station) -> None:
    """Everything, with the re-fold."""
    assert integrity.check(opened.store, opened.vault, Depth.DEEP).whole


def main() -> None:
    """The slopes of the check and of the rebuilding of every row."""
    with tempfile.TemporaryDirectory() as place:
        stores = [filled(Path(place, str(size)), size) for size in (SMALL, LARGE)]
        sides: list[Callable[[], object]] = [by_hand(stores[1])]
        sides += [partial(check, opened) for opened in stores]
        sides += [partial(rebuild.rebuild, opened.store) for opened in stores]
        bare, *taken = in_turns(ROUNDS, *(partial(cpu_of, side) for side in sides))
        for opened in stores:
            opened.close()
    deep, again = (taken[at + 1] - taken[at] for at in (0, 2))
    rows = (("deep check", deep, 30), ("rebuild", again, 120))
    for what, seconds, limit in rows:
        tell(
            f"{what}, for each 100,000 commits",
            seconds / MORE * TOLD,
            "s CPU",
            against="SHA-256 and Ed25519 alone",
            peer=bare / MORE * TOLD,
            limit=limit,
        )


if __name__ == "__main__":
    main()
