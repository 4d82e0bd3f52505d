"""Receipts: signed, chained, and packed without loss."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import canonical
from core.commits.ids import b64, unb64
from core.errors import AntinError, NotCanonical, SegmentBroken, SignatureWrong, TooLarge
from core.sync import packed, receipt
from core.sync.receipt import Receipt, Receipted
from tests.core.commits.samples import REALM, START, STREAM, digest, ident, key, public

SERVER = "server"


def ordered(length: int, start: int = 1, **changes: Any) -> list[Receipted]:
    """The server's receipts for commits that follow one another."""
    chain = receipt.first_chain(STREAM)
    found = []
    for gseq in range(start, start + length):
        verdict = receipt.WORDS[gseq % 4]
        chain = receipt.next_chain(chain, digest(f"commit {gseq}"), verdict)
        fields = {"realm": REALM, "stream": STREAM, "epoch": 1, "gseq": gseq, "verdict": verdict}
        fields |= {"commit": digest(f"commit {gseq}"), "chain": chain, "time": START + 7 * gseq}
        found.append(receipt.sign_receipt(Receipt(**{**fields, **changes}), key(SERVER).sign))
    return found


def test_the_chain_starts_at_the_stream_and_takes_in_hash_and_verdict() -> None:
    first = sha256(STREAM.encode()).digest()
    assert receipt.first_chain(STREAM) == b64(first)
    commit = digest("commit")
    after = sha256(first + unb64(commit) + b"ok+conflict").digest()
    assert receipt.next_chain(b64(first), commit, "ok+conflict") == b64(after)


def test_a_signed_receipt_reads_back() -> None:
    for each in ordered(5):
        assert receipt.read_receipt(each.body, each.signature, public(SERVER)) == each.receipt


@given(st.data())
def test_a_changed_receipt_is_refused(data: st.DataObject) -> None:
    whole = ordered(1)[0]
    parts = bytearray(whole.body + whole.signature)
    parts[data.draw(st.integers(0, len(parts) - 1))] ^= data.draw(st.integers(1, 255))
    size = len(whole.body)
    with pytest.raises((NotCanonical, SignatureWrong)):
        receipt.read_receipt(bytes(parts[:size]), bytes(parts[size:]), public(SERVER))


def test_another_server_is_refused() -> None:
    whole = ordered(1)[0]
    with pytest.raises(SignatureWrong):
        receipt.read_receipt(whole.body, whole.signature, public("another"))


@given(st.lists(st.integers(0, 19), max_size=30), st.booleans())
def test_any_receipts_in_any_order_are_packed(places: list[int], doubled: bool) -> None:
    some = ordered(20)
    other = ordered(20, stream=ident("other"), epoch=2)
    chosen = [(other if doubled and place % 3 else some)[place] for place in places]
    assert receipt.decode_receipts(receipt.encode_receipts(chosen)) == tuple(chosen)


def test_a_run_of_receipts_costs_little_more_than_hash_and_signature() -> None:
    many = ordered(1000)
    assert len(receipt.encode_receipts(many)) < 1000 * (32 + 64 + 6)


def test_packs_hold_what_a_reader_takes() -> None:
    many = ordered(1001)
    with pytest.raises(TooLarge):
        receipt.encode_receipts(many)
    found = list(receipt.packs(many))
    assert [pack.size for pack in found] == [1000, 1]
    assert [each for pack in found for each in receipt.decode_receipts(pack.data)] == many
    assert list(receipt.packs([])) == []


WHOLE = receipt.encode_receipts([*ordered(3), *ordered(2, start=9)])


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_breaks_a_signature(place: int, change: int) -> None:
    spoilt = bytearray(WHOLE)
    spoilt[place] ^= change
    try:
        found = receipt.decode_receipts(bytes(spoilt))
        for each in found:
            receipt.read_receipt(each.body, each.signature, public(SERVER))
    except AntinError:
        return
    assert found == receipt.decode_receipts(WHOLE)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_cut_is_refused(length: int) -> None:
    with pytest.raises(AntinError):
        receipt.decode_receipts(WHOLE[:length])


def stretch(**changes: Any) -> bytes:
    fields: dict[str, Any] = {"realm": REALM, "stream": STREAM, "epoch": 1, "gseq": 1}
    fields |= {"chain": digest("chain"), "verdicts": [0, 3], "times": [START, START]}
    return canonical.encode({**fields, **changes})


@pytest.mark.parametrize(
    ("lines", "raw", "error"),
    [
        ([stretch(times=[START])], bytes(192), SegmentBroken),
        ([stretch()], bytes(191), SegmentBroken),
        ([stretch()], bytes(193), SegmentBroken),
        ([stretch()], bytes(96), SegmentBroken),
        ([stretch(verdicts=[0, 4])], bytes(192), NotCanonical),
        ([stretch(verdicts=[], times=[])], b"", NotCanonical),
        ([stretch(gseq=2**53)], bytes(192), NotCanonical),
        ([stretch(times=[START, -1])], bytes(192), NotCanonical),
        ([stretch(verdicts=[0] * 600, times=[0] * 600)] * 2, bytes(96 * 1200), TooLarge),
        ([b""], b"\0", SegmentBroken),
    ],
)
def test_what_does_not_fit_together_is_refused(
    lines: list[bytes], raw: bytes, error: type[AntinError]
) -> None:
    with pytest.raises(error):
        receipt.decode_receipts(packed.pack(lines, raw))
