"""Identifiers as text: 128-bit ids, hashes, and the name of one operation inside a stream.

An id is 16 bytes written as 26 characters of Crockford base32; binary values are base64url without
padding.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import NamedTuple

from core.errors import NotCanonical

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ID_PATTERN = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
OP_PATTERN = re.compile(
    r"([0-7][0-9A-HJKMNP-TV-Z]{25})\.([1-9][0-9]{0,8})\.([1-9][0-9]{0,11})\.(0|[1-9][0-9]{0,3})"
)
VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


class OpId(NamedTuple):
    """One operation of a stream: the chain and commit that hold it, and its place there."""

    device: str
    inc: int
    seq: int
    place: int

    def text(self) -> str:
        """The form used in ``bases``: ``DEVICE.inc.seq.index``."""
        return f"{self.device}.{self.inc}.{self.seq}.{self.place}"


def text_id(raw: bytes) -> str:
    """Write 16 bytes as 26 characters of Crockford base32."""
    if len(raw) != 16:
        raise ValueError("an id has 16 bytes")
    number = int.from_bytes(raw)
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def raw_id(text: str) -> bytes:
    """Read an id back into its 16 bytes; raises NotCanonical."""
    if not is_id(text):
        raise NotCanonical(field="id")
    number = 0
    for letter in text:
        number = number << 5 | VALUES[letter]
    return number.to_bytes(16)


def is_id(text: str) -> bool:
    """Whether the text is an id in its only spelling."""
    return ID_PATTERN.fullmatch(text) is not None


def op_id(text: str) -> OpId:
    """Read the text of an operation's name; raises NotCanonical."""
    match = OP_PATTERN.fullmatch(text)
    if match is None:
        raise NotCanonical(field="op")
    return OpId(match[1], int(match[2]), int(match[3]), int(match[4]))


def b64(raw: bytes) -> str:
    """Base64url without padding (RFC 4648 §5)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def unb64(text: str, size: int | None = None) -> bytes:
    """Read base64url without padding in its only spelling, of ``size`` bytes if given; raises
    NotCanonical.
    """
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotCanonical(field="base64") from error
    if b64(raw) != text or size not in {None, len(raw)}:
        raise NotCanonical(field="base64")
    return raw
