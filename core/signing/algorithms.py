"""Which algorithms a signature may be made with, and until when: a table that a list may bring.

A row allows; what no row allows is refused. The built-in table is what TT 15/2025 PL I knows, with
the digests of SHA-2 and SHA-3; a list's own table takes its place, and no row of it reaches beyond.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, NamedTuple, get_args

import msgspec
from typing_extensions import override

from core.commits.format import Instant

Key = Literal["rsa", "ec"]
Padding = Literal["pkcs1", "pss"]
Digest = Literal[
    "sha224",
    "sha256",
    "sha384",
    "sha512",
    "sha512_224",
    "sha512_256",
    "sha3_224",
    "sha3_256",
    "sha3_384",
    "sha3_512",
]
Use = Literal["signature", "authority"]
"""Signatures of documents; what authorities sign: certificates, timestamps, revocation answers."""

DIGESTS: Final[tuple[Digest, ...]] = get_args(Digest)
PADDINGS: Final[tuple[Padding, ...]] = get_args(Padding)
LEAST_BITS: Final[dict[str, int]] = {"rsa": 2048, "ec": 256}
FOREVER: Final = 1 << 63
"""Milliseconds UTC of no moment that comes."""


class Allowed(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True
):
    """A kind of key of at least ``bits`` with some digests and, for RSA, paddings.

    Without ``uses`` for every use. ``end`` is the first moment after it (milliseconds UTC). Raises
    ValueError for a row that reaches below the built-in table.
    """

    key: Key
    bits: Annotated[int, msgspec.Meta(ge=1, le=16384)]
    digests: Annotated[tuple[Digest, ...], msgspec.Meta(min_length=1, max_length=16)]
    paddings: Annotated[tuple[Padding, ...], msgspec.Meta(max_length=2)] = ()
    uses: Annotated[tuple[Use, ...], msgspec.Meta(max_length=2)] = ()
    end: Instant | None = None

    def __post_init__(self) -> None:
        """Keep to the floor; a curve has no padding, RSA has one."""
        if self.bits < LEAST_BITS[self.key] or (self.key == "rsa") != bool(self.paddings):
            raise ValueError(self.key)


class Used(NamedTuple):
    """What a signature was made with; None is what nothing says, and is not compared."""

    key: str | None
    bits: int | None
    padding: str | None
    digest: str | None

    @override
    def __str__(self) -> str:
        """As a person reads it: ``RSA-2048 PKCS1 SHA256``."""
        bits = "" if self.bits is None else f"-{self.bits}"
        parts = (f"{self.key or ''}{bits}", self.padding, self.digest)
        return " ".join(part.upper() for part in parts if part)


BUILT_IN: Final = (
    Allowed(key="rsa", bits=LEAST_BITS["rsa"], digests=DIGESTS, paddings=PADDINGS),
    Allowed(key="ec", bits=LEAST_BITS["ec"], digests=DIGESTS),
)


def until(table: tuple[Allowed, ...], used: Used, use: Use) -> int:
    """The first moment (milliseconds UTC) at which it counts no more: 0 where it never counted,
    FOREVER where no end is set.
    """
    ends = (each.end for each in table if _covers(each, used, use))
    return max((FOREVER if end is None else end for end in ends), default=0)


def _covers(row: Allowed, used: Used, use: Use) -> bool:
    return (
        (not row.uses or use in row.uses)
        and used.key in (None, row.key)
        and (used.bits is None or used.bits >= row.bits)
        and (not used.padding or used.padding in row.paddings)
        and (used.digest is None or used.digest in row.digests)
    )
