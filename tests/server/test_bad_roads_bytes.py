"""Raw bytes on the line, both ways: a hostile server's to a device, a hostile client's to the
server. ``ANTIN_FUZZ_SECONDS=600`` goes on for so long, with another seed (``ANTIN_FUZZ_SEED``).
"""

from __future__ import annotations

import gzip
import json
import logging
import os
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
import zstandard

from core.commits.trust import ServerPlace
from core.errors import AntinError
from core.sync import wire
from desktop.sync import client
from desktop.sync.client import Server
from server import app, patience, tls
from server.quotas import Rate
from tests.core.sync.fuzzing_tape import Tape
from tests.core.sync.fuzzing_wire import KINDS, framed, of_head, of_push
from tests.core.sync.test_wire import HEADS
from tests.desktop.sync.test_client import BODY, OURS, _request
from tests.server.town import Town

SECONDS = float(os.environ.get("ANTIN_FUZZ_SECONDS", "0")) / 2
SEED = int(os.environ.get("ANTIN_FUZZ_SEED", str(time.time_ns() if SECONDS else 8)))
IN_CI = 120
END = b"\r\n"
MOST_MEMORY = 40 << 20
"""Bytes that one answer may cost: five times the largest message."""
STATUS = [
    b"HTTP/1.1 200 OK", b"HTTP/1.0 200 OK", b"HTTP/1.1 200", b"HTTP/9.9 200 OK", b"ICY 200 OK",
    b"HTTP/1.1 \xb200 OK", b"HTTP/1.1 99999 OK", b"HTTP/1.1 204 No Content", b"", b"\0" * 70_000,
    b"HTTP/1.1 304 Not Modified", b"HTTP/1.1 101 Switching Protocols", b"HTTP/1.1 -1 OK",
    b"HTTP/1.1 302 Found\r\nLocation: https://x.invalid/", b"HTTP/1.1 407 Proxy", b"HTTP/1.1 511 L",
    b"HTTP/1.1 100 Continue\r\n\r\n" * 3000 + b"HTTP/1.1 200 OK", b"HTTP/1.1 500 " + b"x" * 70_000,
    b"HTTP/1.1 403 Forbidden", b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Negotiate",
]  # fmt: skip
KIND = [OURS.encode(), b"application/json", b"text/html; charset=\xff", b"", b"a\0b", b"x" * 60_000]
LENGTHS = [
    b"0", b"1", b"-5", b"1, 2", b"9, 9", b"\xb2", b"9" * 40, b"9" * 5000, b"0x10", b"", b"+5",
    b"9000000",
]  # fmt: skip
EXTRA = [
    b"", b"x: y\r\n" * 300, b"x" * 70_000 + b": y\r\n", b"no colon\r\n", b" folded\r\n",
    b"\0: y\r\n", b"Set-Cookie: a=b\r\n" * 90, b"Connection: upgrade\r\n",
    b"Retry-After: 999999\r\n",
    b"Transfer-Encoding: gzip, chunked\r\n", b"Transfer-Encoding: nonsense\r\n",
    b"Content-Encoding: gzip\r\n", b"Content-Encoding: deflate\r\n", b"Content-Encoding: br\r\n",
    b"Content-Encoding: zstd\r\n", b"Content-Encoding: " + b"gzip, " * 30 + b"gzip\r\n",
]  # fmt: skip
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CHUNKS = [
    b"zz\r\n", b"-1\r\n", b"f" * 17 + b"\r\n", b"1;" + b"x" * 70_000 + b"\r\n", b"0\r\n",
    b"0\r\n" + b"x: y\r\n" * 100_000, b"5\r\nab", b"5\r\nabcdeXX", b"1\r\na\r\n" * 20_000, b"",
]  # fmt: skip


def _chunked(tape: Tape, body: bytes) -> bytes:
    found = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    return tape.spoilt(tape.one(CHUNKS) if tape.spoils() else found)


def _zeros(size: int) -> bytes:
    made = zlib.compressobj(9, wbits=31)
    return b"".join([*(made.compress(bytes(1 << 20)) for _ in range(size >> 20)), made.flush()])


BOMB = _zeros(100 << 20)
BODIES: list[Callable[[Tape], bytes]] = [
    lambda _tape: BODY,
    lambda tape: of_head(HEADS[1], tape),
    lambda _tape: b"<html>Dang nhap Wi-Fi</html>",
    lambda _tape: gzip.compress(BODY),
    lambda _tape: BOMB,
    lambda _tape: zstandard.ZstdCompressor().compress(bytes(100 << 20)),
    lambda tape: tape.json(wire.Problem("TooLarge", {"limit": 5})),
    lambda _tape: bytes(12 << 20),
]


