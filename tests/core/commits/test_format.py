"""Commits: what is signed reads back byte for byte; what is not the format is refused."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import canonical
from core.commits.format import (
    MAX_DEPTH,
    MAX_HEADER,
    Op,
    Point,
    payload_bytes,
    read,
    verify_signature,
    write,
)
from core.commits.ids import b64
from core.errors import AntinError, NotCanonical, PayloadMismatch, SignatureWrong, TooLarge
from tests.core.commits.samples import (
    BY,
    DEVICE,
    OTHER_STREAM,
    START,
    STREAM,
    chain,
    commit,
    digest,
    header,
    ident,
    key,
    op,
    opine,
    public,
)
from tests.core.commits.values import operations

WHOLE = commit(opine("Đã xem."))


@given(st.lists(operations(), min_size=1, max_size=4), st.binary(min_size=16, max_size=16))
def test_a_commit_reads_back(ops: list[Op], salt: bytes) -> None:
    made = commit(*ops, salt=salt)
    again = read(made.raw, made.payload, made.signature)
    assert again == made
    assert again.ops == tuple(ops)
    verify_signature(again, public(DEVICE))


def test_the_id_is_the_hash_of_the_header() -> None:
    assert WHOLE.id == b64(sha256(WHOLE.raw).digest())
    assert WHOLE.header.payload == b64(sha256(WHOLE.payload or b"").digest())
    assert WHOLE.header.size == len(WHOLE.payload or b"")
    assert WHOLE.chain == (DEVICE, 1, STREAM)
    assert WHOLE.op_id(2) == f"{DEVICE}.1.1.2"


def test_order_is_by_clock_then_device_then_place() -> None:
    later = commit(hlc=(START, 1))
    assert WHOLE.order < later.order < commit(hlc=(START + 1, 0)).order
    assert WHOLE.order < commit(inc=2).order


def test_an_erased_payload_leaves_the_chain_whole() -> None:
    first, second = chain(2)
    erased = read(first.raw, None, first.signature)
    assert (erased.id, erased.ops, erased.payload) == (second.header.prev, (), None)
    verify_signature(erased, public(DEVICE))


def test_salt_hides_what_was_erased() -> None:
    assert commit(salt=bytes(16)).header.payload != commit(salt=b"x" * 16).header.payload


@given(st.integers(0, len(WHOLE.raw) - 1), st.integers(1, 255))
def test_a_changed_header_is_refused(place: int, change: int) -> None:
    raw = bytearray(WHOLE.raw)
    raw[place] ^= change
    with pytest.raises(AntinError):
        verify_signature(read(bytes(raw), WHOLE.payload, WHOLE.signature), public(DEVICE))


@given(st.data())
def test_a_changed_payload_is_refused(data: st.DataObject) -> None:
    assert WHOLE.payload is not None
    payload = bytearray(WHOLE.payload)
    payload[data.draw(st.integers(0, len(payload) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(PayloadMismatch) as refused:
        read(WHOLE.raw, bytes(payload), WHOLE.signature)
    assert refused.value.facts == {"seq": 1}
    with pytest.raises(PayloadMismatch):
        read(WHOLE.raw, WHOLE.payload + b" ", WHOLE.signature)


def test_another_key_is_refused() -> None:
    with pytest.raises(SignatureWrong):
        verify_signature(WHOLE, public("another"))


def raw_with(**changes: Any) -> bytes:
    value: Any = canonical.decode(WHOLE.raw)
    merged = {**value, **changes}
    return canonical.encode({name: item for name, item in merged.items() if item is not ...})


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"v": "1"},
        {"more": 1},
        {"realm": ...},
        {"session": ...},
        {"realm": ident("x") + "\n"},
        {"stream": "x"},
        {"device": ident("x").lower()},
        {"inc": 0},
        {"inc": 10**9},
        {"seq": 0},
        {"seq": 2},
        {"seq": 10**12, "prev": digest("x")},
        {"prev": digest("x")},
        {"seq": 2, "prev": "x"},
        {"seq": 2, "prev": "A" * 42 + "B"},
        {"seq": 2, "prev": digest("x") + "\n"},
        {"hlc": [START]},
        {"hlc": [START, 0, 0]},
        {"hlc": [START, 65536]},
        {"hlc": [-1, 0]},
        {"hlc": [253402300800000, 0]},
        {"size": -1},
        {"size": True},
        {"app": ""},
        {"app": "x" * 41},
        {"grant": "x" * 65},
        {"act": "x"},
        {"session": {"how": "Passphrase", "at": 0}},
        {"session": {"how": "pin", "at": 0, "more": 1}},
        {"seen": {"epoch": 1, "gseq": 1}},
        {"auth": {"epoch": 1, "gseq": 1, "chain": "x"}},
        {"deps": []},
        {"deps": [[ident("a"), 1]]},
        {"deps": [[ident("a"), 1, 0]]},
        {"deps": [[ident("a"), 1, 1], [ident("a"), 1, 2]]},
        {"deps": [[ident("a"), 2, 1], [ident("a"), 1, 1]]},
        {"deps": [[DEVICE, 1, 5]]},
    ],
)
def test_headers_that_are_not_the_format_are_refused(changes: dict[str, Any]) -> None:
    raw = raw_with(**changes)
    with pytest.raises(NotCanonical):
        read(raw, WHOLE.payload, WHOLE.signature)


def test_a_full_header_reads_back() -> None:
    deps = ((ident("a"), 1, 3), (ident("a"), 2, 1), (DEVICE, 2, 9))
    made = commit(
        deps=tuple(sorted(deps)),
        auth=Point(epoch=1, gseq=4, chain=digest("auth")),
        seen=Point(epoch=1, gseq=9, chain=digest("seen")),
        grant=f"{DEVICE}.1.1.0",
        act=ident("act"),
        seq=7,
        prev=digest("before"),
    )
    assert read(made.raw, made.payload, made.signature).header == made.header


def with_payload(payload: bytes) -> tuple[bytes, bytes]:
    return raw_with(payload=b64(sha256(payload).digest()), size=len(payload)), payload


GOOD_OP: dict[str, Any] = {"kind": "document.opine", "id": ident("d"), "body": {"text": "x"}}


@pytest.mark.parametrize(
    "value",
    [
        {"ops": [GOOD_OP]},
        {"ops": [], "salt": "A" * 22},
        {"ops": [GOOD_OP] * 1001, "salt": "A" * 22},
        {"ops": [GOOD_OP], "salt": "A" * 21},
        {"ops": [GOOD_OP], "salt": "A" * 21 + "B"},
        {"ops": [GOOD_OP], "salt": "A" * 22, "more": 1},
        {"ops": [{**GOOD_OP, "v": 1}], "salt": "A" * 22},
        {"ops": [{**GOOD_OP, "bases": []}], "salt": "A" * 22},
        {"ops": [{**GOOD_OP, "body": {}}], "salt": "A" * 22},
        {"ops": [{**GOOD_OP, "kind": "Document.opine"}], "salt": "A" * 22},
        {"ops": [{**GOOD_OP, "kind": "a.b.c"}], "salt": "A" * 22},
        {"ops": [{**GOOD_OP, "id": "x"}], "salt": "A" * 22},
        {"ops": [{**GOOD_OP, "more": 1}], "salt": "A" * 22},
        {"ops": [{**GOOD_OP, "bases": ["x" * 65]}], "salt": "A" * 22},
        {"ops": [{**GOOD_OP, "body": [1]}], "salt": "A" * 22},
    ],
)
def test_payloads_that_are_not_the_format_are_refused(value: Any) -> None:
    raw, payload = with_payload(canonical.encode(value))
    with pytest.raises(NotCanonical):
        read(raw, payload, WHOLE.signature)


def test_a_payload_is_not_too_deep_for_the_state_that_will_hold_it() -> None:
    value: Any = "x"
    for _ in range(MAX_DEPTH - 4):
        value = [value]
    fits = payload_bytes((op("document.opine", text=value, by=BY),), bytes(16))
    with pytest.raises(NotCanonical):
        payload_bytes((op("document.opine", text=[value], by=BY),), bytes(16))
    raw, payload = with_payload(fits.replace(b'"x"', b'["x"]'))
    with pytest.raises(NotCanonical):
        read(raw, payload, WHOLE.signature)


def test_sizes_are_bounded() -> None:
    with pytest.raises(TooLarge):
        payload_bytes((opine("x" * (256 * 1024)),), bytes(16))
    with pytest.raises(TooLarge):
        read(bytes(MAX_HEADER + 1), None, bytes(64))
    raw, payload = with_payload(canonical.encode("x" * (256 * 1024)))
    with pytest.raises(TooLarge):
        read(raw, payload, bytes(64))


@pytest.mark.parametrize(("ops", "salt"), [((), bytes(16)), ((opine("x"),), bytes(15))])
def test_no_payload_is_made_of_nothing_or_without_salt(ops: tuple[Op, ...], salt: bytes) -> None:
    with pytest.raises(NotCanonical):
        payload_bytes(ops, salt)


def test_a_signature_has_64_bytes() -> None:
    with pytest.raises(NotCanonical):
        read(WHOLE.raw, WHOLE.payload, WHOLE.signature[:-1])


def test_what_would_not_read_back_is_not_written() -> None:
    payload = payload_bytes((opine("x"),), bytes(16))
    for wrong in (header(seq=2), header(v=2), header(stream=OTHER_STREAM[:-1])):
        with pytest.raises(NotCanonical):
            write(wrong, payload, key(DEVICE).sign)


@given(st.binary(max_size=80), st.binary(max_size=80) | st.none())
def test_any_bytes_give_our_errors_only(raw: bytes, payload: bytes | None) -> None:
    with pytest.raises(AntinError):
        read(raw, payload, bytes(64))
    if payload is not None:
        head, _ = with_payload(payload)
        with pytest.raises(AntinError):
            read(head, payload, bytes(64))
