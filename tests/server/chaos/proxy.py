"""A road that misbehaves: between real devices and a real server, it holds the server's own key, so
it sees whole questions and answers and can cut, delay, repeat and lose them, by a seed.
"""

from __future__ import annotations

import random
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Final

SLOWEST: Final = 0.2
PATIENCE: Final = 20
HEAD_END: Final = b"\r\n\r\n"
PORTAL: Final = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 34\r\nconnection: close\r\n\r\n"
    b"<html>Please log in first!</html>\n"
)

Road = socket.socket | ssl.SSLSocket


class Proxy:
    """Listens on a port of its own while its block lasts; ``kind`` lets everything pass."""

    def __init__(self, tls: ssl.SSLContext, servers: list[int], seed: int) -> None:
        self.kind = False
        self.servers = servers
        self.seen: Counter[str] = Counter()
        self._tls, self._chance = tls, random.Random(seed)
        self._kept: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Proxy:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for each in self._threads:
            each.join()

    def _accept(self) -> None:
        while True:
            try:
                road, _ = self._listener.accept()
            except OSError:
                return
            road.settimeout(PATIENCE)
            thread = threading.Thread(target=self._serve, args=(road,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, plain: socket.socket) -> None:
        with suppress(OSError), closing(self._tls.wrap_socket(plain, server_side=True)) as road:
            while question := read_message(road):
                fate = self._fate()
                self.seen[fate.__name__.strip("_")] += 1
                if not fate(self, road, question):
                    return

    def _fate(self) -> Callable[[Proxy, Road, bytes], bool]:
        if self.kind:
            return Proxy._pass
        [fate] = self._chance.choices([each for each, _ in FATES], [often for _, often in FATES])
        return fate

    # -- what becomes of a question; each tells whether the connection goes on ---------------------

    def _pass(self, road: Road, question: bytes) -> bool:
        answer = self._ask(question)
        road.sendall(answer)
        return bool(answer)

    def _wait(self, road: Road, question: bytes) -> bool:
        time.sleep(self._chance.random() * SLOWEST)
        return self._pass(road, question)

    def _cut_question(self, _road: Road, question: bytes) -> bool:
        with suppress(OSError), self._connected() as server:
            server.sendall(question[: self._chance.randrange(len(question))])
        return False

    def _cut_answer(self, road: Road, question: bytes) -> bool:
        answer = self._ask(question)
        road.sendall(answer[: self._chance.randrange(len(answer) or 1)])
        return False

    def _lose_answer(self, _road: Road, question: bytes) -> bool:
        self._ask(question)
        return False

    def _ask_twice(self, road: Road, question: bytes) -> bool:
        self._ask(question)
        return self._pass(road, question)

    def _ask_again_later(self, road: Road, question: bytes) -> bool:
        """The question comes once more after others, as from a road that held it back."""
        self._kept.append(question)
        if len(self._kept) > 1:
            self._ask(self._kept.pop(self._chance.randrange(len(self._kept))))
        return self._pass(road, question)

    def _log_in_first(self, road: Road, _question: bytes) -> bool:
        road.sendall(PORTAL)
        return False

    # -- the server's side -------------------------------------------------------------------------

    def _connected(self) -> ssl.SSLSocket:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        port = self._chance.choice(self.servers)
        return context.wrap_socket(socket.create_connection(("127.0.0.1", port), PATIENCE))

    def _ask(self, question: bytes) -> bytes:
        """The server's answer; nothing where it is not there or dies meanwhile."""
        try:
            with self._connected() as server:
                server.sendall(question)
                return read_message(server)
        except OSError:
            return b""


FATES: Final = (
    (Proxy._pass, 60),
    (Proxy._wait, 10),
    (Proxy._cut_question, 6),
    (Proxy._cut_answer, 6),
    (Proxy._lose_answer, 6),
    (Proxy._ask_twice, 6),
    (Proxy._ask_again_later, 4),
    (Proxy._log_in_first, 2),
)


def read_message(road: Road) -> bytes:
    """One whole question or answer; nothing where the other end is done or gone."""
    found = bytearray()
    while HEAD_END not in found:
        if not (piece := road.recv(1 << 16)):
            return b""
        found += piece
    head, _, body = bytes(found).partition(HEAD_END)
    lines = head.lower().split(b"\r\n")
    sizes = [int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")]
    left = (sizes[0] if sizes else 0) - len(body)
    while left > 0:
        if not (piece := road.recv(min(left, 1 << 20))):
            return b""
        found += piece
        left -= len(piece)
    return bytes(found)
