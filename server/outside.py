"""The server's way out: timestamp authorities, OCSP responders and revocation lists that its keeper
allowed by address. Nothing is ever fetched from an address that a document names.

The list is a small file in the data folder, read for each question: a change counts at once. The
only HTTP that the server asks itself; what goes out is a digest or a certificate's number.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
import urllib3
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificate
from urllib3.exceptions import HTTPError

from core.errors import EvidenceUnconfigured, EvidenceUnfit, EvidenceUnreachable, TrustUnreadable
from db import durable

FILE: Final = "services.json"
LIMIT: Final = 1 << 20
"""Bytes of one answer, as core/signing/services.py has it."""
_LARGEST: Final = 64 << 10
_TYPES: Final = {"timestamp": "application/timestamp-query", "ocsp": "application/ocsp-request"}
_TIMEOUT: Final = urllib3.Timeout(connect=5.0, read=15.0, total=25.0)


class Allowed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One address: what it answers and, but for timestamps, the SHA-256 (hex) of the certificate
    of the CA that it speaks for.
    """

    service: Literal["timestamp", "ocsp", "crl"]
    url: Annotated[str, msgspec.Meta(pattern=r"^https?://[!-~]{1,500}\Z")]
    issuer: Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?\Z")] = ""


def allowed(folder: Path) -> tuple[Allowed, ...]:
    """The list, in the order of asking. Raises TrustUnreadable for one that was spoilt."""
    try:
        data = durable.read_small(folder / FILE, _LARGEST)
    except FileNotFoundError:
        return ()
    try:
        return msgspec.json.decode(data, type=tuple[Allowed, ...])
    except msgspec.DecodeError as error:
        raise TrustUnreadable from error


def allow(folder: Path, service: str, url: str, ca: Path | None) -> None:
    """Add an address; raises TrustUnreadable for a bad one, or a CA's certificate that is none."""
    fields = {"service": service, "url": url, "issuer": _fingerprint(ca) if ca else ""}
    try:
        entry = msgspec.convert(fields, Allowed)
    except msgspec.ValidationError as error:
        raise TrustUnreadable from error
    if (service == "timestamp") != (ca is None):
        raise TrustUnreadable
    _write(folder, tuple(dict.fromkeys((*allowed(folder), entry))))


def forbid(folder: Path, url: str) -> None:
    """Take an address from the list, whatever it answers."""
    _write(folder, tuple(each for each in allowed(folder) if each.url != url))


def ask(folder: Path, service: str, issuer: str, request: bytes) -> bytes:
    """The first answer of those allowed for this question, one after the other.

    Raises EvidenceUnconfigured, EvidenceUnreachable where none answers, EvidenceUnfit for an answer
    that is too large.
    """
    wanted = [
        each.url for each in allowed(folder) if (each.service, each.issuer) == (service, issuer)
    ]
    if not wanted:
        raise EvidenceUnconfigured(service=service)
    with urllib3.PoolManager(timeout=_TIMEOUT, retries=False) as pool:
        for url in wanted:
            try:
                return _asked(pool, url, service, request)
            except HTTPError:
                continue
    raise EvidenceUnreachable(service=service)


def _asked(pool: urllib3.PoolManager, url: str, service: str, request: bytes) -> bytes:
    """One exchange, no redirects. Raises EvidenceUnfit and the library's HTTPError."""
    headers = {"Content-Type": _TYPES[service]} if service in _TYPES else {}
    method = "POST" if service in _TYPES else "GET"
    body = request if service in _TYPES else None
    response = pool.request(
        method, url, body=body, headers=headers, redirect=False, preload_content=False
    )
    with response:
        if response.status != 200:
            raise HTTPError(str(response.status))
        data = response.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise EvidenceUnfit(service=service)
    return bytes(data)


def _fingerprint(ca: Path) -> str:
    try:
        data = durable.read_small(ca, _LARGEST)
        load = load_pem_x509_certificate if b"-----BEGIN" in data else load_der_x509_certificate
        return load(data).fingerprint(SHA256()).hex()
    except (OSError, ValueError) as error:
        raise TrustUnreadable from error


def _write(folder: Path, entries: tuple[Allowed, ...]) -> None:
    durable.replace(folder / FILE, msgspec.json.format(msgspec.json.encode(entries)) + b"\n")
