"""The disk runs full while a document is being registered: nothing of it is stored, the form keeps
everything, and saving works once there is room.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.keepers import fill, small_disk
from tests.db.test_ledger import World
from tests.desktop.bad_input.clerks_desk import SAMPLES, ClerksDesk
from tests.desktop.bad_input.reading import Heard, assert_explained, heard, read
from tests.desktop.looks import assert_not_clipped


@pytest.fixture
def lines() -> Iterator[Heard]:
    with heard() as found:
        yield found


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "48m") as found:
        yield found


@pytest.fixture
def clerk(disk: Path, lines: Heard) -> Iterator[ClerksDesk]:
    world = World(disk)
    made = ClerksDesk(world, disk)
    yield made
    made.close()
    world.close()


def test_disk_full(clerk: ClerksDesk, lines: Heard, disk: Path) -> None:
    clerk.bring(SAMPLES / "libreoffice-cong-van.pdf")
    before = clerk.kept()
    ballast = fill(disk)
    clerk.save()
    assert set(lines.errors) == {"DiskFull"}
    assert_explained(clerk.window, "DiskFull")
    assert_not_clipped(clerk.window)
    assert clerk.kept() == before
    assert clerk.rows() == []
    ballast.unlink()
    told = len(lines.errors)
    clerk.save()
    [row] = clerk.rows()
    assert (row.number, row.code, row.files) == (1, "217/BTM-TC", 1)
    assert "Đã lưu, số đến 1" in read(clerk.window)
    assert len(lines.errors) == told