def answer(tape: Tape) -> bytes:
    """What a hostile server may say to a question."""
    status = tape.one(STATUS) if tape.spoils() else STATUS[0]
    body = tape.one(BODIES)(tape) if tape.spoils() else BODY
    kind = tape.one(KIND) if tape.spoils() else KIND[0]
    extra = b"".join(tape.one(EXTRA) for _ in range(tape.number(3)))
    length = tape.one(LENGTHS) if tape.spoils() else b"%d" % len(body)
    size = b"Content-Length: " + length + END
    if tape.number(3) == 1:
        size, body = CHUNKED + (size if tape.number(2) else b""), _chunked(tape, body)
    head = status + END + b"Content-Type: " + kind + END + extra + size
    return tape.spoilt(head + END) + body


METHODS = [
    b"POST", b"GET", b"PUT", b"CONNECT", b"P\0ST", b"post", b"", b"x" * 9000, b"PRI", b"\xff",
]  # fmt: skip
PATHS = [each.path.encode() for each in vars(wire).values() if isinstance(each, wire.Endpoint)]
ASKED = [
    b"", b"Host: a\r\nHost: b\r\n", b"x: y\r\n" * 3000, b"Expect: 100-continue\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: x\r\n", b"Content-Length: 5\r\n",
    b"Content-Length: -1\r\n", b"Content-Length: 99999999999\r\n", b"Upgrade: h2c\r\n",
    b"Authorization: Bearer " + b"A" * 70 + b"\r\n", b"Authorization: Bearer \xff\r\n",
    b"Authorization: Basic eDp5\r\n", b"\xff\xfe: x\r\n", b" x\r\n", b"Connection: close\r\n",
]  # fmt: skip


def question(tape: Tape, token: bytes) -> bytes:
    """What a hostile client may ask; with the token of a device that is one of the unit's."""
    method = tape.one(METHODS) if tape.spoils() else b"POST"
    path = PATHS[tape.number(len(PATHS))]
    if tape.spoils():
        path = tape.one([b"/", b"*", b"/v1/../health", b"/%00", b"http://x/", b"/" * 9000, b"/v1"])
    kinds = list(KINDS.values())
    body = of_push(tape) if tape.number(3) == 1 else of_head(kinds[tape.number(len(kinds))], tape)
    body = framed(tape, tape.spoilt(b"\xff" * 40), []) if tape.spoils() else body
    extra = tape.one(ASKED) if tape.spoils() else b""
    extra += b"Authorization: Bearer " + token + END if tape.number(4) else b""
    length = tape.one(LENGTHS) if tape.spoils() else b"%d" % len(body)
    head = method + b" " + path + b" HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + END + extra
    return tape.spoilt(head + END) + body


class Liar:
    """Listens with a key, and says the same to every question; between pieces it pauses."""

    PAUSE = 0.05
    """Seconds."""

    def __init__(self, folder: Path) -> None:
        self.answer: tuple[bytes, ...] = ()
        self.spki = tls.make(folder / "tls.pem", ["127.0.0.1"], b"words", 1_795_000_000_000)
        self._key = tls.context(folder / "tls.pem", lambda: b"words")
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                raw, _ = self._listener.accept()
                raw.settimeout(5)
                with suppress(OSError), self._key.wrap_socket(raw, server_side=True) as talk:
                    _request(talk)
                    for place, piece in enumerate(self.answer):
                        time.sleep(self.PAUSE if place else 0)
                        talk.sendall(piece)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)


@pytest.fixture(scope="module")
def liar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Liar]:
    made = Liar(tmp_path_factory.mktemp("liar"))
    yield made
    made.close()


def heard(liar: Liar, *said: bytes) -> str:
    """What a device makes of an answer: its own word for a refusal, ``""`` for a greeting."""
    liar.answer = said
    server = Server(ServerPlace(f"https://127.0.0.1:{liar.port}", liar.spki), None, "test")
    try:
        server.hello()
    except AntinError as error:
        return error.code
    finally:
        server.close()
    return ""


def tapes() -> Iterator[tuple[str, Tape]]:
    """Some in CI, else as many as the time allows, each with a name that makes it again."""
    end = time.monotonic() + SECONDS
    for number in count():
        if number >= IN_CI and time.monotonic() >= end:
            print(f"seed {SEED}: {number} inputs")
            return
        rng = Random(f"{SEED} {number}")
        yield f"{SEED}/{number}", Tape(rng.randbytes(rng.choice([0, 20, 80])))


