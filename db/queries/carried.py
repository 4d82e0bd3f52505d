"""Bundles written on this device and whom they can be for, as frozen rows."""

from __future__ import annotations

from core.errors import NotFound
from db import carried, local
from db.acting import Store
from db.queries import office
from db.queries.rows import DeviceRow, ExportRow


def readers(store: Store) -> list[DeviceRow]:
    """The other installations that a bundle can be addressed to: those of the unit, and those that
    the provisioning file certifies, its server where it has one among them.
    """
    found = office.devices(store)
    known = {store.author.device, *(each.id for each in found)}
    served = store.realm.provision.server is not None
    return found + [
        DeviceRow(each.device, each.kind, each.label, revoked=False)
        for each in store.realm.founders.values()
        if each.device not in known and (served or each.kind != "server")
    ]


def entitled(store: Store) -> list[DeviceRow]:
    """Those of them that are in force: whom a bundle for the whole unit is for."""
    return [each for each in readers(store) if not each.revoked]


def named(store: Store, called: str) -> str:
    """The one machine in force that an id or a label means; raises NotFound."""
    found = [each.id for each in entitled(store) if called in {each.id, each.label}]
    if len(found) != 1:
        raise NotFound(kind="device")
    return found[0]


def exports(store: Store) -> list[ExportRow]:
    """The bundles written on this device, one row for each reader, the newest first."""
    labels = {device.id: device.label for device in readers(store)}
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
