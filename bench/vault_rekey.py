"""Another database key: a checked copy that a kill cannot hurt, against rewriting in place."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from random import Random

from measure import cpu_of, in_turns, tell

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from db import schema
from db.clock import Clock
from db.engine import close, store_engine, writes
from db.keys.protectors import Protection
from db.open_vault import OpenVault
from db.rekey import rekey
from db.vault import Vault

ROWS, WIDTH, ROUNDS = 60_000, 900, 3
MEGA = 1_000_000
CLOCK = Clock(lambda: 1_790_000_000_000, os.urandom)
PERSON = "0" * 26


def filled(folder: Path) -> OpenVault:
    """A store with one large table and an index."""
    opened = Vault(folder, os.urandom).create(PERSON, "Người", Protection({"kind": "k"}, bytes(32)))
    engine, chance = store_engine(opened.connect), Random(1)
    schema.upgrade(engine)
    rows = [(chance.randbytes(WIDTH), chance.randbytes(8).hex()) for _ in range(ROWS)]
    with writes(engine).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE bulk (n INTEGER PRIMARY KEY, text, word)")
        connection.exec_driver_sql("CREATE INDEX bulk_by_word ON bulk (word)")
        connection.exec_driver_sql("INSERT INTO bulk (text, word) VALUES (?, ?)", rows)
    close(engine)
    return opened


def in_place(opened: OpenVault) -> None:
    """What SQLCipher offers itself: every page rewritten where it lies."""
    connection = opened.connect()
    connection.execute("PRAGMA journal_mode = DELETE")
    key = opened.with_key(lambda key: key.hex())
    connection.execute(f"PRAGMA rekey = \"x'{key}'\"")
    connection.close()


def main() -> None:
    """CPU seconds of both on one store."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "vault"
        opened = filled(folder)
        size = opened.path.stat().st_size

        def ours() -> float:
            nonlocal opened
            before = opened

            def work() -> None:
                nonlocal opened
                opened = rekey(Vault(folder, os.urandom), before, "", CLOCK, lambda _d, _t: True)

            return cpu_of(work)

        value, peer = in_turns(ROUNDS, ours, lambda: cpu_of(lambda: in_place(opened)))
    what = f"another key for {size / MEGA:.0f} MB, every page checked"
    tell(what, value, "s CPU", against="PRAGMA rekey, unchecked", peer=peer, limit=2)


if __name__ == "__main__":
    main()
