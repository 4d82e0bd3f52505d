"""Files by content: written before their row, read in full or in part, never wrong in silence."""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core import sealing
from core.commits.ids import b64
from core.errors import BlobDamaged, BlobMissing, DiskFull, TooLarge
from db import blobs as blobs_module
from db.blob_values import Manifest
from db.blobs import PARTS, Blobs, tidy
from tests.db.keepers import KEY, bytes_from, fill, small_disk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.blob_values import Blob

VECTOR = json.loads((Path(__file__).parents[1] / "vectors" / "blobs.json").read_text("utf-8"))
KIB, MIB = 1024, 1 << 20
LATER = 1 << 50
SIZES = [0, 1, 256 * KIB - 1, 256 * KIB, 256 * KIB + 1, 4 * MIB - 1, 4 * MIB, 5 * MIB + 3]


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    """An empty folder of blobs."""
    return Blobs(tmp_path / "blobs", bytes([1]) * 32, KEY, bytes_from(1))


def kept(blobs: Blobs, content: bytes) -> Blob:
    """A content stored as the ledger does."""
    staged = blobs.stage(content)
    blobs.publish(staged)
    return staged.blob


def test_bytes_are_those_of_the_frozen_vector(tmp_path: Path) -> None:
    given = iter(bytes.fromhex(part) for part in VECTOR["random"])
    keys = (bytes.fromhex(VECTOR["name_key"]), bytes.fromhex(VECTOR["wrap_key"]))
    blobs = Blobs(tmp_path, *keys, lambda _: next(given))
    content = bytes(i % 251 for i in range(VECTOR["size"]))
    blob = kept(blobs, content)
    assert (blob.id, blob.wrapped_key.hex()) == (VECTOR["id"], VECTOR["wrapped_key"])
    assert blob.chunks.hex() == VECTOR["chunks"]
    (path,) = files(tmp_path)
    assert path.relative_to(tmp_path).as_posix() == VECTOR["path"]
    assert sha256(path.read_bytes()).hexdigest() == VECTOR["file_sha256"]
    fetching = Blobs(tmp_path, *keys, bytes_from(1))
    manifest = Manifest(blob.id, blob.size, blob.chunks)
    assert fetching.wanted(manifest).key.hex() == VECTOR["wanted_key"]


