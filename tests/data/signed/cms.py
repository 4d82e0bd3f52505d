"""Containers of the corpus, right ones and wrong ones, the same each time."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from tests.data.signed import pki
from tests.pki.craft import attribute, content_info

if TYPE_CHECKING:
    from tests.pki.authority import Holder

_HASHES = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256(), "sha512": hashes.SHA512()}
Attributes = list[cms.CMSAttribute]


def named(holder: Holder, algorithm: str = "sha256") -> cms.CMSAttribute:
    """signing-certificate-v2."""
    digest = hashlib.new(algorithm, holder.der).digest()
    identified = tsp.ESSCertIDv2({"hash_algorithm": {"algorithm": algorithm}, "cert_hash": digest})
    return attribute("signing_certificate_v2", tsp.SigningCertificateV2({"certs": [identified]}))


def attributes(digest: bytes, holder: Holder, *more: cms.CMSAttribute) -> Attributes:
    """content-type, message-digest, signing-certificate-v2."""
    return [
        attribute("content_type", "data"),
        attribute("message_digest", digest),
        named(holder),
        *more,
    ]


def signer(
    holder: Holder, given: Attributes | None, content: bytes = b"", digest_name: str = "sha256"
) -> cms.SignerInfo:
    """One SignerInfo over ``given``, or over ``content`` itself when there are no attributes."""
    certificate = x509.Certificate.load(holder.der)
    kind = "rsa" if isinstance(holder.key, RSAPrivateKey) else "ecdsa"
    sid = cms.IssuerAndSerialNumber(
        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    )
    signed = content if given is None else cms.CMSAttributes(given).dump()
    info = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": sid}),
        "digest_algorithm": algos.DigestAlgorithm({"algorithm": digest_name}),
        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": f"{digest_name}_{kind}"}),
        "signature": pki.signature(holder.key, signed, _HASHES[digest_name]),
    }
    if given is not None:
        info["signed_attrs"] = cms.CMSAttributes(given)
    return cms.SignerInfo(info)


def good(digest: bytes, holder: Holder | None = None, **given: object) -> bytes:
    """A right container."""
    holder = holder or pki.person()
    return content_info(holder, [signer(holder, attributes(digest, holder))], **given)  # type: ignore[arg-type]


def token(
    imprint: bytes,
    at: datetime = pki.NOW,
    holder: Holder | None = None,
    *,
    algorithm: str = "sha256",
    content_type: str = "tst_info",
    named_holder: Holder | None = None,
) -> bytes:
    """A timestamp over a digest, as RFC 3161 has it."""
    holder = holder or pki.timestamper()
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": "1.3.6.1.4.1.99999.1",
            "message_imprint": {
                "hash_algorithm": {"algorithm": algorithm},
                "hashed_message": imprint,
            },
            "serial_number": int.from_bytes(imprint[:6]) + 1,
            "gen_time": at.replace(microsecond=0),
        }
    ).dump()
    given = [
        attribute("content_type", content_type),
        attribute("message_digest", hashlib.sha256(info).digest()),
        named(named_holder or holder),
    ]
    return bytes(
        cms.ContentInfo(
            {
                "content_type": "signed_data",
                "content": cms.SignedData(
                    {
                        "version": "v3",
                        "digest_algorithms": [{"algorithm": "sha256"}],
                        "encap_content_info": {
                            "content_type": "tst_info",
                            "content": cms.ParsableOctetString(info),
                        },
                        "certificates": [
                            cms.CertificateChoices("certificate", x509.Certificate.load(each))
                            for each in (holder.der, *holder.chain_der)
                        ],
                        "signer_infos": [signer(holder, given)],
                    }
                ),
            }
        ).dump()
    )


def with_token(der: bytes, make_token: bytes) -> bytes:
    """A container with a token among its unsigned attributes."""
    parsed = cms.ContentInfo.load(der)
    parsed["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes(
        [attribute("signature_time_stamp_token", cms.ContentInfo.load(make_token))]
    )
    return bytes(parsed.dump())


def value_of(der: bytes) -> bytes:
    """The raw signature in a container."""
    return bytes(cms.ContentInfo.load(der)["content"]["signer_infos"][0]["signature"].native)


def imprint(der: bytes) -> bytes:
    """What a token over the container's signature must carry."""
    return hashlib.sha256(value_of(der)).digest()


def proven(digest: bytes, holder: Holder | None = None, at: datetime = pki.NOW) -> bytes:
    """A right container with a right token."""
    der = good(digest, holder)
    return with_token(der, token(imprint(der), at))


def octets(value: bytes) -> core.OctetString:
    return core.OctetString(value)
