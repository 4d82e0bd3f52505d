"""How a text may hide in a file: its spellings as bytes, to be searched for where none may be."""

from __future__ import annotations

import base64
import re
import zlib
from typing import TYPE_CHECKING, Final
from unicodedata import combining, normalize

import zstandard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PACKED: Final = re.compile(
    rb"(?P<zlib>\x78[\x01\x5e\x9c\xda])|(?P<gzip>\x1f\x8b\x08)"
    rb"|(?P<zip>PK\x03\x04)|(?P<zstd>\x28\xb5\x2f\xfd)"
)
LARGEST: Final = 32 << 20
"""Bytes to which one packed part is unpacked."""
DEPTH: Final = 2
"""Packed parts are unpacked inside packed parts so often: a page in an office file in a bundle."""


def spellings(text: str) -> set[bytes]:
    """The text composed and decomposed, in both cases and folded; UTF-8, UTF-16, base64, hex."""
    forms = {normalize(form, text) for form in ("NFC", "NFD")}
    forms |= {form.lower() for form in forms} | {form.upper() for form in forms} | {_unmarked(text)}
    encoded = {form.encode(name) for form in forms for name in ("utf-8", "utf-16-le", "utf-16-be")}
    return (
        encoded
        | {spelled for data in encoded for spelled in _base64(data)}
        | {data.hex().encode() for data in encoded}
    )


def found(texts: Iterable[str], files: Iterable[Path]) -> list[str]:
    """Each file and text of which some spelling stands in that file."""
    wanted = {text: spellings(text) for text in texts}
    hits = []
    for path in files:
        data = path.read_bytes() + b"\n" + str(path).encode()
        parts = list(layers(data))
        hits += [
            f"{path}: {text}"
            for text, forms in wanted.items()
            if any(form in part for part in parts for form in forms)
        ]
    return hits


def layers(data: bytes, depth: int = DEPTH) -> Iterator[bytes]:
    """The bytes themselves, and what every packed part in them unpacks to."""
    yield data
    if depth:
        for place in PACKED.finditer(data):
            if unpacked := _unpacked(data, place):
                yield from layers(unpacked, depth - 1)


def _unpacked(data: bytes, place: re.Match[bytes]) -> bytes:
    """What stands packed at a place as far as it can be read; nothing where it only looked so."""
    start, kind, rest = place.start(), place.lastgroup, memoryview(data)
    if kind == "zstd":
        try:
            return zstandard.ZstdDecompressor().decompressobj().decompress(rest[start:])[:LARGEST]
        except zstandard.ZstdError:
            return b""
    bits = {"zlib": zlib.MAX_WBITS, "gzip": zlib.MAX_WBITS | 16, "zip": -zlib.MAX_WBITS}
    if kind == "zip":
        name, extra = data[start + 26 : start + 28], data[start + 28 : start + 30]
        start += 30 + int.from_bytes(name, "little") + int.from_bytes(extra, "little")
    try:
        return zlib.decompressobj(bits[str(kind)]).decompress(rest[start:], LARGEST)
    except zlib.error:
        return b""


def _unmarked(text: str) -> str:
    """Lower case without marks, as an index of words keeps it."""
    letters = normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not combining(letter))


def _base64(data: bytes) -> Iterator[bytes]:
    """The middle of the text's base64 at each of the three places where it may begin."""
    for shift in range(3):
        for alphabet in (None, b"-_"):
            spelled = base64.b64encode(bytes(shift) + data, alphabet)
            first = -(-shift * 4 // 3)
            usable = (len(data) + shift) // 3 * 4
            yield spelled[first:usable]
