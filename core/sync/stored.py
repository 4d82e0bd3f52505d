"""The server's signed word on how many media it keeps files (docs/formats/wire.md).

A machine gives up its own copy of a file on no other ground (sync.md §4.8), so the word names the
epoch: what the server had in an earlier life counts nothing.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from core.commits import canonical, signatures
from core.commits.format import Hash, Id, Instant, Whole
from core.commits.signatures import Sign, Signed, Tag


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A file, and on how many media it is kept; 0 where it is not whole there."""

    blob: Hash
    media: Annotated[int, msgspec.Meta(ge=0, le=9)]


class Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where files were kept at a moment (``at``, ms UTC) of the server's store."""

    realm: Id
    epoch: Whole
    at: Instant
    files: Annotated[tuple[Kept, ...], msgspec.Meta(max_length=1024)]


def state(stored: Stored, sign: Sign) -> Signed:
    """The word, signed by the server."""
    return signatures.signed(Tag.STORED, stored, sign)


def read_stored(envelope: Signed, server: bytes) -> Stored:
    """A word that the server's device key signed; raises SignatureWrong, NotCanonical, TooLarge."""
    return canonical.decode_as(Stored, signatures.opened(Tag.STORED, envelope, server))
