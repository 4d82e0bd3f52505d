"""Ordering commits on PostgreSQL, durable in store and journal before the receipt, against the
database's own small transactions (pgbench, simple update) in the same cluster with fsync on.

A message of one commit is what a person's act sends; one of a hundred is a machine's that was away.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from measure import tell
from sync_rig import FULL

from core.commits.format import Commit
from db import commits
from db.actions import incoming
from server.home import Home
from server.orders import Orders
from tests.server.postgres import Cluster, cluster
from tests.server.town import Town, copied, found_town, free_port

SINGLE = 60
MANY, BATCH = (3_000 if FULL in sys.argv else 300), 100
DOCUMENTS, SECONDS = 8, 5
GOAL_MS = 1000


def acts(unit: Town, count: int) -> list[Commit]:
    """Acts of a clerk, one chain."""
    clerk = unit.machine("clerk")
    documents = [clerk.register() for _ in range(DOCUMENTS)]
    for number in range(count - DOCUMENTS):
        subject = f"Về việc bảo đảm thông tin liên lạc lần thứ {number}"
        incoming.edit(clerk.store, documents[number % DOCUMENTS], subject=subject)
    with clerk.store.engine.begin() as connection:
        return commits.unsent(connection, clerk.store.stream, count)


def ordered(home: Home, made: Sequence[Commit], batch: int) -> tuple[float, list[float]]:
    """Processor seconds of this process for a commit; seconds until each message's receipts may
    leave, in order of length.
    """
    orders = Orders(home)
    taken = []
    spent = time.process_time()
    for start in range(0, len(made), batch):
        begun = time.perf_counter()
        done = orders.push(made[start : start + batch])
        taken.append(time.perf_counter() - begun)
        if len(done.receipts) != len(made[start : start + batch]):
            raise SystemExit("not everything was ordered")
    return (time.process_time() - spent) / len(made), sorted(taken)


def pgbench(made: Cluster, clients: int) -> float:
    """Transactions a second of the database alone."""
    made.run("createdb", "-h", str(made.folder), "-U", "antin", f"peer{clients}")
    words = ["-h", str(made.folder), "-U", "antin", f"peer{clients}"]
    made.run("pgbench", "-i", "-q", *words)
    done = subprocess.run(
        [made.programs / "pgbench", "-N", "-c", str(clients), "-T", str(SECONDS), *words],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True, cwd=made.folder,
    )  # fmt: skip
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    assert found is not None
    return float(found[1])


def waiting(made: Cluster) -> None:
    """Let the cluster of the tests, which does not wait for the disk, wait for it."""
    for words in ("ALTER SYSTEM SET fsync = on", "SELECT pg_reload_conf()"):
        made.run("psql", "-h", str(made.folder), "-U", "antin", "-c", words, "postgres")


def main(folder: Path) -> None:
    """A unit's server on a database that waits for the disk."""
    founded = found_town(folder / "made", free_port())
    with cluster() as made:
        waiting(made)
        unit = copied(founded, folder / "unit", made.database())
        with unit.stack:
            sent = acts(unit, SINGLE + MANY)
            with unit.opened() as home:
                single, taken = ordered(home, sent[:SINGLE], 1)
                many, _ = ordered(home, sent[SINGLE:], BATCH)
        peer, what = 1000 / pgbench(made, 1), "one transaction of pgbench, one client"
    for name, spent in (("one by one", single), ("a hundred at a time", many)):
        tell(f"order a commit, {name}", spent * 1000, "ms CPU", against=what, peer=peer, limit=2)
    middle, last = (taken[len(taken) * part // 100] * 1000 for part in (50, 99))
    tell("its receipt, median", middle, "ms", against="goal", peer=GOAL_MS, limit=1)
    tell("its receipt, p99", last, "ms", against="goal", peer=GOAL_MS, limit=1)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="antin-bench-") as place:
        main(Path(place))
