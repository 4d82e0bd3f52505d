"""What is asked of timestamp and certificate authorities, and how their answers are read.

Requests and answers are DER; who carries them is the caller's business (RFC 3161, RFC 6960,
RFC 5280). An authority is named by its certificate, never by an address from a document.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec
from asn1crypto import algos, cms, crl, ocsp, tsp
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from cryptography.x509.ocsp import OCSPRequestBuilder
from pyhanko.sign.general import extract_certificate_info

from core.errors import EvidenceUnfit

if TYPE_CHECKING:
    from asn1crypto import x509

LIMIT = 1 << 20
"""Bytes of one answer: a larger revocation list would swell every file (signing.md §9)."""


class Service(StrEnum):
    """What is asked for; the values travel (docs/formats/wire.md)."""

    TIMESTAMP = "timestamp"
    OCSP = "ocsp"
    CRL = "crl"


class Query(msgspec.Struct, frozen=True):
    """One question: ``issuer`` is the SHA-256 (hex) of the CA's certificate whose answer is wanted,
    empty for a timestamp; ``request`` is empty for a CRL.
    """

    service: Service
    issuer: str = ""
    request: bytes = b""


Ask = Callable[[Query], bytes]
"""Carries a question to the configured service; raises EvidenceUnconfigured and Unavailable."""


def fingerprint(certificate: bytes) -> str:
    """How a CA is named in a question: SHA-256 of its certificate, in hexadecimal."""
    return sha256(certificate).hexdigest()


def timestamp_query(digest: bytes) -> Query:
    """Asks for a token over a SHA-256 digest.

    Without a nonce: an older token over the very same digest would prove more, not less.
    """
    imprint = {
        "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
        "hashed_message": digest,
    }
    request = tsp.TimeStampReq(
        {"version": "v1", "message_imprint": tsp.MessageImprint(imprint), "cert_req": True}
    )
    return Query(Service.TIMESTAMP, request=request.dump())


def read_token(answer: bytes, digest: bytes) -> cms.ContentInfo:
    """The token in a timestamp authority's answer. Raises EvidenceUnfit.

    Only its form and its digest are looked at: the verifier judges the file with it afterwards.
    """
    try:
        response = tsp.TimeStampResp.load(_limited(answer))
        granted = response["status"]["status"].native in {"granted", "granted_with_mods"}
        token = response["time_stamp_token"] if granted else None
        if (
            token is None
            or info_of(token["content"])["message_imprint"]["hashed_message"].native != digest
        ):
            raise EvidenceUnfit(service=Service.TIMESTAMP.value)
        # without its own certificate nobody could judge it
        extract_certificate_info(token["content"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise EvidenceUnfit(service=Service.TIMESTAMP.value) from error
    return token


def info_of(token: cms.SignedData) -> tsp.TSTInfo:
    """What a token says: imprint and time."""
    return token["encap_content_info"]["content"].parsed


def ocsp_query(certificate: x509.Certificate, issuer: x509.Certificate) -> Query:
    """Asks about one certificate; by SHA-1, the one digest that RFC 5019 responders must know:
    here it only names the issuer.
    """
    asked = load_der_x509_certificate(certificate.dump())
    by = load_der_x509_certificate(issuer.dump())
    request = OCSPRequestBuilder().add_certificate(asked, by, SHA1()).build()  # noqa: S303
    return Query(Service.OCSP, fingerprint(issuer.dump()), request.public_bytes(Encoding.DER))


def read_ocsp(answer: bytes) -> ocsp.OCSPResponse:
    """A responder's answer, if it is one. Raises EvidenceUnfit."""
    try:
        response = ocsp.OCSPResponse.load(_limited(answer))
        if response["response_status"].native == "successful" and response.response_data.native:
            return response
    except (ValueError, TypeError, KeyError) as error:
        raise EvidenceUnfit(service=Service.OCSP.value) from error
    raise EvidenceUnfit(service=Service.OCSP.value)


def crl_query(issuer: x509.Certificate) -> Query:
    """Asks for a CA's newest revocation list."""
    return Query(Service.CRL, fingerprint(issuer.dump()))


def read_crl(answer: bytes, issuer: x509.Certificate) -> crl.CertificateList:
    """A CA's list, in its name. Raises EvidenceUnfit."""
    try:
        found = crl.CertificateList.load(_limited(answer))
        if found.issuer == issuer.subject and found["tbs_cert_list"]["next_update"].native:
            return found
    except (ValueError, TypeError, KeyError) as error:
        raise EvidenceUnfit(service=Service.CRL.value) from error
    raise EvidenceUnfit(service=Service.CRL.value)


def _limited(answer: bytes) -> bytes:
    if len(answer) > LIMIT:
        raise ValueError("larger than a file may carry")
    return answer
