"""What vouches for an extract of the journal: its hash, who made it on which machine, and how far
the chains went, signed by the machine (docs/formats/extract.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated, Literal

import msgspec

from core.commits import canonical, signatures
from core.commits.format import Hash, Id, Instant
from core.commits.ids import b64, unb64
from core.commits.signatures import Sign, Signed, Tag
from core.errors import ExtractAltered, SignatureWrong
from core.sync import container
from core.sync.container import FileKind

Text = Annotated[str, msgspec.Meta(max_length=500)]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Head = tuple[Id, Count, Count, Hash]
"""A stream, its epoch, the last place here and the hash of the chain there."""


class Extract(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``hash`` and ``size`` are those of the readable file, ``lines`` its acts, ``asked`` what was
    asked of the journal as pairs of name and value.
    """

    v: Literal[1] = 1
    realm: Id
    unit: Id
    device: Id
    person: Id
    name: Text
    time: Instant
    hash: Hash
    size: Count
    lines: Count
    asked: Annotated[tuple[tuple[Text, Text], ...], msgspec.Meta(max_length=16)]
    heads: Annotated[tuple[Head, ...], msgspec.Meta(max_length=64)]


def hash_of(content: bytes) -> str:
    """SHA-256 of the readable file."""
    return b64(hashlib.sha256(content).digest())


def write(extract: Extract, sign: Sign) -> bytes:
    """The file that goes beside the readable one."""
    return container.write_json(FileKind.EXTRACT, signatures.signed(Tag.EXTRACT, extract, sign))


def read(data: bytes, content: bytes, public: Callable[[str], bytes | None]) -> Extract:
    """What is vouched for, once it holds: the machine is one of the unit's, whose key ``public``
    gives, it signed this, and the readable file is the one that it signed.

    Raises what container.read_json raises, SignatureWrong, and ExtractAltered.
    """
    envelope = container.read_json(FileKind.EXTRACT, Signed, data)
    said = canonical.decode_as(Extract, unb64(envelope.body))
    key = public(said.device)
    if key is None:
        raise SignatureWrong(tag=Tag.EXTRACT.value)
    signatures.opened(Tag.EXTRACT, envelope, key)
    if (said.hash, said.size) != (hash_of(content), len(content)):
        raise ExtractAltered
    return said
