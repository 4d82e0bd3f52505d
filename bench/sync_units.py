"""Many units on one PostgreSQL: eight machines of each send their acts one by one, and the servers,
as many processes as there are cores, order them, durable in store and journal; against pgbench's
small transactions (simple update) with a client for each unit, in the same cluster with fsync on.

``--full`` takes 64 units. The road is left out: what a question costs there is in sync_changes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from measure import tell
from sync_rig import FULL
from sync_server import pgbench, waiting

from core.commits.format import Commit
from core.sync import segment
from db import commits
from server import home
from server.home import Home
from server.orders import Orders
from tests.server.postgres import Cluster, cluster
from tests.server.test_clones import open_dossier
from tests.server.town import Town, copied, found_town, free_port

UNITS = 64 if FULL in sys.argv else 8
DEVICES, ACTS, LANES = 8, 6, 8
CORES = len(os.sched_getaffinity(0))
GOAL_MS = 1000
SENT = "sent"


def founded(folder: Path) -> Town:
    """A unit with its machines, known to the server; their acts stand in files beside it."""
    town = found_town(folder, free_port())
    with town.stack:
        admin, clerk = town.machine("admin"), town.machine("clerk")
        made = [town.join(admin, f"machine {n}", clerk.person) for n in range(DEVICES)]
        with town.running():
            town.sync(admin, *made)
        for machine in made:
            for number in range(ACTS):
                open_dossier(machine, f"{machine.name}, {number}")
            with machine.store.engine.begin() as connection:
                acts = commits.unsent(connection, machine.store.stream, ACTS)
            for run in segment.runs(acts):
                (folder / "server" / f"{machine.name}.{SENT}").write_bytes(run.data)
    return town


def brought(unit: Path) -> list[Commit]:
    """The acts of a unit's machines, each in its turn."""
    files = sorted((unit / "server").glob(f"*.{SENT}"))
    chains = [segment.decode(file.read_bytes()).commits for file in files]
    return [commit for turn in zip(*chains, strict=True) for commit in turn]


def order(opened: Home, acts: list[Commit]) -> list[float]:
    """Order them one by one; seconds until each receipt might leave."""
    orders, taken = Orders(opened), []
    for act in acts:
        begun = time.perf_counter()
        if len(orders.push([act]).receipts) != 1:
            raise SystemExit("an act was not ordered")
        taken.append(time.perf_counter() - begun)
    return taken


def serve(places: list[tuple[str, str]]) -> None:
    """One process: the servers of some units; begins when a line comes in."""
    with ExitStack() as stack:
        homes = [
            (
                stack.enter_context(home.opened(Path(unit) / "server", None, base)),
                brought(Path(unit)),
            )
            for unit, base in places
        ]
        print("ready", flush=True)
        sys.stdin.readline()
        with ThreadPoolExecutor(LANES) as lanes:
            taken = [one for each in lanes.map(lambda pair: order(*pair), homes) for one in each]
        print(json.dumps(taken), flush=True)


def measured(places: list[tuple[str, str]]) -> tuple[float, list[float]]:
    """All processes together: seconds in all, and for each receipt."""
    parts = [places[at::CORES] for at in range(CORES)]
    running = [
        subprocess.Popen(
            [sys.executable, __file__, json.dumps(part)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for part in parts
    ]  # fmt: skip
    for each in running:
        assert each.stdout is not None
        each.stdout.readline()
    begun = time.perf_counter()
    said = []
    for each in running:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    for each in running:
        assert each.stdout is not None
        said += json.loads(each.stdout.readline())
    ended = time.perf_counter() - begun
    for each in running:
        each.communicate()
    return ended, sorted(said)


def widen(made: Cluster) -> None:
    """Let as many connect as there are units."""
    words = ["-h", str(made.folder), "-U", "antin", "-c", "ALTER SYSTEM SET max_connections = 400"]
    made.run("psql", *words, "postgres")
    made.run("pg_ctl", "-D", str(made.folder / "data"), "-w", "-m", "fast", "restart")


def main(folder: Path) -> None:
    """As many databases as units, each filled from the same journal."""
    made_once = founded(folder / "made")
    with cluster() as made:
        widen(made)
        places = []
        for number in range(UNITS):
            unit = copied(made_once, folder / f"unit-{number}", made.database())
            places.append((str(unit.folder), str(unit.database)))
        waiting(made)
        whole, taken = measured(places)
        peer = pgbench(made, UNITS)
    words = f"{UNITS} units of {DEVICES} machines"
    each = 1000 * whole / len(taken)
    tell(
        f"an act of {words}, {len(taken) / whole:.0f} a second", each, "ms",
        against=f"a transaction of pgbench, {peer:.0f} a second", peer=1000 / peer, limit=60,
    )  # fmt: skip
    for name, part in (("median", 50), ("p99", 99)):
        value = taken[len(taken) * part // 100] * 1000
        tell(f"its receipt, {name}", value, "ms", against="goal", peer=GOAL_MS, limit=1)


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1] != FULL:
        serve(json.loads(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory(prefix="antin-bench-") as place:
            main(Path(place))
