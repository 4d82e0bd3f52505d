"""Messages: a head and parts, bounded, and refused with our errors whatever arrives."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from core.commits import canonical
from core.errors import AntinError, MessageBroken, TooLarge
from core.sync import message
from core.sync.packed import deflate


class Head(msgspec.Struct):
    number: int
    words: str = ""


@given(st.integers(-(2**53), 2**53), st.lists(st.binary(max_size=50), max_size=5))
def test_head_and_parts_come_back(number: int, parts: list[bytes]) -> None:
    data = message.encode(Head(number, "Đã nhận"), parts)
    assert message.decode(Head, data) == (Head(number, "Đã nhận"), tuple(parts))


def test_fields_of_a_newer_version_are_ignored() -> None:
    data = message.encode({"number": 1, "later": [1, 2], "words": ""})
    assert message.decode(Head, data)[0] == Head(1)


WHOLE = message.encode(Head(7, "bảy"), [b"one", b"", b"three"])


@given(st.integers(0, len(WHOLE) - 1))
def test_a_cut_is_refused(length: int) -> None:
    with pytest.raises(MessageBroken):
        message.decode(Head, WHOLE[:length])


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_byte_gives_a_message_or_our_errors(place: int, change: int) -> None:
    spoilt = bytearray(WHOLE)
    spoilt[place] ^= change
    try:
        head, parts = message.decode(Head, bytes(spoilt))
    except AntinError:
        return
    assert isinstance(head, Head)
    assert len(parts) <= 3


@given(st.binary(max_size=200))
def test_any_bytes_give_our_errors_only(data: bytes) -> None:
    for start in (b"", b"\1\0\0", b"\1\0\0" + len(data).to_bytes(4)):
        with pytest.raises(AntinError):
            message.decode(Head, start + data)


def framed(*frames: bytes, count: int | None = None) -> bytes:
    parts = len(frames) - 1 if count is None else count
    body = b"".join(len(frame).to_bytes(4) + frame for frame in frames)
    return b"\1" + parts.to_bytes(2) + body


GOOD = deflate(canonical.encode({"number": 1}))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", MessageBroken),
        (b"<html>captive portal</html>", MessageBroken),
        (b"\2" + framed(GOOD)[1:], MessageBroken),
        (framed(GOOD, count=1), MessageBroken),
        (framed(GOOD, b"x", count=0), MessageBroken),
        (framed(GOOD, count=2000), MessageBroken),
        (framed(b"not zstd"), MessageBroken),
        (framed(deflate(b'{"number":1.5}')), MessageBroken),
        (framed(deflate(b'{"number":"1"}')), MessageBroken),
        (framed(deflate(b'{ "number":1}')), MessageBroken),
        (framed(zstandard.ZstdCompressor().compress(bytes(600_000))), TooLarge),
        (bytes(9 << 20), TooLarge),
    ],
)
def test_what_is_no_message_is_refused(data: bytes, error: type[AntinError]) -> None:
    with pytest.raises(error):
        message.decode(Head, data)


@pytest.mark.parametrize("parts", [[bytes(8 << 20)], [b""] * 1025])
def test_too_much_is_not_sent(parts: list[Any]) -> None:
    with pytest.raises(TooLarge):
        message.encode(Head(1), parts)


def test_a_head_that_no_reader_takes_is_not_sent() -> None:
    with pytest.raises(TooLarge):
        message.encode(Head(1, "x" * 600_000))
