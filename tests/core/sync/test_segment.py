"""Segments give back the exact bytes that were signed, and refuse everything else within bounds."""

from __future__ import annotations

import dataclasses
import unicodedata
from typing import Any

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from core.commits import canonical
from core.commits.format import Commit, Op, Point, verify_signature
from core.commits.ids import text_id
from core.errors import AntinError, NotCanonical, SegmentBroken, TooLarge
from core.sync import packed, segment
from core.sync.packed import Limits
from tests.core.commits.samples import (
    DEVICE,
    OTHER_STREAM,
    STREAM,
    chain,
    commit,
    digest,
    ident,
    opine,
    public,
)

CHAIN = chain(12)


def same(one: list[Commit] | tuple[Commit, ...], two: list[Commit] | tuple[Commit, ...]) -> bool:
    return [(c.raw, c.payload, c.signature) for c in one] == [
        (c.raw, c.payload, c.signature) for c in two
    ]


def erased(whole: Commit) -> Commit:
    return dataclasses.replace(whole, payload=None, ops=())


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40).map(
    lambda text: unicodedata.normalize("NFC", text)
)


@st.composite
def histories(draw: st.DrawFn) -> list[Commit]:
    """The beginning of a chain with varied headers and operations, some payloads erased."""
    found: list[Commit] = []
    for seq in range(1, draw(st.integers(1, 6)) + 1):
        varied: dict[str, Any] = {"hlc": (draw(st.integers(0, 2**41)), draw(st.integers(0, 9)))}
        if draw(st.booleans()):
            varied["deps"] = (
                (ident("another"), draw(st.integers(1, 9)), draw(st.integers(1, 99))),
            )
        if draw(st.booleans()):
            varied["seen"] = Point(epoch=1, gseq=draw(st.integers(0, 2**53)), chain=digest("seen"))
        if draw(st.booleans()):
            varied["act"] = text_id(draw(st.binary(min_size=16, max_size=16)))
        if found:
            varied["prev"] = found[-1].id
        ops = [
            Op(
                kind="document.opine",
                id=ident("d"),
                body={"text": draw(texts), "by": {"name": "M"}},
            )
        ]
        ops += [Op(kind="new.kind", id=ident("d"), v=2, bases=("x",))] * draw(st.integers(0, 2))
        found.append(
            commit(*ops, salt=draw(st.binary(min_size=16, max_size=16)), seq=seq, **varied)
        )
    return [erased(each) if draw(st.booleans()) else each for each in found]


@given(histories(), st.data())
def test_gives_back_the_signed_bytes(history: list[Commit], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(history) - 1))
    found = segment.decode(segment.encode(history[start:]))
    assert found.chain == (DEVICE, 1, STREAM)
    assert same(found.commits, history[start:])
    for each in found.commits:
        verify_signature(each, public(DEVICE))


def test_leaves_out_what_the_run_implies() -> None:
    lines = packed.unpack(segment.encode(CHAIN)).lines
    assert len(lines) == 1 + 2 * len(CHAIN)
    for line in lines[1:13]:
        assert {"realm", "stream", "device", "inc", "seq", "prev", "payload", "size"}.isdisjoint(
            msgspec.json.decode(line)
        )


def test_runs_are_cut_at_holes_chains_and_sizes() -> None:
    other = chain(3, stream=OTHER_STREAM)
    second = chain(2, inc=2)
    chosen = [*reversed(CHAIN[:4]), *CHAIN[6:9], *other, *second]
    found = list(segment.runs(chosen))
    assert [(run.chain, run.first, run.last) for run in found] == sorted(
        [
            ((DEVICE, 1, STREAM), 1, 4),
            ((DEVICE, 1, STREAM), 7, 9),
            ((DEVICE, 1, OTHER_STREAM), 1, 3),
            ((DEVICE, 2, STREAM), 1, 2),
        ]
    )
    back = [each for run in found for each in segment.decode(run.data).commits]
    assert {each.id for each in back} == {each.id for each in chosen}
    assert list(segment.runs([])) == []


def test_runs_stay_within_items_and_size() -> None:
    many = list(segment.runs(chain(1001)))
    assert [run.last for run in many] == [1000, 1001]
    bulky = chain_of("%06d" * 20_000, 12)
    sizes = [run.last - run.first + 1 for run in segment.runs(bulky)]
    assert max(sizes) < 12
    assert sum(sizes) == 12


def chain_of(pattern: str, length: int) -> list[Commit]:
    found: list[Commit] = []
    for seq in range(1, length + 1):
        before = {"prev": found[-1].id} if found else {}
        text = (
            (pattern % tuple(range(seq, seq + pattern.count("%")))) if "%" in pattern else pattern
        )
        found.append(commit(opine(text), seq=seq, **before))
    return found


def test_runs_halve_what_a_reader_would_take_for_a_bomb() -> None:
    bulky = chain_of("a" * 200_000, 5)
    found = list(segment.runs(bulky))
    assert len(found) > 1
    assert same([c for run in found for c in segment.decode(run.data).commits], bulky)
    with pytest.raises(TooLarge):
        segment.encode(bulky)


def test_a_single_commit_that_no_reader_takes_is_said() -> None:
    with pytest.raises(TooLarge):
        list(segment.runs(CHAIN[:1], Limits(plain=100)))


