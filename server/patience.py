"""HTTP/1.1 that hangs up on who does not say what he wants: the head of a question has to be there
in time, from the first byte of the connection or of the question.

Else strangers could hold every connection that the server has (``serve.CONNECTIONS``) by saying
nothing at all, or a letter now and then. The body of a question has its own limit (app.STALL).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

SECONDS: Final = 20.0
"""For a head of a few hundred bytes, over the worst line."""


class Patient(H11Protocol):
    """A connection."""

    _end: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()

    @override
    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._forget()

    def _watch(self) -> None:
        """Wait for a head, but not anew with each byte of it; while a question is answered, not."""
        if self.cycle is not None and not self.cycle.response_complete:
            self._forget()
        elif self._end is None:
            self._end = self.loop.call_later(SECONDS, self.transport.close)

    def _forget(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None
