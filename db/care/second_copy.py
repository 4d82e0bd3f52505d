"""The second copy: acts that stand on this machine only, sealed into the place of the backups.

A bundle to this very installation and to the unit's recovery key, replaced as a whole each time
(sync.md §4.2). It holds this installation's acts that no receipt answered and that not every kept
backup has, and the files that they name and the server lacks; so any kept backup with it is
everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.commits.check import Verdict
from core.commits.ids import unb64
from core.errors import AntinError, BundleNotForUs
from core.recipients import public_of
from core.sync import bundle, frontier, segment
from core.sync.bundle import Lock
from core.sync.chunks import Chunk
from core.sync.frontier import Frontier
from core.sync.receipt import Pack
from core.sync.segment import Run
from db import commits, incarnation, local, models, opening
from db.acting import Store
from db.actions import bundles
from db.care import backup
from db.care.backup_place import PIECE, Place
from db.engine import writes

if TYPE_CHECKING:
    from pathlib import Path

    from core.commits.format import Chain, Commit
    from db.open_vault import OpenVault


@dataclass(frozen=True)
class Copied:
    """How much the second copy holds now."""

    commits: int
    files: int
    size: int


@dataclass(frozen=True)
class OnlyHere:
    """Acts without a receipt: how many, how many of them have a copy elsewhere, and when the oldest
    was done (ms UTC).
    """

    commits: int
    copied: int
    oldest: int | None


@dataclass(frozen=True)
class Taken:
    """What second copies brought back into a restored store; ``failed`` ones are said one by one.

    ``held`` acts wait for earlier ones that the server has.
    """

    new: int
    held: int
    files: int
    failed: tuple[AntinError, ...] = ()


def write(store: Store, vault: OpenVault, target: Path) -> Copied:
    """Bring the second copy up to date; it is read back before this returns.

    Raises as ``backup.run``.
    """
    place = Place(target, vault.vault)
    place.prepare()
    path = place.folder / f"s-{store.author.inc:010d}.antin"
    base = _in_every_backup(place, vault)
    with writes(store.engine).begin() as connection:
        devices = _devices(connection, store)
        reach = _reach(connection, devices)
        chosen = list(_waiting(connection, base, reach))
        files = [blob for blob in bundles.files_of(connection, chosen) if _unsent(connection, blob)]
        made = bundles.heading(connection, store, reach)
        lock = _lock(connection, store)
    if not chosen:
        place.drop_manifest(path)
        size = 0
    else:
        records: Iterator[Run | Pack | Chunk] = chain(
            segment.runs(chosen), bundles.chunks_of(store, files)
        )
        size = place.write(path, bundle.write_bundle(made, records, lock, store.author.sign))
    with writes(store.engine).begin() as connection:
        backup.cover(connection, reach)
    return Copied(len(chosen), len(files), size)


def only_here(store: Store) -> OnlyHere:
    """How many of this installation's acts stand here only, as far as is known."""
    table = models.Commit
    parts = (table.device, table.inc, table.stream)
    with store.engine.begin() as connection:
        covered = backup.covered(connection)
        where = table.device.in_(_devices(connection, store))
        waiting = where & commits.UNANSWERED
        counts = (sa.func.count(), sa.func.min(table.hlc_ms))
        query = sa.select(*parts, *counts).where(waiting).group_by(*parts)
        found = [((row[0], row[1], row[2]), row[3], row[4]) for row in connection.execute(query)]
        copied = sum(
            _count(connection, waiting, part, covered[part])
            for part, _, _ in found
            if part in covered
        )
    oldest = min((first for _, _, first in found), default=None)
    return OnlyHere(sum(count for _, count, _ in found), copied, oldest)


def _count(
    connection: sa.Connection, waiting: sa.ColumnElement[bool], part: Chain, last: int
) -> int:
    table, (device, inc, stream) = models.Commit, part
    chain = (table.device == device) & (table.inc == inc) & (table.stream == stream)
    query = sa.select(sa.func.count()).where(waiting, chain, table.seq <= last)
    return int(connection.execute(query).scalar_one())


def take(store: Store, place: Place) -> Taken:
    """Take in every second copy of this installation that lies at a place."""
    new = held = files = 0
    failed: list[AntinError] = []
    with store.engine.begin() as connection:
        before = commits.frontier(connection)
    for path in sorted(place.folder.glob("s-*.antin")):
        try:
            done = bundles.read_in(store, _pieces(path))
        except BundleNotForUs:  # of the device that this installation is no longer
            continue
        except AntinError as error:
            failed.append(error)
        else:
            new, held, files = new + done.new, held + done.held, files + done.files
    with writes(store.engine).begin() as connection:
        after = commits.frontier(connection)
        came = {part: seq for part, seq in after.items() if seq > before.get(part, 0)}
        backup.cover(connection, came)
    return Taken(new, held, files, tuple(failed))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb", 0) as file:
        while piece := file.read(PIECE):
            yield piece


def _devices(connection: sa.Connection, store: Store) -> list[str]:
    """The devices that this installation is and was."""
    return [store.author.device, *local.values(connection, incarnation.FORMER)]


def _reach(connection: sa.Connection, devices: list[str]) -> dict[Chain, int]:
    """How far the chains of some devices go here."""
    found = commits.frontier(connection)
    return {part: seq for part, seq in found.items() if part[0] in devices}


def _waiting(connection: sa.Connection, base: Frontier, reach: Frontier) -> Iterator[Commit]:
    """The commits of some chains from beyond a frontier that no receipt answered."""
    for part, seq in sorted(reach.items()):
        yield from commits.run(connection, part, base.get(part, 0) + 1, seq, Verdict.TENTATIVE)


def _in_every_backup(place: Place, vault: OpenVault) -> Frontier:
    """How far every kept backup goes; nowhere where one of them cannot be asked."""
    found: list[Frontier] = [
        frontier.read_rows(each.frontier) if each else {} for each in backup.insides(place, vault)
    ]
    return reduce(_least, found) if found else {}


def _least(one: Frontier, two: Frontier) -> Frontier:
    return {part: min(one[part], two[part]) for part in one.keys() & two.keys()}


def _unsent(connection: sa.Connection, blob: str) -> bool:
    table = models.Mention
    query = sa.select(table.blob).where(table.blob == blob, table.sent.is_(False))
    return connection.execute(query).first() is not None


def _lock(connection: sa.Connection, store: Store) -> Lock:
    own = public_of(unb64(opening.installation(connection).box, 32))
    recovery = unb64(store.realm.provision.recovery, 32)
    return Lock([own, recovery], store.random(bundles.CONTENT_KEY), store.random(bundles.PREFIX))
