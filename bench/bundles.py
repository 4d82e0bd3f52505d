"""A bundle of documents with a PDF of 200 kB each, written to a stick and taken in by a machine,
against a plain copy of the same files to the stick and from it, durable each time; and its size
against theirs. The stick is a folder of the same disk. Taking in also checks, orders and shows the
acts, which a copy does not do.

``--full`` takes 1,000 documents instead of 200.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from measure import tell

from db import durable, sticks
from db.actions import bundles, incoming
from db.actions.files import NewFile
from tests.db.test_ledger import ENTRY, World

COUNT = 1000 if "--full" in sys.argv else 200
SIZE, LIMIT, MOST = 200_000, 1.3, 1.01


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


def rounds(top: Path) -> Iterator[tuple[float, float, float]]:
    """Seconds out, in, and of both copies."""
    for number in range(2):
        folder = top / str(number)
        (folder / "unit").mkdir(parents=True)
        world = World(folder / "unit")
        sources = registered(world, folder / "files")
        there = copied(sources, folder / "there")
        out = written(world, folder / "goi.antin")
        back = copied([folder / "there" / path.name for path in sources], folder / "back")
        yield out, taken(world, folder / "goi.antin"), there + back
        world.close()


def main() -> None:
    """Measure and tell."""
    with tempfile.TemporaryDirectory(prefix="antin-bench-") as folder:
        top = Path(folder)
        outs, ins, copies = (min(column) for column in zip(*rounds(top), strict=True))
        size = (top / "0" / "goi.antin").stat().st_size
    what, against = f"bundle, {COUNT} documents", "plain copy, there and back"
    tell(f"{what}: out", outs, "s", against=against, peer=copies / 2, limit=LIMIT)
    tell(f"{what}: in", ins, "s", against=against, peer=copies / 2, limit=LIMIT)
    plain = COUNT * SIZE / 1e6
    tell(f"{what}: size", size / 1e6, "MB", against="the files", peer=plain, limit=MOST)


main()
