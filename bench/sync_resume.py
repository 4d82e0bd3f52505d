"""A file of 100 MB on its way to the server and on to another machine, at 100 Mbit/s over real TLS,
while the machine's process is killed again and again, at places chosen by a seed: what the road
carried beyond what the same file takes without a kill, against what may be under way then, a chunk
on each connection. Counted are all bytes both ways, those of TCP, of TLS and of each new greeting
too. In the end the file is read at both and is the same.

``--full`` kills 20 times each way.
"""

from __future__ import annotations

import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from measure import tell
from roads import carried, inside, shape
from sync_rig import FULL, hold_back, name_files, put_files, served, town

from core.commits.ids import b64
from db.acting import Store
from db.actions import transfers
from desktop import clock
from desktop.clock import Dice
from desktop.sync.client import Server
from tests.server.town import Town

SIZE, CHUNK, MBIT = 100_000_000, 1 << 20, 100
KILLS, SEED = 20 if FULL in sys.argv else 5, 7
MACHINE = "--machine"
LOOK_S = 0.0005


class Files(NamedTuple):
    """Two files of one size: one that travels at a stretch, and one whose way is cut."""

    straight: str
    cut: str


def alone(unit: Town, name: str) -> None:
    """What the process of a machine does: it says that it is there, then one round."""
    with unit.stack:
        machine = unit.machine(name)
        print(flush=True)
        [done] = unit.sync(machine)
        if done.problems or not done.complete:
            raise SystemExit(f"the round failed: {done.problems}")


def round_of(unit: Town, name: str, end: float) -> bool:
    """A round of a machine, killed once the road has carried so much; whether it ended before."""
    words = [sys.executable, __file__, MACHINE, str(unit.folder), str(unit.port), name]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        while running.poll() is None:
            if carried() >= end:
                running.kill()
                return False
            time.sleep(LOOK_S)
    if running.returncode:
        raise SystemExit(f"{name}: {running.returncode}")
    return True


def sent(unit: Town, name: str, kills: list[int]) -> int:
    """Bytes that the road carried until a machine had done its round, killed at some of them."""
    begun = carried()
    for after in kills:
        if round_of(unit, name, begun + after):
            raise SystemExit("it ended before it was killed")
    round_of(unit, name, float("inf"))
    return carried() - begun


def filled(unit: Town) -> Files:
    """The files lie at the clerk's machine; the server knows of them."""
    with unit.stack:
        clerk = unit.machine("clerk")
        files = Files(*put_files(clerk, (clock.random_bytes(SIZE) for _ in Files._fields)))
        hold_back(clerk.store, files, held=True)
        with unit.opened() as home:
            name_files(home.store, clerk.store.stream, files)
    return files


def up(unit: Town, blob: str, kills: list[int]) -> int:
    """What the road carried for a file from the clerk's machine to the server."""
    with unit.stack:
        hold_back(unit.machine("clerk").store, [blob], held=False)
    return sent(unit, "clerk", kills)


def down(unit: Town, blob: str, kills: list[int]) -> int:
    """The same from the server to the commander's."""
    with unit.stack:
        commander = unit.machine("commander")
        name_files(commander.store, commander.store.stream, [blob])
    return sent(unit, "commander", kills)


def same(store: Store, blob: str) -> None:
    """End the run unless a file is here whole and is, read again, what it is called."""
    row = transfers.here(store, [blob])[blob]
    if b64(sha256(store.blobs.read(row)).digest()) != blob or row.size != SIZE:
        raise SystemExit("the file is another")


def main() -> None:
    """Each way once at a stretch and once cut."""
    dice = Dice(SEED)
    with town() as unit:
        files = filled(unit)
        with served(unit):
            shape(MBIT)
            for way in (up, down):
                whole = way(unit, files.straight, [])
                kills = sorted(dice.randrange(CHUNK, SIZE * 9 // 10) for _ in range(KILLS))
                wasted = way(unit, files.cut, kills) - whole
                tell(
                    f"{SIZE // 10**6} MB {way.__name__}, killed {KILLS} times: wasted",
                    wasted / 1e6, "MB", against=f"{Server.abreast} chunks of 1 MiB for each kill",
                    peer=Server.abreast * CHUNK * KILLS / 1e6, limit=1,
                )  # fmt: skip
        with unit.opened() as home, unit.stack:
            for store in (home.store, unit.machine("commander").store):
                same(store, files.cut)


if __name__ == "__main__":
    if MACHINE in sys.argv:
        place, port, name = sys.argv[2:5]
        alone(Town(Path(place), int(port)), name)
    elif inside():
        main()
