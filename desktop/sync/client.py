"""The road to the server: one function a question, and every way that the road can fail.

The only HTTP of the desktop. TLS 1.3 with the server's key pinned by its SPKI hash, so no authority
is asked and no other machine is believed, whatever name it has. Time limits are for stalls, not for
the whole; trying again is the caller's.
"""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import BadStatusLine, LineTooLong, RemoteDisconnected
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar
from urllib.parse import urlsplit

import urllib3
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from typing_extensions import override
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError, ProtocolError, SSLError

from core.commits import canonical
from core.commits.ids import b64
from core.errors import (
    AntinError,
    MessageBroken,
    NotCanonical,
    ServerAnsweredNonsense,
    ServerNotOurs,
    ServerUnreachable,
    SessionEnded,
    TooLarge,
)
from core.sync import message, session, wire
from core.sync.message import MAX_MESSAGE
from core.sync.session import Proof
from core.sync.wire import Endpoint

if TYPE_CHECKING:
    from core.commits.signatures import Sign
    from core.commits.trust import ServerPlace
    from core.sync.chunks import BlobPlan

CONNECT_SECONDS: Final = 5.0
STALL_SECONDS: Final = 40.0
"""Longer than the server lets a question wait for news."""
MAX_PROBLEM: Final = 64 << 10
_HUNG_UP: Final = (ssl.SSLEOFError, ssl.SSLZeroReturnError)
"""What a server says that ends while it is greeted."""
Service = Literal["timestamp", "ocsp", "crl"]
Q = TypeVar("Q")
A = TypeVar("A")


@dataclass(frozen=True)
class Identity:
    """Who opens a session: a certified device of a realm, with its signing key."""

    realm: str
    device: str
    sign: Sign = field(repr=False)