def test_whatever_a_server_says_a_device_takes_it_or_refuses_it(
    liar: Liar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "STALL_SECONDS", 5.0)
    told = set()
    for name, tape in tapes():
        try:
            told.add(heard(liar, answer(tape)))
        except Exception as error:
            error.add_note(name)
            raise
    assert {"", "ServerAnsweredNonsense", "ServerUnreachable"} <= told


def test_a_slow_line_is_waited_for(liar: Liar, monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer in all than a stall may be: limits are for silence (sync.md §4.12)."""
    monkeypatch.setattr(client, "STALL_SECONDS", 0.3)
    said = answer(Tape(b""))
    pieces = [said[place : place + 20] for place in range(0, len(said), 20)]
    assert len(pieces) * Liar.PAUSE > 0.3
    assert heard(liar, *pieces) == ""


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + BOMB, "ServerAnsweredNonsense"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + bytes(64 << 20), "ServerAnsweredNonsense"),
        (b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 50_000, "ServerUnreachable"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9" + b"0" * 12 + b"\r\n\r\nx", "ServerUnreachable"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000, "ServerUnreachable"),
    ],
    ids=["bomb", "endless", "headers", "declared", "continue"],
)
def test_an_answer_costs_no_more_memory_than_a_message(liar: Liar, said: bytes, code: str) -> None:
    heard(liar, b"")
    tracemalloc.start()
    try:
        assert heard(liar, said) == code
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()


@contextmanager
def line(town: Town) -> Iterator[ssl.SSLSocket]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    raw = socket.create_connection(("127.0.0.1", town.port), timeout=20)
    with context.wrap_socket(raw) as talk:
        yield talk


def said_to(town: Town, asked: bytes) -> bytes:
    """The first bytes that the server answers; none where it hangs up, or waits for more."""
    with line(town) as talk:
        with suppress(OSError):
            talk.sendall(asked)
        with suppress(OSError):
            talk.settimeout(0.3)
            return talk.recv(4096)
    return b""


def test_whatever_a_client_says_the_server_answers_or_hangs_up(
    town: Town, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("QUESTIONS", "STRANGERS"):
        monkeypatch.setattr(app, name, Rate(10**9, 10**6))
    clerk, before = town.machine("clerk"), town.heads()
    answered = set()
    with caplog.at_level(logging.INFO, "antin.server"), town.running():
        with town.road(clerk) as road:
            road.wait([], 0)
            token = road._token.encode()
        for name, tape in tapes():
            data = said_to(town, question(tape, token))
            assert not data or data.startswith(b"HTTP/1.1 "), name
            answered.add(data[9:12])
            assert [each for each in _events(caplog) if each["event"] == "failed"] == [], name
            caplog.clear()
        clerk.register()
        [done] = town.sync(clerk)
    assert {b"200", b"400", b"401", b"404"} <= answered
    assert (done.problems, done.sent, done.equal) == ((), 1, True)
    assert town.heads()[clerk.store.stream][0] == before[clerk.store.stream][0] + 1


def _events(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [json.loads(each.message) for each in caplog.records if each.name == "antin.server"]


def test_who_does_not_say_what_he_wants_is_hung_up_on(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Silent, or a letter now and then, at once or behind a whole question: or else strangers could
    hold all connections. Who was heard is answered, however long that takes.
    """
    monkeypatch.setattr(patience, "SECONDS", 0.5)
    clerk = town.machine("clerk")
    whole = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    with town.running(), town.road(clerk) as road:
        tips = road.wait([], 0).tips
        for begun in (b"", whole):
            with line(town) as talk:
                talk.sendall(begun)
                assert hung_up(talk)
        with line(town) as talk:
            for _ in range(2):  # between two questions a connection may rest
                talk.sendall(whole)
                assert all_of(talk).startswith(b"HTTP/1.1 200")
        assert road.wait(tips, 1).tips == tips


def all_of(talk: ssl.SSLSocket) -> bytes:
    """What is said until a second has passed in silence."""
    talk.settimeout(1)
    found = b""
    with suppress(TimeoutError):
        while piece := talk.recv(65536):
            found += piece
    return found


def hung_up(talk: ssl.SSLSocket) -> bool:
    """Whether the server ends a line on which a letter comes now and then."""
    with suppress(OSError):
        for letter in b"POST /v1/hello HTTP/1.1\r\nx: " + b"y" * 60:
            talk.sendall(bytes((letter,)))
            talk.settimeout(0.05)
            with suppress(TimeoutError):
                if not talk.recv(65536):
                    return True
        return False
    return True
