"""The fictional authorities of the corpus: every key grows from a word, so each run makes the same.

Nothing but curves and PKCS#1 v1.5, whose signatures can be made twice alike (RFC 6979, RFC 8017).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose

from tests.pki.authority import GOOD_PURPOSES, NOW, Holder, name

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

DAY = timedelta(days=1)
AT = NOW + timedelta(hours=1)
AT_MS = int(AT.timestamp() * 1000)
LATER_MS = AT_MS + 2 * 86_400_000
SIGNING = ("digital_signature", "content_commitment")
_BITS = (
    *SIGNING,
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
# serial number → days before NOW on which it was revoked
REVOKED = {41: 10, 411: 400, 412: 0, 413: 3, 414: 30}


def _seed(word: str, bits: int) -> int:
    return int.from_bytes(hashlib.shake_256(b"antin corpus " + word.encode()).digest(bits // 8))


@cache
def curve(word: str) -> ec.EllipticCurvePrivateKey:
    """The P-256 key of a word."""
    return ec.derive_private_key(_seed(word, 256) >> 1, ec.SECP256R1())


def _prime(word: str, bits: int) -> int:
    number = _seed(word, bits) | 1 | 3 << (bits - 2)
    while not (pow(2, number - 1, number) == 1 and pow(3, number - 1, number) == 1):
        number += 2
    return number


@cache
def old_key(word: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """The RSA key of a word."""
    p, q = _prime(word + " p", bits // 2), _prime(word + " q", bits // 2)
    power = 65537
    secret = pow(power, -1, (p - 1) * (q - 1))
    return rsa.RSAPrivateNumbers(
        p, q, secret, secret % (p - 1), secret % (q - 1), pow(q, -1, p),
        rsa.RSAPublicNumbers(power, p * q),
    ).private_key()  # fmt: skip


def signature(key: Key, data: bytes, digest: hashes.HashAlgorithm | None = None) -> bytes:
    """Signed the same way each time."""
    digest = digest or hashes.SHA256()
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), digest)
    return key.sign(data, ec.ECDSA(digest, deterministic_signing=True))


@dataclass(frozen=True)
class Request:
    """What varies between certificates; the defaults make a good one of a person."""

    common: str
    serial: int
    start: float = -200  # days from NOW
    end: float = 3650
    usage: tuple[str, ...] | None = SIGNING
    purposes: tuple[x509.ObjectIdentifier, ...] | None = GOOD_PURPOSES
    critical_purposes: bool = False
    ca: bool = False
    path_length: int | None = None
    key: str = ""  # the word that the key grows from, else the name


def issue(request: Request, issuer: Holder | None = None, key: Key | None = None) -> Holder:
    """A certificate signed by ``issuer``, or by its own key."""
    key = key or curve(request.key or request.common)
    signing = issuer.key if issuer else key
    subject = name(request.common)
    builder = x509.CertificateBuilder().subject_name(subject).public_key(key.public_key())
    builder = builder.issuer_name(issuer.certificate.subject if issuer else subject)
    builder = builder.serial_number(request.serial)
    builder = builder.not_valid_before(NOW + request.start * DAY)
    builder = builder.not_valid_after(NOW + request.end * DAY)
    constraints = x509.BasicConstraints(request.ca, request.path_length)
    builder = builder.add_extension(constraints, critical=True)
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    theirs = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key())
    builder = builder.add_extension(own, critical=False).add_extension(theirs, critical=False)
    if request.usage is not None:
        usage = x509.KeyUsage(**{bit: bit in request.usage for bit in _BITS})
        builder = builder.add_extension(usage, critical=True)
    if request.purposes is not None:
        purposes = x509.ExtendedKeyUsage(list(request.purposes))
        builder = builder.add_extension(purposes, critical=request.critical_purposes)
    alike = isinstance(signing, ec.EllipticCurvePrivateKey) or None
    made = builder.sign(signing, hashes.SHA256(), ecdsa_deterministic=alike)
    return Holder(key, made, (issuer.certificate, *issuer.chain) if issuer else ())


_CA = ("key_cert_sign", "crl_sign")


def authority(common: str, serial: int, issuer: Holder | None = None, **given: object) -> Holder:
    """A certificate that may sign others."""
    request = Request(common, serial, usage=_CA, purposes=None, ca=True, **given)  # type: ignore[arg-type]
    return issue(request, issuer)


@cache
def root() -> Holder:
    return authority("CA gốc của bộ mẫu (giả lập)", 1, start=-900)


@cache
def issuing() -> Holder:
    return authority("CA cấp chứng thư của bộ mẫu (giả lập)", 2, root(), start=-800)


@cache
def revoked_issuing() -> Holder:
    """An authority that the root took back five days ago."""
    return authority("CA đã bị thu hồi (giả lập)", 3, root(), start=-800)


@cache
def stranger() -> Holder:
    return authority("CA lạ (giả lập)", 60)


@cache
def lookalike() -> Holder:
    """The issuing authority's name and another key."""
    return authority("CA cấp chứng thư của bộ mẫu (giả lập)", 61, key="nhái")


@cache
def person(common: str = "Nguyễn Văn Giả Lập", serial: int = 10, **given: object) -> Holder:
    return issue(Request(common, serial, **given), issuing())  # type: ignore[arg-type]


def clerk() -> Holder:
    return person("Trần Thị Thử Nghiệm", 11)


@cache
def rsa_person() -> Holder:
    """Somebody with an RSA key: what other programs can sign with."""
    return issue(Request("Lê Văn Mẫu", 12), issuing(), old_key("Lê Văn Mẫu"))


@cache
def timestamper() -> Holder:
    request = Request(
        "TSA của bộ mẫu (giả lập)", 70, purposes=(Purpose.TIME_STAMPING,), critical_purposes=True
    )
    return issue(request, issuing())


def crl(issuer: Holder, revoked: dict[int, float], *, days: float = 30, at: float = 0) -> bytes:
    """A list issued an hour before NOW + ``at`` days, good for ``days``."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    builder = builder.last_update(NOW + (at - 1 / 24) * DAY).next_update(NOW + (at + days) * DAY)
    builder = builder.add_extension(x509.CRLNumber(7), critical=False)
    theirs = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    builder = builder.add_extension(theirs, critical=False)
    for serial, ago in revoked.items():
        entry = x509.RevokedCertificateBuilder().serial_number(serial)
        entry = entry.revocation_date(NOW - ago * DAY)
        builder = builder.add_revoked_certificate(entry.build())
    alike = isinstance(issuer.key, ec.EllipticCurvePrivateKey) or None
    made = builder.sign(issuer.key, hashes.SHA256(), ecdsa_deterministic=alike)
    return made.public_bytes(Encoding.DER)


def trust_files() -> dict[str, bytes]:
    """What the corpus is judged with."""
    return {
        "root.pem": root().certificate.public_bytes(Encoding.PEM),
        "issuing.pem": issuing().certificate.public_bytes(Encoding.PEM),
        "root.crl": crl(root(), {3: 5}),
        "issuing.crl": crl(issuing(), REVOKED),
        "revoked.crl": crl(revoked_issuing(), {}),
    }