class Server:
    """The unit's server. At most ``abreast`` questions at a time.

    Every question raises ServerUnreachable, ServerNotOurs, ServerAnsweredNonsense, or what the
    server met; those that need a session also what opening one raises.
    """

    abreast = 3
    """Messages of files on the road at once: one is written, one travels, one is being kept."""

    def __init__(self, place: ServerPlace, who: Identity | None, app: str) -> None:
        self._place, self._who, self._app = place, who, app
        self._token = ""
        self._nonce: str | None = None
        address = urlsplit(place.url)
        self._pool = _Pool(
            address.hostname or "",
            address.port or 443,
            ssl_context=_context(),
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=STALL_SECONDS),
            retries=False,
            maxsize=self.abreast,
            pin=place.spki,
        )

    def close(self) -> None:
        """Hang up."""
        self._pool.close()

    def hello(self) -> wire.HelloAnswer:
        """Who the server is, in a session also how far its streams go; raises
        VersionUnsupported.
        """
        answer = self.ask(wire.HELLO, wire.Hello((wire.VERSION,), self._app))[0]
        self._nonce = answer.nonce
        return answer

    def push(self, epoch: int, segments: Sequence[bytes]) -> tuple[wire.PushAnswer, Parts]:
        """Hand over segments; the parts are packs of receipts."""
        return self.ask(wire.PUSH, wire.Push(epoch), segments)

    def pull(
        self, stream: str, epoch: int, after: int, limit: int
    ) -> tuple[wire.PullAnswer, Parts]:
        """A page of a stream; the parts are packs of receipts, then segments."""
        return self.ask(wire.PULL, wire.Pull(stream, epoch, after, limit))

    def hand_back(
        self, tip: wire.Tip, after: int, packs: Parts, segments: Parts
    ) -> tuple[int, str]:
        """Give a recovering server what it had ordered after a place; how far it goes now, and the
        chain hash there.
        """
        question = wire.HandBack(tip, after, len(packs))
        answer = self.ask(wire.HAND_BACK, question, [*packs, *segments])[0].tip
        return answer.gseq, answer.chain

    def wait(self, tips: Sequence[wire.Tip], seconds: int) -> wire.WaitAnswer:
        """Come back once a stream goes beyond these tips, or after some seconds."""
        return self.ask(wire.WAIT, wire.Wait(tuple(tips), seconds))[0]

    def missing(self, stream: str, plans: Sequence[BlobPlan]) -> tuple[str, ...]:
        """A bitmap of lacking chunks for each plan."""
        return self.ask(wire.MISSING, wire.Missing(stream, tuple(plans)))[0].missing

    def put(self, stream: str, names: Sequence[wire.ChunkName], data: Parts) -> tuple[str, ...]:
        """Hand over chunks; the files that are whole now."""
        return self.ask(wire.PUT, wire.Put(stream, tuple(names)), data)[0].whole

    def plans(self, stream: str, blobs: Sequence[str]) -> tuple[BlobPlan, ...]:
        """The plans of those files that are whole on the server."""
        return self.ask(wire.PLANS, wire.Plans(stream, tuple(blobs)))[0].plans

    def get(
        self, stream: str, names: Sequence[wire.ChunkName]
    ) -> tuple[tuple[wire.ChunkName, bytes], ...]:
        """Chunks, as many as came in one answer."""
        answer, parts = self.ask(wire.GET, wire.Get(stream, tuple(names)))
        if len(answer.chunks) != len(parts):
            raise ServerAnsweredNonsense(what="chunks")
        return tuple(zip(answer.chunks, parts, strict=True))

    def enrol(self, request: bytes) -> tuple[str, bytes]:
        """Hand over a new machine's request, or ask how it stands: the state, and the answer
        file once there is one.
        """
        answer, parts = self.ask(wire.ENROL, wire.Enrol(), [request])
        return answer.state, parts[0] if parts else b""

    def requests(self) -> Parts:
        """The enrolment requests that wait; for administrators' devices."""
        return self.ask(wire.REQUESTS, wire.Requests())[1]

    def reply(self, request: str, answer: bytes) -> None:
        """Answer an enrolment request; an empty answer refuses it."""
        self.ask(wire.REPLY, wire.Reply(request), [answer] if answer else [])

    def evidence(self, service: Service, issuer: str, request: bytes) -> bytes:
        """What a timestamp or certificate authority answers by way of the server; raises
        EvidenceUnconfigured, EvidenceUnfit, EvidenceUnreachable.
        """
        answer = self.ask(wire.EVIDENCE, wire.Evidence(service, issuer), [request])[1]
        if len(answer) != 1:
            raise ServerAnsweredNonsense(what="evidence")
        return answer[0]

    def trust_piece(self, number: int, place: int) -> tuple[int, bytes]:
        """The size of the trust list with a number, and what one answer holds of it from a byte
        on.
        """
        answer, parts = self.ask(wire.TRUST, wire.TrustPiece(number, place))
        if len(parts) != 1:
            raise ServerAnsweredNonsense(what="trust")
        return answer.size, parts[0]

    # -- one question --------------------------------------------------------------------------

    def ask(
        self, endpoint: Endpoint[Q, A], question: Q, parts: Sequence[bytes] = ()
    ) -> tuple[A, Parts]:
        """What the server answers to one question, and the parts of its answer."""
        body = message.encode(question, parts)
        if not endpoint.session:
            return self._post(endpoint, body)
        for last in (False, True):
            token = self._token
            try:
                token = token or self._open()
                return self._post(endpoint, body)
            except SessionEnded:
                if self._token == token:  # else another question opened one meanwhile
                    self._token = ""
                if last:
                    raise
        raise SessionEnded

    def _open(self) -> str:
        """Prove who we are to the server whose key we saw."""
        who, nonce = self._who, self._nonce or self.hello().nonce
        self._nonce = None
        if who is None or nonce is None:
            raise SessionEnded
        proof = Proof(realm=who.realm, device=who.device, nonce=nonce, spki=self._place.spki)
        opened = session.sign_session(proof, who.sign)
        self._token = self._post(wire.SESSION, message.encode(opened))[0].token
        return self._token

    def _post(self, endpoint: Endpoint[Q, A], body: bytes) -> tuple[A, Parts]:
        status, kind, data = self._sent(endpoint.path, body)
        if status == 200:
            try:
                return message.decode(endpoint.answer, data)
            except (MessageBroken, TooLarge) as error:
                raise ServerAnsweredNonsense(what="body") from error
        raise _problem(status, kind, data)

    def _sent(self, path: str, body: bytes) -> tuple[int, str, bytes]:
        headers = {"Content-Type": "application/octet-stream"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        try:
            response = self._pool.urlopen(
                "POST", path, body, headers, redirect=False, preload_content=False
            )
            with response:
                data = response.read(MAX_MESSAGE + 1)
                if len(data) > MAX_MESSAGE:
                    raise ServerAnsweredNonsense(what="size")
                return response.status, response.headers.get("Content-Type", ""), data
        except HTTPError as error:
            raise _failure(error) from error


Parts = tuple[bytes, ...]


class _Connection(HTTPSConnection):
    """A connection that is given up before a word is said unless the peer shows the pinned key."""

    def __init__(self, *args: Any, pin: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pin = pin

    @override
    def connect(self) -> None:
        super().connect()
        sock = self.sock
        shown = sock.getpeercert(binary_form=True) if isinstance(sock, ssl.SSLSocket) else None
        if shown is None or _spki(shown) != self._pin:
            self.close()
            raise ServerNotOurs
        self.is_verified = True


class _Pool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Connection


def _context() -> ssl.SSLContext:
    """TLS 1.3 without authorities or names: the pin alone counts."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_3
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made


def _spki(certificate: bytes) -> str:
    public = x509.load_der_x509_certificate(certificate).public_key()
    return b64(
        sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    )


def _problem(status: int, kind: str, data: bytes) -> AntinError:
    """What the server says went wrong; nonsense if that is not ours to read."""
    nonsense = ServerAnsweredNonsense(what=str(status))
    if not kind.startswith("application/json"):
        return nonsense
    try:
        return wire.raised(canonical.decode_as(wire.Problem, data, MAX_PROBLEM))
    except (NotCanonical, TooLarge):
        return nonsense


def _failure(error: HTTPError) -> AntinError:
    """Whether the road broke, or something else than a server answered."""
    if isinstance(error, SSLError) and isinstance(error.args[0], _HUNG_UP):
        return ServerUnreachable()
    inner = error.args[1] if isinstance(error, ProtocolError) and len(error.args) > 1 else None
    garbled = isinstance(inner, BadStatusLine | LineTooLong)
    if isinstance(error, SSLError) or (garbled and not isinstance(inner, RemoteDisconnected)):
        return ServerAnsweredNonsense(what="tls" if isinstance(error, SSLError) else "http")
    return ServerUnreachable()
