"""The server carries questions to allowed authorities, by real HTTP, and to nobody else."""

from __future__ import annotations

from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from core.errors import (
    EvidenceUnconfigured,
    EvidenceUnfit,
    EvidenceUnreachable,
    MessageBroken,
    TrustUnreadable,
)
from core.signing.services import Query, Service, fingerprint
from core.signing.upgrade import Stage, upgrade
from server import outside
from server.__main__ import main
from tests.pki import authority
from tests.pki.documents import once, trust
from tests.pki.responder import Responder, listening
from tests.server.town import Town, free_port

if TYPE_CHECKING:
    from desktop.sync.client import Server


def allow(folder: Path, address: str, ca: Path) -> None:
    """What a keeper types to let the test authority in."""
    issuing = fingerprint(authority.issuing().der)
    for words in (
        ("timestamp", f"{address}/timestamp"),
        ("ocsp", f"{address}/ocsp/{issuing}", "--ca", str(ca)),
    ):
        assert main(["services", "--data", str(folder), *words]) == 0


@pytest.fixture
def ca(tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    path.write_bytes(authority.pem(authority.issuing().certificate))
    return path


def carried(road: Server, query: Query) -> bytes:
    return road.evidence(query.service.value, query.issuer, query.request)


def test_a_file_is_completed_by_way_of_the_server(town: Town, ca: Path) -> None:
    clerk = town.machine("clerk")
    responder = Responder(authority.NOW_MS + 600_000)
    with listening(responder) as address, town.running(), town.road(clerk) as road:
        allow(town.server_home, address, ca)
        done = upgrade(once(), trust(), partial(carried, road), responder.at_ms)
        assert (done.stage, done.trouble) == (Stage.LTA, None)
        responder.down = {Service.TIMESTAMP}
        halted = upgrade(once(), trust(), partial(carried, road), responder.at_ms)
        assert isinstance(halted.trouble, EvidenceUnreachable)
        with pytest.raises(MessageBroken):
            road.evidence("timestamp", "", bytes(20_000))
        with pytest.raises(EvidenceUnconfigured):
            road.evidence("crl", fingerprint(authority.issuing().der), b"")
    assert responder.asked.count(Service.TIMESTAMP) == 2


def test_the_next_address_is_asked_where_one_does_not_answer(tmp_path: Path) -> None:
    responder = Responder()
    nowhere = f"http://127.0.0.1:{free_port()}/timestamp"
    with listening(responder) as address:
        outside.allow(tmp_path, "timestamp", nowhere, None)
        with pytest.raises(EvidenceUnreachable):
            outside.ask(tmp_path, "timestamp", "", b"")
        outside.allow(tmp_path, "timestamp", f"{address}/timestamp", None)
        from core.signing.services import timestamp_query

        assert outside.ask(tmp_path, "timestamp", "", timestamp_query(bytes(32)).request)
        outside.forbid(tmp_path, nowhere)
    assert [each.url for each in outside.allowed(tmp_path)] == [f"{address}/timestamp"]


@pytest.mark.parametrize(("status", "size"), [(302, 0), (200, (1 << 20) + 1), (404, 5)])
def test_no_redirect_and_no_flood(tmp_path: Path, status: int, size: int) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Location", "http://elsewhere.invalid/")
            self.send_header("Content-Length", str(size))
            self.end_headers()
            self.wfile.write(bytes(size))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    ca = tmp_path / "ca.der"
    ca.write_bytes(authority.issuing().der)
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        outside.allow(tmp_path, "crl", f"http://127.0.0.1:{server.server_port}/", ca)
        with pytest.raises((EvidenceUnfit, EvidenceUnreachable)):
            outside.ask(tmp_path, "crl", fingerprint(authority.issuing().der), b"")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("service", "url"),
    [("timestamp", "ftp://x"), ("timestamp", ""), ("ocsp", "http://x"), ("crl", "file:///etc")],
)
def test_a_bad_address_is_not_taken(tmp_path: Path, service: str, url: str) -> None:
    with pytest.raises(TrustUnreadable):
        outside.allow(tmp_path, service, url, None)
    assert outside.allowed(tmp_path) == ()


def test_a_spoilt_list_allows_nothing(tmp_path: Path) -> None:
    (tmp_path / outside.FILE).write_bytes(b'[{"service":"timestamp","url":"http://x","more":1}]')
    with pytest.raises(TrustUnreadable):
        outside.ask(tmp_path, "timestamp", "", b"")
