"""Files by content: sealing and hashing, against only hashing once and against copying."""

from __future__ import annotations

import tempfile
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random

from measure import cpu_of, in_turns, tell

from db import durable
from db.blobs import Blobs

KEY = bytes(range(32))
SIZES = {"200 KiB": (200 << 10, 40), "64 MiB": (64 << 20, 1)}
chance = Random(1)


def write_raw(path: Path, content: bytes, hashed: bool) -> None:
    """A durable copy of the bytes, and their hash."""
    with durable.fresh(path) as file:
        file.write(content)
        file.flush()
        durable.sync_file(file.fileno())
    path.unlink()
    if hashed:
        sha256(content).digest()


def read_raw(path: Path, hashed: bool) -> None:
    """The bytes of a file, and their hash."""
    data = path.read_bytes()
    if hashed:
        sha256(data).digest()


def measure(folder: Path, size: str) -> None:
    """Store and open contents of one size."""
    length, times = SIZES[size]
    content = chance.randbytes(length)
    blobs = Blobs(folder / size, KEY, KEY, chance.randbytes)
    kept = blobs.stage(content)
    blobs.publish(kept)
    copy = folder / f"{size} copy"
    copy.write_bytes(content)
    raw = folder / f"{size} raw"

    def cpu(work: partial[None]) -> float:
        return cpu_of(lambda: [work() for _ in range(times)]) / times

    stored = (
        partial(lambda: blobs.discard(blobs.stage(content))),
        partial(write_raw, raw, content, True),
        partial(write_raw, raw, content, False),
    )
    ours, hashed, bare = in_turns(5, *(partial(cpu, work) for work in stored))
    tell(f"store {size}, CPU", ours, "s", against="copy + SHA-256", peer=hashed, limit=3)
    tell(f"store {size}, CPU", ours, "s", against="copy", peer=bare, limit=9)
    opened = (
        partial(lambda: len(blobs.read(kept.blob)) and None),
        partial(read_raw, copy, True),
        partial(read_raw, copy, False),
    )
    ours, hashed, bare = in_turns(5, *(partial(cpu, work) for work in opened))
    tell(f"open {size}, CPU", ours, "s", against="read + SHA-256", peer=hashed, limit=4)
    tell(f"open {size}, CPU", ours, "s", against="read", peer=bare, limit=40)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for name in SIZES:
            measure(Path(place), name)
