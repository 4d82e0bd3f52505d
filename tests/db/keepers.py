"""What the tests of the store share: reproducible bytes, one key, an open store, a small disk."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING

import pytest

from db.connection import create_store, open_store
from db.engine import store_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import sqlalchemy as sa

KEY = bytes(range(0x20, 0x40))


def bytes_from(seed: int) -> Callable[[int], bytes]:
    """Bytes that are the same in every run."""
    return Random(seed).randbytes


def store(folder: Path) -> Path:
    """An empty store under KEY."""
    path = folder / "store.db"
    create_store(path, KEY)
    return path


def engine_on(path: Path) -> sa.Engine:
    """An engine on a store under KEY that does not wait for other writers."""

    def connect(cache_kib: int) -> object:
        connection = open_store(path, KEY, cache_kib)
        connection.execute("PRAGMA busy_timeout = 0")
        return connection

    return store_engine(connect)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of its own with little room; skips where none may be mounted."""
    mount = shutil.which("mount")
    folder.mkdir(exist_ok=True)
    if mount is None or os.name == "nt":
        pytest.skip("no mount on this system")
    command = [mount, "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("mounting a small disk is not permitted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Leave no room on a small disk; removing the file that is returned gives it back."""
    ballast = disk / "ballast"
    with ballast.open("wb", 0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return ballast
