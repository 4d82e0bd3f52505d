"""Backups of an installation's store into a folder: encrypted, incremental, read back.

The database's pages are encrypted already and most stay as they were from one run to the next, so
a run stores only the chunks and sealed files that the place has not got. A generation stands once
its manifest does, after everything that it names was read back; a run that ends before leaves the
last one as it was and is continued by the next, which reads what it left. Of objects that the
generation before names each run reads a share again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.commits import canonical
from core.commits.ids import b64, unb64
from core.errors import AntinError, BackupDamaged, WorkStopped
from core.sync import backup, container, frontier
from core.sync.backup import CHUNK, TABLE_CHUNK, Body, FileEntry, Manifest, Pages, Pieces
from core.wrapping import NONCE_SIZE
from db import durable, local
from db.care import backup_pages
from db.care.backup_pages import Last
from db.care.backup_place import Place, vaults
from db.care.backup_work import Progress, Report, Work, found_files, on
from db.engine import writes
from db.frozen import frozen, nameless

if TYPE_CHECKING:
    from pathlib import Path

    import sqlalchemy as sa

    from core.sync.backup import Inside
    from core.sync.frontier import Frontier
    from db.acting import Store
    from db.open_vault import OpenVault

LABEL = "backup"
KEEP = 8
LARGEST = container.HEAD_SIZE + backup.MAX_BYTES
"""Bytes of a manifest. Whoever holds the stick writes what he likes on it."""
COVERED = "backup.covered"


@dataclass(frozen=True)
class Generation:
    """A generation as the place shows it without any key; a damaged manifest has no values."""

    vault: str
    number: int
    whole: bool
    time: int = 0
    size: int = 0
    files: int = 0


def run(
    store: Store, vault: OpenVault, target: Path, progress: Progress = on, keep: int = KEEP
) -> Report:
    """Make one more generation of this store in a folder; ``progress(done, total)`` counts bytes
    and stops the run by answering False. Acts go on beside it.

    Raises BackupTargetGone, BackupTargetFull, BackupTargetClosed, BackupDamaged where the place
    reads back other bytes than were written, StoreBusy, StoreUnreadable.
    """
    place = Place(target, vault.vault)
    place.prepare()
    number = max((number for number, _ in place.manifests()), default=0) + 1
    work = Work(place, number, progress)
    time = store.now()
    try:
        with frozen(vault) as source:
            found = found_files(store.blobs, source.blobs())
            work.total = source.size + sum(entry.size for entry, _ in found.values())
            inside, work.away = source.inside(), source.away()
            last, files_before, work.known = _last(place, vault)
            pages = backup_pages.keep(work, source, last)
        files = work.files(found, files_before)
        work.read_back()
    except WorkStopped:
        return work.report(time, complete=False)
    body = _body(vault, inside, (number, time), (pages, files), store.random(NONCE_SIZE))
    place.settle()
    place.write(place.manifest(number), (backup.write(body, vault.subkey(LABEL)),))
    with writes(store.engine).begin() as connection:
        cover(connection, frontier.read_rows(inside.frontier))
    return work.report(time, complete=True, dropped=_tidy(place, number, keep))


def generations(target: Path, vault: str | None = None) -> list[Generation]:
    """What a folder holds, of all vaults or of one, the newest first; needs no key.

    Raises BackupTargetGone.
    """
    found = []
    for name in vaults(target):
        if vault in {None, name}:
            place = Place(target, name)
            found += [_shown(name, number, path) for number, path in place.manifests()]
    return sorted(found, key=lambda each: (each.time, each.number), reverse=True)


def read_manifest(path: Path) -> Manifest:
    """A manifest whose bytes are whole, and not more than one may have; raises BackupDamaged."""
    try:
        return backup.read(durable.read_small(path, LARGEST))
    except (AntinError, OSError) as error:
        raise BackupDamaged(part="manifest", name=path.name) from error


def table(place: Place, pages: Pages) -> bytes:
    """Where each page of a generation's database stands; raises BackupDamaged."""
    found = b"".join(_chunks(place, pages.table, TABLE_CHUNK))
    backup.check_table(pages, found)
    return found


