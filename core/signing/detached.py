"""Signatures beside a file of any kind: CAdES B-B, detached (EN 319 122-1; signing.md §13).

As in a PDF the private key stays outside and is asked exactly once; what it answers is looked at
before anybody gets it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from asn1crypto import cms as asn1
from cryptography.exceptions import UnsupportedAlgorithm

from core.errors import KeyFailed
from core.signing import cms
from core.signing.seal import confirm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MECHANISMS: dict[str, cms.Mechanism] = {
    "rsassa_pss": "pss",
    "rsassa_pkcs1v15": "pkcs1",
    "ecdsa": "ecdsa",
}


@dataclass(frozen=True)
class Beside:
    """What a signature beside a file says: whose certificate (DER), when by the signer's clock."""

    certificate: bytes
    at: datetime | None


def sign_beside(
    content: bytes,
    *,
    sign: Callable[[bytes], bytes],
    certificate: bytes,
    chain: Sequence[bytes],
    mechanism: cms.Mechanism,
    at_ms: int,
) -> bytes:
    """The container (DER) of one signature over ``content``; values as in core.signing.seal.

    Raises KeyFailed when the answer does not verify with the certificate.
    """
    identity = cms.Identity(certificate, tuple(chain), mechanism)
    moment = datetime.fromtimestamp(at_ms // 1000, UTC)
    digest = hashlib.sha256(content).digest()
    attributes = cms.signed_attributes(digest, identity, None, moment)
    made = cms.signed_data(attributes, sign(attributes), identity)
    if read_beside(content, made) is None:
        raise KeyFailed
    return made


def read_beside(content: bytes, signature: bytes) -> Beside | None:
    """What a signature says of a file, None where it is none of ours, or of another file.

    Who the signer is, and whether he may be trusted, the certificate's chain tells.
    """
    try:
        return _read(content, signature)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        KeyFailed,
        UnsupportedAlgorithm,
    ):
        return None  # the parser of ASN.1 raises whatever it stumbles over


def _read(content: bytes, signature: bytes) -> Beside | None:
    if len(signature) > cms.MOST_BESIDE:
        return None
    info = asn1.ContentInfo.load(signature, strict=True)
    data = info["content"]
    [signer] = data["signer_infos"]
    attributes = {each["type"].native: each["values"] for each in signer["signed_attrs"]}
    if attributes["message_digest"][0].native != hashlib.sha256(content).digest():
        return None
    certificate = _signer(data, attributes["signing_certificate_v2"][0])
    if certificate is None or data["encap_content_info"]["content"].native is not None:
        return None
    mechanism = _MECHANISMS[signer["signature_algorithm"].signature_algo]
    attributes_signed = signer["signed_attrs"].untag().dump()
    confirm(certificate, mechanism, signer["signature"].native, attributes_signed)
    moment = attributes.get("signing_time")
    return Beside(certificate, moment[0].native if moment else None)


def _signer(data: asn1.SignedData, named: asn1.SigningCertificateV2) -> bytes | None:
    """The certificate whose hash the signer signed along, of those that are embedded."""
    wanted = named["certs"][0]["cert_hash"].native
    found = (one.chosen.dump() for one in data["certificates"])
    return next((der for der in found if hashlib.sha256(der).digest() == wanted), None)
