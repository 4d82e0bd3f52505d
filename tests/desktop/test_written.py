"""A readable file stands whole where a person wants it, or the one that was there stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import BlobMissing, DiskFull, FileUnwritable
from desktop.written import write_pieces, write_whole
from tests.db.keepers import fill, small_disk


def test_whole_and_in_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "van-ban.pdf"
    for content in (b"one", b"another"):
        write_whole(path, content)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_where_nothing_can_be_written_the_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "not-there" / "a.pdf", tmp_path / "folder"):
        with pytest.raises(FileUnwritable) as refused:
            write_whole(path, b"content")
        assert refused.value.facts == {"name": path.name}
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_full_disk_keeps_the_file_that_was_there(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "256k") as disk:
        path = disk / "van-ban.pdf"
        path.write_bytes(b"before")
        fill(disk)
        with pytest.raises(DiskFull):
            write_whole(path, bytes(100_000))
        assert path.read_bytes() == b"before"
        assert not list(disk.glob("*.part"))


def test_pieces_that_stop_coming_leave_nothing(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"first"
        raise BlobMissing

    with pytest.raises(BlobMissing):
        write_pieces(tmp_path / "goi.antin", pieces())
    assert not list(tmp_path.iterdir())
