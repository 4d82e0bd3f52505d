"""Wrapping and deriving keys, against the examples in their RFCs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SealBroken
from core.wrapping import NONCE_SIZE, WRAPPED_EXTRA, derive, unwrap, wrap

KEK, NONCE = bytes(range(32)), bytes(range(12))
KEYS = st.binary(min_size=32, max_size=32)


def test_rfc_8452_appendix_c2() -> None:
    nonce = bytes.fromhex("030000000000000000000000")
    sealed = wrap(bytes([1]) + bytes(31), nonce, bytes([1]) + bytes(7), b"")
    assert sealed == nonce + bytes.fromhex("c2ef328e5c71c83b843122130f7364b761e0b97427e3df28")


def test_rfc_5869_case_1() -> None:
    okm = derive(bytes([0x0B] * 22), bytes(range(0xF0, 0xFA)), bytes(range(13)))
    assert okm.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"


def test_rfc_5869_case_3_without_a_salt() -> None:
    okm = derive(bytes([0x0B] * 22), b"")
    assert okm.hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"


@given(KEYS, st.binary(max_size=40))
def test_a_wrapped_key_comes_back(key: bytes, about: bytes) -> None:
    wrapped = wrap(KEK, NONCE, key, about)
    assert len(wrapped) == len(key) + WRAPPED_EXTRA
    assert wrapped[:NONCE_SIZE] == NONCE
    assert unwrap(KEK, wrapped, about) == key


@given(KEYS, st.integers(0), st.integers(1, 255))
def test_any_changed_byte_is_noticed(key: bytes, where: int, by: int) -> None:
    changed = bytearray(wrap(KEK, NONCE, key, b"about"))
    changed[where % len(changed)] ^= by
    with pytest.raises(SealBroken):
        unwrap(KEK, bytes(changed), b"about")


def test_another_key_another_matter_and_too_few_bytes() -> None:
    wrapped = wrap(KEK, NONCE, bytes(32), b"about")
    for kek, data, about in (
        (bytes(32), wrapped, b"about"),
        (KEK, wrapped, b"another"),
        (KEK, wrapped[:12], b"about"),
        (KEK, b"", b"about"),
    ):
        with pytest.raises(SealBroken):
            unwrap(kek, data, about)


def test_labels_and_salts_give_other_keys() -> None:
    keys = {derive(KEK, b"a"), derive(KEK, b"b"), derive(KEK, b"a", b"salt"), derive(NONCE, b"a")}
    assert len(keys) == 4
