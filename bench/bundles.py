"""A bundle of documents with a PDF of 200 kB each, written to a stick and taken in by a machine,
against a plain copy of the same files to the stick and from it, durable each time; and its size
against theirs. Measured on a stick's speed (bench/stick.py), and in a folder of this disk, where
what is left beside the medium shows: taking in also checks, orders and shows the acts, which a copy
does not do.

``--full`` takes 1,000 documents instead of 200.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from measure import tell
from stick import READS, WRITES, cold, stick

from db import durable, sticks
from db.actions import bundles, incoming
from db.actions.files import NewFile
from tests.db.test_ledger import ENTRY, World

COUNT = 1000 if "--full" in sys.argv else 200
SIZE, LIMIT, MOST, ROOM = 200_000, 1.3, 1.01, 64 << 20


def registered(world: World, folder: Path) -> list[Path]:
    """Documents of the clerk; their files in the clear."""
    folder.mkdir()
    world.lease(world.clerk, 11, 11 + COUNT)
    world.pull(world.clerk)
    paths = [folder / f"{number}.pdf" for number in range(COUNT)]
    for path in paths:
        content = b"%PDF-1.7\n" + world.unit.dice(32) * (SIZE // 32)
        path.write_bytes(content)
        file = NewFile(path.name, "application/pdf", content, 1)
        incoming.register(world.clerk.store, ENTRY, file, world.book)
    return paths


def copied(sources: list[Path], folder: Path) -> float:
    """Seconds of a plain copy of files, durable at its end."""
    folder.mkdir()
    begun = perf_counter()
    for path in sources:
        shutil.copyfile(path, folder / path.name)
    for path in sources:
        durable.sync_path(folder / path.name)
    return perf_counter() - begun


def written(world: World, path: Path) -> float:
    """Seconds of an export."""
    begun = perf_counter()
    made = bundles.export(world.clerk.store, [world.commander.mine.device])
    sticks.write(world.clerk.store, made, path)
    return perf_counter() - begun


def taken(world: World, path: Path) -> float:
    """Seconds of an import."""
    begun = perf_counter()
    done = bundles.import_(world.commander.store, sticks.read(path))
    if done.files != COUNT or done.missing:
        raise SystemExit(f"not everything came: {done}")
    return perf_counter() - begun


class Taken(NamedTuple):
    """Seconds of a bundle out and in, and of a plain copy there and back; bytes of the bundle."""

    out: float
    into: float
    there: float
    back: float
    size: int


def carried(folder: Path, medium: Path, between: Callable[[], None]) -> Taken:
    """Everything once by a medium; ``between`` two steps."""
    world = World(folder / "unit")
    sources = registered(world, folder / "files")
    bundle, copies = medium / "goi.antin", medium / "there"
    between()
    there = copied(sources, copies)
    between()
    back = copied([copies / path.name for path in sources], folder / "back")
    between()
    out = written(world, bundle)
    between()
    found = Taken(out, taken(world, bundle), there, back, bundle.stat().st_size)
    world.close()
    bundle.unlink()
    shutil.rmtree(copies)
    return found


def on_disk(top: Path) -> None:
    """The best of two rounds in a folder of this disk."""
    found = []
    for number in range(2):
        folder, medium = top / str(number), top / f"medium-{number}"
        (folder / "unit").mkdir(parents=True)
        medium.mkdir()
        found.append(carried(folder, medium, lambda: None))
    best = Taken(*(min(column) for column in zip(*found, strict=True)))
    what, against = f"bundle, {COUNT} documents", "plain copy, there and back"
    peer = (best.there + best.back) / 2
    tell(f"{what}: out", best.out, "s", against=against, peer=peer, limit=LIMIT)
    tell(f"{what}: in", best.into, "s", against=against, peer=peer, limit=LIMIT)
    plain = COUNT * SIZE / 1e6
    tell(f"{what}: size", best.size / 1e6, "MB", against="the files", peer=plain, limit=MOST)


def on_stick(top: Path, medium: Path) -> None:
    """Once by a stick, plugged in anew for each step."""
    (top / "stuck" / "unit").mkdir(parents=True)
    found = carried(top / "stuck", medium, cold)
    speed = f"{WRITES // 10**6} and {READS // 10**6} MB/s"
    tell(
        f"bundle, {COUNT} documents, stick of {speed}: out and in", found.out + found.into, "s",
        against="plain copy, there and back", peer=found.there + found.back, limit=LIMIT,
    )  # fmt: skip


def main() -> None:
    """Measure and tell."""
    with tempfile.TemporaryDirectory(prefix="antin-bench-") as folder:
        top = Path(folder)
        on_disk(top)
        with stick(top, 3 * COUNT * SIZE + ROOM) as medium:
            if medium is not None:
                on_stick(top, medium)


main()
