"""The unit's trust list as a file: the certificate authorities that signatures are judged by, their
newest revocation lists and the algorithms that count, signed by an administrator's machine
(docs/formats/trust-list.md).

A list that names algorithms or timestamp authorities is a file of another kind: a program that does
not know them says that it is too old, and keeps the list that it has, rather than judge by half.

Read before anything in it is believed: kind, signature, signer, realm. Whether it is newer than the
one held, and whether it has run out, is for whoever holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Final, Literal

import msgspec

from core.commits import canonical, signatures
from core.commits.format import Count, Id, Instant
from core.commits.ids import b64, unb64
from core.commits.signatures import Sign, Signed, Tag
from core.commits.trust import Certificate
from core.errors import CertificateRefused, NotCanonical, OtherFile, TooLarge
from core.signing.algorithms import Allowed
from core.sync import container
from core.sync.container import HEAD_SIZE, FileKind

CertificateOf = Callable[[str], Certificate | None]
"""The certificate of a machine, None where there is none that holds."""
LIMIT: Final = 16 << 20
"""Bytes of a whole file: a national authority's revocation list runs to megabytes."""
Der = Annotated[str, msgspec.Meta(min_length=1, max_length=LIMIT)]
Some = msgspec.Meta(max_length=256)
KINDS: Final = {1: FileKind.TRUST, 2: FileKind.TRUST_DETAILED}
"""The kind of file of each version of the body."""


class TrustList(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True
):
    """Certificates and lists (DER, base64url). ``number`` rises with each list of the realm;
    ``next`` is when a newer one is due (milliseconds UTC).

    Where ``timestampers`` are named only they count, through a root as any; without ``algorithms``
    those built in count. Raises ValueError for a version that is not the least that can say so.
    """

    v: Literal[1, 2] = 1
    realm: Id
    device: Id
    number: Count
    made: Instant
    next: Instant
    roots: Annotated[tuple[Der, ...], msgspec.Meta(min_length=1, max_length=256)]
    intermediates: Annotated[tuple[Der, ...], Some] = ()
    crls: Annotated[tuple[Der, ...], Some] = ()
    timestampers: Annotated[tuple[Der, ...], Some] = ()
    algorithms: Annotated[tuple[Allowed, ...], Some] = ()

    def __post_init__(self) -> None:
        """One spelling for each list: what old programs can read, they are given."""
        if self.v != version(self.timestampers, self.algorithms):
            raise ValueError(self.v)


def version(timestampers: Sequence[object], algorithms: Sequence[object]) -> Literal[1, 2]:
    """The version of a body with these parts."""
    return 2 if timestampers or algorithms else 1


def is_list(start: bytes) -> bool:
    """Whether a file that begins so is a trust list."""
    return start[:HEAD_SIZE] in {container.head(kind) for kind in KINDS.values()}


def write(body: TrustList, sign: Sign) -> bytes:
    """The file; raises TooLarge."""
    data = canonical.encode(body)
    signed = Signed(b64(data), b64(sign(signatures.message(Tag.TRUST, data))))
    made = container.head(KINDS[body.v]) + canonical.encode(signed)
    if len(made) > LIMIT:
        raise TooLarge(size=len(made), limit=LIMIT)
    return made


def read(data: bytes, realm: str, certificate_of: CertificateOf) -> TrustList:
    """What a file holds, signed by a machine that is an administrator's by its certificate.

    Raises EmptyFile, NotOurFile, NewerFile, OtherFile, TooLarge, NotCanonical, CertificateRefused
    for another realm or signer, SignatureWrong.
    """
    kind = container.read_head(data[:HEAD_SIZE])
    if kind not in KINDS.values():
        raise OtherFile(wanted=FileKind.TRUST.name.lower(), found=kind.name.lower())
    if len(data) > LIMIT:
        raise TooLarge(size=len(data), limit=LIMIT)
    envelope = canonical.decode_as(Signed, data[HEAD_SIZE:], LIMIT)
    inner = unb64(envelope.body)
    body = canonical.decode_as(TrustList, inner, LIMIT)
    if KINDS[body.v] is not kind:
        raise NotCanonical(field="v")
    signer = certificate_of(body.device)
    if body.realm != realm or body.made >= body.next:
        raise CertificateRefused(reason="other-realm" if body.realm != realm else "period")
    if signer is None or signer.kind != "administrator":
        raise CertificateRefused(reason="issuer")
    signatures.verify(Tag.TRUST, inner, unb64(envelope.sig, 64), unb64(signer.sign, 32))
    return body
