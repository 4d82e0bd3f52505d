"""What was done to this store and waits to be recorded as a commit.

A re-key and a recovery happen while no store is open, and a restricted group leaves it where nobody
acts, so they are noted as a local value and become commits when a person works
(docs/formats/operations.md, ``vault``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec

from core.commits import canonical
from core.commits.bodies import Name, Text
from core.commits.format import Hash, Id, Instant
from core.errors import NotAllowed
from db import local
from db.acting import Done, acting

if TYPE_CHECKING:
    import sqlalchemy as sa

    from db.acting import Store

EVENTS: Final = "vault.events"
MOST: Final = 100


class Event(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """A change of keys: what and when, why, and of a recovery for whom and by which key (SHA-256 of
    the public recovery key); of a purge the restricted group's stream.
    """

    what: Literal["rekey", "recover", "purge"]
    at: Instant
    reason: Text = ""
    person: Id | None = None
    label: Name = ""
    key: Hash | None = None
    stream: Id | None = None


_Events = Annotated[tuple[Event, ...], msgspec.Meta(max_length=MOST)]


def note(connection: sa.Connection, event: Event) -> None:
    """Keep an event until it is recorded."""
    events = (*waiting(connection), event)[-MOST:]
    local.put_value(connection, EVENTS, canonical.encode(events))


def waiting(connection: sa.Connection) -> tuple[Event, ...]:
    """The events that are not recorded yet, the oldest first."""
    kept = local.value(connection, EVENTS)
    return () if kept is None else canonical.decode_as(_Events, kept)


def record(store: Store) -> Done | None:
    """Write the events that wait as one commit of this machine; None where nothing waits.

    They go on waiting while the person at work is not known to the unit yet.
    """
    with store.engine.begin() as connection:
        if not waiting(connection):
            return None
    try:
        with acting(store) as act:
            for event in waiting(act.connection):
                body: dict[str, Any] = msgspec.to_builtins(event)
                what = body.pop("what")
                act.add(f"vault.{what}", store.author.device, by=act.by(), **body)
            local.drop_value(act.connection, EVENTS)
            return Done(act.append(), store.author.device)
    except NotAllowed:
        return None
