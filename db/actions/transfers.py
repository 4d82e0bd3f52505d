"""Files on their way between device and server: plans, chunks, and the moment when one is whole.

The same at both ends: a file that comes whole in one message is sealed as it is; a long one fills a
part file chunk by chunk in any order and gets its name once the whole is what it is called
(sync.md §4.8). What one message brought is made durable together, then named in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

import sqlalchemy as sa

from core.commits.ids import b64, unb64
from core.errors import AntinError, BlobDamaged, BlobMissing, NotFound, TooLarge
from core.sealing import SMALL_CONTENT
from core.sync.chunks import BlobPlan, Chunk, check_plan
from db import durable, models, wanted
from db.abreast import at_once
from db.acting import Store
from db.actions.files import MAX_FILE, publish_all
from db.blob_rows import find_all
from db.blob_values import HASH_SIZE, Blob, Manifest, Staged
from db.engine import writes
from db.ledger import Changed


class Kept(NamedTuple):
    """What a message's chunks made: files that are whole now, and the trouble of others."""

    whole: list[str]
    problems: list[AntinError]


class Ready(NamedTuple):
    """What a message brought: files that came whole, durable and without names; chunks of long ones
    with their plans; and what is known of the rest.
    """

    staged: list[Staged]
    parts: list[tuple[Manifest, list[Chunk]]]
    kept: Kept


def here(store: Store, blobs: Iterable[str]) -> dict[str, Blob]:
    """Those of some files that are here as a whole, by id."""
    with store.engine.begin() as connection:
        return find_all(connection, blobs)


def plan(row: Blob) -> BlobPlan:
    """The plan of a file that is here."""
    return BlobPlan(row.id, row.size, tuple(map(b64, _hashes(row.chunks))))


def chunk(store: Store, row: Blob, place: int) -> bytes:
    """One chunk of a file that is here; raises BlobMissing, BlobDamaged."""
    if place >= len(row.chunks) // HASH_SIZE:
        raise BlobMissing
    return store.blobs.chunk(row, place)


def manifest(wish: BlobPlan) -> Manifest:
    """A plan as the store keeps it. Raises TooLarge, NotCanonical."""
    check_plan(wish)
    if wish.size > MAX_FILE:
        raise TooLarge(size=wish.size, limit=MAX_FILE)
    return Manifest(wish.blob, wish.size, b"".join(unb64(each, HASH_SIZE) for each in wish.chunks))


def manifests(store: Store, stream: str, blobs: Iterable[str]) -> dict[str, Manifest | None]:
    """The plans kept earlier of some files; None for one that is whole and of which the stream
    tells. Raises BlobMissing where one has no plan.
    """
    names, table = list(blobs), models.Blob
    query = sa.select(table.id, table.size, table.chunks, table.complete)
    with store.engine.begin() as connection:
        rows = connection.execute(query.where(table.id.in_(names))).all()
        told = wanted.told(connection, stream, names)
    if not all(row.chunks for row in rows) or len(rows) < len(set(names)):
        raise BlobMissing
    return {
        row.id: None if row.complete and row.id in told else Manifest(row.id, row.size, row.chunks)
        for row in rows
    }


def begin(store: Store, stream: str, wishes: Sequence[BlobPlan]) -> list[list[int]]:
    """Keep plans of files that are to come; the places of the chunks that each of them lacks, which
    are all where the stream does not tell of what is here.

    Raises NotFound for a file that no commit here names, TooLarge, NotCanonical.
    """
    promised = {wish.blob: manifest(wish) for wish in wishes}
    table = models.Blob
    query = sa.select(table.id, table.complete).where(table.id.in_(promised))
    where = table.id == sa.bindparam("named", type_=sa.Text)
    keep = sa.update(table).where(where, table.complete.is_(False))
    with writes(store.engine).begin() as connection:
        complete = {row.id: row.complete for row in connection.execute(query)}
        told = wanted.told(connection, stream, promised)
        if len(complete) < len(promised):
            raise NotFound(kind="file")
        rows = [
            {"named": each.id, "size": each.size, "chunks": each.chunks}
            for each in promised.values()
            if not complete[each.id]
        ]
        if rows:
            size, hashes = (
                sa.bindparam("size", type_=sa.BigInteger),
                sa.bindparam("chunks", type_=sa.LargeBinary),
            )
            connection.execute(keep.values(size=size, chunks=hashes), rows)

    def wish_for(blob: str) -> list[int]:
        if blob not in told:
            return list(range(promised[blob].count))
        return [] if complete[blob] else lacking(store, stream, promised[blob])

    return [wish_for(wish.blob) for wish in wishes]


