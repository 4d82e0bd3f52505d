"""Sealing to a public key, against HPKE written out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SealBroken
from core.recipients import SEALED_EXTRA, open_with, public_of, seal_to
from tests.core import hpke_by_hand

PRIVATE = bytes(range(32))


@given(st.binary(max_size=100), st.binary(max_size=50), st.binary(min_size=32, max_size=32))
def test_what_the_second_implementation_seals_opens(
    plain: bytes, info: bytes, ephemeral: bytes
) -> None:
    sealed = hpke_by_hand.seal(public_of(PRIVATE), info, plain, ephemeral)
    assert open_with(PRIVATE, info, sealed) == plain
    assert len(sealed) == len(plain) + SEALED_EXTRA


def test_two_sealings_differ_and_both_open() -> None:
    one, two = (seal_to(public_of(PRIVATE), b"info", b"key") for _ in range(2))
    assert one != two
    assert open_with(PRIVATE, b"info", one) == open_with(PRIVATE, b"info", two) == b"key"


def test_other_key_other_info_other_bytes() -> None:
    sealed = seal_to(public_of(PRIVATE), b"info", b"key")
    with pytest.raises(SealBroken):
        open_with(bytes(range(1, 33)), b"info", sealed)
    with pytest.raises(SealBroken):
        open_with(PRIVATE, b"other", sealed)
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(SealBroken):
            open_with(PRIVATE, b"info", bytes(changed))


@pytest.mark.parametrize("sealed", [b"", bytes(31), bytes(32), bytes(48), bytes(80)])
def test_bytes_that_were_never_sealed(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        open_with(PRIVATE, b"info", sealed)


@pytest.mark.parametrize("public", [bytes(32), b"\x01" + bytes(31), b"short"])
def test_a_public_key_that_is_none(public: bytes) -> None:
    with pytest.raises(SealBroken):
        seal_to(public, b"info", b"key")
