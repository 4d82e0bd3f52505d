"""A certification authority for tests and the demo: plainly fictional, made in memory, long-lived.

Two levels (root, issuing CA), certificates of fictional people and of the agency, faulty ones for
the attack tests, and the CRLs of both levels. End certificates carry the extensions without which
poppler's `pdfsig` cannot say "trusted" (EKU emailProtection + clientAuth, a CRL address;
signing.md §11.7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
PIN = "thu-nghiem-2026"
ORGANISATION = "Sư đoàn Bộ binh 999 (giả lập)"
# serial number of the certificate that was revoked ten days before NOW
REVOKED = {41: NOW - timedelta(days=10)}
GOOD_PURPOSES = (Purpose.EMAIL_PROTECTION, Purpose.CLIENT_AUTH)

PEOPLE: dict[str, tuple[str, str, str]] = {
    # file name: (name, unit, post)
    "can-bo": ("Lê Văn Mẫu", "Phòng Tham mưu (giả lập)", "Trợ lý Tác huấn"),
    "the-thuc": ("Phạm Thị Ví Dụ", "Văn phòng (giả lập)", "Cán bộ thể thức"),
    "chi-huy": ("Nguyễn Văn Giả Lập", "Chỉ huy sư đoàn (giả lập)", "Sư đoàn trưởng"),
    "van-thu": ("Trần Thị Thử Nghiệm", "Ban Văn thư (giả lập)", "Nhân viên văn thư"),
}
AGENCY = "con-dau"


@dataclass(frozen=True)
class Holder:
    """A private key with its certificate; ``chain`` goes from the issuer towards the root."""

    key: Key
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def chain_der(self) -> tuple[bytes, ...]:
        return tuple(each.public_bytes(Encoding.DER) for each in self.chain)


@cache
def rsa_key(number: int, size: int = 2048) -> rsa.RSAPrivateKey:
    """The n-th key of this run; made once, as making one is slow."""
    del number
    return rsa.generate_private_key(public_exponent=65537, key_size=size)


@cache
def ec_key(number: int) -> ec.EllipticCurvePrivateKey:
    del number
    return ec.generate_private_key(ec.SECP256R1())


def name(common: str, unit: str = "", title: str = "") -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
    ]
    if unit:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit))
    if title:
        parts.append(x509.NameAttribute(NameOID.TITLE, title))
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, common)])


@dataclass(frozen=True)
class Request:
    """What varies between certificates; the defaults make a good one of a person."""

    subject: x509.Name
    key: Key
    serial: int
    start: datetime = NOW - timedelta(days=200)
    end: datetime = NOW + timedelta(days=3650)
    purposes: Sequence[x509.ObjectIdentifier] | None = GOOD_PURPOSES
    critical_purposes: bool = False
    digital_signature: bool = True
    usage: bool = True
    ca: bool = False
    crl_address: bool = True
    ocsp_address: bool = False


def _usage(ca: bool, digital_signature: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature and not ca,
        content_commitment=digital_signature and not ca,
        key_encipherment=not ca,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def issue(request: Request, issuer: Holder | None = None) -> Holder:
    """A certificate signed by ``issuer``, or by its own key."""
    signing_key = issuer.key if issuer else request.key
    issuer_name = issuer.certificate.subject if issuer else request.subject
    builder = (
        x509.CertificateBuilder()
        .subject_name(request.subject)
        .issuer_name(issuer_name)
        .public_key(request.key.public_key())
        .serial_number(request.serial)
        .not_valid_before(request.start)
        .not_valid_after(request.end)
        .add_extension(x509.BasicConstraints(ca=request.ca, path_length=None), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(request.key.public_key()), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()),
            critical=False,
        )
    )
    if request.usage:
        usage = _usage(request.ca, request.digital_signature)
        builder = builder.add_extension(usage, critical=True)
    if request.purposes and not request.ca:
        purposes = x509.ExtendedKeyUsage(list(request.purposes))
        builder = builder.add_extension(purposes, critical=request.critical_purposes)
    if request.crl_address and issuer:
        point = x509.DistributionPoint(
            [x509.UniformResourceIdentifier("http://crl.gia-lap.invalid/ca.crl")], None, None, None
        )
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    if request.ocsp_address and issuer:
        address = x509.UniformResourceIdentifier("http://ocsp.gia-lap.invalid")
        access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, address)
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    certificate = builder.sign(signing_key, hashes.SHA256())
    chain = (issuer.certificate, *issuer.chain) if issuer else ()
    return Holder(request.key, certificate, chain)


@cache
def root() -> Holder:
    subject = name("CA gốc giả lập")
    return issue(Request(subject, rsa_key(1), 1, start=NOW - timedelta(days=900), ca=True))


@cache
def issuing() -> Holder:
    subject = name("CA cấp chứng thư giả lập")
    start = NOW - timedelta(days=800)
    return issue(Request(subject, rsa_key(2), 2, start=start, ca=True), root())


@cache
def person(which: str) -> Holder:
    """The good certificate of a fictional person (a key of PEOPLE)."""
    common, unit, title = PEOPLE[which]
    number = 10 + list(PEOPLE).index(which)
    subject = name(common, unit, title)
    return issue(Request(subject, rsa_key(number), number, ocsp_address=True), issuing())


@cache
def agency() -> Holder:
    """The certificate behind the agency's seal."""
    return issue(Request(name(ORGANISATION), rsa_key(20), 20, ocsp_address=True), issuing())


