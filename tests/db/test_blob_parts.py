"""Fetching a file chunk by chunk, in any order, over restarts, from senders that may lie."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.commits.ids import b64
from core.errors import BlobDamaged, BlobMissing, DiskFull, NotCanonical, TooLarge
from db.blob_values import Manifest
from db.blobs import Blobs
from tests.db.keepers import KEY, bytes_from, small_disk

if TYPE_CHECKING:
    from pathlib import Path

STEP = 256 * 1024
CONTENT = bytes_from(1)(3 * STEP + 77)
LATER = 1 << 50


def manifest_of(content: bytes, step: int = STEP) -> Manifest:
    """What an honest sender says."""
    parts = [content[at : at + step] for at in range(0, len(content), step)] or [b""]
    chunks = b"".join(sha256(part).digest() for part in parts)
    return Manifest(b64(sha256(content).digest()), len(content), chunks)


def part(index: int) -> bytes:
    """A chunk of CONTENT."""
    return CONTENT[index * STEP : (index + 1) * STEP]


MANIFEST = manifest_of(CONTENT)


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    """An empty folder of blobs."""
    return opened(tmp_path)


def opened(folder: Path, seed: int = 1) -> Blobs:
    """The blobs of a folder, as after a start."""
    return Blobs(folder / "blobs", bytes([1]) * 32, KEY, bytes_from(seed))


@settings(max_examples=20)
@given(order=st.permutations(range(4)), restarts=st.sets(st.integers(0, 3)))
def test_any_order_with_restarts(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], restarts: set[int]
) -> None:
    folder = tmp_path_factory.mktemp("fetch")
    partial = opened(folder).wanted(MANIFEST)
    for done, index in enumerate(order):
        assert index in partial.missing()
        partial.put(index, part(index))
        if done in restarts:
            partial = opened(folder, done).wanted(MANIFEST)
        assert partial.missing() == sorted(order[done + 1 :])
    blobs = opened(folder, 9)
    staged = blobs.complete(blobs.wanted(MANIFEST))
    blobs.publish(staged)
    assert blobs.read(staged.blob) == CONTENT
    assert staged.blob.chunks == MANIFEST.chunks
    assert blobs.sweep([], before=LATER) == 1


@pytest.mark.parametrize("size", [0, 1, STEP, 4 * 1024 * 1024])
def test_contents_of_other_sizes(blobs: Blobs, size: int) -> None:
    content = bytes_from(2)(size)
    manifest = manifest_of(content, STEP if size < 4 << 20 else 1 << 20)
    partial = blobs.wanted(manifest)
    step = 1 << manifest.frame_log2
    for index in range(manifest.count):
        partial.put(index, content[index * step : (index + 1) * step])
    staged = blobs.complete(partial)
    blobs.publish(staged)
    assert blobs.read(staged.blob) == content


def test_fetched_and_written_blobs_read_alike(blobs: Blobs, tmp_path: Path) -> None:
    partial = blobs.wanted(MANIFEST)
    for index in range(4):
        partial.put(index, part(index))
    fetched = blobs.complete(partial)
    blobs.publish(fetched)
    assert blobs.range(fetched.blob, STEP - 3, STEP + 3) == CONTENT[STEP - 3 : STEP + 3]
    staged = opened(tmp_path, 5).stage(CONTENT)
    assert staged.blob.id == fetched.blob.id
    blobs.discard(staged)
    assert blobs.read(fetched.blob) == CONTENT


@pytest.mark.parametrize(
    ("index", "plain"),
    [(0, part(1)), (0, part(0)[:-1]), (0, b""), (3, part(3) + b"\0"), (4, b""), (-1, part(3))],
)
def test_a_chunk_that_is_not_the_one_named_is_refused(
    blobs: Blobs, index: int, plain: bytes
) -> None:
    partial = blobs.wanted(MANIFEST)
    with pytest.raises(BlobDamaged):
        partial.put(index, plain)
    assert partial.missing() == [0, 1, 2, 3]


def test_an_incomplete_content_is_not_published(blobs: Blobs) -> None:
    partial = blobs.wanted(MANIFEST)
    partial.put(2, part(2))
    with pytest.raises(BlobMissing) as caught:
        blobs.complete(partial)
    assert caught.value.facts == {"missing": 3}
    assert partial.missing() == [0, 1, 3]


def test_a_manifest_that_lies_about_the_whole_is_thrown_away(blobs: Blobs) -> None:
    other = b64(sha256(b"another content").digest())
    lying = Manifest(other, MANIFEST.size, MANIFEST.chunks)
    partial = blobs.wanted(lying)
    for index in range(4):
        partial.put(index, part(index))
    with pytest.raises(BlobDamaged):
        blobs.complete(partial)
    assert blobs.wanted(lying).missing() == [0, 1, 2, 3]


def test_chunks_of_a_lying_manifest_are_not_taken_for_the_true_ones(blobs: Blobs) -> None:
    wrong = bytes_from(7)(len(CONTENT))
    lying = Manifest(MANIFEST.id, MANIFEST.size, manifest_of(wrong).chunks)
    blobs.wanted(lying).put(0, wrong[:STEP])
    partial = blobs.wanted(MANIFEST)
    assert partial.missing() == [0, 1, 2, 3]
    for index in range(4):
        partial.put(index, part(index))
    staged = blobs.complete(partial)
    blobs.publish(staged)
    assert blobs.read(staged.blob) == CONTENT


def test_a_torn_or_flipped_frame_is_fetched_again(blobs: Blobs, tmp_path: Path) -> None:
    partial = blobs.wanted(MANIFEST)
    for index in range(4):
        partial.put(index, part(index))
    data = bytearray(partial.path.read_bytes())
    data[STEP + 100 : STEP + 4196] = bytes(4096)  # a block that never reached the disk
    partial.path.write_bytes(data)
    assert opened(tmp_path).wanted(MANIFEST).missing() == [1]
    with pytest.raises(BlobMissing):
        blobs.complete(partial)


@pytest.mark.parametrize("left", [b"", b"ANTS", bytes(100), b"ANTS\x01\x14" + bytes(7)])
def test_a_spoilt_part_begins_anew(blobs: Blobs, left: bytes) -> None:
    path = blobs.wanted(MANIFEST).path
    path.write_bytes(left)
    partial = blobs.wanted(MANIFEST)
    assert partial.missing() == [0, 1, 2, 3]
    partial.put(0, part(0))
    assert partial.missing() == [1, 2, 3]


def test_sweeping_keeps_what_is_still_wanted(blobs: Blobs) -> None:
    partial = blobs.wanted(MANIFEST)
    partial.put(1, part(1))
    assert blobs.sweep([MANIFEST.id], before=LATER) == 0
    assert blobs.wanted(MANIFEST).missing() == [0, 2, 3]
    assert blobs.sweep([], before=LATER) == 1


def test_no_chunk_is_readable_on_disk(blobs: Blobs) -> None:
    partial = blobs.wanted(manifest_of(b"readable " * 100))
    partial.put(0, b"readable " * 100)
    assert b"readable" not in partial.path.read_bytes()
    assert partial.path.name.removesuffix(".wanted") == partial.path.stem


@pytest.mark.parametrize("chunks", [b"", bytes(31), bytes(64), bytes(33)])
def test_manifests_that_do_not_add_up(chunks: bytes) -> None:
    with pytest.raises(NotCanonical):
        Manifest(MANIFEST.id, 100, chunks)


def test_manifests_out_of_bounds() -> None:
    with pytest.raises(TooLarge):
        Manifest(MANIFEST.id, (4 << 30) + 1, bytes(32))
    with pytest.raises(TooLarge):
        Manifest(MANIFEST.id, -1, bytes(32))
    with pytest.raises(NotCanonical):
        Manifest("not a hash", 0, bytes(32))


def test_a_full_disk_keeps_what_is_here(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "512k") as disk:
        partial = opened(disk).wanted(MANIFEST)
        partial.put(0, part(0))
        with pytest.raises(DiskFull):
            partial.put(1, part(1))
        assert partial.missing() == opened(disk).wanted(MANIFEST).missing() == [1, 2, 3]
