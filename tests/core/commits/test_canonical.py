"""Canonical JSON: every value has one spelling, and every other spelling is refused."""

from __future__ import annotations

import datetime
import json
from enum import StrEnum
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import canonical
from core.errors import NotCanonical, TooLarge
from tests.core.commits.values import plain

NFD = "Quyê\u0301t đi\u0323nh"


class Colour(StrEnum):
    RED = "đỏ"


class Thing(msgspec.Struct, omit_defaults=True):
    name: str
    size: int = 0


def by_hand(value: object) -> bytes:
    """The same bytes by the standard library."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@given(plain)
def test_reads_back_and_agrees_with_the_standard_library(value: object) -> None:
    data = canonical.encode(value)
    assert canonical.decode(data) == value
    assert data == by_hand(value)


@pytest.mark.parametrize(
    ("value", "data"),
    [
        ({}, b"{}"),
        ([], b"[]"),
        ("", b'""'),
        (0, b"0"),
        (2**53, b"9007199254740992"),
        (-(2**53), b"-9007199254740992"),
        (True, b"true"),
        ({"b": 1, "a": [False]}, b'{"a":[false],"b":1}'),
        ({"～": 1, "😀": 2, "a": 3}, '{"a":3,"～":1,"😀":2}'.encode()),
        ('/"\\\b\f\n\r\t\x01\x7f\u2028', b'"/\\"\\\\\\b\\f\\n\\r\\t\\u0001\x7f\xe2\x80\xa8"'),
        (Thing("đ"), '{"name":"đ"}'.encode()),
        (Thing("đ", 3), '{"name":"đ","size":3}'.encode()),
        ((1, (2,)), b"[1,[2]]"),
        (Colour.RED, '"đỏ"'.encode()),
    ],
)
def test_has_one_spelling(value: object, data: bytes) -> None:
    assert canonical.encode(value) == data


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (None, "NoneType"),
        ({"a": None}, "NoneType"),
        (1.0, "float"),
        ([float("nan")], "float"),
        (2**53 + 1, "integer"),
        (-(2**53) - 1, "integer"),
        (2**70, "integer"),
        (NFD, "nfc"),
        ({NFD: 1}, "nfc"),
        ("a\0", "character"),
        ("\ud800", "character"),
        ({"\udfff": 1}, "character"),
        ({1: 2}, "key"),
        (b"bytes", "bytes"),
        (datetime.date(2026, 1, 1), "date"),
    ],
)
def test_what_has_no_spelling_is_not_written(value: object, field: str) -> None:
    with pytest.raises(NotCanonical) as refused:
        canonical.encode(value)
    assert refused.value.facts == {"field": field}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" 1",
        b"1 ",
        b"1\n",
        b"{} {}",
        b'{"a" :1}',
        b'{"a":1,}',
        b'{"b":1,"a":1}',
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b"1.0",
        b"1e2",
        b"-0",
        b"01",
        b"+1",
        b"null",
        b'{"a":null}',
        b"NaN",
        b"Infinity",
        b"9007199254740993",
        b"-9007199254740993",
        b"123456789012345678901234567890",
        b'"\\/"',
        b'"\\u0061"',
        b'"\\u00E9"',
        b'"\\u000a"',
        b'"\\u001F"',
        b'"\\u0000"',
        b'"\0"',
        b'"\n"',
        b'"\\ud800"',
        b'"\\ud83d\\ude00"',
        b'"\xed\xa0\x80"',
        b'"\xc0\xaf"',
        b'"\xff"',
        b"\xef\xbb\xbf1",
        "1".encode("utf-16"),
        f'"{NFD}"'.encode(),
        f'{{"{NFD}":1}}'.encode(),
        b"'a'",
        b"[1,2",
        b'"a',
        b"// comment\n1",
    ],
)
def test_other_spellings_are_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        canonical.decode(data)


@given(st.binary(max_size=60))
def test_any_bytes_are_one_spelling_or_refused(data: bytes) -> None:
    try:
        value = canonical.decode(data)
    except NotCanonical:
        return
    assert canonical.encode(value) == data


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def test_depth_is_bounded() -> None:
    assert canonical.decode(nested(17)) is not None
    for deep in (18, 200, 100_000):
        with pytest.raises(NotCanonical):
            canonical.decode(nested(deep))
    value: Any = 1
    for _ in range(16):
        value = {"a": value}
    assert canonical.decode(canonical.encode(value)) == value
    with pytest.raises(NotCanonical):
        canonical.encode([value])
    with pytest.raises(NotCanonical):
        canonical.encode([[1]], 1)


def test_size_is_bounded() -> None:
    data = canonical.encode("x" * 98)
    assert canonical.decode(data, 100) == "x" * 98
    with pytest.raises(TooLarge) as refused:
        canonical.decode(data, 99)
    assert refused.value.facts == {"size": 100, "limit": 99}
    with pytest.raises(TooLarge):
        canonical.decode(bytes(canonical.MAX_BYTES + 1))


def test_shapes_are_checked() -> None:
    assert canonical.decode_as(Thing, b'{"name":"a","size":2}') == Thing("a", 2)
    for wrong in (
        b"{}",
        b'{"name":1}',
        b'{"name":"a","size":true}',
        b"[]",
        b'{"name":"a","size":"2"}',
    ):
        with pytest.raises(NotCanonical) as refused:
            canonical.decode_as(Thing, wrong)
        assert refused.value.facts == {"field": "Thing"}
