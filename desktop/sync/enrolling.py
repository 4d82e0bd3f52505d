"""A new machine asks the server for its answer; when that has come, it is certified. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import EnrolRefused
from db.actions import enrolment, replacing
from desktop.sync.client import Server

if TYPE_CHECKING:
    from db.open_vault import OpenVault
    from db.opening import Clock
    from db.outside import Here


def poll(vault: OpenVault, app: str, clock: Clock) -> bool:
    """Hand over the request, or fetch its answer; whether this machine is certified now.

    False also at a station that knows no server. Raises EnrolRefused, ServerUnreachable,
    ServerNotOurs, ServerAnsweredNonsense, and what taking the answer raises.
    """
    request = enrolment.pending(vault)
    if request is None:
        return True
    answer = _answer(vault, request, app)
    if answer is not None:
        enrolment.finish(vault, answer, clock)
    return answer is not None


def poll_replacement(vault: OpenVault, app: str, clock: Clock, here: Here) -> bool:
    """The same for a restored machine that asks to be certified as a new device."""
    request = replacing.pending(vault)
    if request is None:
        return True
    answer = _answer(vault, request, app)
    if answer is not None:
        replacing.finish(vault, answer, app, clock, here)
    return answer is not None


def _answer(vault: OpenVault, request: bytes, app: str) -> bytes | None:
    place = enrolment.place(vault)
    if place is None:
        return None
    server = Server(place, None, app)
    try:
        state, answer = server.enrol(request)
    finally:
        server.close()
    if state == "refused":
        raise EnrolRefused
    return answer if state == "answered" else None
