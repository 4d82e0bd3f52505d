"""A certificate authority of one hour for the self-test: root, one signer, an empty list."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PIN: Final = "chay-thu"
HOUR: Final = datetime.timedelta(hours=1)
SIGNING: Final = {"digital_signature", "content_commitment"}
ISSUING: Final = {"key_cert_sign", "crl_sign"}
USAGES: Final = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


@dataclass(frozen=True)
class TrialKey:
    """PEM or DER of root and revocation list, and the signer's PKCS#12 under ``PIN``."""

    root: bytes
    crl: bytes
    p12: bytes = field(repr=False)


def make_trial_key(now: datetime.datetime) -> TrialKey:
    """A new one, good for an hour around ``now`` (UTC)."""
    authority, signer = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    issuer = _name("CA chạy thử")
    root = _certificate(issuer, issuer, authority, authority, now, ca=True)
    leaf = _certificate(_name("Người chạy thử"), issuer, signer, authority, now, ca=False)
    crl = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer)
        .last_update(now - HOUR)
        .next_update(now + HOUR)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()),
            critical=False,
        )
        .sign(authority, hashes.SHA256())
    )
    bag = pkcs12.serialize_key_and_certificates(
        b"trial", signer, leaf, [root], BestAvailableEncryption(PIN.encode())
    )
    return TrialKey(root.public_bytes(Encoding.PEM), crl.public_bytes(Encoding.PEM), bag)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    now: datetime.datetime,
    *,
    ca: bool,
) -> x509.Certificate:
    allowed = ISSUING if ca else SIGNING
    usage = x509.KeyUsage(**{name: name in allowed for name in USAGES})
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - HOUR)
        .not_valid_after(now + HOUR)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    if not ca:
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(purposes, critical=False)
    return builder.sign(signer, hashes.SHA256())
