"""A machine that is certified for fewer streams than the others."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from core.commits.trust import issue
from db import facts, models
from db.acting import acting
from db.actions import authority
from tests.server.town import Machine, Town


def narrow(admin: Machine, device: str, *streams: str) -> None:
    """Certify a machine anew for these streams alone, as an administrator's machine may."""
    store = admin.store
    with acting(store, authority.stream(store)) as act:
        held, _ = facts.certificate(act.connection, store.realm, device)
        assert held is not None
        fewer = msgspec.structs.replace(held, streams=streams, serial=held.serial + 1)
        envelope = msgspec.to_builtins(issue(fewer, store.author.sign))
        act.add("device.admit", device, certificate=envelope)
        act.append()


def outsider(town: Town, admin: Machine) -> Machine:
    """A commander's second machine, certified for the authority's stream alone; the server knows,
    the machine does not yet.
    """
    person = town.machine("commander").person
    made = town.join(admin, "outsider", person, everything=False)
    narrow(admin, made.store.author.device, authority.stream(admin.store))
    town.sync(admin)
    return made


@dataclass(frozen=True)
class Traces:
    """What a store holds of a stream, table by table, and how many files."""

    rows: dict[str, int]
    files: int

    @property
    def none(self) -> bool:
        return not any(self.rows.values()) and not self.files


def traces(machine: Machine, stream: str) -> Traces:
    """Every table that names streams is asked, but that of their heads, which stand at 0."""
    rows = {}
    with machine.store.engine.begin() as connection:
        for table in models.Base.metadata.tables.values():
            if "stream" in table.c:
                count = sa.select(sa.func.count()).select_from(table)
                rows[table.name] = connection.execute(
                    count.where(table.c.stream == stream)
                ).scalar_one()
        head = sa.select(models.Stream.gseq).where(models.Stream.id == stream)
        rows["streams"] = connection.execute(head).scalar() or 0
        files = connection.execute(sa.select(sa.func.count(models.Blob.id))).scalar_one()
    return Traces(rows, files)
