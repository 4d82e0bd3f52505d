"""The process that listens: HTTP/1.1 over TLS 1.3, until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from socket import socket
from types import FrameType
from typing import Any, Final, cast

import uvicorn
from starlette.applications import Starlette
from typing_extensions import override

from server import app, home, log, metrics_page, mirroring, patience, tending, tls

CONNECTIONS: Final = 512
SECONDS_IDLE: Final = 75
SECONDS_TO_END: Final = 10


@dataclass(frozen=True)
class Listening:
    """Where to listen, and which networks besides this machine may read the figures."""

    host: str
    port: int
    watchers: Sequence[str] = ()
    lends: bool = True
    """Whether the server lends numbers of itself."""


def run(place: home.Place, where: Listening) -> int:
    """Serve from a folder; returns after SIGTERM or SIGINT, once what was begun has ended."""
    log.start()
    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn ends what was begun, then raises the signal again: the store is still to be closed
        signal.signal(number, _already_heard)
    with home.alone(*place[:3]), home.opened(*place) as opened:
        Serving(config(opened, where), lends=where.lends).run()
    log.log("stopped")
    return 0


class Serving(uvicorn.Server):
    """Answers, and tends what is a server's own meanwhile; ``lends`` numbers of itself, too."""

    def __init__(self, how: uvicorn.Config, *, lends: bool) -> None:
        super().__init__(how)
        self._lends = lends
        self._tending: list[asyncio.Task[None]] = []

    @override
    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets=sockets)
        log.log("serving", host=self.config.host, port=self.config.port)
        desk = cast("Starlette", self.config.app).state.desk
        cares = [tending.keep(desk, lends=self._lends)]
        if desk.home.mirror is not None:
            cares.append(mirroring.keep(desk))
        self._tending = [asyncio.create_task(care) for care in cares]

    @override
    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Tend no more; what was begun is ended."""
        for care in self._tending:
            care.cancel()
        await super().shutdown(sockets=sockets)


def _already_heard(_number: int, _frame: FrameType | None) -> None:
    """What to do about a signal that uvicorn has dealt with."""


def config(opened: home.Home, where: Listening) -> uvicorn.Config:
    """How to listen for an open server."""

    def context(*_given: Any) -> ssl.SSLContext:
        return tls.context(opened.folder / home.TLS, opened.tls_passphrase)

    return uvicorn.Config(
        app.build(opened, metrics_page.networks(where.watchers)),
        host=where.host,
        port=where.port,
        http=patience.Patient,
        ws="none",
        lifespan="off",
        ssl_context_factory=context,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=SECONDS_IDLE,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
