"""The road between machines: the client's real questions put to the server's real application.

A question may be lost, answered in vain, cut short on either way, come twice, or come much later.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from typing_extensions import override

from core.commits.trust import ServerPlace
from core.errors import ServerUnreachable
from desktop.sync.client import Identity, Server
from tests.sim.hosts import APP, SPKI, Central, Device
from tests.sim.storage import Crash

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

FATES = ("lost", "unanswered", "cut", "answer-cut", "twice", "late", "stale")
Answer = tuple[int, str, bytes]


class Net:
    """Carries questions; ``bad`` is the share of those that something happens to."""

    def __init__(self, chance: random.Random, note: Callable[..., None]) -> None:
        self._chance, self._note = chance, note
        self._loop = asyncio.new_event_loop()
        self._late: list[tuple[str, bytes, str]] = []
        self._last: Answer | None = None
        self.bad, self.asked, self.carried = 0.0, 0, 0
        self.failed: list[str] = []

    def close(self) -> None:
        self._loop.close()

    def ask(self, central: Central, path: str, body: bytes, token: str) -> Answer:
        """The answer to one question. Raises ServerUnreachable."""
        fate = self._chance.choice(FATES) if self._chance.random() < self.bad else "whole"
        self._note("ask", path, fate)
        if fate == "lost":
            raise ServerUnreachable
        if fate == "late":
            self._late.append((path, body, token))
            raise ServerUnreachable
        if fate == "cut":
            body = body[: self._chance.randrange(len(body) + 1)]
        if fate == "twice":
            self._put(central, path, body, token)
        before, answer = self._last, self._put(central, path, body, token)
        if fate == "unanswered":
            raise ServerUnreachable
        if fate == "stale" and before is not None:
            return before
        if fate == "answer-cut":
            status, kind, data = answer
            return status, kind, data[: self._chance.randrange(len(data) + 1)]
        return answer

    def deliver(self, central: Central) -> None:
        """What was on the way for long arrives now; nobody waits for the answer."""
        late, self._late = self._late, []
        for path, body, token in late:
            self._note("late", path)
            self._put(central, path, body, token)

    def _put(self, central: Central, path: str, body: bytes, token: str) -> Answer:
        if not central.running:
            raise ServerUnreachable
        self.asked += 1
        try:
            answer = self._loop.run_until_complete(_post(central.app, path, body, token))
        except Crash as crash:
            self._note("server-crash", str(crash))
            central.crash()
            raise ServerUnreachable from None
        self.carried += len(body) + len(answer[2])
        self._last = answer
        if answer[0] == 500:
            self.failed.append(path)
        return answer


class Road(Server):
    """A device's road to the server; TLS and its pin are what is left out here."""

    abreast = 1

    def __init__(self, net: Net, central: Central, device: Device) -> None:
        author = device.store.author
        who = Identity(device.store.realm.provision.realm, author.device, author.sign)
        super().__init__(ServerPlace("https://sim:443", SPKI), who, APP)
        self._net, self._central, self.store = net, central, device.store

    @property
    def greeted(self) -> bool:
        """Whether a session is open."""
        return bool(self._token)

    @override
    def _sent(self, path: str, body: bytes) -> Answer:
        return self._net.ask(self._central, path, body, self._token)


async def _post(app: Callable, path: str, body: bytes, token: str) -> Answer:
    """One question of HTTP as the server's frame hands it to the application."""
    said: list[dict] = []
    headers = [(b"content-length", str(len(body)).encode())]
    if token:
        headers.append((b"authorization", f"Bearer {token}".encode()))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "https",
        "path": path,
        "query_string": b"",
        "headers": headers,
        "client": ("sim", 1),
    }

    async def receive() -> dict:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict) -> None:
        said.append(message)

    await app(scope, receive, send)
    kinds = dict(said[0]["headers"]).get(b"content-type", b"").decode()
    return said[0]["status"], kinds, b"".join(each.get("body", b"") for each in said[1:])
