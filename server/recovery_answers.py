"""Answers while the server recovers: devices give back what it had ordered (sync.md §4.3)."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import NotFound
from core.sync.wire import HandBack, HandBackAnswer, Tip
from db.actions import recovering, syncing
from server.desk import Desk, require
from server.quotas import COMMITS
from server.sessions import Session


async def hand_back(
    desk: Desk, who: Session, question: HandBack, parts: Sequence[bytes]
) -> tuple[HandBackAnswer, Sequence[bytes]]:
    """Take back a page that follows what is here. Raises NotFound where nothing is recovered."""
    stream = question.tip.stream
    require(who, stream)
    desk.require_room()
    desk.quotas.take(COMMITS, who.device, len(parts))
    return HandBackAnswer(await desk.line(_take_back, desk, who.device, question, parts)), ()


def _take_back(desk: Desk, device: str, question: HandBack, parts: Sequence[bytes]) -> Tip:
    store, stream = desk.home.store, question.tip.stream
    if not recovering.active(store):
        raise NotFound(kind="recovery")
    syncing.adopt(store, stream, parts[: question.packs], parts[question.packs :])
    desk.orders.publish()
    here = next((tip for tip in desk.orders.journalled() if tip.stream == stream), None)
    reached = here or Tip(stream, 0, syncing.chain_at(store, stream, 0))
    if syncing.chain_at(store, stream, question.tip.gseq) == question.tip.chain:
        recovering.note(store, device, stream)
    return reached
