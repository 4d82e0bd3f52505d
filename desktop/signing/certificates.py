"""Whether a certificate may sign now, and what is known of it before a key is opened. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from core.errors import CertificateUnfit
from core.signing.algorithms import BUILT_IN, PADDINGS, Used, until
from db import local
from db.engine import writes

if TYPE_CHECKING:
    from core.signing.trust import Trust
    from db.acting import Store

_KEPT = "signing.certificate."


def keep(store: Store, key: str, certificate: bytes) -> None:
    """Remember the certificate of a key: its file says nothing without the PIN."""
    with writes(store.engine).begin() as connection:
        local.put_value(connection, _KEPT + key, certificate)


def kept(store: Store, key: str) -> bytes | None:
    """The certificate of a key (DER), None before the key was ever opened here."""
    with store.engine.begin() as connection:
        return local.value(connection, _KEPT + key)


def end(certificate: bytes) -> int:
    """The last moment of a certificate (milliseconds UTC)."""
    return _ms(x509.load_der_x509_certificate(certificate), "not_valid_after_utc")


def unfit(
    certificate: bytes, trust: Trust, now: int, mechanism: str = ""
) -> CertificateUnfit | None:
    """Why a certificate may not sign now: not yet, no longer, revoked (signing.md §8.1), or by an
    algorithm that the trust list does not allow; ``mechanism`` is the key's, once it is open.
    """
    found = x509.load_der_x509_certificate(certificate)
    if now < _ms(found, "not_valid_before_utc"):
        return CertificateUnfit(reason="early")
    if now > _ms(found, "not_valid_after_utc"):
        return CertificateUnfit(reason="expired")
    number = found.serial_number
    lists = _lists(found, trust)
    if any(one.get_revoked_certificate_by_serial_number(number) for one in lists):
        return CertificateUnfit(reason="revoked")
    made = _made_with(found, mechanism)
    weak = now >= until(trust.algorithms or BUILT_IN, made, "signature")
    return CertificateUnfit(reason="algorithm") if weak else None


def _made_with(certificate: x509.Certificate, mechanism: str) -> Used:
    """What a signature of this program is made with: always by SHA-256."""
    key = certificate.public_key()
    padding = mechanism if mechanism in PADDINGS else ""
    if isinstance(key, rsa.RSAPublicKey):
        return Used("rsa", key.key_size, padding, "sha256")
    if isinstance(key, ec.EllipticCurvePublicKey):
        return Used("ec", key.key_size, "", "sha256")
    return Used("", None, "", "sha256")


def list_time(certificate: bytes, trust: Trust) -> int | None:
    """When the newest revocation list of its issuer was made (ms UTC); None without any."""
    lists = _lists(x509.load_der_x509_certificate(certificate), trust)
    return max((_ms(one, "last_update_utc") for one in lists), default=None)


def _lists(certificate: x509.Certificate, trust: Trust) -> list[x509.CertificateRevocationList]:
    lists = [x509.load_der_x509_crl(crl) for crl in trust.crls]
    return [crl for crl in lists if crl.issuer == certificate.issuer]


def _ms(holder: object, name: str) -> int:
    return int(getattr(holder, name).timestamp() * 1000)
