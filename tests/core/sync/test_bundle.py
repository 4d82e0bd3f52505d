"""Bundles: what comes out is what went in, for the addressee only, whole or said not to be."""

from __future__ import annotations

import functools
import tracemalloc
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import recipients, sealing
from core.commits import canonical
from core.commits.ids import b64
from core.commits.signatures import Tag, message
from core.errors import (
    AntinError,
    BundleCut,
    BundleEdited,
    BundleNotForUs,
    BundleSenderUnknown,
    EmptyFile,
    NewerFile,
    NotOurFile,
    OtherFile,
    TooLarge,
)
from core.sync import bundle, frontier, manifest, receipt, segment
from core.sync.bundle import Export, Kind, Lock, Record
from core.sync.chunks import Chunk
from core.sync.frontier import Range
from core.sync.manifest import Manifest
from tests.core.commits.samples import (
    DEVICE,
    OTHER_STREAM,
    REALM,
    START,
    STREAM,
    chain,
    ident,
    key,
    public,
)
from tests.core.sync.test_receipt import ordered

BOX, OTHER_BOX = bytes(range(32)), bytes(range(1, 33))
CHAIN: tuple[str, int, str] = (DEVICE, 1, STREAM)
COMMITS = [*chain(9)[3:], *chain(2, stream=OTHER_STREAM)]
BLOB = bytes(range(256)) * 5000
EXPORT = Export(
    bundle=ident("bundle"),
    realm=REALM,
    epoch=1,
    device=DEVICE,
    created=(START, 0),
    requires={CHAIN: 3},
    contains={CHAIN: 9, (DEVICE, 1, OTHER_STREAM): 2},
)


def blob_chunks() -> Iterator[Chunk]:
    name = b64(sha256(BLOB).digest())
    for place, start in enumerate(range(0, len(BLOB), 256 << 10)):
        yield Chunk(name, place, BLOB[start : start + (256 << 10)])


def given_records() -> list[Any]:
    return [*segment.runs(COMMITS), *receipt.packs(ordered(5)), *blob_chunks()]


def written(records: list[Any] | None = None, boxes: tuple[bytes, ...] = (BOX,)) -> bytes:
    lock = Lock([recipients.public_of(box) for box in boxes], bytes(32), bytes(7))
    chosen = given_records() if records is None else records
    return b"".join(bundle.write_bundle(EXPORT, chosen, lock, key(DEVICE).sign))


def known(device: str) -> bytes | None:
    return public(DEVICE) if device == DEVICE else None


def read(data: bytes, box: bytes = BOX, piece: int = 65_536) -> list[Any]:
    pieces = (data[at : at + piece] for at in range(0, len(data), piece))
    return list(bundle.read_bundle(pieces, box, known))


@functools.cache
def whole() -> bytes:
    return written()


@functools.cache
def small() -> bytes:
    return written([*segment.runs(COMMITS[:2]), Chunk(b64(sha256(b"x").digest()), 0, b"x")])


@pytest.mark.parametrize("piece", [1000, 65_536, 10_000_000])
def test_gives_back_every_record_and_last_the_manifest(piece: int) -> None:
    *records, last = read(whole(), piece=piece)
    sent = given_records()
    assert [record.data for record in records] == [record.data for record in sent]
    assert [record for record in records if isinstance(record, Chunk)] == list(blob_chunks())
    segments = [r for r in records if isinstance(r, Record) and r.kind is Kind.SEGMENT]
    found = [each.id for r in segments for each in segment.decode(r.data).commits]
    assert sorted(found) == sorted(each.id for each in COMMITS)
    assert isinstance(last, Manifest)
    assert (last.bundle, last.realm, last.device) == (EXPORT.bundle, REALM, DEVICE)
    assert frontier.read_rows(last.contains) == EXPORT.contains
    assert [entry.receipts for entry in last.receipts] == [5]


def test_an_empty_bundle_is_a_bundle() -> None:
    (only,) = read(written([]))
    assert isinstance(only, Manifest)


def test_every_recipient_reads_it_and_nobody_else() -> None:
    data = written(boxes=(BOX, OTHER_BOX))
    assert len(read(data)) == len(read(data, OTHER_BOX)) == len(given_records()) + 1
    with pytest.raises(BundleNotForUs) as refused:
        read(data, bytes(32))
    assert refused.value.facts == {"recipients": 2}


def test_nothing_of_the_content_is_in_the_clear() -> None:
    for words in (DEVICE, STREAM, REALM, "hậu cần", BLOB[:64]):
        assert (words if isinstance(words, bytes) else words.encode()) not in whole()


