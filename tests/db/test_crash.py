"""Killed while writing: nothing acknowledged is lost, nothing is half there."""

from __future__ import annotations

import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING

from db import engine, search
from db.engine import writes
from tests.db.keepers import engine_on, store

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

KILLS = 4


def killed_after(path: Path, root: Path, begun: int, lines: int) -> int:
    """Let a child write, kill it after it has acknowledged some numbers; the last of them."""
    command = [sys.executable, "-m", "tests.db.crash_writer", str(path), str(begun)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = [int(child.stdout.readline()) for _ in range(lines)]
        child.kill()
        rest = child.stdout.read().split("\n")
    return max([*said, *(int(line) for line in rest[:-1])])


def test_killed_at_any_moment_of_writing(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    path = store(tmp_path)
    opened = engine_on(path)
    with writes(opened).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (n INTEGER PRIMARY KEY, text)")
        connection.exec_driver_sql("CREATE TABLE counter (n)")
        connection.exec_driver_sql("INSERT INTO counter VALUES (0)")
        for statement in search.DDL:
            connection.exec_driver_sql(statement)
    engine.close(opened)
    chance, stands = Random(1), 0
    for _ in range(KILLS):
        acknowledged = killed_after(path, pytestconfig.rootpath, stands, chance.randint(1, 200))
        opened = engine_on(path)
        assert engine.integrity(opened, deep=True) == []
        with writes(opened).begin() as connection:
            assert search.check(connection) == []
            stands = connection.exec_driver_sql("SELECT n FROM counter").scalar_one()
            rows = connection.exec_driver_sql("SELECT n FROM t ORDER BY n").scalars().all()
            hits = search.search(connection, "văn bản", limit=100_000)
        assert stands in {acknowledged, acknowledged + 1}
        assert rows == list(range(1, stands + 1))
        assert [hit.rowid for hit in hits] == rows[::-1]
        engine.close(opened)
