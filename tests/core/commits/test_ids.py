"""Ids, hashes and names of operations have one spelling."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import ids
from core.commits.ids import OpId
from core.errors import NotCanonical

raw_ids = st.binary(min_size=16, max_size=16)


@given(raw_ids)
def test_an_id_reads_back(raw: bytes) -> None:
    text = ids.text_id(raw)
    assert len(text) == 26
    assert ids.is_id(text)
    assert ids.raw_id(text) == raw


@given(raw_ids, raw_ids)
def test_ids_sort_as_their_bytes(one: bytes, two: bytes) -> None:
    assert (one < two) == (ids.text_id(one) < ids.text_id(two))


def test_known_ids() -> None:
    assert ids.text_id(bytes(16)) == "0" * 26
    assert ids.text_id(b"\xff" * 16) == "7" + "Z" * 25
    assert ids.raw_id("0" * 25 + "Z") == bytes(15) + b"\x1f"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0" * 25,
        "0" * 27,
        "8" + "0" * 25,
        "0" * 25 + "I",
        "0" * 25 + "U",
        "0" * 25 + "a",
        "0" * 26 + "\n",
    ],
)
def test_what_is_no_id_is_refused(text: str) -> None:
    assert not ids.is_id(text)
    with pytest.raises(NotCanonical):
        ids.raw_id(text)


@pytest.mark.parametrize("size", [0, 15, 17])
def test_an_id_has_sixteen_bytes(size: int) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        ids.text_id(bytes(size))


@given(raw_ids, st.integers(1, 10**9 - 1), st.integers(1, 10**12 - 1), st.integers(0, 999))
def test_the_name_of_an_operation_reads_back(raw: bytes, inc: int, seq: int, place: int) -> None:
    name = OpId(ids.text_id(raw), inc, seq, place)
    assert ids.op_id(name.text()) == name


DEVICE = "0" * 26


@pytest.mark.parametrize(
    "text",
    [
        "",
        DEVICE,
        f"{DEVICE}.0.1.0",
        f"{DEVICE}.1.0.0",
        f"{DEVICE}.01.1.0",
        f"{DEVICE}.1.1.00",
        f"{DEVICE}.1.1.0 ",
        f"{DEVICE}.1.1.0\n",
        f"{DEVICE}.1.1",
        f"{DEVICE}.1.1.-1",
        f"{DEVICE}.1.\u0661.0",
        f"{DEVICE}.1000000000.1.0",
    ],
)
def test_what_names_no_operation_is_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        ids.op_id(text)


@given(st.binary(max_size=40))
def test_base64_reads_back(raw: bytes) -> None:
    text = ids.b64(raw)
    assert ids.unb64(text) == ids.unb64(text, len(raw)) == raw
    assert base64.urlsafe_b64encode(raw).decode().rstrip("=") == text


@pytest.mark.parametrize(
    "text", ["A", "AAA=", "AB", "+w", "/w", "A A", "AA\n", "đ", "AA==", "AAAAA"]
)
def test_other_spellings_of_base64_are_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        ids.unb64(text)


def test_base64_of_another_size_is_refused() -> None:
    with pytest.raises(NotCanonical):
        ids.unb64("AAAA", 2)
    assert ids.unb64("", 0) == b""