def test_importing_twice_gives_the_same() -> None:
    assert read(whole()) == read(whole())


def test_a_cut_anywhere_is_said_to_be_a_cut() -> None:
    data = whole()
    for length in [*range(6, len(data), 40_009), len(data) - 4, len(data) - 1]:
        with pytest.raises(BundleCut):
            read(data[:length])


def test_what_came_before_a_cut_is_given_out() -> None:
    found: list[Any] = []
    with pytest.raises(BundleCut) as cut:
        take_all(found, whole()[:-100_000])
    assert len(found) > 2
    assert found == read(whole())[: len(found)]
    assert cut.value.facts == {"records": len(found)}


def take_all(into: list[Any], data: bytes) -> None:
    for record in bundle.read_bundle([data], BOX, known):
        into.append(record)


@pytest.mark.parametrize(
    ("data", "error"),
    [(b"", EmptyFile), (b"ANTB", NotOurFile), (b"%PDF-1.7", NotOurFile), (b"ANTB\1\2", OtherFile)],
)
def test_other_files_are_named(data: bytes, error: type[AntinError]) -> None:
    with pytest.raises(error):
        read(data)


@given(st.integers(0, 10**6), st.integers(1, 255))
def test_a_changed_byte_anywhere_is_refused(at: int, change: int) -> None:
    spoilt = bytearray(small())
    spoilt[at % len(spoilt)] ^= change
    with pytest.raises(AntinError):
        read(bytes(spoilt))


def test_an_edit_inside_the_frames_is_said_to_be_one() -> None:
    for at in range(400, len(small()) - 10, 211):
        spoilt = bytearray(small())
        spoilt[at] ^= 1
        with pytest.raises(BundleEdited):
            read(bytes(spoilt))


@given(st.binary(max_size=200))
def test_any_bytes_give_our_errors_only(data: bytes) -> None:
    for start in (b"", b"ANTB\1\1", b"ANTB\1\1" + len(data).to_bytes(4), small()[:500]):
        with pytest.raises(AntinError):
            read(start + data)


def rewritten(change: Callable[[dict[str, Any]], Any]) -> bytes:
    """The small bundle with another clear header before the same frames."""
    data = small()
    size = int.from_bytes(data[6:10])
    header: Any = canonical.decode(data[10 : 10 + size])
    clear = canonical.encode(change(header))
    return data[:6] + len(clear).to_bytes(4) + clear + data[10 + size :]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda header: {**header, "v": 2}, NewerFile),
        (lambda header: {**header, "volume": [1, 2]}, BundleEdited),
        (lambda header: {**header, "volume": [0, 1]}, BundleEdited),
        (lambda header: {**header, "volume": [1]}, BundleEdited),
        (lambda header: {**header, "suite": "another"}, NewerFile),
        (lambda header: {**header, "more": 1}, BundleEdited),
        (lambda header: [], BundleEdited),
        (lambda header: {**header, "recipients": []}, BundleEdited),
        (lambda header: {**header, "recipients": header["recipients"] * 2}, BundleEdited),
        (lambda header: {**header, "recipients": [[header["recipients"][0][0], ""]]}, BundleEdited),
    ],
)  # fmt: skip
def test_an_edited_clear_header_is_refused(change: Any, error: type[AntinError]) -> None:
    with pytest.raises(error):
        read(rewritten(change))


def test_a_header_too_long_is_not_read() -> None:
    with pytest.raises(BundleEdited):
        read(b"ANTB\1\1" + (1 << 20).to_bytes(4) + bytes(1 << 20))


def test_a_content_key_of_another_length_is_refused() -> None:
    name = bundle.key_id(recipients.public_of(BOX))
    sealed = recipients.seal_to(recipients.public_of(BOX), bundle._info(name), bytes(16))
    with pytest.raises(BundleEdited):
        read(rewritten(lambda header: {**header, "recipients": [[name, b64(sealed)]]}))


def test_an_unknown_sender_is_said() -> None:
    records = bundle.read_bundle([small()], BOX, lambda _device: None)
    assert next(records).data
    with pytest.raises(BundleSenderUnknown) as refused:
        list(records)
    assert refused.value.facts == {"device": DEVICE}


def test_another_devices_signature_is_refused() -> None:
    with pytest.raises(BundleEdited):
        list(bundle.read_bundle([small()], BOX, lambda _device: public("another")))


