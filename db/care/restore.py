"""Bringing a store back from a backup: into a folder of its own, checked, then one rename.

Nothing is taken on trust: the manifest's sum, every object's hash, the manifest's MAC once a person
opened the vault, the database's own checks. The restored store begins a new incarnation: numbers of
earlier leases are never given again, and this installation's later acts come back from the server,
from other machines and from the second copy (sync.md §4.1, §4.2).
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.commits.ids import b64, unb64
from core.errors import (
    BackupAbsent,
    BackupAmbiguous,
    BackupDamaged,
    NotFound,
    StoreUnreadable,
    VaultDamaged,
    VaultExists,
    VaultTampered,
    WorkStopped,
    WrongPassphrase,
)
from core.sync import backup
from core.sync.backup import PAGE, PAGE_RECORD
from db import commits, durable, incarnation, opening, schema
from db.care import second_copy
from db.care.backup import LABEL, cover, entries, generations, read_manifest, table
from db.care.backup_place import Place
from db.care.backup_work import on
from db.care.restore_unlock import Unlock as Unlock  # noqa: PLC0414 - found here, too
from db.care.restore_unlock import by_passphrase as by_passphrase  # noqa: PLC0414
from db.engine import close, integrity, once, store_engine, writes
from db.keys.vault_copies import COPIES
from db.outside import NOWHERE
from db.queries import order
from db.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import sqlalchemy as sa

    from core.sync.backup import Body, FileEntry, Inside, Manifest
    from db.care.backup_work import Progress
    from db.care.second_copy import Taken
    from db.clock import Clock
    from db.keys.protectors import Random
    from db.open_vault import OpenVault
    from db.outside import Here

STAGED = "store.restoring"
ASIDE = "store.aside"


@dataclass(frozen=True)
class Wish:
    """Which backup: its folder, a generation (the newest whole one), a vault (the only one)."""

    target: Path
    generation: int | None = None
    vault: str | None = None


@dataclass(frozen=True)
class Restored:
    """What was brought back; ``aside`` is where a broken store lies that stood there before."""

    generation: int
    time: int
    files: int
    size: int
    inc: int
    taken: Taken
    aside: Path | None


@dataclass(frozen=True)
class Rehearsed:
    """What a rehearsal found whole, and counted in the database."""

    generation: int
    time: int
    files: int
    size: int
    commits: int
    documents: int


@dataclass(frozen=True)
class Chosen:
    """A generation at its place."""

    place: Place
    manifest: Manifest

    @property
    def body(self) -> Body:
        """What the manifest says."""
        return self.manifest.body


def choose(wish: Wish) -> Chosen:
    """The generation that is meant; raises BackupAbsent, BackupAmbiguous, BackupDamaged."""
    found = generations(wish.target, wish.vault)
    if len(vaults := {each.vault for each in found}) > 1:
        raise BackupAmbiguous(n=len(vaults))
    right = [
        each for each in found
        if (each.whole if wish.generation is None else each.number == wish.generation)
    ]  # fmt: skip
    if not right:
        raise BackupAbsent
    place = Place(wish.target, right[0].vault)
    return Chosen(place, read_manifest(place.manifest(right[0].number)))


def restore(
    wish: Wish,
    home: Path,
    unlock: Unlock,
    clock: Clock,
    app: str,
    progress: Progress = on,
    here: Here = NOWHERE,
) -> Restored:
    """Put a backup's store into a home folder that has none, or whose store does not open.

    Raises what ``choose`` and ``unlock`` raise, VaultExists over a store that opens, BackupDamaged,
    DiskFull, WorkStopped where ``progress`` answers False; the home is then as it was.
    """
    chosen = choose(wish)
    folder, staged = opening.folder_of(home), home / STAGED
    old = _broken(folder, unlock, clock.random)
    with _folder(staged):
        opened, inside = fetch(chosen, staged, unlock, clock.random, progress)
        try:
            listed = list(entries(chosen.place, chosen.body.files))
            _copy_files(chosen, listed, staged / opening.BLOBS, progress)
            check(opened, inside)
            inc = _begin_anew(opened, folder, clock, here)
            taken = _take_second(opened, chosen.place, clock, app, here)
        finally:
            opened.close()
        aside = _put_aside(folder) if old else None
        durable.sync_folder(staged)
        staged.rename(folder)
        durable.sync_folder(home)
    size = chosen.body.pages.size + sum(each.size for each in listed)
    return Restored(chosen.body.generation, chosen.body.time, len(listed), size, inc, taken, aside)


def rehearse(
    wish: Wish, scratch: Path, unlock: Unlock, clock: Clock, progress: Progress = on
) -> Rehearsed:
    """Restore the database, still encrypted, into a scratch folder that is removed at the end, read
    every file of the backup, and count. Raises as ``restore``.
    """
    chosen = choose(wish)
    with _folder(scratch / STAGED) as staged:
        opened, inside = fetch(chosen, staged, unlock, clock.random, progress)
        try:
            listed = list(entries(chosen.place, chosen.body.files))
            done, total = chosen.body.pages.size, _size(chosen.body, listed)
            for each in listed:
                for _ in chosen.place.checked(each.digest, "file", each.size):
                    pass
                done += each.size
                _go_on(progress, done, total)
            check(opened, inside)
            counts = _counts(opened)
        finally:
            opened.close()
    return Rehearsed(chosen.body.generation, chosen.body.time, len(listed), total, *counts)


def fetch(
    chosen: Chosen, folder: Path, unlock: Unlock, random: Random, progress: Progress
) -> tuple[OpenVault, Inside]:
    """A generation's header and database in an empty folder, and the vault open.

    The person comes before the bytes: a wrong passphrase costs no copying.
    """
    body = chosen.body
    durable.write_copies(folder, COPIES, unb64(body.header))
    opened = unlock(Vault(folder, random))
    try:
        key = opened.subkey(LABEL)
        backup.authenticate(chosen.manifest, key)
        inside = backup.open_inside(body, key)
        _copy_pages(chosen, opened.path, progress)
        durable.write_copies(folder, COPIES, unb64(inside.header))
    except BaseException:
        opened.close()
        raise
    return opened, inside


def check(opened: OpenVault, inside: Inside) -> None:
    """The database opens, is whole and stands where the backup says; raises BackupDamaged."""
    engine = store_engine(opened.connect)
    try:
        found = integrity(engine, deep=True)
        with engine.begin() as connection:
            heads = order.heads(connection).values()
    except StoreUnreadable as error:
        raise BackupDamaged(part="database", name=str(error)) from error
    finally:
        engine.dispose()
    stands = {each.stream: (each.epoch, each.gseq, b64(each.state)) for each in heads}
    if found or stands != {
        each.stream: (each.epoch, each.gseq, each.state) for each in inside.heads
    }:
        raise BackupDamaged(part="database", name=found[0] if found else "state")


def _copy_pages(chosen: Chosen, path: Path, progress: Progress) -> None:
    """Each pack read once and checked, each of its pages put where it belongs."""
    pages = chosen.body.pages
    where = _places(table(chosen.place, pages), len(pages.packs))
    done, total = 0, chosen.body.pages.size + chosen.body.files.size
    with durable.room(), durable.fresh(path) as file:
        for pack, places in zip(pages.packs, where, strict=True):
            size = pack.pages * PAGE
            data = b"".join(chosen.place.checked(unb64(pack.name, 32), "pages", size))
            if len(data) != size:
                raise BackupDamaged(part="pages", name=pack.name)
            for number, place in places:
                file.seek(number * PAGE)
                file.write(data[place * PAGE : (place + 1) * PAGE])
            done += len(places) * PAGE
            _go_on(progress, done, total)
        file.flush()
        durable.sync_file(file.fileno())
    if path.stat().st_size != pages.size:
        raise BackupDamaged(part="pages", name="size")


def _places(found: bytes, packs: int) -> list[list[tuple[int, int]]]:
    """For each pack the pages that stand in it, by number and place."""
    where: list[list[tuple[int, int]]] = [[] for _ in range(packs)]
    for number in range(len(found) // PAGE_RECORD):
        entry = backup.page_entry(found, number)
        if entry is not None:
            where[entry.pack].append((number, entry.place))
    return where


def _copy_files(
    chosen: Chosen, listed: Iterable[FileEntry], folder: Path, progress: Progress
) -> None:
    """The sealed files, with the times that tell the next backup that they are known."""
    listed = list(listed)
    done, total = chosen.body.pages.size, _size(chosen.body, listed)
    for each in listed:
        name = each.name.hex()
        path = folder / name[:2] / name[2:4] / name
        durable.make_folder(path.parent)
        with durable.room(), durable.fresh(path) as file:
            for piece in chosen.place.checked(each.digest, "file", each.size):
                file.write(piece)
            file.flush()
            durable.sync_file(file.fileno())
        os.utime(path, ns=(each.time * 1_000_000, each.time * 1_000_000))
        done += each.size
        _go_on(progress, done, total)
    for parent in folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]"):
        durable.sync_folder(parent)


def _begin_anew(opened: OpenVault, former: Path, clock: Clock, here: Here) -> int:
    """A new incarnation above every one known, the counters of a store that stood here included."""
    if (counted := former / opening.OUTSIDE).is_dir():
        shutil.copytree(counted, opened.folder / opening.OUTSIDE)
    engine = store_engine(opened.connect)
    try:
        schema.upgrade(engine)
        with writes(engine).begin() as connection:
            cover(connection, commits.frontier(connection))  # all that is here came from this place
            counters = opening.outside(opened, here)
            return incarnation.begin(connection, counters, "restored", clock).inc
    finally:
        close(engine)


def _take_second(opened: OpenVault, place: Place, clock: Clock, app: str, here: Here) -> Taken:
    store = opening.open_store(opened, "restore", app, clock, here)
    try:
        return second_copy.take(store, place)
    finally:
        close(store.engine)


def _broken(folder: Path, unlock: Unlock, random: Random) -> bool:
    """Whether a store stands in a home and cannot be opened; raises VaultExists for a good one, and
    for one of which nobody can tell.
    """
    if not folder.exists():
        return False
    try:
        opened = unlock(Vault(folder, random))
    except (VaultDamaged, VaultTampered):
        return True
    except (WrongPassphrase, NotFound) as error:
        raise VaultExists(name=folder.name) from error
    engine = store_engine(opened.connect)
    try:
        if integrity(engine):
            return True
    except StoreUnreadable:
        return True
    finally:
        engine.dispose()
        opened.close()
    raise VaultExists(name=folder.name)


def _put_aside(folder: Path) -> Path:
    """Rename a broken store to a name that is free; it is never deleted."""
    number = 1
    while (aside := folder.with_name(f"{ASIDE}-{number}")).exists():
        number += 1
    folder.rename(aside)
    return aside


@contextmanager
def _folder(path: Path) -> Iterator[Path]:
    """A folder to work in; what is left of it at the end is removed, and what a crash left."""
    shutil.rmtree(path, ignore_errors=True)
    durable.make_folder(path)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _counts(opened: OpenVault) -> tuple[int, int]:
    with once(opened.connect) as connection:
        return _count(connection, "commits"), _count(connection, "documents")


def _count(connection: sa.Connection, table: str) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())  # noqa: S608


def _size(body: Body, listed: Iterable[FileEntry]) -> int:
    return body.pages.size + sum(each.size for each in listed)


def _go_on(progress: Progress, done: int, total: int) -> None:
    if not progress(done, max(done, total)):
        raise WorkStopped
