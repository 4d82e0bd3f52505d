"""Canonical JSON: one spelling for each value (docs/formats/canonical.md).

UTF-8, NFC without U+0000, keys sorted by code point, no white space, no floats, no nulls, integers
within ±2^53, depth ≤ 16. Reading checks by writing again and comparing bytes, so a signature over
bytes is a signature over one value.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar
from unicodedata import is_normalized
from uuid import UUID

import msgspec

from core.errors import NotCanonical, TooLarge

Json = object
T = TypeVar("T")

MAX_BYTES = 256 * 1024
MAX_DEPTH = 16
MAX_INTEGER = 2**53

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""Half of a surrogate pair has no UTF-8, and PostgreSQL stores no U+0000 in text."""

_encoder = msgspec.json.Encoder(order="sorted")
_PLAIN = (
    bytes,
    bytearray,
    memoryview,
    datetime.date,
    datetime.datetime,
    datetime.time,
    Decimal,
    UUID,
)
"""What msgspec would write as text by rules of its own; passed through, so that it is refused."""


def encode(value: object, depth: int = MAX_DEPTH) -> bytes:
    """The canonical bytes of plain values or Structs; raises NotCanonical for what has none."""
    plain = msgspec.to_builtins(value, order="sorted", builtin_types=_PLAIN)
    _check(plain, depth)
    return _encoder.encode(plain)


def decode(data: bytes, limit: int = MAX_BYTES, depth: int = MAX_DEPTH) -> Json:
    """The plain value of canonical bytes; raises TooLarge and NotCanonical."""
    if len(data) > limit:
        raise TooLarge(size=len(data), limit=limit)
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise NotCanonical(field="json") from error
    _check(value, depth)
    if _encoder.encode(value) != data:
        raise NotCanonical(field="spelling")
    return value


def decode_as(kind: type[T], data: bytes, limit: int = MAX_BYTES, depth: int = MAX_DEPTH) -> T:
    """Canonical bytes as a Struct, types and limits checked; raises TooLarge and NotCanonical."""
    return shape(kind, decode(data, limit, depth))


def shape(kind: type[T], value: object) -> T:
    """A plain value as a Struct; raises NotCanonical where its shape differs."""
    try:
        return msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as error:
        raise NotCanonical(field=kind.__name__) from error


def _check(value: object, room: int) -> None:
    """Refuse what canonical JSON has no place for; ``room`` is how many levels may still follow."""
    check = _CHECKS.get(type(value))
    if check is None:
        raise NotCanonical(field=type(value).__name__)
    if room < 0:
        raise NotCanonical(field="depth")
    check(value, room)


def _check_text(text: str, _room: int) -> None:
    if text.isascii() and "\0" not in text:
        return
    if _UNSTORABLE.search(text):
        raise NotCanonical(field="character")
    if not is_normalized("NFC", text):
        raise NotCanonical(field="nfc")


def _check_integer(number: int, _room: int) -> None:
    if abs(number) > MAX_INTEGER:
        raise NotCanonical(field="integer")


def _check_map(items: dict[object, object], room: int) -> None:
    for key, item in items.items():
        if not isinstance(key, str):
            raise NotCanonical(field="key")
        _check_text(key, room)
        _check(item, room - 1)


def _check_list(items: list[object], room: int) -> None:
    for item in items:
        _check(item, room - 1)


def _allow(_value: object, _room: int) -> None:
    """True and false have one spelling."""


_CHECKS: dict[type, Callable[[Any, int], None]] = {
    str: _check_text,
    bool: _allow,
    int: _check_integer,
    dict: _check_map,
    list: _check_list,
    tuple: _check_list,
}