def files(folder: Path) -> list[Path]:
    """All files below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("size", SIZES)
def test_what_was_written_is_read(blobs: Blobs, size: int) -> None:
    content = bytes_from(size)(size)
    blob = kept(blobs, content)
    assert blob.id == b64(sha256(content).digest())
    assert blob.size == size
    assert blobs.read(blob) == b"".join(blobs.stream(blob)) == content
    step = 1 << blob.frame_log2
    parts = [content[at : at + step] for at in range(0, size, step)] or [b""]
    assert blob.chunks == b"".join(sha256(part).digest() for part in parts)
    assert [blobs.chunk(blob, index) for index in range(len(parts))] == parts
    assert blob.frame_log2 == sealing.frame_log2_for(size)


@pytest.mark.parametrize("size", [0, 300 * KIB, 4 * MIB + 5])
def test_pieces_of_any_length_give_the_same_blob(blobs: Blobs, size: int) -> None:
    content = bytes_from(2)(size)
    whole = blobs.stage(content).blob
    pieces = blobs.stage(content[at : at + 10_007] for at in range(0, size, 10_007)).blob
    assert (whole.id, whole.size, whole.chunks, whole.frame_log2) == (
        pieces.id,
        pieces.size,
        pieces.chunks,
        pieces.frame_log2,
    )
    assert whole.wrapped_key != pieces.wrapped_key


@pytest.mark.parametrize(
    ("start", "stop"),
    [
        (0, 1),
        (256 * KIB - 1, 256 * KIB + 1),
        (10, 700 * KIB),
        (699 * KIB, 10**9),
        (-5, 3),
        (5, 5),
        (10**9, 10**9 + 1),
    ],
)
def test_a_range_reads_what_a_slice_would(blobs: Blobs, start: int, stop: int) -> None:
    content = bytes_from(3)(700 * KIB)
    assert blobs.range(kept(blobs, content), start, stop) == content[max(start, 0) : stop]


def test_a_range_survives_damage_elsewhere(blobs: Blobs, tmp_path: Path) -> None:
    content = bytes_from(3)(700 * KIB)
    blob = kept(blobs, content)
    (path,) = files(tmp_path)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert blobs.range(blob, 0, 100) == content[:100]
    with pytest.raises(BlobDamaged):
        blobs.range(blob, 699 * KIB, 700 * KIB)
    with pytest.raises(BlobDamaged):
        blobs.read(blob)


def test_nothing_on_disk_tells_which_file_it_is(blobs: Blobs, tmp_path: Path) -> None:
    content = b"D\xe1\xbb\xaf li\xe1\xbb\x87u gi\xe1\xba\xa3 l\xe1\xba\xadp " * 1000
    kept(blobs, content)
    (path,) = files(tmp_path)
    digest = sha256(content).digest()
    assert content[:20] not in path.read_bytes()
    for name in (digest.hex(), b64(digest)):
        assert name.lower() not in str(path).lower()
    assert path.parent.parent.name == path.name[:2]
    assert path.parent.name == path.name[2:4]
    other = Blobs(tmp_path / "other", bytes([2]) * 32, KEY, bytes_from(1))
    kept(other, content)
    assert files(tmp_path / "other")[0].name != path.name


@pytest.mark.parametrize("at", [0, 5, 8, 12, 13, 100, -17, -1])
def test_any_changed_byte_is_noticed(blobs: Blobs, tmp_path: Path, at: int) -> None:
    blob = kept(blobs, bytes_from(4)(1000))
    (path,) = files(tmp_path)
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(BlobDamaged):
        blobs.read(blob)
    with pytest.raises(BlobDamaged):
        blobs.chunk(blob, 0)


@pytest.mark.parametrize("size", [300 * KIB, 512 * KIB])
def test_a_cut_or_longer_file_is_noticed(blobs: Blobs, tmp_path: Path, size: int) -> None:
    blob = kept(blobs, bytes_from(4)(size))
    (path,) = files(tmp_path)
    whole = path.read_bytes()
    border = sealing.HEADER_SIZE + 256 * KIB + sealing.TAG_SIZE
    for wrong in (b"", whole[:5], whole[:border], whole[:-1], whole + b"\0"):
        path.write_bytes(wrong)
        with pytest.raises(BlobDamaged):
            list(blobs.stream(blob))
        with pytest.raises(BlobDamaged):
            blobs.range(blob, 0, 10)


def test_another_blobs_file_or_key_is_noticed(blobs: Blobs, tmp_path: Path) -> None:
    one, two = kept(blobs, b"one" * 100), kept(blobs, b"two" * 100)
    with pytest.raises(BlobDamaged):
        blobs.read(replace(one, wrapped_key=two.wrapped_key))
    with pytest.raises(BlobDamaged):
        blobs.read(replace(one, wrapped_key=b""))
    first, second = files(tmp_path)
    first.write_bytes(second.read_bytes())
    with pytest.raises(BlobDamaged):
        blobs.read(one) and blobs.read(two)
    stranger = Blobs(tmp_path / "blobs", bytes([1]) * 32, bytes(32), bytes_from(1))
    with pytest.raises(BlobDamaged):
        stranger.read(one)


def test_an_absent_file_has_not_arrived(blobs: Blobs, tmp_path: Path) -> None:
    blob = kept(blobs, b"abc")
    assert blobs.path(blob.id).exists()
    files(tmp_path)[0].unlink()
    assert not blobs.path(blob.id).exists()
    for read in (lambda: blobs.read(blob), lambda: blobs.range(blob, 0, 1)):
        with pytest.raises(BlobMissing):
            read()


def test_a_known_content_is_discarded_and_the_first_file_stays(
    blobs: Blobs, tmp_path: Path
) -> None:
    blob = kept(blobs, b"abc")
    again = blobs.stage(b"abc")
    assert again.blob.id == blob.id
    blobs.discard(again)
    assert len(files(tmp_path)) == 1
    assert blobs.read(blob) == b"abc"


def test_a_file_without_a_row_may_be_published_over(blobs: Blobs) -> None:
    kept(blobs, b"abc")  # its transaction was undone: nobody kept the key
    assert blobs.read(kept(blobs, b"abc")) == b"abc"


def test_sweeping_removes_what_no_row_names(blobs: Blobs, tmp_path: Path) -> None:
    known, orphan = kept(blobs, b"known"), kept(blobs, b"orphan")
    blobs.stage(b"left by a crash")
    assert blobs.sweep([known.id], before=0) == 0
    assert blobs.sweep([known.id], before=LATER) == 2
    assert blobs.read(known) == b"known"
    assert not blobs.path(orphan.id).exists()
    assert blobs.sweep([known.id], before=LATER) == 0
    assert len(files(tmp_path)) == 1


def test_what_a_crash_left_half_sealed_goes_and_what_is_half_fetched_stays(
    blobs: Blobs, tmp_path: Path
) -> None:
    known, content = kept(blobs, b"known"), b"fetched"
    digest = sha256(content).digest()
    partial = blobs.wanted(Manifest(b64(digest), len(content), digest))
    left = blobs.stage(b"left by a crash")
    assert tidy(tmp_path / "blobs", before=0) == 0
    assert tidy(tmp_path / "blobs", before=LATER) == 1
    assert not left.part.exists()
    assert partial.path.exists()
    assert blobs.read(known) == b"known"


def test_a_failing_source_leaves_nothing(blobs: Blobs, tmp_path: Path) -> None:
    def source() -> Iterator[bytes]:
        yield bytes(100)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        blobs.stage(source())
    assert files(tmp_path) == []


def test_too_large_a_content_leaves_nothing(
    blobs: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs_module, "MAX_SIZE", MIB)
    with pytest.raises(TooLarge):
        blobs.stage(bytes(MIB + 1))
    assert files(tmp_path) == []
    assert blobs.stage(bytes(MIB)).blob.size == MIB


def test_a_full_disk_leaves_nothing_and_a_retry_succeeds(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "2m") as disk:
        blobs = Blobs(disk / "blobs", bytes(32), KEY, bytes_from(1))
        blob = kept(blobs, b"before")
        with pytest.raises(DiskFull):
            blobs.stage(bytes(3 * MIB))
        assert len(files(disk)) == 1
        ballast = fill(disk)
        with pytest.raises(DiskFull):
            blobs.stage(bytes(64 * KIB))
        assert blobs.read(blob) == b"before"
        ballast.unlink()
        assert blobs.read(kept(blobs, bytes(64 * KIB))) == bytes(64 * KIB)


LIMITED = """
import resource, sys
from pathlib import Path
from core.errors import DiskFull
from db.blobs import Blobs
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
folder = Path(sys.argv[1])
blobs = Blobs(folder, bytes(32), bytes(32), lambda count: bytes(range(count)))
try:
    blobs.stage(bytes(200_000))
except DiskFull:
    print([path.name for path in folder.rglob("*") if path.is_file()])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limits on Windows")
def test_a_quota_is_a_full_disk(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "blobs")]
    done = subprocess.run(
        command, cwd=pytestconfig.rootpath, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_memory_does_not_grow_with_the_content(blobs: Blobs) -> None:
    tracemalloc.start()
    try:
        staged = blobs.stage(bytes(MIB) for _ in range(40))
        blobs.publish(staged)
        total = sum(len(piece) for piece in blobs.stream(staged.blob))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert total == 40 * MIB
    assert peak < 12 * MIB


def test_parts_and_files_stay_apart(blobs: Blobs, tmp_path: Path) -> None:
    staged = blobs.stage(b"abc")
    assert staged.part.parent == tmp_path / "blobs" / PARTS
    assert not blobs.path(staged.blob.id).exists()
    blobs.publish(staged)
    assert blobs.path(staged.blob.id).exists()
