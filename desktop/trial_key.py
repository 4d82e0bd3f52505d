"""A certificate authority for demo and self-test: root, signers, an empty revocation list."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
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
class TrialKeys:
    """PEM of root and revocation list, and each signer's PKCS#12 under ``PIN``."""

    root: bytes
    crl: bytes
    p12: dict[str, bytes] = field(repr=False)


def make_trial_keys(
    now: datetime.datetime, names: Sequence[str], span: datetime.timedelta = HOUR
) -> TrialKeys:
    """New ones, good from an hour before ``now`` (UTC) for a span after it."""
    authority = ec.generate_private_key(ec.SECP256R1())
    issuer = _name("CA chạy thử")
    period = (now - HOUR, now + span)
    root = _certificate((issuer, issuer), authority, authority, period, ca=True)
    crl = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer)
        .last_update(period[0])
        .next_update(period[1])
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(_issued_by(authority), critical=False)
        .sign(authority, hashes.SHA256())
    )
    bags = {}
    for name in names:
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = _certificate((_name(name), issuer), key, authority, period, ca=False)
        bags[name] = pkcs12.serialize_key_and_certificates(
            b"trial", key, leaf, [root], BestAvailableEncryption(PIN.encode())
        )
    return TrialKeys(root.public_bytes(Encoding.PEM), crl.public_bytes(Encoding.PEM), bags)


def _issued_by(authority: ec.EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(
    names: tuple[x509.Name, x509.Name],
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    period: tuple[datetime.datetime, datetime.datetime],
    *,
    ca: bool,
) -> x509.Certificate:
    """A certificate of (subject, issuer) for a key, signed by the issuer's."""
    allowed = ISSUING if ca else SIGNING
    usage = x509.KeyUsage(**{name: name in allowed for name in USAGES})
    builder = (
        x509.CertificateBuilder()
        .subject_name(names[0])
        .issuer_name(names[1])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(period[0])
        .not_valid_after(period[1])
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_issued_by(signer), critical=False)
    )
    if not ca:
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(purposes, critical=False)
    return builder.sign(signer, hashes.SHA256())
