"""A backup of a store with files: the first against copying the same files, the next against
reading and hashing them once.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from hashlib import file_digest
from pathlib import Path
from random import Random

from measure import cpu_of, in_turns, tell

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from db import durable
from db.actions import incoming
from db.actions.files import NewFile
from db.care import backup
from tests.soak import station
from tests.soak.station import Station, entry

DOCUMENTS, FILE_SIZE, ROUNDS = 100, 1_000_000, 3
MEGA = 1_000_000


def filled(folder: Path) -> Station:
    """A store with documents that each have a file."""
    station.found(folder)
    opened, chance = Station(folder), Random(1)
    for number in range(DOCUMENTS):
        file = NewFile("giả lập.pdf", "application/pdf", chance.randbytes(FILE_SIZE), 1)
        incoming.register(opened.store, entry(f"{number}/TM-TH"), file, opened.book)
    return opened


def copied(source: Path, target: Path) -> None:
    """Every file of a folder into another, each durable, and nothing else."""
    for path in sorted(source.rglob("*")):
        if path.is_file():
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            with path.open("rb") as reading, durable.fresh(copy) as writing:
                shutil.copyfileobj(reading, writing, 1 << 20)
                writing.flush()
                durable.sync_file(writing.fileno())
            durable.sync_folder(copy.parent)


def hashed(source: Path) -> None:
    """Every file of a folder read once and hashed, and nothing else."""
    for path in sorted(source.rglob("*")):
        if path.is_file():
            with path.open("rb") as reading:
                file_digest(reading, "sha256").digest()


def main() -> None:
    """CPU seconds of the first run and of one with nothing new."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        opened = filled(folder)
        size = sum(path.stat().st_size for path in opened.place.rglob("*") if path.is_file())

        def first() -> float:
            shutil.rmtree(opened.target)
            opened.target.mkdir()
            return cpu_of(lambda: backup.run(opened.store, opened.vault, opened.target))

        def plain() -> float:
            target = folder / "plain"
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir()
            return cpu_of(lambda: copied(opened.place, target))

        def following() -> float:
            return cpu_of(lambda: backup.run(opened.store, opened.vault, opened.target))

        def once() -> float:
            return cpu_of(lambda: hashed(opened.place))

        ours, bare = in_turns(ROUNDS, first, plain)
        again, read = in_turns(ROUNDS, following, once)
        opened.close()
    what, unit = f"first backup of {size / MEGA:.0f} MB, read back", "s CPU"
    tell(what, ours, unit, against="copy of the same files", peer=bare, limit=6)
    against = "the same files read and hashed once"
    tell("next backup, nothing new", again, unit, against=against, peer=read, limit=1)


if __name__ == "__main__":
    main()
