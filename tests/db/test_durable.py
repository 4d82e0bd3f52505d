"""Small files replaced whole or not at all."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from core.errors import DiskFull
from db import durable
from tests.db.keepers import fill, small_disk

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_replaced_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for data in (b"one", b"longer than one", b""):
        durable.replace(path, data)
        assert path.read_bytes() == data
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_what_an_earlier_crash_left_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "file.part").write_bytes(b"half")
    durable.replace(tmp_path / "file", b"whole")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_keeps_the_old_bytes(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64k") as disk:
        durable.replace(disk / "file", b"old")
        fill(disk)
        with pytest.raises(DiskFull):
            durable.replace(disk / "file", bytes(100_000))
        assert (disk / "file").read_bytes() == b"old"
        assert not (disk / "file.part").exists()


def test_other_errors_of_the_system_keep_their_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        durable.replace(tmp_path / "nowhere" / "file", b"")


def test_a_new_file_is_new(tmp_path: Path) -> None:
    with durable.fresh(tmp_path / "file") as file:
        file.write(b"abc")
        durable.sync_file(file.fileno())
    with pytest.raises(FileExistsError):
        durable.fresh(tmp_path / "file")


def test_folders_are_for_their_owner_only(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        durable.make_folder(tmp_path / "a" / "b")
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700
    durable.make_folder(tmp_path / "a" / "b")


def test_copies_that_are_absent_or_too_large_are_left_out(tmp_path: Path) -> None:
    assert durable.read_copies(tmp_path, ("a", "b"), 3) == []
    durable.write_copies(tmp_path, ("a", "b"), b"abc")
    (tmp_path / "b").write_bytes(b"abcd")
    assert durable.read_copies(tmp_path, ("a", "b"), 3) == [b"abc"]
