"""What was found of the signatures in a file when it was taken in: it stays with the document, as
lists of revocations and clocks go on (NĐ 30/2020/NĐ-CP Đ.21; signing.md §12).
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from core.commits.format import Count, Instant

MOST = 50
"""Signatures of one file that are kept."""
LONGEST = 200
"""Letters of a name."""
Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}\Z")]
Said = Annotated[str, msgspec.Meta(max_length=LONGEST)]


class SignedBy(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One signature as it was judged: whose, by which certificate (its number hexadecimal), when by
    the signer's clock (``claimed``) and by a timestamp (``proven``).
    """

    role: Code
    verdict: Code
    reason: Code
    signer: Said = ""
    issuer: Said = ""
    serial: Said = ""
    claimed: Instant | None = None
    proven: Instant | None = None
    level: Code | None = None


class Intake(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The verdict on a file ``at`` its intake, with the number of the trust list that it was judged
    by and when that was made, where the machine had one. The machine is the commit's, the SHA-256
    of the bytes the file's ``blob``.
    """

    verdict: Code
    reason: Code
    at: Instant
    trust: Count | None = None
    trust_made: Instant | None = None
    signatures: Annotated[tuple[SignedBy, ...], msgspec.Meta(max_length=MOST)] = ()
