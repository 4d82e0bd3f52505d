"""The server is not there, somebody else answers in its place, or its answer makes no sense or is
cut: seen from the sync screen, with the unit's own server behind it for the next try.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db.queries import office
from desktop.background import Inline
from desktop.completing import complete
from desktop.context import Context
from desktop.frame.nav import Badge
from desktop.sync.loop import SyncLoop
from desktop.sync.screen import SCREEN
from desktop.sync.state import SyncState
from server import home, tls
from tests.desktop.bad_input.hashing import store_hash
from tests.desktop.bad_input.reading import Heard, assert_explained, heard, read
from tests.desktop.looks import assert_not_clipped, settle
from tests.desktop.outgoing.stage import Stage
from tests.server.town import Machine, Town, found_town, free_port

CONTENT = b"%PDF-1.7 noi dung gia lap"


class Impostor:
    """Listens where the server should; shows some key and answers every question the same way."""

    def __init__(self, port: int, key: ssl.SSLContext, answer: bytes) -> None:
        self.heard = b""
        self._key, self._answer = key, answer
        self._listener = socket.create_server(("127.0.0.1", port))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                raw, _ = self._listener.accept()
            except OSError:
                return
            try:
                with self._key.wrap_socket(raw, server_side=True) as talk:
                    self._listen(talk)
                    talk.sendall(self._answer)
            except OSError:
                raw.close()

    def _listen(self, talk: ssl.SSLSocket) -> None:
        """The whole question: what is left unread resets the line, and the answer is lost."""
        asked = b""
        while (end := asked.find(b"\r\n\r\n")) < 0 or len(asked) - end - 4 < _length(asked[:end]):
            piece = talk.recv(65536)
            self.heard += piece
            asked += piece
            if not piece:
                return

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)


def _length(head: bytes) -> int:
    found = re.search(rb"(?i)content-length: *(\d+)", head)
    return int(found[1]) if found else 0


class SyncDesk:
    """The sync screen of the clerk, with the loop that exchanges when he presses F5."""

    def __init__(self, folder: Path, machine: Machine) -> None:
        self.machine = machine
        self.stage = Stage(folder, machine.store, (SCREEN,))
        stage, self.state = self.stage, SyncState()
        self.loop = SyncLoop(Inline(), stage.changes, self.state, stage.window.show_error, complete)
        context = Context(
            lambda: machine.store,
            Inline(),
            stage.changes,
            stage.pages,
            stage.window,
            sync_now=self.loop.now,
            sync=self.state,
        )
        self.window = stage.window
        self.window.end_session()
        self.window.show_session(context, (SCREEN,), Badge("Người thử", "Văn thư"), "SĐ999")
        self.window.go("sync")
        self.loop.begin(machine.store)
        settle()

    def sync(self) -> None:
        """F5."""
        self.stage.press("F5")
        settle()

    def close(self) -> None:
        self.loop.end()
        self.stage.close()
        assert self.stage.faults == []


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = found_town(tmp_path_factory.mktemp("town"), free_port())
    with made.stack:
        yield made


@pytest.fixture(scope="module")
def clerk(town: Town) -> Machine:
    return town.machine("clerk")


@pytest.fixture(scope="module")
def own_key(town: Town) -> ssl.SSLContext:
    """The key that the clerk's machine has pinned."""
    with town.opened() as opened:
        return tls.context(opened.folder / home.TLS, opened.tls_passphrase)


@pytest.fixture
def strange_key(tmp_path: Path) -> ssl.SSLContext:
    tls.make(tmp_path / "tls.pem", ["127.0.0.1"], b"words", 1_795_000_000_000)
    return tls.context(tmp_path / "tls.pem", lambda: b"words")


@pytest.fixture
def lines() -> Iterator[Heard]:
    with heard() as found:
        yield found


@pytest.fixture
def desk(clerk: Machine, lines: Heard, tmp_path: Path) -> Iterator[SyncDesk]:
    clerk.register(CONTENT)
    made = SyncDesk(tmp_path, clerk)
    yield made
    made.close()


@contextmanager
def impostor(town: Town, key: ssl.SSLContext, answer: bytes) -> Iterator[Impostor]:
    made = Impostor(town.port, key, answer)
    try:
        yield made
    finally:
        made.close()


def http(status: str, body: bytes, length: int, kind: str = "application/octet-stream") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
    return head.encode() + body


def refused(desk: SyncDesk, lines: Heard, code: str) -> None:
    """The exchange fails, is explained and announced, and changes nothing here."""
    before = store_hash(desk.machine.store)
    desk.sync()
    assert lines.errors == [code]
    assert_explained(desk.window, code)
    assert_not_clipped(desk.window)
    assert store_hash(desk.machine.store) == before
    assert office.sync(desk.machine.store).unsent == 1


def accepted(town: Town, desk: SyncDesk, lines: Heard, code: str) -> None:
    """The unit's server is there again: the next try sends what waited."""
    with town.running():
        desk.sync()
        desk.loop.end()  # hangs up before the server ends
    assert "announce Đã đồng bộ" in lines.lines
    assert lines.errors == [code]
    assert desk.state.trouble is None
    assert office.sync(desk.machine.store).unsent == 0
    assert "Đồng bộ lần cuối" in read(desk.window)


def test_unreachable(town: Town, desk: SyncDesk, lines: Heard) -> None:
    refused(desk, lines, "ServerUnreachable")
    accepted(town, desk, lines, "ServerUnreachable")


@pytest.mark.parametrize(
    "answer",
    [
        b"garbage\r\n\r\n",
        http("200 OK", b"<html>Dang nhap Wi-Fi</html>", 28, "text/html"),
        http("200 OK", bytes(range(256)), 256),
    ],
    ids=["no-http", "login-page", "random-bytes"],
)
def test_garbage(
    town: Town, desk: SyncDesk, lines: Heard, own_key: ssl.SSLContext, answer: bytes
) -> None:
    with impostor(town, own_key, answer):
        refused(desk, lines, "ServerAnsweredNonsense")
    accepted(town, desk, lines, "ServerAnsweredNonsense")


def test_cut_in_the_middle_of_an_answer(
    town: Town, desk: SyncDesk, lines: Heard, own_key: ssl.SSLContext
) -> None:
    with impostor(town, own_key, http("200 OK", b"\x01\x02\x03", 4096)):
        refused(desk, lines, "ServerUnreachable")
    accepted(town, desk, lines, "ServerUnreachable")


def test_somebody_else_answers_and_hears_nothing(
    town: Town, desk: SyncDesk, lines: Heard, strange_key: ssl.SSLContext
) -> None:
    with impostor(town, strange_key, b"") as stranger:
        refused(desk, lines, "ServerNotOurs")
    assert stranger.heard == b""
    accepted(town, desk, lines, "ServerNotOurs")
