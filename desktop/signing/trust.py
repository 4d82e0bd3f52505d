"""The trust list of this unit, from its provisioning file, and the evidence at hand when signing.

Nothing is fetched: without network the newest list here is used and its age shown (signing.md §8).
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding

from core.commits.ids import b64
from core.signing.trust import Trust, of_list, read_trust
from db.actions import trusting

if TYPE_CHECKING:
    from datetime import datetime

    from core.commits.trust import Provision
    from db.acting import Store


@dataclass(frozen=True)
class Evidence:
    """What is known of a certificate's revocation: the list's number and when the next is due."""

    crl: str = ""
    crl_until: int | None = None


def trust_of(provision: Provision) -> Trust:
    """Roots, intermediates and revocation lists, as PEM texts in the provisioning file."""
    texts = [text.encode() for text in provision.trust]
    roots = [text for text in texts if _is_root(text)]
    others = [text for text in texts if not _is_root(text)]
    return read_trust(roots, others, [text.encode() for text in provision.crls])


def trust_for(store: Store) -> Trust:
    """What this machine judges by: the trust list that it holds, else its provisioning file; of
    each authority's revocation lists the newest of both.
    """
    first, held = trust_of(store.realm.provision), trusting.held(store)
    if held is None:
        return first
    listed = of_list(held)
    return msgspec.structs.replace(listed, crls=_newest([*first.crls, *listed.crls]))


def _newest(crls: list[bytes]) -> tuple[bytes, ...]:
    """One list of each authority."""
    found: dict[bytes, tuple[datetime, bytes]] = {}
    for der in crls:
        one = x509.load_der_x509_crl(der)
        key, made = one.issuer.public_bytes(), one.last_update_utc
        if key not in found or found[key][0] < made:
            found[key] = (made, der)
    return tuple(der for _, der in found.values())


def _is_root(pem: bytes) -> bool:
    certificate = x509.load_pem_x509_certificate(pem)
    return certificate.subject == certificate.issuer


def issuers(trust: Trust, certificate: bytes) -> tuple[bytes, ...]:
    """The certificates (DER) above one, from its issuer to the root, as far as the list has them: a
    token is not asked for them (signing.md §5).
    """
    known = [x509.load_der_x509_certificate(each) for each in (*trust.intermediates, *trust.roots)]
    found: list[x509.Certificate] = []
    below = x509.load_der_x509_certificate(certificate)
    while below.issuer != below.subject and len(found) < len(known):
        above = next((each for each in known if _issued(each, below)), None)
        if above is None:
            break
        found.append(above)
        below = above
    return tuple(each.public_bytes(Encoding.DER) for each in found)


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def evidence(trust: Trust, certificate: bytes) -> Evidence:
    """The newest revocation list of the certificate's issuer."""
    issuer = x509.load_der_x509_certificate(certificate).issuer
    lists = [x509.load_der_x509_crl(crl) for crl in trust.crls]
    found = [crl for crl in lists if crl.issuer == issuer]
    if not found:
        return Evidence()
    newest = max(found, key=lambda crl: crl.last_update_utc)
    until = newest.next_update_utc
    return Evidence(_number(newest), int(until.timestamp() * 1000) if until else None)


def _number(crl: x509.CertificateRevocationList) -> str:
    try:
        return str(crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number)
    except x509.ExtensionNotFound:
        return crl.last_update_utc.date().isoformat()


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of a certificate, base64url, as commits name it."""
    return b64(sha256(certificate).digest())