def entries(place: Place, files: Pieces) -> Iterator[FileEntry]:
    """The list of files of a generation, one chunk at a time; raises BackupDamaged."""
    held = b""
    for chunk in _chunks(place, files, CHUNK):
        held += chunk
        whole = len(held) - len(held) % backup.RECORD
        yield from backup.read_files(held[:whole])
        held = held[whole:]
    yield from backup.read_files(held)


def _chunks(place: Place, run: Pieces, size: int) -> Iterator[bytes]:
    """The chunks of a run of bytes, each whole and none larger than is declared; raises
    BackupDamaged.
    """
    left = run.size
    for name in run.chunks:
        chunk = b"".join(place.checked(unb64(name, 32), "list", min(size, left)))
        left -= len(chunk)
        yield chunk
    if left:
        raise BackupDamaged(part="list", name="size")


def insides(place: Place, vault: OpenVault) -> Iterator[Inside | None]:
    """What the sealed part of each whole generation says; None for one of an earlier key."""
    key = vault.subkey(LABEL)
    for _, path in place.manifests():
        try:
            manifest = read_manifest(path)
        except BackupDamaged:
            continue
        try:
            backup.authenticate(manifest, key)
            inside = backup.open_inside(manifest.body, key)
        except BackupDamaged:
            yield None
        else:
            yield inside


def _shown(vault: str, number: int, path: Path) -> Generation:
    try:
        body = read_manifest(path).body
    except BackupDamaged:
        return Generation(vault, number, whole=False)
    files = body.files.size // backup.RECORD
    return Generation(vault, number, True, body.time, body.pages.size, files)


def _last(place: Place, vault: OpenVault) -> tuple[Last, list[FileEntry], set[bytes]]:
    """Tables, lists and objects of the newest generation that this vault itself wrote: what has not
    changed since then is named again without reading or writing it.
    """
    for _, path in place.manifests():
        try:
            manifest = read_manifest(path)
            backup.authenticate(manifest, vault.subkey(LABEL))
            pages = manifest.body.pages
            last = Last(pages.packs, table(place, pages))
            listed = list(entries(place, manifest.body.files))
        except BackupDamaged:
            continue
        return last, listed, _objects(manifest.body, listed)
    return Last(), [], set()


def _body(
    vault: OpenVault,
    inside: Inside,
    when: tuple[int, int],
    parts: tuple[Pages, Pieces],
    nonce: bytes,
) -> Body:
    number, time = when
    key = vault.subkey(LABEL)
    return Body(
        vault=vault.vault,
        store=vault.store,
        generation=number,
        time=time,
        header=b64(nameless(vault, unb64(inside.header))),
        pages=parts[0],
        files=parts[1],
        inside=backup.seal_inside(inside, key, nonce, vault.vault, number),
    )


def cover(connection: sa.Connection, reach: Frontier) -> None:
    """Note which acts have a copy at the place of the backups now."""
    both = frontier.merge(covered(connection), reach)
    local.put_value(connection, COVERED, canonical.encode(list(frontier.rows(both))))


def covered(connection: sa.Connection) -> Frontier:
    """Which acts are known to have a copy at the place of the backups."""
    kept = local.value(connection, COVERED)
    return frontier.read_rows(canonical.decode_as(frontier.Rows, kept)) if kept else {}


def _tidy(place: Place, newest: int, keep: int) -> tuple[int, ...]:
    """Drop all but the newest whole generations, then what none of them names."""
    kept: list[Body] = []
    dropped = []
    for number, path in place.manifests():
        try:
            body = read_manifest(path).body
        except BackupDamaged:
            body = None
        if body is not None and len(kept) < max(keep, 1):
            kept.append(body)
        elif len(kept) >= max(keep, 1):
            place.drop_manifest(path)
            dropped.append(number)
    try:
        named = [_objects(body, entries(place, body.files)) for body in kept]
    except BackupDamaged:  # a list that cannot be read may name anything
        return tuple(dropped)
    place.sweep(set().union(*named), place.manifest(newest))
    return tuple(dropped)


def _objects(body: Body, listed: Iterable[FileEntry]) -> set[bytes]:
    """The objects of a generation."""
    names = (*(pack.name for pack in body.pages.packs), *body.pages.table.chunks)
    own = {unb64(name, 32) for name in (*names, *body.files.chunks)}
    return own | {each.digest for each in listed}