@pytest.mark.parametrize(
    "wrong",
    [
        [CHAIN[0], CHAIN[2]],
        [CHAIN[1], CHAIN[0]],
        [CHAIN[0], chain(2, inc=2)[1]],
        [CHAIN[0], commit(seq=2, prev=digest("another"))],
        [CHAIN[0], commit(seq=2, prev=CHAIN[0].id, realm=ident("other realm"))],
    ],
)
def test_only_an_unbroken_run_is_encoded(wrong: list[Commit]) -> None:
    with pytest.raises(ValueError, match="unbroken"):
        segment.encode(wrong)


WHOLE = segment.encode(chain(3))


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_breaks_a_signature(place: int, change: int) -> None:
    spoilt = bytearray(WHOLE)
    spoilt[place] ^= change
    try:
        found = segment.decode(bytes(spoilt))
        for each in found.commits:
            verify_signature(each, public(DEVICE))
    except AntinError:
        return
    assert same(found.commits, chain(3))  # a bit of the zstd frame that means nothing


@given(st.integers(0, len(WHOLE) - 1))
def test_a_cut_is_refused(length: int) -> None:
    with pytest.raises(AntinError):
        segment.decode(WHOLE[:length])


@given(st.binary(max_size=300))
def test_any_bytes_give_our_errors_only(data: bytes) -> None:
    for start in (b"", b"\1", b"\1\0\0\0" + bytes([max(0, len(data) - 1)])):
        with pytest.raises(AntinError):
            segment.decode(start + data)


@given(
    st.lists(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.text(max_size=8), inner, max_size=3)
            ),
        ),
        max_size=4,
    ),
    st.binary(max_size=200),
)
def test_any_lines_give_our_errors_only(values: list[object], raw: bytes) -> None:
    head = packed.unpack(WHOLE).lines[0]
    lines = [msgspec.json.encode(value) for value in values]
    for attempt in (lines, [head, *lines]):
        with pytest.raises(AntinError):
            segment.decode(packed.pack(attempt, raw))


def rebuilt(change: Any) -> bytes:
    lines, raw = packed.unpack(WHOLE)
    return packed.pack(*change(list(lines), raw))


def swapped(lines: list[bytes], place: int, **fields: Any) -> list[bytes]:
    value = {**msgspec.json.decode(lines[place]), **fields}
    kept = {name: item for name, item in value.items() if item is not None}
    return [*lines[:place], canonical.encode(kept), *lines[place + 1 :]]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda lines, raw: (swapped(lines, 0, count=2), raw), SegmentBroken),
        (lambda lines, raw: (swapped(lines, 0, count=4), raw), SegmentBroken),
        (lambda lines, raw: (swapped(lines, 0, count=1001), raw), TooLarge),
        (lambda lines, raw: (swapped(lines, 0, first=2), raw), NotCanonical),
        (lambda lines, raw: (swapped(lines, 0, inc=0), raw), NotCanonical),
        (lambda lines, raw: (swapped(lines, 0, more=1), raw), NotCanonical),
        (lambda lines, raw: (swapped(lines, 1, seq=1), raw), SegmentBroken),
        (lambda lines, raw: (swapped(lines, 1, size=7), raw), SegmentBroken),
        (lambda lines, raw: (swapped(lines, 1, app=None), raw), NotCanonical),
        (lambda lines, raw: ([lines[0], b"[]", *lines[2:]], raw), SegmentBroken),
        (lambda lines, raw: ([lines[0], b" {}", *lines[2:]], raw), NotCanonical),
        (lambda lines, raw: ([*lines, b"[]"], raw), SegmentBroken),
        (lambda lines, raw: ([*lines[:-1], lines[-1] + b" "], raw), NotCanonical),
        (lambda lines, raw: (lines, raw + b"\0"), SegmentBroken),
        (lambda lines, raw: (lines, raw[:-1]), SegmentBroken),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_refused(change: Any, error: type[AntinError]) -> None:
    with pytest.raises(error):
        segment.decode(rebuilt(change))


def framed(text: bytes, raw: bytes = b"") -> bytes:
    return bytes((1,)) + len(text).to_bytes(4) + text + raw


def test_sizes_are_checked_before_unpacking() -> None:
    bomb = framed(zstandard.ZstdCompressor(level=19).compress(bytes(64 << 20)))
    assert len(bomb) < 10_000
    with pytest.raises(TooLarge):
        segment.decode(bomb)
    with pytest.raises(TooLarge):
        segment.decode(bytes(9 << 20))
    ratio = framed(zstandard.ZstdCompressor().compress(bytes(3 << 20)))
    with pytest.raises(TooLarge):
        segment.decode(ratio)


def test_a_frame_of_unknown_size_or_with_more_behind_it_is_refused() -> None:
    plain = b"\n".join(packed.unpack(WHOLE).lines)
    streaming = zstandard.ZstdCompressor().compressobj()
    unknown = streaming.compress(plain) + streaming.flush()
    with pytest.raises(TooLarge):
        segment.decode(framed(unknown))
    twice = zstandard.ZstdCompressor().compress(plain) * 2
    with pytest.raises(SegmentBroken):
        segment.decode(framed(twice))


def test_a_wide_window_is_refused() -> None:
    # frame header: no single segment, content size in 4 bytes, window of 2^25, content of 10 bytes
    with pytest.raises(TooLarge):
        packed.unpack(framed(b"\x28\xb5\x2f\xfd\x80\x78" + (10).to_bytes(4, "little") + b"\1\0\0"))
