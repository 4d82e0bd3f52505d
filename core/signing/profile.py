"""Is the container what a PAdES or PKCS#7 signature must be, and is it cryptographically right?

Rule 5 of signing.md §10.3, the algorithms of TT 15/2025 PL I, and the facts for the report.
"""

from __future__ import annotations

from typing import Any

from asn1crypto import cms, core, x509
from pyhanko.sign.general import (
    MultivaluedAttributeError,
    NonexistentAttributeError,
    find_unique_cms_attribute,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from core.signing.algorithm_policy import used
from core.signing.algorithms import BUILT_IN, DIGESTS, LEAST_BITS, Used, until
from core.signing.chain import Finding, common_name, milliseconds
from core.signing.report import WEAK, Algorithm, CertificateFacts, Person, Reason

ETSI, PKCS7, TIMESTAMP = "/ETSI.CAdES.detached", "/adbe.pkcs7.detached", "/ETSI.RFC3161"

_WEAK_DIGESTS = {"sha1", "md5", "md2"}
_SIGNING_USAGES = {"digital_signature", "non_repudiation"}
_SIGNING_PURPOSES = {
    "email_protection",
    "client_auth",  # what Vietnamese CAs put beside or instead of email protection
    "any_extended_key_usage",
    "document_signing",
    "1.3.6.1.5.5.7.3.36",  # document signing, RFC 9336
    "1.2.840.113583.1.1.5",  # Adobe PDF signing
    "adobe_authentic_documents_trust",
    "microsoft_document_signing",
    "1.3.6.1.4.1.311.10.3.12",  # Microsoft document signing
}


def fault(
    signed_data: cms.SignedData, signer: cms.SignerInfo, subfilter: str, leaf: x509.Certificate
) -> Reason | None:
    """The first thing wrong with the container or the certificate's use, None when nothing is.

    An algorithm that is safe but not in a trust list's table is no fault of the container: the
    judge of the chain asks that table (``Judge.assess``).
    """
    if signed_data["encap_content_info"]["content_type"].native != "data":
        return Reason.BAD_PROFILE
    if not isinstance(signed_data["encap_content_info"]["content"], core.Void):
        return Reason.BAD_PROFILE  # a detached signature carries no content of its own
    needed = ["content_type", "message_digest"]
    if any(_attribute(signer, name) is None for name in needed):
        return Reason.BAD_PROFILE
    names = ("signing_certificate_v2", "signing_certificate")
    if subfilter == ETSI and all(_attribute(signer, name) is None for name in names):
        return Reason.BAD_PROFILE
    return _weakness(signer, leaf) or _misuse(leaf)


def _attribute(signer: cms.SignerInfo, name: str) -> Any:
    """The one value of a signed attribute; None when it is absent or there are several."""
    try:
        return find_unique_cms_attribute(signer["signed_attrs"], name)
    except (NonexistentAttributeError, MultivaluedAttributeError):
        return None


def _weakness(signer: cms.SignerInfo, leaf: x509.Certificate) -> Reason | None:
    digest = signer["digest_algorithm"]["algorithm"].native
    if digest in _WEAK_DIGESTS or _mask(signer) in _WEAK_DIGESTS:
        return Reason.WEAK
    key = leaf.public_key
    if digest not in DIGESTS or key.algorithm not in LEAST_BITS:
        return Reason.UNSUPPORTED
    algorithm = signer["signature_algorithm"]
    if algorithm["algorithm"].native != "rsassa_pkcs1v15" and algorithm.hash_algo != digest:
        return Reason.BAD_PROFILE
    return None if until(BUILT_IN, made_with(signer, leaf), "signature") else Reason.WEAK


def _mask(signer: cms.SignerInfo) -> str:
    """The digest that makes the mask of RSASSA-PSS (RFC 8017 §9.1); empty for other paddings."""
    algorithm = signer["signature_algorithm"]
    if algorithm["algorithm"].native != "rsassa_pss":
        return ""
    return str(algorithm["parameters"]["mask_gen_algorithm"]["parameters"]["algorithm"].native)


def made_with(signer: cms.SignerInfo, leaf: x509.Certificate) -> Used:
    """The algorithms of a signature, for the table of those that are allowed."""
    digest = signer["digest_algorithm"]["algorithm"].native
    return used(signer["signature_algorithm"], leaf.public_key, digest)


def blamed(reason: Reason, finding: Finding, signer: cms.SignerInfo, leaf: x509.Certificate) -> str:
    """The algorithm that a reason blames: of the chain, or the signature's own; else empty."""
    return (finding.detail or str(made_with(signer, leaf))) if reason in WEAK else ""


def _misuse(leaf: x509.Certificate) -> Reason | None:
    """Absent usages are no error; present ones bind (signing.md §2)."""
    usage = leaf.key_usage_value
    if usage is not None and not _SIGNING_USAGES & set(usage.native):
        return Reason.WRONG_USAGE
    purposes = leaf.extended_key_usage_value
    if purposes is not None and not _SIGNING_PURPOSES & set(purposes.native):
        return Reason.WRONG_USAGE
    return Reason.WRONG_USAGE if leaf.ca else None


def integrity(signer: cms.SignerInfo, leaf: x509.Certificate, digest: bytes) -> Reason | None:
    """None when the document's ``digest`` and the signature over it are right, else what is not."""
    try:
        intact, valid = validate_sig_integrity(
            signer, leaf, expected_content_type="data", actual_digest=digest
        )
    except SignatureValidationError:
        return Reason.BAD_PROFILE
    except NotImplementedError:
        return Reason.UNSUPPORTED
    if not valid:
        return Reason.WRONG_SIGNATURE
    return None if intact else Reason.WRONG_DIGEST


def algorithm_of(signer: cms.SignerInfo, leaf: x509.Certificate) -> Algorithm:
    """Key, size, digest and padding, for the report."""
    key = leaf.public_key
    padding = ""
    if key.algorithm == "rsa":
        signing = signer["signature_algorithm"].signature_algo
        padding = "pss" if signing == "rsassa_pss" else "pkcs1"
    return Algorithm(
        key={"rsa": "RSA", "ec": "EC"}.get(key.algorithm, key.algorithm),
        size=key.bit_size,
        digest=signer["digest_algorithm"]["algorithm"].native,
        padding=padding,
    )


def certificate_facts(leaf: x509.Certificate, chain: tuple[str, ...]) -> CertificateFacts:
    """What the report says of the signer's certificate."""
    return CertificateFacts(
        subject=_person(leaf.subject),
        issuer=common_name(leaf.issuer),
        serial=f"{leaf.serial_number:X}",
        valid_from_ms=milliseconds(leaf.not_valid_before),
        valid_to_ms=milliseconds(leaf.not_valid_after),
        sha256=leaf.sha256.hex(),
        chain=chain,
    )


def _person(subject: x509.Name) -> Person:
    parts = subject.native

    def said(key: str) -> str:
        value = parts.get(key, "")
        return " / ".join(value) if isinstance(value, list) else str(value)

    return Person(
        name=common_name(subject),
        organisation=said("organization_name"),
        unit=said("organizational_unit_name"),
        title=said("title"),
        email=said("email_address"),
    )


def claimed_role(signer: cms.SignerInfo) -> str:
    """The role that the signer claims (EN 319 122-1 §5.2.6.1), empty when none can be read."""
    attributes = _attribute(signer, "signer_attributes_v2")
    if attributes is None or isinstance(attributes["claimed_attributes"], core.Void):
        return ""
    texts = (
        value.parsed.native if isinstance(value, core.Any) else value.native
        for attribute in attributes["claimed_attributes"]
        for value in attribute["values"]
    )
    return "; ".join(text for text in texts if isinstance(text, str))
