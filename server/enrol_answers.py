"""Answers about enrolment: a new machine asks, administrators see who asks and reply."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import MessageBroken, NotAllowed
from core.sync.wire import Enrol, EnrolState, Reply, ReplyAnswer, Requests, RequestsAnswer
from db.actions import relay
from server.desk import Desk
from server.sessions import Session

Parts = Sequence[bytes]


async def enrol(desk: Desk, _question: Enrol, parts: Parts) -> tuple[EnrolState, Parts]:
    """Keep a new machine's request, or hand over its answer."""
    if len(parts) != 1:
        raise MessageBroken(field="parts")
    answer = await desk.line(relay.ask, desk.home.store, parts[0])
    if answer is None:
        return EnrolState("waiting"), ()
    return (EnrolState("answered"), [answer]) if answer else (EnrolState("refused"), ())


async def requests(
    desk: Desk, who: Session, _question: Requests, _parts: Parts
) -> tuple[RequestsAnswer, Parts]:
    """The requests that wait."""
    _require_administrator(who)
    return RequestsAnswer(), await desk.aside(relay.waiting, desk.home.store)


async def reply(
    desk: Desk, who: Session, question: Reply, parts: Parts
) -> tuple[ReplyAnswer, Parts]:
    """Keep an answer until the new machine asks again."""
    _require_administrator(who)
    if len(parts) > 1:
        raise MessageBroken(field="parts")
    data = parts[0] if parts else b""
    await desk.line(relay.answer, desk.home.store, question.request, data)
    return ReplyAnswer(), ()


def _require_administrator(who: Session) -> None:
    if who.certificate.kind != "administrator":
        raise NotAllowed(act="enrol_device", roles="administrator")
