"""The CMS container of one PAdES B-B signature, written directly in DER.

Sources: EN 319 142-1 §6.3 (no signing-time attribute, signing-certificate-v2 present), RFC 5652,
RFC 5035 (signing-certificate-v2), RFC 4056 (RSASSA-PSS), EN 319 122-1 §5.2.6.1 (claimed role).
Only the digest, the role and the signature differ from one signature of a certificate to the next,
so the rest is encoded once and kept (signing.md §4, "template").
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from asn1crypto import algos, x509
from asn1crypto.core import ObjectIdentifier

if TYPE_CHECKING:
    from datetime import datetime

Mechanism = Literal["pss", "pkcs1", "ecdsa"]
MOST_BESIDE = 4 << 20
"""Bytes of a container that lies beside the file that it signs, revocation lists among them."""

_SEQUENCE, _SET, _OCTETS, _UTF8 = 0x30, 0x31, 0x04, 0x0C
_TAG_0 = 0xA0
_VERSION_1 = b"\x02\x01\x01"


def tlv(tag: int, *parts: bytes) -> bytes:
    """One DER element: tag, definite length, content."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def _oid(dotted: str) -> bytes:
    return bytes(ObjectIdentifier(dotted).dump())


_DATA = _oid("1.2.840.113549.1.7.1")
_SIGNED_DATA = _oid("1.2.840.113549.1.7.2")
_CONTENT_TYPE = tlv(_SEQUENCE, _oid("1.2.840.113549.1.9.3"), tlv(_SET, _DATA))
_MESSAGE_DIGEST = _oid("1.2.840.113549.1.9.4")
_SIGNING_CERTIFICATE_V2 = _oid("1.2.840.113549.1.9.16.2.47")
_SIGNER_ATTRIBUTES_V2 = _oid("0.4.0.19122.1.1")
# the attribute in which validators of the EU write and look for a claimed role
_NAME = _oid("2.5.4.41")
_SHA256 = tlv(_SEQUENCE, _oid("2.16.840.1.101.3.4.2.1"))

_ALGORITHMS: dict[Mechanism, bytes] = {
    # salt 32 = the hash's length: what strict validators want (signing.md §5)
    "pss": algos.SignedDigestAlgorithm(
        {
            "algorithm": "rsassa_pss",
            "parameters": algos.RSASSAPSSParams(
                {
                    "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                    "mask_gen_algorithm": algos.MaskGenAlgorithm(
                        {
                            "algorithm": "mgf1",
                            "parameters": algos.DigestAlgorithm({"algorithm": "sha256"}),
                        }
                    ),
                    "salt_length": 32,
                }
            ),
        }
    ).dump(),
    "pkcs1": algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}).dump(),
    "ecdsa": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}).dump(),
}


@dataclass(frozen=True)
class Identity:
    """Who signs and how: DER certificates and the mechanism, without the private key."""

    certificate: bytes
    chain: tuple[bytes, ...]
    mechanism: Mechanism


@dataclass(frozen=True)
class _Constant:
    """The parts that stay the same for every signature of an identity."""

    certificates: bytes
    signer_id: bytes
    signing_certificate: bytes


@lru_cache(maxsize=16)
def _constant(identity: Identity) -> _Constant:
    certificate = x509.Certificate.load(identity.certificate, strict=True)
    every = sorted({identity.certificate, *identity.chain})
    # hash algorithm left out: SHA-256 is the default (RFC 5035 §4)
    cert_id = tlv(_SEQUENCE, tlv(_OCTETS, hashlib.sha256(identity.certificate).digest()))
    return _Constant(
        certificates=tlv(_TAG_0, *every),
        signer_id=tlv(
            _SEQUENCE,
            certificate.issuer.dump(),
            certificate["tbs_certificate"]["serial_number"].dump(),
        ),
        signing_certificate=tlv(
            _SEQUENCE,
            _SIGNING_CERTIFICATE_V2,
            tlv(_SET, tlv(_SEQUENCE, tlv(_SEQUENCE, cert_id))),
        ),
    )


def _claimed_role(role: str) -> bytes:
    attribute = tlv(_SEQUENCE, _NAME, tlv(_SET, tlv(_UTF8, role.encode())))
    claimed = tlv(_TAG_0, tlv(_SEQUENCE, attribute))
    return tlv(_SEQUENCE, _SIGNER_ATTRIBUTES_V2, tlv(_SET, tlv(_SEQUENCE, claimed)))


def _signing_time(moment: datetime) -> bytes:
    """UTCTime, as until 2049 (RFC 5652 §11.3)."""
    time = tlv(0x17, f"{moment:%y%m%d%H%M%S}Z".encode())
    return tlv(_SEQUENCE, _oid("1.2.840.113549.1.9.5"), tlv(_SET, time))


def signed_attributes(
    digest: bytes, identity: Identity, role: str | None, moment: datetime | None = None
) -> bytes:
    """The DER bytes that the key signs: a SET OF attributes with the document's SHA-256.

    ``moment`` (UTC) is what a signature beside a file says of its time (EN 319 122-1 §6.3); one
    inside a PDF says it there.
    """
    attributes = [
        _CONTENT_TYPE,
        tlv(_SEQUENCE, _MESSAGE_DIGEST, tlv(_SET, tlv(_OCTETS, digest))),
        _constant(identity).signing_certificate,
    ]
    if role is not None:
        attributes.append(_claimed_role(role))
    if moment is not None:
        attributes.append(_signing_time(moment))
    return tlv(_SET, *sorted(attributes))  # DER orders a SET OF by its encodings


def signed_data(attributes: bytes, signature: bytes, identity: Identity) -> bytes:
    """The finished container for /Contents. ``attributes`` as signed, ``signature`` raw."""
    constant = _constant(identity)
    signer = tlv(
        _SEQUENCE,
        _VERSION_1,
        constant.signer_id,
        _SHA256,
        bytes((_TAG_0,)) + attributes[1:],  # the same set under its implicit tag (RFC 5652 §5.4)
        _ALGORITHMS[identity.mechanism],
        tlv(_OCTETS, signature),
    )
    content = tlv(
        _SEQUENCE,
        _VERSION_1,
        tlv(_SET, _SHA256),
        tlv(_SEQUENCE, _DATA),
        constant.certificates,
        tlv(_SET, signer),
    )
    return tlv(_SEQUENCE, _SIGNED_DATA, tlv(_TAG_0, content))
