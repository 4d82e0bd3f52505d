"""Canonical JSON: one spelling for each value (docs/formats/canonical.md).

UTF-8, NFC, keys sorted by code point, no white space, no floats, no nulls, integers within ±2^53, depth ≤ 16.
Reading checks by writing again and comparing bytes, so a signature over bytes is a signature over one value.
"""

from __future__ import annotations

from typing import TypeVar
from unicodedata import is_normalized

import msgspec

from core.errors import NotCanonical, TooLarge

Json = object
T = TypeVar("T")

MAX_BYTES = 256 * 1024
MAX_DEPTH = 16
MAX_INTEGER = 2**53

_encoder = msgspec.json.Encoder(order="sorted")


def encode(value: object) -> bytes:
    """The canonical bytes of plain values or msgspec Structs; raises NotCanonical for what has none."""
    plain = msgspec.to_builtins(value, order="sorted", str_keys=False)
    _check(plain, 0)
    return _encoder.encode(plain)


def decode(data: bytes, limit: int = MAX_BYTES) -> Json:
    """The plain value of canonical bytes; raises TooLarge and NotCanonical."""
    if len(data) > limit:
        raise TooLarge(size=len(data), limit=limit)
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise NotCanonical(field="json") from error
    _check(value, 0)
    if _encoder.encode(value) != data:
        raise NotCanonical(field="spelling")
    return value


def decode_as(kind: type[T], data: bytes, limit: int = MAX_BYTES) -> T:
    """Canonical bytes as a Struct with its types and limits checked; raises TooLarge and NotCanonical."""
    return shape(kind, decode(data, limit))


def shape(kind: type[T], value: object) -> T:
    """A plain value as a Struct; raises NotCanonical where its shape differs."""
    try:
        return msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as error:
        raise NotCanonical(field=kind.__name__) from error


def _check(value: object, depth: int) -> None:
    """Refuse what canonical JSON has no place for."""
    if depth > MAX_DEPTH:
        raise NotCanonical(field="depth")
    if isinstance(value, str):
        if not is_normalized("NFC", value):
            raise NotCanonical(field="nfc")
    elif isinstance(value, bool):
        return
    elif isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise NotCanonical(field="integer")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical(field="key")
            _check(key, depth + 1)
            _check(item, depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item, depth + 1)
    else:
        raise NotCanonical(field=type(value).__name__)
