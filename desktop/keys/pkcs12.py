"""A signing key in a PKCS#12 file (RFC 7292), loaded once per unlock, in memory until closed.

Loading tests the primes again and costs 16–140 ms, so the key object is kept (signing.md §4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from core.errors import KeyFailed, KeyFileBroken, WrongPin

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates

    from desktop.keys.key import Mechanism

    PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_SHA256 = hashes.SHA256()
# a key file is a few kilobytes; a longer one is not read
LIMIT = 1 << 20
# what OpenSSL says of a wrong password, as opposed to a file that is no PKCS#12
_WRONG_PIN = "Invalid password"


def load_pkcs12_key(content: bytes, pin: str, *, prefer_pss: bool = True) -> FileKey:
    """The key in a PKCS#12 file's bytes, opened with ``pin``.

    ``prefer_pss`` is the deployment's padding for RSA keys (TT 15/2025 wants RSASSA-PSS). Raises
    WrongPin, or KeyFileBroken when there is no RSA or elliptic-curve key with its certificate.
    """
    if len(content) > LIMIT:
        raise KeyFileBroken
    found = _load(content, pin)
    key, leaf = found.key, found.cert
    if leaf is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyFileBroken
    if _public(key) != _public(leaf.certificate):
        raise KeyFileBroken
    mechanism: Mechanism = "ecdsa"
    if isinstance(key, rsa.RSAPrivateKey):
        mechanism = "pss" if prefer_pss else "pkcs1"
    chain = tuple(each.certificate.public_bytes(Encoding.DER) for each in found.additional_certs)
    return FileKey(key, leaf.certificate.public_bytes(Encoding.DER), chain, mechanism)


def _load(content: bytes, pin: str) -> PKCS12KeyAndCertificates:
    try:
        return load_pkcs12(content, pin.encode())
    except ValueError as error:
        # without its cause: nothing of the file or the PIN may reach a log
        raise (WrongPin if _WRONG_PIN in str(error) else KeyFileBroken) from None


def _public(holder: object) -> bytes:
    public = holder.public_key()  # type: ignore[attr-defined]  # a key or a certificate
    der: bytes = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return der


class FileKey:
    """A `desktop.keys.key.SigningKey` whose private half is in this process's memory."""

    hardware = False

    def __init__(
        self, key: PrivateKey, certificate: bytes, chain: tuple[bytes, ...], mechanism: Mechanism
    ) -> None:
        self._key: PrivateKey | None = key
        self.certificate = certificate
        self.chain = chain
        self.mechanism = mechanism
        self.key_size = key.key_size

    def sign(self, data: bytes) -> bytes:
        """The raw signature of ``data`` with SHA-256. Raises KeyFailed once closed."""
        if self._key is None:
            raise KeyFailed
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(data, ec.ECDSA(_SHA256))
        if self.mechanism == "pss":
            pss = padding.PSS(padding.MGF1(_SHA256), _SHA256.digest_size)
            return self._key.sign(data, pss, _SHA256)
        return self._key.sign(data, padding.PKCS1v15(), _SHA256)

    def close(self) -> None:
        """Drop the private key."""
        self._key = None
