"""Bundles written on this device, as frozen rows."""

from __future__ import annotations

from db import carried, local
from db.acting import Store
from db.queries import office
from db.queries.rows import ExportRow


def exports(store: Store) -> list[ExportRow]:
    """The bundles written on this device, one row for each reader, the newest first."""
    labels = {device.id: device.label for device in office.devices(store)}
    with store.engine.begin() as connection:
        return [
            ExportRow(
                one.bundle,
                labels.get(one.recipient, ""),
                one.time,
                carried.arrived(connection, store.realm, one),
            )
            for one in local.exports(connection)
        ]
