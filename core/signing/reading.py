"""Opens a PDF for signing or judging: strictly, with limits, from memory.

Errors of the library never leave this folder: they become our own (core/errors.py).
"""

from __future__ import annotations

import binascii
import re
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from pyhanko.pdf_utils import generic, xref
from pyhanko.pdf_utils.decode_limits import (
    DEFAULT_PURPOSE_LIMITS,
    DecodeLimits,
    DecodePurpose,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.reader import PdfFileReader

from core.errors import AntinError, BrokenPdf, EmptyFile, NotAPdf, ProtectedPdf

if TYPE_CHECKING:
    from collections.abc import Iterator

_plain_read = generic.read_hex_string_from_stream
_plain_table = xref.parse_xref_stream
_ROW_TYPES = {0, 1, 2}
_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f]*)>")
_LONGEST_AT_ONCE = 1 << 17
# a table of 4 MiB holds some 600,000 objects; the library's own limit lets one take a minute
_TABLE = StreamDecodeLimits(max_ratio=None, max_output_size=4 << 20)
_LIMITS = DecodeLimits(per_purpose={**DEFAULT_PURPOSE_LIMITS, DecodePurpose.XREF_STREAM: _TABLE})
# where ISO 32000-1 Annex H.3 allows the header to begin
_HEADER_WITHIN = 1024


def check_header(pdf: bytes) -> None:
    """Raise EmptyFile or NotAPdf when the bytes do not begin as a PDF does."""
    if not pdf:
        raise EmptyFile
    if b"%PDF-" not in pdf[:_HEADER_WITHIN]:
        raise NotAPdf


@contextmanager
def as_broken() -> Iterator[None]:
    """Turn whatever a parser raises on a bad file into BrokenPdf; our own errors pass."""
    try:
        yield
    except AntinError:
        raise
    # the parser raises a dozen kinds on hostile input (signing.md §11.3)
    except Exception as error:
        raise BrokenPdf from error


def open_reader(pdf: bytes) -> PdfFileReader:
    """A strict reader. Raises EmptyFile, NotAPdf, BrokenPdf or ProtectedPdf."""
    check_header(pdf)
    with as_broken():
        reader = PdfFileReader(BytesIO(pdf), strict=True, decode_limits=_LIMITS)
        if reader.encrypted:
            raise ProtectedPdf
        _ = reader.root["/Pages"]
    return reader


def entry(dictionary: generic.DictionaryObject, key: str) -> Any:
    """A dictionary's value with references followed; None when it is absent or null."""
    try:
        return dictionary[key]  # get() does not follow references
    except KeyError:
        return None


def is_hybrid(reader: PdfFileReader) -> bool:
    """Whether two kinds of cross-reference stand side by side, so that readers may differ."""
    return bool(reader.xrefs.hybrid_xrefs_present)


def read_hexadecimal(stream: BinaryIO) -> generic.ByteStringObject | generic.TextStringObject:
    """The library's reader of hexadecimal strings, made fast for those without spaces.

    It reads digit by digit: 25 ms for each signature container, again for each revision. Anything
    out of the ordinary still goes to the library.
    """
    start = stream.tell()
    found = _HEXADECIMAL.match(stream.read(_LONGEST_AT_ONCE))
    if found is None:
        stream.seek(start)
        return _plain_read(stream)
    stream.seek(start + found.end())
    digits = found[1]
    return generic.pdf_string(binascii.unhexlify(digits + b"0" * (len(digits) % 2)))


generic.read_hex_string_from_stream = read_hexadecimal


def read_table(xref_stream: generic.StreamObject, strict: bool = True) -> Iterator[xref.XRefEntry]:
    """The library's reader of cross-reference streams, for rows of the three types that there are.

    It passes over others and keeps what earlier tables say of such an object, which other readers
    take for null (ISO 32000-2 §7.5.8.3). Raises BrokenPdf for such a table.
    """
    widths = xref_stream["/W"]
    rows = xref_stream.read_data(DecodePurpose.XREF_STREAM)
    kinds = [set(rows[place :: sum(widths)]) for place in range(widths[0])]
    if kinds and not (kinds.pop() <= _ROW_TYPES and all(each == {0} for each in kinds)):
        raise BrokenPdf
    return _plain_table(xref_stream, strict)


xref.parse_xref_stream = read_table
