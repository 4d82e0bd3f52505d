"""Our fast reader of hexadecimal strings against the library's slow one."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfStreamError

from core.signing.reading import _plain_read, read_hexadecimal

DIGITS = some.text("0123456789abcdefABCDEF", max_size=200).map(str.encode)
ANYTHING = some.lists(some.sampled_from([b"0", b"aF", b" ", b"\n", b"%x\n", b">", b"<", b"g"])).map(
    b"".join
)


def read(reader: object, text: bytes) -> tuple[object, ...]:
    """What a reader makes of a text: the string, its bytes and where it stopped; or its refusal."""
    stream = BytesIO(text)
    try:
        found = reader(stream)  # type: ignore[operator]
    except PdfStreamError:
        return ("refused",)
    return type(found), found.original_bytes, stream.tell()


@settings(max_examples=300)
@given(DIGITS | ANYTHING, some.sampled_from([b">", b">>", b"", b"> /Next"]))
def test_both_readers_agree(inner: bytes, rest: bytes) -> None:
    text = b"<" + inner + rest
    assert read(read_hexadecimal, text) == read(_plain_read, text)


@pytest.mark.parametrize("digits", [100, 131_070, 131_071, 131_072, 300_000])
def test_strings_longer_than_one_look_are_read_too(digits: int) -> None:
    text = b"<" + b"a" * digits + b"> rest"
    assert read(read_hexadecimal, text) == read(_plain_read, text)


def test_the_library_uses_ours() -> None:
    assert generic.read_hex_string_from_stream is read_hexadecimal
