"""One of several values that compete, and where it comes from, as this store knows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from core.commits.fold import Key
from core.commits.format import Commit, Header
from core.commits.ids import op_id
from core.sync.clocks import is_askew
from core.sync.receipt import Receipt
from db import models, states
from db.acting import Store

_RECEIPT: Final = msgspec.json.Decoder(Receipt)


@dataclass(frozen=True, slots=True)
class Side:
    """One of several values: who wrote it, on which machine (``here``: this one), when by that
    machine's clock, and when the server took it (milliseconds UTC, None before). ``since`` is how
    far its machine knew the server's order: the time of the last act that it had seen.
    """

    op: str
    value: Any
    person: str
    device: str
    label: str
    here: bool
    claimed: int
    received: int | None
    since: int | None
    named: str

    @property
    def askew(self) -> bool:
        """Whether that clock was wrong."""
        return is_askew(self.claimed, self.received, self.since)


class Reading:
    """Whose a commit is and when it was made, as this store knows it."""

    def __init__(self, connection: sa.Connection, store: Store) -> None:
        self._connection, self._store, self._stream = connection, store, store.stream
        device, person = models.Device, models.Person
        founders = {name: one.label for name, one in store.realm.founders.items()}
        admitted = connection.execute(sa.select(device.id, device.label))
        self._labels: dict[str, str] = founders | {row.id: row.label for row in admitted}
        named = connection.execute(sa.select(person.id, person.name))
        self._people: dict[str, str] = {row.id: row.name for row in named}

    def about(self, key: Key) -> Reading:
        """From now on for the operations on one entity: their names are its stream's own."""
        self._stream = states.stream_of(self._connection, key) or self._store.stream
        return self

    def label(self, op: str) -> str:
        """What the machine is called that an operation was written on."""
        return self._labels.get(op_id(op).device, "")

    def clock(self, op: str) -> int:
        """When that machine says that it was (milliseconds UTC)."""
        return self._commit(op)[1]

    def known(self, op: str) -> int:
        """When the unit could know of an operation: once the server took it, and until then by the
        clock of its machine (milliseconds UTC).
        """
        commit, clock, _ = self._commit(op)
        return received(self._connection, commit) or clock

    def person(self, op: str) -> str:
        """Who wrote it."""
        return self._commit(op)[2]

    def named(self, person: str) -> str:
        """What he is called; empty for somebody unknown here."""
        return self._people.get(person, "")

    def _commit(self, op: str) -> tuple[str, int, str]:
        name, table = op_id(op), models.Commit
        query = sa.select(table.id, table.hlc_ms, table.person).where(
            table.stream == self._stream,
            table.device == name.device,
            table.inc == name.inc,
            table.seq == name.seq,
        )
        found = self._connection.execute(query.limit(1)).one_or_none()
        return (found.id, found.hlc_ms, found.person) if found else ("", 0, "")

    def side(self, op: str, value: Any, commit: Commit) -> Side:
        """An operation's value with where it comes from."""
        header = commit.header
        return Side(
            op,
            value,
            self._people.get(header.person, ""),
            header.device,
            self.label(op),
            header.device == self._store.author.device,
            header.hlc[0],
            received(self._connection, commit.id),
            seen(self._connection, header),
            self.named(value[0] if isinstance(value, list) and value else str(value)),
        )


def received(connection: sa.Connection, commit: str) -> int | None:
    """When the server took a commit (milliseconds UTC); None before."""
    return _time(connection, models.Receipt.commit == commit)


def seen(connection: sa.Connection, header: Header) -> int | None:
    """When the server took the last act that the author of a commit had seen of its order."""
    if header.seen is None:
        return None
    table = models.Receipt
    return _time(connection, sa.and_(table.stream == header.stream, table.gseq == header.seen.gseq))


def askew(connection: sa.Connection, commit: Commit) -> bool:
    """Whether the clock of its machine was wrong when a commit was written."""
    header = commit.header
    return is_askew(header.hlc[0], received(connection, commit.id), seen(connection, header))


def _time(connection: sa.Connection, which: sa.ColumnElement[bool]) -> int | None:
    body = connection.execute(sa.select(models.Receipt.body).where(which)).scalar()
    return _RECEIPT.decode(body).time if body else None
