"""Enrolment by way of the server: requests that wait for an administrator, answers that wait for a
new machine. The server reads neither; it keeps few of them, and not for ever.
"""

from __future__ import annotations

import sqlalchemy as sa

from core.errors import NotFound, ServerBusy
from core.sync import enrol
from core.sync.enrol import EnrolRequest
from db import local
from db.acting import Store
from db.engine import writes

REQUEST, ANSWER, TIME = "enrol.request.", "enrol.answer.", 8
MOST = 64
LIFE = 14 * 86_400_000
"""Milliseconds that a request or an answer waits."""


def ask(store: Store, data: bytes) -> bytes | None:
    """Keep a request, or say how it stands: its answer, empty where refused; None while it waits.

    Raises what reading a request raises, NotFound for another realm, ServerBusy.
    """
    request: EnrolRequest = enrol.request_of(data)
    if request.realm != store.realm.provision.realm:
        raise NotFound(kind="realm")
    name = enrol.request_hash(request)
    with writes(store.engine).begin() as connection:
        _forget_old(connection, store.now())
        answer = local.value(connection, ANSWER + name)
        if answer is not None:
            return answer[TIME:]
        waiting = local.values(connection, REQUEST)
        if name not in waiting:
            if len(waiting) >= MOST:
                raise ServerBusy
            local.put_value(connection, REQUEST + name, store.now().to_bytes(TIME) + data)
    return None


def waiting(store: Store) -> list[bytes]:
    """The request files that wait for an administrator, the oldest first."""
    with store.engine.begin() as connection:
        found = local.values(connection, REQUEST).values()
    return [kept[TIME:] for kept in sorted(found)]


def answer(store: Store, request: str, data: bytes) -> None:
    """Keep the answer to a request that waits; empty refuses it. Raises NotFound."""
    with writes(store.engine).begin() as connection:
        if local.value(connection, REQUEST + request) is None:
            raise NotFound(kind="request")
        local.drop_value(connection, REQUEST + request)
        local.put_value(connection, ANSWER + request, store.now().to_bytes(TIME) + data)


def _forget_old(connection: sa.Connection, now: int) -> None:
    for prefix in (REQUEST, ANSWER):
        for name, kept in local.values(connection, prefix).items():
            if now - int.from_bytes(kept[:TIME]) > LIFE:
                local.drop_value(connection, prefix + name)
