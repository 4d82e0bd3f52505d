"""A server that was restored without all of its journal: it orders nothing new until the machines
have given back what it had ordered, and an administrator says so (sync.md §4.3).

Numbers are the reason: a range that was lent after the backup is known to its holder alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from core.errors import NotAllHeard, ServerRecovering
from db import facts, local, models, reach
from db.acting import Store
from db.engine import writes

SINCE: Final = "recovery.since"
HEARD: Final = "recovery.heard."


@dataclass(frozen=True)
class Reporter:
    """A machine in force: when it had given back everything (ms UTC, 0: not yet), and whether it
    holds numbers as far as is known here.
    """

    device: str
    label: str
    heard: int
    holds: bool


def begin(store: Store) -> None:
    """Order nothing from now on; nobody has reported yet."""
    with writes(store.engine).begin() as connection:
        for name in local.values(connection, HEARD):
            local.drop_value(connection, HEARD + name)
        local.put_value(connection, SINCE, str(store.now()).encode())


def is_on(connection: sa.Connection) -> bool:
    """Whether the server collects what it had ordered."""
    return local.value(connection, SINCE) is not None


def active(store: Store) -> bool:
    """:func:`is_on` in a transaction of its own."""
    with store.engine.begin() as connection:
        return is_on(connection)


def require_over(connection: sa.Connection) -> None:
    """Raise ServerRecovering while nothing new is ordered."""
    if is_on(connection):
        raise ServerRecovering


def note(store: Store, device: str, stream: str) -> None:
    """A machine has nothing of a stream that is not here."""
    with writes(store.engine).begin() as connection:
        if is_on(connection):
            local.put_value(connection, f"{HEARD}{device}.{stream}", str(store.now()).encode())


def reporters(store: Store) -> list[Reporter]:
    """The machines in force, those that were not heard first."""
    lease = models.Lease
    mine = sa.select(lease.device).where(lease.returned.is_(False), lease.top < lease.end - 1)
    with store.engine.begin() as connection:
        holders = set(connection.execute(mine).scalars())
        heard = local.values(connection, HEARD)
        found = [
            Reporter(
                device,
                label,
                min(_at(heard, device, each) for each in _reads(connection, store, device)),
                device in holders,
            )
            for device, label in _machines(connection, store).items()
        ]
    return sorted(found, key=lambda each: (each.heard > 0, each.label))


def end(store: Store, *, unheard: bool = False) -> None:
    """Order again. Raises NotAllHeard while a machine in force has not reported, unless the
    administrator answers for it: a range of numbers lent to it after the backup, unknown here, may
    then be lent again.
    """
    silent = [each for each in reporters(store) if not each.heard]
    if silent and not unheard:
        raise NotAllHeard(count=len(silent), name=silent[0].label)
    with writes(store.engine).begin() as connection:
        local.drop_value(connection, SINCE)


def _machines(connection: sa.Connection, store: Store) -> dict[str, str]:
    """The labels of all machines in force, founders too."""
    table = models.Device
    query = sa.select(table.id, table.label).where(table.kind != "server")
    found = {row.id: row.label for row in connection.execute(query)}
    founders = store.realm.founders.values()
    found |= {each.device: each.label for each in founders if each.kind != "server"}
    return {
        device: label
        for device, label in found.items()
        if not facts.certificate(connection, store.realm, device)[1]
    }


def _reads(connection: sa.Connection, store: Store, device: str) -> list[str]:
    """The streams of this store that a device reads."""
    return sorted(reach.of_device(connection, store.realm, device)) or [""]


def _at(heard: dict[str, bytes], device: str, stream: str) -> int:
    return int(heard.get(f"{device}.{stream}", b"0"))
