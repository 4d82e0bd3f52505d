"""Two server processes on one PostgreSQL care for one second medium at once."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import Barrier

import pytest

from core.commits.ids import b64
from db.actions import mirroring
from db.actions.mirroring import Standing
from server.home import Home
from server.mirroring import Care, batches
from tests.server.postgres import Cluster
from tests.server.test_mirroring import apart, both
from tests.server.town import Town, copied

FILES = [f"%PDF-1.7 tệp thứ {number}".encode() * 400 for number in range(20)]
BLOBS = [b64(sha256(content).digest()) for content in FILES]


@pytest.fixture
def town(founded: Town, postgres: Cluster, tmp_path: Path) -> Iterator[Town]:
    """A server on PostgreSQL that has files which are nowhere else yet."""
    made = copied(founded, tmp_path / "town", postgres.database())
    with made.stack:
        clerk, found = made.machine("clerk"), made.folder / "second"
        made.lease("Máy clerk", len(FILES) + 10)
        with made.running():
            made.sync(clerk)
            for content in FILES:
                clerk.register(content)
            made.sync(clerk)
        yield replace(made, mirror=found, apart=apart)


def test_each_copies_all_and_neither_harms_the_other(town: Town) -> None:
    with ExitStack() as stack:
        homes = [stack.enter_context(town.opened()) for _ in range(2)]
        start = Barrier(len(homes))

        def care(found: Home) -> int:
            assert found.mirror is not None
            start.wait()
            standing = mirroring.settle(found.store, found.mirror)
            assert standing is Standing.APART
            done = mirroring.follow(found.store, found.mirror, standing, "")
            assert done.trouble is None
            return done.files

        with ThreadPoolExecutor(len(homes)) as lanes:
            assert max(lanes.map(care, homes)) > 0
        whole(town, homes[0])
    assert town.mirror is not None
    assert not [path for path in town.mirror.rglob("*") if path.suffix in {".part", ".staged"}]


def whole(town: Town, found: Home) -> None:
    """Everything lies there with a row by which it can come back, and is vouched for."""
    assert found.mirror is not None
    assert set(mirroring.media(found.store, found.mirror, BLOBS).values()) == {2}
    for blob, content in zip(BLOBS, FILES, strict=True):
        here, there = both(town, found, blob)
        assert here.read_bytes() == there.read_bytes()
        row = found.mirror.kept_row(blob)
        assert row is not None
        assert found.store.blobs.read(row) == content


def test_what_a_crash_left_there_is_removed_after_a_day(town: Town) -> None:
    assert town.mirror is not None
    with town.opened() as found:
        list(batches(found, Care()))
        old, young = (town.mirror / "parts" / f"{name}.staged" for name in ("old", "young"))
        for path, age in ((old, 90_000), (young, 0)):
            path.write_bytes(b"half")
            os.utime(path, (time.time() - age,) * 2)
        list(batches(found, Care()))
        assert (old.exists(), young.exists()) == (False, True)
        whole(town, found)
