"""Sealed frames: the frozen vectors, every way of tampering, any split of the input."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from core import sealing
from core.errors import SealBroken

if TYPE_CHECKING:
    from collections.abc import Iterator

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "sealed-frames.json").read_text("utf-8")
)
KEY, PREFIX = bytes.fromhex(VECTORS["key"]), bytes.fromhex(VECTORS["prefix"])
LOG2, FRAME = 12, 1 << 12
SEALED_FRAME = FRAME + sealing.TAG_SIZE
SIZES = st.sampled_from([0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 3 * FRAME + 5])


def content(size: int) -> bytes:
    """The content that the vectors speak of."""
    return bytes(i % 251 for i in range(size))


def sealed(plain: bytes) -> bytes:
    """The whole container."""
    return b"".join(sealing.seal(plain, KEY, PREFIX, LOG2))


def opened(container: bytes, key: bytes = KEY) -> bytes:
    """The whole content."""
    return b"".join(sealing.unseal(container, key))


def frames(container: bytes) -> list[bytes]:
    """The sealed frames of a container."""
    rest = container[sealing.HEADER_SIZE :]
    return [rest[i : i + SEALED_FRAME] for i in range(0, len(rest), SEALED_FRAME)]


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    """The data cut at some places."""
    at = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[start:stop] for start, stop in pairwise(at)]


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: str(case["size"]))
def test_bytes_are_those_of_the_frozen_vectors(case: dict) -> None:
    plain = content(case["size"])
    got = b"".join(sealing.seal(plain, KEY, PREFIX, case["frame_log2"]))
    assert sha256(got).hexdigest() == case["sealed_sha256"]
    assert got.hex() == case.get("sealed", got.hex())
    size = sealing.sealed_size(case["size"], case["frame_log2"])
    assert size == case["sealed_size"] == len(got)
    assert opened(got) == plain


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: case["what"])
def test_vectors_that_must_be_refused(case: dict) -> None:
    with pytest.raises(SealBroken):
        opened(bytes.fromhex(case["sealed"]))


@given(SIZES, st.lists(st.integers(0), max_size=6), st.lists(st.integers(0), max_size=6))
def test_splitting_the_input_changes_nothing(size: int, one: list[int], two: list[int]) -> None:
    plain = content(size)
    got = b"".join(sealing.seal(pieces(plain, one), KEY, PREFIX, LOG2))
    assert got == sealed(plain)
    assert b"".join(sealing.unseal(pieces(got, two), KEY)) == plain


@given(st.binary(max_size=300), st.integers(1, 40))
def test_blocks_are_full_but_for_the_last(data: bytes, size: int) -> None:
    blocks = [(bytes(block), last) for block, last in sealing.blocks(pieces(data, [7, 90]), size)]
    assert b"".join(block for block, _ in blocks) == data
    assert [last for _, last in blocks] == [False] * (len(blocks) - 1) + [True]
    assert all(len(block) == size for block, _ in blocks[:-1])
    assert blocks[-1][0] or len(blocks) == 1


@pytest.mark.parametrize("size", [0, 1, FRAME, FRAME + 1, 3 * FRAME, 3 * FRAME + 5])
def test_cut_at_and_around_every_frame_border(size: int) -> None:
    whole = sealed(content(size))
    borders = range(sealing.HEADER_SIZE, len(whole), SEALED_FRAME)
    cuts = {border + shift for border in borders for shift in (-1, 0, 1, 16)}
    for cut in cuts | {0, 1, len(whole) - 1}:
        if cut < len(whole):
            with pytest.raises(SealBroken):
                opened(whole[:cut])


def test_swapped_dropped_doubled_and_appended_frames() -> None:
    whole = sealed(content(3 * FRAME + 5))
    header, (a, b, c, d) = whole[: sealing.HEADER_SIZE], frames(whole)
    other = frames(b"".join(sealing.seal(content(FRAME + 1), KEY, b"another", LOG2)))
    for wrong in (
        [b, a, c, d],
        [b, c, d],
        [a, c, d],
        [a, a, b, c, d],
        [a, b, c, d, d],
        [a, b, c],
        [d],
        [a, b, c, d[:16]],
        [other[0], b, c, d],
        [a, b, c, d, bytes(16)],
    ):
        with pytest.raises(SealBroken):
            opened(header + b"".join(wrong))
    assert opened(header + a + b + c + d) == content(3 * FRAME + 5)


def test_every_bit_of_the_header_counts() -> None:
    whole = sealed(content(10))
    for bit in range(sealing.HEADER_SIZE * 8):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealBroken):
            opened(bytes(changed))


@given(SIZES, st.integers(0), st.integers(1, 255))
def test_every_flipped_byte_is_noticed(size: int, where: int, by: int) -> None:
    changed = bytearray(sealed(content(size)))
    changed[where % len(changed)] ^= by
    with pytest.raises(SealBroken):
        opened(bytes(changed))


def test_an_empty_last_frame_after_full_ones_is_a_second_spelling() -> None:
    header = sealing.Header(LOG2, PREFIX)
    first = sealing.seal_frame(header, KEY, 0, content(FRAME), last=False)
    empty = sealing.seal_frame(header, KEY, 1, b"", last=True)
    with pytest.raises(SealBroken):
        opened(header.raw + first + empty)


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_are_refused_in_an_orderly_way(junk: bytes, tail: bytes) -> None:
    header = sealing.Header(LOG2, PREFIX).raw
    for data in (junk, header + junk, sealed(junk) + tail + b"\0", header + junk + tail):
        with pytest.raises(SealBroken):
            opened(data)


@pytest.mark.parametrize("size", [0, 5, FRAME, 2 * FRAME + 9])
def test_any_frame_opens_alone(size: int) -> None:
    plain, whole = content(size), sealed(content(size))
    header = sealing.read_header(whole)
    count = sealing.frames_in(size, LOG2)
    for index in range(count):
        offset, length = sealing.frame_span(index, size, LOG2)
        frame, last = whole[offset : offset + length], index == count - 1
        got = sealing.frame_at(header, KEY, index, frame, last=last)
        assert got == plain[index * FRAME : (index + 1) * FRAME]
        assert sealing.seal_frame(header, KEY, index, got, last=last) == frame
        for wrong_index, wrong_last in ((index, not last), (index + 1, last), (-1, last)):
            with pytest.raises(SealBroken):
                sealing.frame_at(header, KEY, wrong_index, frame, last=wrong_last)


def test_another_key_opens_nothing_and_a_short_key_is_no_key() -> None:
    with pytest.raises(SealBroken):
        opened(sealed(b"abc"), bytes(32))
    with pytest.raises(ValueError, match="32 bytes"):
        opened(sealed(b"abc"), bytes(16))
    with pytest.raises(ValueError, match="32 bytes"):
        list(sealing.seal(b"abc", bytes(16), PREFIX, LOG2))


def test_memory_stays_at_a_few_frames() -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1000
            yield bytes(1000)

    stream = sealing.unseal(sealing.seal(endless(), KEY, PREFIX, LOG2), KEY)
    for given_out in range(FRAME, 50 * FRAME, FRAME):
        assert len(next(stream)) == FRAME
        assert taken - given_out <= 3 * FRAME


def test_frame_sizes_follow_the_content() -> None:
    assert sealing.frame_log2_for((4 << 20) - 1) == 18
    assert sealing.frame_log2_for(4 << 20) == 20
    for log2 in (11, 23):
        with pytest.raises(ValueError, match="bounds"):
            sealing.Header(log2, PREFIX)


def test_the_first_frame_is_plain_aes_gcm() -> None:
    header = sealing.Header(LOG2, PREFIX).raw
    frame = sealed(b"abc")[sealing.HEADER_SIZE :]
    nonce = PREFIX + bytes(4) + b"\x01"
    assert AESGCM(KEY).decrypt(nonce, frame, header) == b"abc"
