"""Rows of the encrypted store through SQLAlchemy, against the encrypted driver alone."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa
from measure import cpu_of, in_turns, tell

from db.connection import MAIN_CACHE_KIB, create_store, open_store
from db.engine import store_engine, writes

KEY = bytes(range(32))
COLUMNS = 20
BATCH, ACTS = 5_000, 300
chance = Random(1)

ENTRIES = sa.Table(
    "entries",
    sa.MetaData(),
    sa.Column("n", sa.Integer, primary_key=True),
    *(sa.Column(f"c{i}", sa.String, index=i < 5) for i in range(COLUMNS)),
)
NAMES = [column.name for column in ENTRIES.columns]


def entries(count: int, first: int) -> list[tuple[Any, ...]]:
    """Rows as wide as a register's."""
    return [
        (n, f"{n} {chance.randbytes(60).hex()}", *(f"{chance.randrange(10**9)}" for _ in NAMES[2:]))
        for n in range(first, first + count)
    ]


class Rows:
    """The same rows through SQLAlchemy on our engine and by the driver alone, each in its file."""

    def __init__(self, folder: Path) -> None:
        for name in ("ours.db", "bare.db"):
            create_store(folder / name, KEY)
        self.engine = store_engine(partial(open_store, folder / "ours.db", KEY))
        self.bare = open_store(folder / "bare.db", KEY, MAIN_CACHE_KIB)
        with writes(self.engine).begin() as connection:
            ENTRIES.metadata.create_all(connection)
            made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql NOT NULL")
            for (statement,) in made.all():
                self.bare.execute(statement)
        self.insert = f"INSERT INTO entries VALUES ({', '.join('?' * len(NAMES))})"
        self.first = {"ours": 1, "bare": 1}

    def next(self, side: str, count: int) -> list[tuple[Any, ...]]:
        """Fresh rows for one side."""
        first = self.first[side]
        self.first[side] = first + count
        return entries(count, first)

    def batch_ours(self) -> float:
        """Many rows in one transaction."""
        rows = [dict(zip(NAMES, row, strict=True)) for row in self.next("ours", BATCH)]

        def work() -> None:
            with writes(self.engine).begin() as connection:
                connection.execute(ENTRIES.insert(), rows)

        return cpu_of(work)

    def batch_bare(self) -> float:
        """The same by the driver."""
        rows = self.next("bare", BATCH)

        def work() -> None:
            self.bare.execute("BEGIN IMMEDIATE")
            self.bare.executemany(self.insert, rows)
            self.bare.execute("COMMIT")

        return cpu_of(work)

    def acts_ours(self) -> float:
        """One row a transaction."""
        rows = [dict(zip(NAMES, row, strict=True)) for row in self.next("ours", ACTS)]

        def work() -> None:
            for row in rows:
                with writes(self.engine).begin() as connection:
                    connection.execute(ENTRIES.insert(), row)

        return cpu_of(work) / ACTS

    def acts_bare(self) -> float:
        """The same by the driver."""
        rows = self.next("bare", ACTS)

        def work() -> None:
            for row in rows:
                self.bare.execute("BEGIN IMMEDIATE")
                self.bare.execute(self.insert, row)
                self.bare.execute("COMMIT")

        return cpu_of(work) / ACTS

    def page_ours(self) -> float:
        """A page of a hundred rows."""
        page = sa.select(ENTRIES).where(ENTRIES.c.n < sa.bindparam("top"))
        page = page.order_by(ENTRIES.c.n.desc()).limit(100)

        def work() -> None:
            for top in range(1000, 6000, 100):
                with self.engine.begin() as connection:
                    connection.execute(page, {"top": top}).all()

        return cpu_of(work) / 50

    def page_bare(self) -> float:
        """The same by the driver."""
        page = "SELECT * FROM entries WHERE n < ? ORDER BY n DESC LIMIT 100"

        def work() -> None:
            for top in range(1000, 6000, 100):
                self.bare.execute("BEGIN")
                self.bare.execute(page, (top,)).fetchall()
                self.bare.execute("COMMIT")

        return cpu_of(work) / 50


def main(folder: Path) -> None:
    """Insert at once, insert one by one, read a page."""
    both = Rows(folder)
    against = "sqlcipher3 alone"
    ours, bare = in_turns(5, both.batch_ours, both.batch_bare)
    tell(f"insert {BATCH} rows at once, CPU", ours, "s", against=against, peer=bare, limit=3)
    ours, bare = in_turns(5, both.acts_ours, both.acts_bare)
    tell("insert one row and commit, CPU", ours, "s", against=against, peer=bare, limit=5)
    ours, bare = in_turns(5, both.page_ours, both.page_bare)
    tell("read a page of 100 rows, CPU", ours, "s", against=against, peer=bare, limit=4)
    both.engine.dispose()
    both.bare.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        main(Path(place))
