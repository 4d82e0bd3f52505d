"""From the right key to the first hundred rows: all that unlocking does beyond the derivation of
the passphrase, against the driver alone on the same store.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from measure import cpu_of, in_turns, tell

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.office.terms import Kind
from db.actions import incoming
from db.keys import passphrase
from db.queries import documents
from db.queries.documents import View
from tests.soak import station
from tests.soak.station import Station, entry

DOCUMENTS, ROUNDS = 200, 7
ALL = View((Kind.INCOMING,))


def ours(folder: Path) -> float:
    """CPU seconds of opening by a key file, counters, revision and first rows included."""
    found: list[Station] = []

    def work() -> None:
        opened = Station(folder)
        found.append(opened)
        documents.rows(opened.store, documents.ids(opened.store, ALL)[:100])

    taken = cpu_of(work)
    found[0].close()
    return taken


def alone(opened: Station) -> float:
    """CPU seconds of a connection with the raw key and the same rows by the driver."""

    def work() -> None:
        connection = opened.vault.connect()
        query = "SELECT * FROM documents ORDER BY created DESC, n DESC LIMIT 100"
        assert len(connection.execute(query).fetchall()) == 100
        connection.close()

    return cpu_of(work)


def main() -> None:
    """Two rows: against the driver, and against the derivation that comes before it."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        station.found(folder)
        opened = Station(folder)
        for number in range(DOCUMENTS):
            incoming.register(opened.store, entry(f"{number}/TM-TH"), None, opened.book)
        mine, driver, derived = in_turns(
            ROUNDS,
            lambda: ours(folder),
            lambda: alone(opened),
            lambda: cpu_of(lambda: passphrase.derive("đo", bytes(16), passphrase.FLOOR)),
        )
        opened.close()
    what = "unlock beyond the derivation, first 100 rows"
    tell(what, mine * 1000, "ms CPU", against="driver alone", peer=driver * 1000, limit=30)
    floor = "Argon2id at its floor"
    tell(what, mine * 1000, "ms CPU", against=floor, peer=derived * 1000, limit=0.5)


if __name__ == "__main__":
    main()