def lacking(store: Store, stream: str, promised: Manifest) -> list[int]:
    """The places of the chunks that are still to come: not those fetched earlier, nor those that an
    older version of the file has, as a signed one grows at its end. Raises DiskFull.
    """
    places = list(range(promised.count))
    known = _older(store, stream, promised) if promised.count > 1 else {}
    if not known and not store.blobs.has_begun(promised.id):
        return places
    partial = store.blobs.wanted(promised)
    with suppress(BlobDamaged, BlobMissing):  # what cannot be taken from there is sent
        for place in partial.missing():
            if place in known:
                partial.put(place, store.blobs.chunk(known[place], place))
    if not partial.missing():
        with suppress(BlobDamaged):
            whole = store.blobs.complete(partial)
            durable.sync_content(whole.part)
            _name(store, [whole])
            return []
        return places
    return partial.missing()


def ready(store: Store, promised: Mapping[str, Manifest | None], arrived: Iterable[Chunk]) -> Ready:
    """Seal the files that came whole in a message and make them durable, so that only their names
    lack; the messages of several may be made ready side by side. One file's trouble does not hold
    up the others. Raises DiskFull.
    """
    found: dict[str, list[Chunk]] = {}
    for each in arrived:
        found.setdefault(each.blob, []).append(each)
    made = Ready([], [], Kept([], []))
    for blob, chunks in found.items():
        wish = promised[blob]
        if wish is None:
            made.kept.whole.append(blob)
        elif wish.size < SMALL_CONTENT and [one.place for one in chunks] == list(range(wish.count)):
            with _trouble(made.kept):
                plain = b"".join(one.data for one in chunks)
                made.staged.append(store.blobs.fetched(wish, plain))
        else:
            made.parts.append((wish, chunks))
    at_once(durable.sync_content, [each.part for each in made.staged])
    return made


def keep(store: Store, made: Ready) -> Kept:
    """Fill the part files of long ones, and give every file that is whole now its name; one message
    after the other. Raises DiskFull.
    """
    filled: list[Staged] = []
    for wish, chunks in made.parts:
        with _trouble(made.kept):
            filled += _fill(store, wish, chunks)
    at_once(durable.sync_content, [each.part for each in filled])
    _name(store, whole := [*made.staged, *filled])
    made.kept.whole.extend(each.blob.id for each in whole)
    return made.kept


@contextmanager
def _trouble(kept: Kept) -> Iterator[None]:
    try:
        yield
    except (BlobDamaged, BlobMissing) as error:
        kept.problems.append(error)


def came(store: Store, stream: str, blobs: Iterable[str]) -> None:
    """Note on the server that files came by a stream: it tells of them who reads that."""
    with writes(store.engine).begin() as connection:
        wanted.came(connection, stream, blobs)


def documents(store: Store, blobs: Iterable[str]) -> Changed:
    """The documents that show some files: they changed when these came."""
    query = sa.select(models.File.document).where(models.File.blob.in_(list(blobs)))
    with store.engine.begin() as connection:
        return frozenset(("document", found) for found in connection.execute(query).scalars())


def _fill(store: Store, promised: Manifest, arrived: Sequence[Chunk]) -> list[Staged]:
    """The content that is whole with these chunks, if it is."""
    partial = store.blobs.wanted(promised, trusting=True)
    for each in arrived:
        partial.put(each.place, each.data)
    return [] if partial.missing() else [store.blobs.complete(partial)]


def _name(store: Store, staged: Sequence[Staged]) -> None:
    if not staged:
        return
    with writes(store.engine).begin() as connection:
        publish_all(connection, store, staged)


def _older(store: Store, stream: str, promised: Manifest) -> dict[int, Blob]:
    """Files of the stream that hold chunks of this one at the same place, by that place: other
    versions in the documents that show it.
    """
    file, mark = models.File, models.Signature
    shown = sa.union(
        sa.select(file.document).where(file.blob == promised.id),
        sa.select(mark.document).where(mark.after == promised.id),
    ).subquery()
    inside = sa.select(shown.c[0])
    versions = sa.union(
        sa.select(file.blob).where(file.document.in_(inside)),
        sa.select(mark.before).where(mark.document.in_(inside)),
        sa.select(mark.after).where(mark.document.in_(inside)),
    )
    with store.engine.begin() as connection:
        others = set(connection.execute(versions).scalars()) - {promised.id}
        rows = find_all(connection, wanted.told(connection, stream, others))
    return {
        place: row
        for row in rows.values()
        for place, (ours, theirs) in enumerate(
            zip(_hashes(row.chunks), _hashes(promised.chunks), strict=False)
        )
        if ours == theirs and row.frame_log2 == promised.frame_log2
    }


def _hashes(chunks: bytes) -> list[bytes]:
    return [chunks[at : at + HASH_SIZE] for at in range(0, len(chunks), HASH_SIZE)]
