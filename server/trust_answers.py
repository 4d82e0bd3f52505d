"""Answers about the unit's trust list: the newest that the server's keeper handed it, in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.errors import NotFound
from core.sync.wire import TrustPiece, TrustPieceAnswer
from db.actions import trusting
from server.desk import Desk
from server.sessions import Session

Parts = Sequence[bytes]
PIECE: Final = 4 << 20
"""Bytes of the list in one answer."""


async def trust_piece(
    desk: Desk, _who: Session, question: TrustPiece, _parts: Parts
) -> tuple[TrustPieceAnswer, Parts]:
    """A piece of the list that the greeting named."""
    data = await desk.aside(trusting.handed, desk.home.store, question.number)
    piece = data[question.place : question.place + PIECE]
    if not piece:
        raise NotFound(kind="trust")
    return TrustPieceAnswer(size=len(data)), [piece]
