"""Tools of a forger: appended revisions, moved signed ranges, containers built to order."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from typing import TYPE_CHECKING

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from core.signing.prepare import Appender

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pki.authority import Holder

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def revise(pdf: bytes, change: Callable[[Appender], None]) -> bytes:
    """A proper revision appended: ``change`` alters objects and marks them."""
    file = BytesIO(pdf)
    writer = Appender(file)
    change(writer)
    writer.write_in_place()
    return file.getvalue()


def signed_range(pdf: bytes, number: int = 0) -> tuple[int, int, int, int]:
    """The numbers of the n-th /ByteRange in the bytes."""
    found = list(_RANGE.finditer(pdf))[number]
    return tuple(int(part) for part in found.groups())  # type: ignore[return-value]


def hole(pdf: bytes, number: int = 0) -> tuple[int, int]:
    """Where the n-th container's angle brackets stand: first byte, and one past the last."""
    _, length, start, _ = signed_range(pdf, number)
    return length, start


def container(pdf: bytes, number: int = 0) -> bytes:
    """The DER of the n-th container."""
    start, end = hole(pdf, number)
    return bytes(cms.ContentInfo.load(bytes.fromhex(pdf[start + 1 : end - 1].decode())).dump())


def with_container(pdf: bytes, der: bytes, number: int = 0) -> bytes:
    """The n-th container replaced; the signed bytes stay as they are."""
    start, end = hole(pdf, number)
    digits = der.hex().encode().ljust(end - start - 2, b"0")
    assert len(digits) == end - start - 2
    return pdf[: start + 1] + digits + pdf[end - 1 :]


def digest(pdf: bytes, number: int = 0) -> bytes:
    """SHA-256 over the n-th signed range."""
    first, length, start, rest = signed_range(pdf, number)
    return hashlib.sha256(pdf[first : first + length] + pdf[start : start + rest]).digest()


def attribute(kind: str, value: object) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": kind, "values": (value,)})


def good_attributes(document: bytes, holder: Holder) -> list[cms.CMSAttribute]:
    """content-type, message-digest and signing-certificate-v2."""
    named = tsp.SigningCertificateV2(
        {"certs": [tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(holder.der).digest()})]}
    )
    return [
        attribute("content_type", "data"),
        attribute("message_digest", document),
        attribute("signing_certificate_v2", named),
    ]


def signer_info(
    holder: Holder,
    attributes: list[cms.CMSAttribute] | None,
    document: bytes,
    *,
    algorithm: str = "sha256_rsa",
    digest_name: str = "sha256",
) -> cms.SignerInfo:
    """One SignerInfo, PKCS#1 v1.5; without attributes the document's digest itself is signed."""
    certificate = x509.Certificate.load(holder.der)
    hashing = {"sha256": hashes.SHA256(), "sha1": hashes.SHA1(), "sha512": hashes.SHA512()}
    pkcs1 = padding.PKCS1v15()
    info = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            {
                "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                    {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                )
            }
        ),
        "digest_algorithm": algos.DigestAlgorithm({"algorithm": digest_name}),
        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": algorithm}),
    }
    if attributes is None:
        from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

        info["signature"] = holder.key.sign(document, pkcs1, Prehashed(hashes.SHA256()))
    else:
        value = cms.CMSAttributes(attributes)
        info["signed_attrs"] = value
        info["signature"] = holder.key.sign(value.dump(), pkcs1, hashing[digest_name])
    return cms.SignerInfo(info)


def content_info(
    holder: Holder,
    signers: list[cms.SignerInfo],
    *,
    content_type: str = "data",
    content: bytes | None = None,
    certificates: tuple[bytes, ...] | None = None,
) -> bytes:
    """A SignedData with these signers, its certificates (else the holder's and its chain)."""
    chosen = (holder.der, *holder.chain_der) if certificates is None else certificates
    inner: dict[str, object] = {"content_type": content_type}
    if content is not None:
        inner["content"] = core.OctetString(content)
    return bytes(
        cms.ContentInfo(
            {
                "content_type": "signed_data",
                "content": cms.SignedData(
                    {
                        "version": "v1",
                        "digest_algorithms": [signer["digest_algorithm"] for signer in signers[:1]],
                        "encap_content_info": inner,
                        "certificates": [
                            cms.CertificateChoices("certificate", x509.Certificate.load(each))
                            for each in chosen
                        ],
                        "signer_infos": signers,
                    }
                ),
            }
        ).dump()
    )


def add_unsigned(der: bytes, kind: str, value: object) -> bytes:
    """A container with one more unsigned attribute."""
    parsed = cms.ContentInfo.load(der)
    signer = parsed["content"]["signer_infos"][0]
    signer["unsigned_attrs"] = cms.CMSAttributes([attribute(kind, value)])
    return bytes(parsed.dump(force=True))
