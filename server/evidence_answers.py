"""Answers about evidence for signatures: a device's question is carried to an allowed service."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import MessageBroken
from core.sync.wire import Evidence, EvidenceAnswer
from server import outside
from server.desk import Desk
from server.log import log
from server.quotas import EVIDENCE
from server.sessions import Session

Parts = Sequence[bytes]
LONGEST = 16 << 10
"""Bytes of a question: a digest, or the number of one certificate."""


async def evidence(
    desk: Desk, who: Session, question: Evidence, parts: Parts
) -> tuple[EvidenceAnswer, Parts]:
    """Ask a timestamp or certificate authority for a device; it keeps nothing of it."""
    if len(parts) != 1 or len(parts[0]) > LONGEST:
        raise MessageBroken(field="parts")
    desk.quotas.take(EVIDENCE, who.device)
    log("evidence", service=question.service, device=who.device)
    folder = desk.home.folder
    answer = await desk.aside(
        outside.ask, folder, question.service, question.issuer, bytes(parts[0])
    )
    return EvidenceAnswer(), [answer]
