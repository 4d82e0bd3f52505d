"""Every way that the road to the server fails ends in one clear error, and no word goes to a
stranger.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.commits.ids import b64
from core.commits.trust import ServerPlace
from core.errors import (
    AntinError,
    NotAllowed,
    ProgramOlder,
    ServerAnsweredNonsense,
    ServerNotOurs,
    ServerOlder,
    ServerUnreachable,
)
from core.sync import message, wire
from desktop.sync import client
from desktop.sync.client import Server
from tests.server.town import free_port

HELLO = wire.HelloAnswer(
    versions=(1,), min_push=1, min_pull=1, realm="0" * 26, server="0" * 26, epoch=1, time=5
)
BODY = message.encode(HELLO)


class Peer:
    """A machine that shows a TLS key and answers each connection in its own way."""

    def __init__(self, folder: Path, answer: bytes, tls_on: bool) -> None:
        from server import tls

        self.heard = b""
        self.spki = tls.make(folder / "tls.pem", ["127.0.0.1"], b"words", 1_795_000_000_000)
        self._context = tls.context(folder / "tls.pem", lambda: b"words") if tls_on else None
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        raw, _ = self._listener.accept()
        raw.settimeout(10)
        try:
            talk = self._context.wrap_socket(raw, server_side=True) if self._context else raw
        except (ssl.SSLError, OSError):
            raw.close()
            return
        with talk:
            try:
                self.heard = _request(talk) if self._context else talk.recv(65536)
                if self.heard:
                    talk.sendall(self._answer)
            except OSError:
                pass

    def close(self) -> None:
        self._thread.join(10)
        self._listener.close()


def _request(talk: socket.socket) -> bytes:
    """A whole question: a connection closed on unread bytes is reset, not ended."""
    heard = b""
    while piece := talk.recv(65536):
        heard += piece
        head, found, body = heard.partition(b"\r\n\r\n")
        lengths = [
            line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
        ]
        if found and len(body) >= int(lengths[0].split(b":")[1]):
            break
    return heard


@contextmanager
def peer(folder: Path, answer: bytes, tls_on: bool = True) -> Iterator[Peer]:
    made = Peer(folder, answer, tls_on)
    try:
        yield made
    finally:
        made.close()


def hello(port: int, spki: str) -> wire.HelloAnswer:
    server = Server(ServerPlace(f"https://127.0.0.1:{port}", spki), None, "test")
    try:
        return server.hello()
    finally:
        server.close()


def http(status: str, kind: str, body: bytes, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\n\r\n"
    return head.encode() + body


OURS = "application/octet-stream"


def test_the_pinned_server_is_believed(tmp_path: Path) -> None:
    with peer(tmp_path, http("200 OK", OURS, BODY)) as found:
        assert hello(found.port, found.spki) == HELLO


def test_another_key_is_not_ours_and_hears_nothing(tmp_path: Path) -> None:
    with peer(tmp_path, http("200 OK", OURS, BODY)) as found, pytest.raises(ServerNotOurs):
        hello(found.port, b64(bytes(32)))
    assert found.heard == b""


def test_a_server_that_ends_while_it_is_greeted() -> None:
    def hang_up() -> None:
        talk, _ = listener.accept()
        with talk:
            talk.recv(65536)  # the whole greeting: it closes, and does not reset

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)
        thread = threading.Thread(target=hang_up)
        thread.start()
        with pytest.raises(ServerUnreachable):
            hello(listener.getsockname()[1], b64(bytes(32)))
        thread.join()


def test_nobody_there() -> None:
    with pytest.raises(ServerUnreachable):
        hello(free_port(), b64(bytes(32)))


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"", ServerUnreachable),
        (b"garbage\r\n\r\n", ServerAnsweredNonsense),
        (b"x" * 100_000, ServerAnsweredNonsense),
        (http("200 OK", "text/html", b"<html>Dang nhap Wi-Fi</html>"), ServerAnsweredNonsense),
        (
            http("302 Found\r\nLocation: https://x.invalid/", "text/html", b""),
            ServerAnsweredNonsense,
        ),
        (http("502 Bad Gateway", "text/html", b"<html>"), ServerAnsweredNonsense),
        (http("200 OK", OURS, BODY[:-3]), ServerAnsweredNonsense),
        (http("200 OK", OURS, b""), ServerAnsweredNonsense),
        (http("200 OK", OURS, BODY[:20], len(BODY)), ServerUnreachable),
        (http("200 OK", OURS, bytes(9 << 20)), ServerAnsweredNonsense),
        (http("403 Forbidden", "application/json", b"{}"), ServerAnsweredNonsense),
        (http("403 Forbidden", "application/json", b"[" * 70_000), ServerAnsweredNonsense),
        (
            http("403 Forbidden", "application/json", b'{"code":"NotAllowed","facts":{}}'),
            NotAllowed,
        ),
        (
            http(
                "403 Forbidden",
                "application/json",
                b'{"code":"VersionUnsupported","facts":{"versions":"9"}}',
            ),
            ProgramOlder,
        ),
        (
            http(
                "403 Forbidden",
                "application/json",
                b'{"code":"VersionUnsupported","facts":{"versions":"0"}}',
            ),
            ServerOlder,
        ),
    ],
)
def test_what_comes_back_wrong_has_its_name(
    tmp_path: Path, answer: bytes, error: type[AntinError]
) -> None:
    with peer(tmp_path, answer) as found, pytest.raises(AntinError) as caught:
        hello(found.port, found.spki)
    assert type(caught.value) is error


def test_no_tls_at_all(tmp_path: Path) -> None:
    plain = peer(tmp_path, http("200 OK", OURS, BODY), tls_on=False)
    with plain as found, pytest.raises(ServerAnsweredNonsense):
        hello(found.port, found.spki)


def test_a_server_that_falls_silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "STALL_SECONDS", 0.2)
    with silent(tmp_path) as found, pytest.raises(ServerUnreachable):
        hello(found.port, found.spki)


@contextmanager
def silent(folder: Path) -> Iterator[Peer]:
    """A peer that takes the question and then says nothing until the test is over."""
    release = threading.Event()

    class Silent(Peer):
        def _serve(self) -> None:
            raw, _ = self._listener.accept()
            assert self._context is not None
            with self._context.wrap_socket(raw, server_side=True):
                release.wait(20)

    made = Silent(folder, b"", tls_on=True)
    try:
        yield made
    finally:
        release.set()
        made.close()
