"""The disk is full while a document is registered: a sentence, nothing half done, a retry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import DiskFull
from desktop.words import explain
from tests.db.keepers import fill, small_disk
from tests.db.test_ledger import World
from tests.desktop.incoming.conftest import moved_to
from tests.desktop.incoming.rig import CTRL, ENTER, Rig


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "24m") as folder:
        yield folder


@pytest.fixture
def tight(founded: World, disk: Path, tmp_path: Path) -> Iterator[Rig]:
    """The clerk's window on stores that lie on a small disk."""
    world = moved_to(founded, disk / "unit")
    rig = Rig(world, world.clerk, tmp_path)
    yield rig
    rig.close()
    world.close()


def test_a_full_disk_keeps_the_form_and_a_retry_succeeds(tight: Rig, disk: Path) -> None:
    tight.import_file("libreoffice-cong-van.pdf")
    tight.fill(due="+5")
    before = tight.world.unsent(tight.world.clerk, tight.world.unit.stream)
    hashes = tight.world.hashes(tight.world.clerk)
    ballast = fill(disk)

    tight.press(ENTER, CTRL)
    assert "error DiskFull" in tight.said
    assert tight.screen.page.problem.text == explain(DiskFull()).sentence()
    assert tight.registering
    assert tight.form.code.text() == "217/BTM-TC"
    assert tight.form.due.text() == "26/11/2026"
    assert not tight.rows()
    assert tight.world.unsent(tight.world.clerk, tight.world.unit.stream) == before
    assert tight.world.hashes(tight.world.clerk) == hashes
    assert not list((disk / "unit" / "clerk").rglob("*.staged"))

    tight.screen.registration.entries.autosave.save()
    assert "Chưa tự lưu được nháp" in tight.screen.page.kept.text()

    ballast.unlink()
    tight.press(ENTER, CTRL)
    [row] = tight.rows()
    assert (row.number, row.files) == (1, 1)
    assert not tight.registering
