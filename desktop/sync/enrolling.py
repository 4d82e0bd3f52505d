"""A new machine asks the server for its answer; when that has come, it is certified. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import EnrolRefused
from db.actions import enrolment
from desktop.sync.client import Server

if TYPE_CHECKING:
    from db.open_vault import OpenVault
    from db.opening import Clock


def poll(vault: OpenVault, app: str, clock: Clock) -> bool:
    """Hand over the request, or fetch its answer; whether this machine is certified now.

    False also at a station that knows no server. Raises EnrolRefused, ServerUnreachable,
    ServerNotOurs, ServerAnsweredNonsense, and what taking the answer raises.
    """
    request = enrolment.pending(vault)
    if request is None:
        return True
    place = enrolment.place(vault)
    if place is None:
        return False
    server = Server(place, None, app)
    try:
        state, answer = server.enrol(request)
    finally:
        server.close()
    if state == "refused":
        raise EnrolRefused
    if state == "answered":
        enrolment.finish(vault, answer, clock)
    return state == "answered"