@cache
def curve_person() -> Holder:
    """A good certificate with an elliptic-curve key."""
    return issue(Request(name("Đỗ Thị Đường Cong"), ec_key(30), 30), issuing())


@cache
def faulty(kind: str) -> Holder:
    """A certificate with one fault, named by its kind."""
    key = rsa_key(40)
    subject = name("Ngô Văn Lỗi")
    day = timedelta(days=1)
    requests = {
        "revoked": Request(subject, key, 41),
        "expired": Request(subject, key, 42, end=NOW - day),
        "future": Request(subject, key, 43, start=NOW + day),
        "tls": Request(subject, key, 44, purposes=(Purpose.SERVER_AUTH,), critical_purposes=True),
        "encipher": Request(subject, key, 45, digital_signature=False),
        "weak": Request(subject, rsa_key(46, 1024), 46),
        "bare": Request(subject, key, 47, purposes=None, usage=False),
        "stranger": Request(subject, key, 48),
        "self": Request(subject, key, 49),
        "lookalike": Request(subject, key, 50),
        "timestamp": Request(subject, key, 51, purposes=(Purpose.TIME_STAMPING,)),
    }
    if kind == "self":
        return issue(requests[kind])
    return issue(
        requests[kind], {"stranger": stranger, "lookalike": lookalike}.get(kind, issuing)()
    )


@cache
def stranger() -> Holder:
    """A CA that nobody here trusts."""
    return issue(Request(name("CA lạ"), rsa_key(60), 60, ca=True))


@cache
def lookalike() -> Holder:
    """A CA with the trusted issuer's name and another key."""
    return issue(Request(issuing().certificate.subject, rsa_key(61), 61, ca=True))


@cache
def timestamper() -> Holder:
    request = Request(
        name("TSA giả lập"),
        rsa_key(70),
        70,
        purposes=(Purpose.TIME_STAMPING,),
        critical_purposes=True,
        ocsp_address=True,
    )
    return issue(request, issuing())


def crl(
    issuer: Holder,
    *,
    revoked: dict[int, datetime] | None = None,
    at: datetime = NOW,
    days: float = 30,
    number: int = 7,
) -> bytes:
    """A CRL (DER) issued an hour before ``at``, with ``revoked`` serial numbers and dates."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(at - timedelta(hours=1))
        .next_update(at + timedelta(days=days))
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
            critical=False,
        )
    )
    for serial, date in (revoked or {}).items():
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(serial)
            .revocation_date(date)
            .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
            .build()
        )
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


@cache
def crls() -> tuple[bytes, ...]:
    """The CRLs of both levels at NOW."""
    return (crl(root()), crl(issuing(), revoked=REVOKED))


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def p12(holder: Holder, pin: str = PIN) -> bytes:
    """The key file of a holder, protected by ``pin``."""
    return pkcs12.serialize_key_and_certificates(
        b"antin",
        holder.key,
        holder.certificate,
        list(holder.chain),
        BestAvailableEncryption(pin.encode()),
    )


def write_pki(folder: Path, pin: str = PIN, at: datetime = NOW) -> dict[str, Path]:
    """Write root.pem, intermediate.pem, root.crl, intermediate.crl and a .p12 for everyone.

    The CRLs are issued an hour before ``at`` and good for ten years. Returns the paths by the names
    of the files without their ends (`root`, `chi-huy`, `con-dau` …).
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "root.pem": pem(root().certificate),
        "intermediate.pem": pem(issuing().certificate),
        "root.crl": crl(root(), at=at, days=3650),
        "intermediate.crl": crl(issuing(), revoked=REVOKED, at=at, days=3650),
        **{f"{who}.p12": p12(person(who), pin) for who in PEOPLE},
        f"{AGENCY}.p12": p12(agency(), pin),
    }
    written = {}
    for file, content in files.items():
        path = folder / file
        path.write_bytes(content)
        path.chmod(0o600)
        written[file if file.endswith(".crl") else path.stem] = path
    return written
