"""Killed while backing up: the last generation that was said to stand is whole and restores."""

from __future__ import annotations

import shutil
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING

from db.care import backup, restore
from db.care.restore import Wish
from db.engine import close
from db.queries import documents
from tests.db.care.test_restore import opened, unlock_of, work
from tests.db.test_ledger import World

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

KILLS = 6


def killed(command: list[str], root: Path, lines: int) -> tuple[int, bool]:
    """Let a child back up, kill it after some lines of progress; the last generation that it said
    to stand, and whether the kill came within a run.
    """
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(lines)]
        child.kill()
        said += child.stdout.read().splitlines()
    stands = [int(line.split()[1]) for line in said if line.startswith("stands")]
    return max(stands, default=0), not said[-1].startswith("stands")


def test_killed_at_any_moment_of_backing_up(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    world = World(tmp_path)
    document = work(world, "a")
    for machine in (world.clerk, world.commander, world.admin, world.server):
        machine.store.engine.dispose()
    stick = tmp_path / "stick"
    stick.mkdir()
    folder, key = world.clerk.vault.folder, tmp_path / "keys" / "clerk"
    program = [sys.executable, "-m", "tests.db.backup_writer"]
    command = [*program, str(folder), world.people["van"], str(key), str(stick)]
    chance, acknowledged, within = Random(3), 0, 0
    for _ in range(KILLS):
        stood, inside = killed(command, pytestconfig.rootpath, chance.randint(1, 25))
        acknowledged, within = max(acknowledged, stood), within + inside
        newest = next((each for each in backup.generations(stick) if each.whole), None)
        if acknowledged == 0 and newest is None:
            continue
        assert newest is not None
        assert newest.number >= acknowledged
        home = tmp_path / "new"
        restore.restore(Wish(stick), home, unlock_of(world), world.unit.clock, "test")
        vault, store = opened(world, home)
        assert documents.page(store, document) is not None
        close(store.engine)
        vault.close()
        shutil.rmtree(home)
    assert acknowledged
    assert within >= KILLS // 2
