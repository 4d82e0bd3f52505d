"""What this installation remembers of bundles: those that it wrote and who has them, how far other
devices said they are, which volumes of a bundle have come. Never synced.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

import msgspec
import sqlalchemy as sa

from core.commits import canonical
from core.commits.format import Chain
from core.errors import BundleEdited
from core.sync import frontier
from core.sync.bundle import Export
from core.sync.frontier import Frontier
from core.sync.manifest import WHOLE, Manifest, Place
from db import commits, local, models
from db.facts import Realm


class Volumes(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """How many volumes a bundle has, and those that came."""

    count: Place
    came: tuple[Place, ...]


def known(connection: sa.Connection, devices: Sequence[str]) -> dict[Chain, int]:
    """What all of the devices are known to have: the least of what each said last."""
    found = [peer(connection, device) for device in devices]
    shared = set(found[0]).intersection(*found) if found else set()
    return {part: min(each[part] for each in found) for part in shared}


def peer(connection: sa.Connection, device: str) -> Frontier:
    """How far another device said it is, nowhere where it said nothing."""
    kept = local.value(connection, f"peer.{device}")
    return frontier.read_rows(canonical.decode_as(frontier.Rows, kept)) if kept else {}


def learn(connection: sa.Connection, device: str, contains: Frontier) -> None:
    """Note how far another device is, as it says itself: what it has of ours it need not be sent
    again, and the bundles that carried it have arrived.
    """
    has = frontier.merge(peer(connection, device), contains)
    local.put_value(connection, f"peer.{device}", canonical.encode(list(frontier.rows(has))))
    for made in local.exports(connection):
        if made.recipient == device and _covers(has, contained(made)):
            local.confirm_export(connection, made.bundle, device)


def heard(
    connection: sa.Connection, devices: Sequence[str], streams: Container[str]
) -> dict[str, int]:
    """How far in the server's order of some streams all of the devices are for certain: who meets
    sticks only hears in no other way what became of his own acts.
    """
    found = [commits.heard(connection, device) for device in devices]
    named = [name for name in found[0] if name in streams] if found else []
    return {name: min(each[name] for each in found) for name in named}


def remember(connection: sa.Connection, made: Export, recipients: Sequence[str], now: int) -> None:
    """Wait for an answer to a bundle from each of its readers."""
    rows = canonical.encode(list(frontier.rows(made.contains)))
    for device in recipients:
        row = local.Export(made.bundle, device, now, rows, confirmed=False)
        local.put_export(connection, row)


def arrived(connection: sa.Connection, realm: Realm, made: local.Export) -> bool:
    """Whether its reader has what a bundle carried: it said so in a bundle of its own, or the
    server ordered all of it, up to a place that the reader has seen. Few write in the authority's
    stream and so say what they saw of it; but each takes it from the server before the others.
    """
    if made.confirmed:
        return True
    reader = realm.founders.get(made.recipient)
    seen = commits.heard(connection, made.recipient)
    if reader is not None and reader.kind == "server":
        told = set[str]()
    else:
        told = {part[2] for part in contained(made)} - {realm.provision.stream("authority")}
    places = [(part[2], _place(connection, part, seq)) for part, seq in contained(made).items()]
    return all(at and (name not in told or at <= seen.get(name, 0)) for name, at in places)


def _place(connection: sa.Connection, part: Chain, seq: int) -> int | None:
    """Where the server put a commit; those before it in its chain stand before it there too."""
    table, (device, inc, stream) = models.Commit, part
    where = (table.device == device) & (table.inc == inc) & (table.stream == stream)
    query = sa.select(table.gseq).where(where, table.seq == seq, table.gseq.is_not(None))
    found: int | None = connection.execute(query).scalar()
    return found


def note(connection: sa.Connection, manifest: Manifest) -> tuple[int, ...]:
    """Note a volume that came; the volumes of its bundle that still lack.

    Raises BundleEdited where an earlier one said another number of volumes.
    """
    if manifest.volume == WHOLE:
        return ()
    place, count = manifest.volume
    name = f"volumes.{manifest.device}.{manifest.bundle}"
    kept = local.value(connection, name)
    before = canonical.decode_as(Volumes, kept) if kept else Volumes(count, ())
    if before.count != count:
        raise BundleEdited(where="volume")
    came = sorted({*before.came, place})
    local.put_value(connection, name, canonical.encode(Volumes(count, tuple(came))))
    return tuple(sorted(set(range(1, count + 1)).difference(came)))


def contained(made: local.Export) -> Frontier:
    """The acts up to which a bundle that was written here goes."""
    return frontier.read_rows(canonical.decode_as(frontier.Rows, made.contains))


def _covers(has: Frontier, wanted: Frontier) -> bool:
    return all(has.get(part, 0) >= seq for part, seq in wanted.items())
