"""The server's HTTP face: one table of endpoints, one way to read a question, one way to say no.

A hostile body becomes an error with code and facts, never a traceback. Log lines are JSON and name
paths, devices, sizes and codes; never a word of a document.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from core import errors
from core.commits import canonical
from core.errors import AntinError, MessageBroken, NotFound, ServerFailed, SessionEnded, TooLarge
from core.sync import message, wire
from core.sync.message import MAX_MESSAGE
from core.sync.wire import Endpoint
from server import (
    clock,
    commit_answers,
    enrol_answers,
    evidence_answers,
    file_answers,
    health,
    metrics_page,
    recovery_answers,
    snapshot_answers,
    trust_answers,
)
from server.desk import Desk
from server.first_syncs import FirstSyncs
from server.home import Home
from server.log import log, where
from server.metrics_page import THIS_MACHINE, Networks
from server.orders import Orders
from server.quotas import QUESTIONS, STRANGERS, Quotas
from server.sessions import Session, Sessions
from server.snapshots import Snapshots

STALL: Final = 30.0
"""Seconds without a byte of the body after which a question is given up."""

DIGITS: Final = 12
"""Of a size that is read at all."""

Answer = Callable[..., Awaitable[tuple[Any, Sequence[bytes]]]]
ANSWERS: Final[tuple[tuple[Endpoint[Any, Any], Answer], ...]] = (
    (wire.HELLO, commit_answers.hello),
    (wire.SESSION, commit_answers.session),
    (wire.PUSH, commit_answers.push),
    (wire.PULL, commit_answers.pull),
    (wire.WAIT, commit_answers.wait),
    (wire.HAND_BACK, recovery_answers.hand_back),
    (wire.MISSING, file_answers.missing),
    (wire.PUT, file_answers.put),
    (wire.PLANS, file_answers.plans),
    (wire.GET, file_answers.get),
    (wire.MEDIA, file_answers.media),
    (wire.ENROL, enrol_answers.enrol),
    (wire.REQUESTS, enrol_answers.requests),
    (wire.REPLY, enrol_answers.reply),
    (wire.EVIDENCE, evidence_answers.evidence),
    (wire.TRUST, trust_answers.trust_piece),
    (wire.SNAPSHOT, snapshot_answers.manifest),
    (wire.SNAPSHOT_CHUNK, snapshot_answers.chunk),
)
STATUS: Final[tuple[tuple[type[AntinError], int], ...]] = (
    (errors.SessionEnded, 401),
    (errors.NotFound, 404),
    (errors.TooLarge, 413),
    (errors.ServerBusy, 429),
    (errors.ServerFailed, 500),
    (errors.DiskFull, 507),
    (errors.BlobDamaged, 400),
    (errors.BadInput, 400),
    (errors.Refused, 403),
    (errors.Conflict, 409),
    (errors.Unavailable, 503),
)


def build(home: Home, watchers: Networks = THIS_MACHINE) -> Starlette:
    """The application for an open server; ``watchers`` may read its figures.

    Raises JournalAhead.
    """
    desk = Desk(
        home=home,
        orders=Orders(home),
        sessions=Sessions(home, clock.random_bytes),
        quotas=Quotas(clock.steady_ms),
        firsts=FirstSyncs(clock.steady_ms),
        snapshots=Snapshots(home),
    )
    return answering(desk, watchers)


def answering(desk: Desk, watchers: Networks = THIS_MACHINE) -> Starlette:
    """The application that answers at a desk, which is its ``state.desk``."""
    routes = [
        Route(endpoint.path, _handler(desk, endpoint, answer), methods=["POST"])
        for endpoint, answer in ANSWERS
    ]
    routes.append(Route("/health", health.page(desk, watchers), methods=["GET"]))
    routes.append(Route("/metrics", metrics_page.page(desk, watchers), methods=["GET"]))
    made = Starlette(
        routes=routes, exception_handlers=dict.fromkeys((404, 405, NotFound), _unknown)
    )
    made.state.desk = desk
    return made


def _handler(
    desk: Desk, endpoint: Endpoint[Any, Any], answer: Answer
) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        begun = clock.steady_ms()
        try:
            response = await _answered(desk, endpoint, answer, request)
        except AntinError as error:
            response = refusal(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the device gets a clean answer
            log("failed", path=endpoint.path, error=type(error).__name__, at=where(error))
            response = refusal(ServerFailed())
        taken, sizes = clock.steady_ms() - begun, (_declared(request), len(response.body))
        desk.metrics.answered(endpoint.path, response.status_code, sizes, taken)
        log(
            "answered",
            path=endpoint.path,
            device=getattr(request.state, "device", ""),
            status=response.status_code,
            bytes=len(response.body),
            ms=taken,
        )
        return response

    return handle


async def _answered(
    desk: Desk, endpoint: Endpoint[Any, Any], answer: Answer, request: Request
) -> Response:
    """The answer to a question, once its asker is known and its body is read."""
    who = await _asker(desk, endpoint, request)
    question, parts = message.decode(endpoint.question, await _body(request))
    if endpoint.session or endpoint is wire.HELLO:  # a greeting may come from both
        head, data = await answer(desk, who, question, parts)
    else:
        head, data = await answer(desk, question, parts)
    return Response(message.encode(head, data), media_type="application/octet-stream")


async def _asker(desk: Desk, endpoint: Endpoint[Any, Any], request: Request) -> Session | None:
    """The session that a question comes in, charged to its device; a stranger's to his address.

    Raises SessionEnded and others where the endpoint needs a session, and ServerBusy.
    """
    header = request.headers.get("authorization", "")
    if endpoint.session or header:
        try:
            who = await desk.aside(desk.sessions.find, header)
        except SessionEnded:
            if endpoint.session:
                raise
        else:
            request.state.device = who.device
            desk.quotas.take(QUESTIONS, who.device)
            return who
    desk.quotas.take(STRANGERS, request.client.host if request.client else "")
    return None


async def _body(request: Request) -> bytes:
    """The whole body within its limits; raises TooLarge, MessageBroken for one cut short."""
    if not 0 <= _declared(request) <= MAX_MESSAGE:
        raise TooLarge(limit=MAX_MESSAGE)
    found = bytearray()
    stream = aiter(request.stream())
    try:
        while (piece := await asyncio.wait_for(anext(stream, None), STALL)) is not None:
            found += piece
            if len(found) > MAX_MESSAGE:
                raise TooLarge(limit=MAX_MESSAGE)
    except (TimeoutError, ClientDisconnect) as error:
        raise MessageBroken(field="cut") from error
    return bytes(found)


def _declared(request: Request) -> int:
    """How many bytes the body is said to have; -1 where that is no number."""
    declared = request.headers.get("content-length", "0")
    return int(declared) if declared.isdigit() and len(declared) < DIGITS else -1


def refusal(error: AntinError) -> Response:
    """An error as the device gets it."""
    status = next((number for kind, number in STATUS if isinstance(error, kind)), 500)
    body = canonical.encode(wire.problem(error))
    return Response(body, status, media_type="application/json")


async def _unknown(_request: Request, _error: Exception) -> Response:
    return refusal(NotFound(kind="path"))
