"""Registering an incoming document, all of it, against bare inserts of the same bytes."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from measure import cpu_of, in_turns, tell

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from db.actions import incoming
from db.actions.incoming import Incoming
from db.connection import MAIN_CACHE_KIB, create_store, open_store
from tests.db.test_ledger import World

ACTS, ROUNDS = 40, 3
KEY = bytes(range(32))


def entry(n: int) -> Incoming:
    """A fictional letter."""
    return Incoming(
        code=f"{n}/TM-TH",
        issuer="Phòng Tham mưu",
        subject=f"Về việc bảo đảm thông tin liên lạc cho diễn tập lần thứ {n}",
        type="cong-van",
        document_date="2026-11-16",
        arrived="2026-11-18",
    )


class Sides:
    """The product on one store, the driver alone on another."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.world.lease(self.world.clerk, 10, 10_000)
        self.world.pull(self.world.clerk)
        create_store(folder / "bare.db", KEY)
        self.bare = open_store(folder / "bare.db", KEY, MAIN_CACHE_KIB)
        columns = "n INTEGER PRIMARY KEY, header, payload, signature, row"
        self.bare.execute(f"CREATE TABLE kept ({columns})")
        self.count = 0
        self.kept: list[tuple[bytes, bytes, bytes, bytes]] = []

    def ours(self) -> float:
        """CPU seconds of one registration."""

        def work() -> None:
            for _ in range(ACTS):
                self.count += 1
                incoming.register(self.world.clerk.store, entry(self.count), None, self.world.book)

        taken = cpu_of(work) / ACTS
        found = self.world.unsent(self.world.clerk, self.world.unit.stream)[-ACTS:]
        self.kept = [(c.raw, c.payload or b"", c.signature, c.payload or b"") for c in found]
        return taken

    def alone(self) -> float:
        """CPU seconds of one bare insert of the same bytes, each in a durable transaction."""

        def work() -> None:
            for row in self.kept:
                self.bare.execute("BEGIN IMMEDIATE")
                self.bare.execute(
                    "INSERT INTO kept (header, payload, signature, row) VALUES (?, ?, ?, ?)", row
                )
                self.bare.execute("COMMIT")

        return cpu_of(work) / ACTS


def main() -> None:
    """One row."""
    with tempfile.TemporaryDirectory() as folder:
        sides = Sides(Path(folder))
        ours, bare = in_turns(ROUNDS, sides.ours, sides.alone)
        tell(
            "register an incoming document",
            ours * 1000,
            "ms CPU",
            against="bare SQLCipher insert of the same bytes",
            peer=bare * 1000,
            limit=400,
        )
        sides.bare.close()
        sides.world.close()


main()
