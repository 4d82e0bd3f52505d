"""The server's TLS identity: a key pair that devices pin by its SPKI hash (formats.md §3).

The private key lies on the disk only as encrypted PKCS#8, its passphrase derived from the vault.
TLS 1.3 only (RFC 8446). The certificate is self-signed: nobody's word but the pin counts.
"""

from __future__ import annotations

import datetime
import ssl
from collections.abc import Callable
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from core.commits.ids import b64
from db import durable

YEARS: Final = 20
LABEL: Final = "tls"
"""Names the vault's subkey that protects the private key."""


def make(path: Path, names: list[str], passphrase: bytes, now: int) -> str:
    """A new key pair and certificate for some host names or addresses; the SPKI hash to pin.

    ``now`` is in ms UTC. Raises DiskFull.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(key, names, now)
    protected = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase),
    )
    durable.replace(path, protected + certificate.public_bytes(serialization.Encoding.PEM))
    return _spki(certificate)


def spki(path: Path) -> str:
    """The SPKI hash of the certificate in a file."""
    return _spki(x509.load_pem_x509_certificates(path.read_bytes())[0])


def context(path: Path, passphrase: Callable[[], bytes]) -> ssl.SSLContext:
    """The server's side of TLS 1.3; raises ssl.SSLError for another passphrase."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_3
    made.set_alpn_protocols(["http/1.1"])
    made.load_cert_chain(path, password=passphrase)
    return made


def _certificate(key: ec.EllipticCurvePrivateKey, names: list[str], now: int) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "antin-server")])
    start = datetime.datetime.fromtimestamp(now / 1000, datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - datetime.timedelta(days=1))
        .not_valid_after(start + datetime.timedelta(days=366 * YEARS))
        .add_extension(x509.SubjectAlternativeName(list(map(_general, names))), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, SHA256())
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _spki(certificate: x509.Certificate) -> str:
    public = certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return b64(sha256(public).digest())