def forged(content: bytes | Callable[[bytes], bytes]) -> bytes:
    """Some content sealed as a bundle, as somebody who knows the recipient's key could."""
    lock = Lock([recipients.public_of(BOX)], bytes(32), bytes(7))
    start = next(iter(bundle.write_bundle(EXPORT, [], lock, key(DEVICE).sign)))
    inside = content if isinstance(content, bytes) else content(start[10:])
    return start + b"".join(sealing.seal(inside, bytes(32), bytes(7), 20)) + b"ANTE"


def framed(kind: int, data: bytes) -> bytes:
    return bytes([kind]) + len(data).to_bytes(4) + data


SIGNED = bytes(64) + b"{}"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", BundleEdited),
        (framed(1, b"x"), BundleEdited),
        (framed(1, b"x")[:-1], BundleEdited),
        (framed(3, bytes(35)), BundleEdited),
        (framed(4, SIGNED), BundleEdited),
        (framed(4, SIGNED) + framed(1, b"x"), BundleEdited),
        (framed(4, SIGNED) * 2, BundleEdited),
        (framed(5, b"x"), NewerFile),
        (b"\3" + (2 << 20).to_bytes(4), TooLarge),
    ],
)
def test_content_that_is_no_list_of_records_is_refused(
    content: bytes, error: type[AntinError]
) -> None:
    with pytest.raises(error):
        read(forged(content))


def test_records_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_RECORDS", 3)
    with pytest.raises(TooLarge):
        read(forged(framed(1, b"x") * 4))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"segments": ()},
        {"chunks": (), "clear": b64(bytes(32))},
        {"chunks": (), "device": ident("unsigned")},
    ],
)
def test_a_manifest_that_lists_other_records_is_refused(changes: dict[str, Any]) -> None:
    first, *_, last = read(small())

    def inside(clear: bytes) -> bytes:
        fields = {"clear": b64(sha256(clear).digest()), **changes}
        body = canonical.encode(msgspec.structs.replace(last, **fields))
        return framed(1, first.data) + framed(
            4, key(DEVICE).sign(message(Tag.MANIFEST, body)) + body
        )

    with pytest.raises((BundleEdited, BundleSenderUnknown)):
        read(forged(inside))


def test_a_manifest_that_lists_what_came_is_taken() -> None:
    first, *_, last = read(small())

    def inside(clear: bytes) -> bytes:
        fields = {"clear": b64(sha256(clear).digest()), "chunks": ()}
        body = canonical.encode(msgspec.structs.replace(last, **fields))
        return framed(1, first.data) + framed(
            4, key(DEVICE).sign(message(Tag.MANIFEST, body)) + body
        )

    assert len(read(forged(inside))) == 2


def test_a_record_too_long_is_not_written() -> None:
    with pytest.raises(TooLarge):
        written([Chunk(b64(bytes(32)), 0, bytes((1 << 20) + 1))])


def entries(*spans: tuple[int, int]) -> tuple[manifest.SegmentEntry, ...]:
    return tuple(
        manifest.SegmentEntry(*CHAIN, first, last, 1, b64(bytes(32))) for first, last in spans
    )


@pytest.mark.parametrize(
    ("mine", "requires", "spans", "lacking"),
    [
        (0, 0, [(1, 5)], []),
        (3, 3, [(4, 9)], []),
        (5, 3, [(4, 9)], []),
        (1, 3, [(4, 9)], [(2, 3)]),
        (0, 0, [(4, 5), (8, 9)], [(1, 3), (6, 7)]),
        (0, 0, [(8, 9), (1, 7)], []),
        (2, 7, [], [(3, 7)]),
        (0, 12, [(1, 9)], [(10, 12)]),
        (20, 12, [(1, 9)], []),
    ],
)
def test_what_is_missing_is_named(
    mine: int, requires: int, spans: list[tuple[int, int]], lacking: list[tuple[int, int]]
) -> None:
    *_, last = read(small())
    needed = frontier.rows({CHAIN: requires})
    asked = msgspec.structs.replace(last, segments=entries(*spans), requires=needed)
    found = manifest.prerequisites(asked, {CHAIN: mine})
    assert found == [Range(CHAIN, first, end) for first, end in lacking]


def test_memory_stays_small() -> None:
    size = 40 << 20

    def records() -> Iterator[Chunk]:
        name = b64(bytes(32))
        for place in range(size >> 20):
            yield Chunk(name, place, bytes([place]) * (1 << 20))

    lock = Lock([recipients.public_of(BOX)], bytes(32), bytes(7))
    tracemalloc.start()
    try:
        pieces = bundle.write_bundle(EXPORT, records(), lock, key(DEVICE).sign)
        count = sum(1 for _ in bundle.read_bundle(pieces, BOX, known))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == (size >> 20) + 1
    assert peak < 20 << 20
