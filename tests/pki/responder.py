"""The authorities as services: RFC 3161, RFC 6960 and CRLs by a clock that a test sets; in the
process, or by real HTTP on the loopback. Answers are made with `cryptography` and pyHanko, and, for
another producer's bytes, with the `openssl` program by the machine's own clock.
"""

from __future__ import annotations

import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509 import ocsp

from core.errors import EvidenceUnconfigured, EvidenceUnreachable
from core.signing.services import Query, Service, fingerprint
from tests.pki import authority
from tests.pki.stamping import token

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.pki.authority import Holder


@dataclass
class Responder:
    """All services of the test authority. ``at_ms`` is its clock; ``revoked`` are serial numbers
    with dates; ``made`` are when the issuing CA's lists were made; ``down`` are services out of
    order, ``unknown`` those that nobody configured; ``asked`` counts.
    """

    at_ms: int = authority.NOW_MS
    revoked: dict[int, datetime] = field(default_factory=dict)
    stamper: Holder = field(default_factory=authority.timestamper)
    list_at: datetime | None = None
    down: set[Service] = field(default_factory=set)
    unknown: set[Service] = field(default_factory=set)
    asked: list[Service] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self.at_ms / 1000, UTC)

    def ask(self, query: Query) -> bytes:
        """Answers a question as the server's relay would."""
        if query.service in self.unknown:
            raise EvidenceUnconfigured(service=query.service.value)
        if query.service in self.down:
            raise EvidenceUnreachable(service=query.service.value)
        return self.answer(query.service, query.issuer, query.request)

    def answer(self, service: Service, issuer: str, request: bytes) -> bytes:
        self.asked.append(service)
        if service is Service.TIMESTAMP:
            return self.stamp(request)
        holder = next(
            each
            for each in (authority.root(), authority.issuing())
            if fingerprint(each.der) == issuer
        )
        return self.crl(holder) if service is Service.CRL else self.status(holder, request)

    def stamp(self, request: bytes) -> bytes:
        imprint = tsp.TimeStampReq.load(request)["message_imprint"]["hashed_message"].native
        given = token(imprint, self.at_ms, self.stamper)
        return bytes(
            tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": given}).dump()
        )

    def crl(self, holder: Holder) -> bytes:
        made = (self.list_at or self.now) + timedelta(hours=1)  # authority.crl dates an hour back
        revoked = self.revoked if holder is authority.issuing() else {}
        return authority.crl(holder, revoked=revoked, at=made, days=30, number=self.at_ms // 1000)

    def status(self, holder: Holder, request: bytes) -> bytes:
        asked = ocsp.load_der_ocsp_request(request)
        date = self.revoked.get(asked.serial_number)
        gone = date is not None
        built = ocsp.OCSPResponseBuilder().add_response_by_hash(
            asked.issuer_name_hash,
            asked.issuer_key_hash,
            asked.serial_number,
            asked.hash_algorithm,
            ocsp.OCSPCertStatus.REVOKED if gone else ocsp.OCSPCertStatus.GOOD,
            self.now,
            self.now + timedelta(days=7),
            date,
            x509.ReasonFlags.key_compromise if gone else None,
        )
        signed = built.responder_id(ocsp.OCSPResponderEncoding.NAME, holder.certificate).sign(
            holder.key, hashes.SHA256()
        )
        return signed.public_bytes(Encoding.DER)


@contextmanager
def listening(responder: Responder) -> Iterator[str]:
    """The responder by real HTTP; the address that it listens at."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._say(self.rfile.read(int(self.headers["Content-Length"])))

        def do_GET(self) -> None:
            self._say(b"")

        def _say(self, request: bytes) -> None:
            _, service, *issuer = self.path.split("/")
            if Service(service) in responder.down:
                self.send_error(503)
                return
            data = responder.answer(Service(service), "".join(issuer), request)
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class OpenSsl:
    """The same services by the `openssl` program, with its own files in a folder, by the machine's
    clock.
    """

    folder: Path

    def ask(self, query: Query) -> bytes:
        self._write()
        if query.service is Service.TIMESTAMP:
            return self._run(
                "query.tsq", query.request, "ts", "-reply", "-config", "tsa.cnf",
                "-queryfile", "query.tsq", "-out", "answer",
            )  # fmt: skip
        name = "root" if query.issuer == fingerprint(authority.root().der) else "issuing"
        return self._run(
            "query.der", query.request, "ocsp", "-index", f"{name}.txt", "-CA", f"{name}.pem",
            "-rsigner", f"{name}.pem", "-rkey", f"{name}.key", "-ndays", "7",
            "-reqin", "query.der", "-respout", "answer",
        )  # fmt: skip

    def _run(self, name: str, request: bytes, *arguments: str) -> bytes:
        (self.folder / name).write_bytes(request)
        subprocess.run(
            ["openssl", *arguments], cwd=self.folder, check=True, capture_output=True, timeout=30
        )
        return (self.folder / "answer").read_bytes()

    def _write(self) -> None:
        if (self.folder / "tsa.cnf").exists():
            return
        named = {"root": authority.root(), "issuing": authority.issuing()}
        named["tsa"] = _stamper()
        plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        for name, holder in named.items():
            (self.folder / f"{name}.pem").write_bytes(authority.pem(holder.certificate))
            (self.folder / f"{name}.key").write_bytes(holder.key.private_bytes(*plain))
        known = [authority.issuing(), _stamper(), authority.person("chi-huy")]
        for name in ("root", "issuing"):
            (self.folder / f"{name}.txt").write_text("".join(map(_index_line, known)))
        (self.folder / "serial").write_text("01\n")
        (self.folder / "tsa.cnf").write_text(_TSA)


@cache
def _stamper() -> Holder:
    """A timestamp authority without the key usages that `openssl ts` refuses."""
    purposes = (authority.Purpose.TIME_STAMPING,)
    request = authority.Request(
        authority.name("TSA openssl giả lập"),
        authority.rsa_key(82),
        82,
        purposes=purposes,
        critical_purposes=True,
        usage=False,
        ocsp_address=True,
    )
    return authority.issue(request, authority.issuing())


def _index_line(holder: Holder) -> str:
    end = holder.certificate.not_valid_after_utc.strftime("%y%m%d%H%M%SZ")
    serial = f"{holder.certificate.serial_number:02X}"
    return f"V\t{end}\t\t{serial}\tunknown\t/CN={serial}\n"


_TSA = """
[tsa]
default_tsa = here
[here]
serial = serial
signer_cert = tsa.pem
certs = issuing.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""
