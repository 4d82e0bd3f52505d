"""Gives files up on this machine that the server keeps on two media, and gets them back.

The row first, durably, then the bytes: a program that ends in between leaves bytes that the next
time removes, never a row without them. Which may go is decided in the transaction that says so.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final, NamedTuple

import sqlalchemy as sa

from core.commits.ids import unb64
from core.commits.signatures import Signed
from core.errors import CommitRefused, ServerAnsweredNonsense
from core.office import eviction
from core.office.eviction import Held, Stay
from core.sync import stored
from db import local, models, wanted
from db.acting import Done, Store
from db.actions.syncing import EPOCH
from db.engine import writes
from db.ledger import Changed
from db.queries import keeping

AT_ONCE: Final = 256
"""Files about which the server is asked in one question."""
_BLOB: Final = models.Blob
_NAMED: Final = keeping.NAMED


class Evicted(NamedTuple):
    """How many files went, and their bytes; why others that were used long ago stay."""

    files: int
    size: int
    stay: dict[Stay, int]
    changed: Changed = frozenset()


def doubtful(store: Store, before: int) -> dict[str, list[str]]:
    """By stream, the files that could go by everything that is known here: the server is to be
    asked how it keeps them now.
    """
    with store.engine.begin() as connection:
        files = keeping.held(connection, store, before)
        names = [each.blob for each in files if _but_for_media(each, before)]
        return keeping.streams(connection, names)


def _but_for_media(file: Held, before: int) -> bool:
    return eviction.stays(file, before) in {None, Stay.MEDIA}


def take_word(store: Store, envelope: Signed, asked: list[str]) -> None:
    """Note on how many media the server says that it keeps files. A word of another life of its
    store is passed over.

    Raises SignatureWrong, NotCanonical, CommitRefused for another unit's, ServerAnsweredNonsense.
    """
    realm = store.realm
    servers = [each for each in realm.founders.values() if each.kind == "server"]
    if not servers:
        raise CommitRefused(reason="other-realm", seq=0)
    word = stored.read_stored(envelope, unb64(servers[0].sign, 32))
    if word.realm != realm.provision.realm or {each.blob for each in word.files} - set(asked):
        raise ServerAnsweredNonsense(what="media")
    with writes(store.engine).begin() as connection:
        if word.epoch != int(local.value(connection, EPOCH) or b"0"):
            return
        known = dict.fromkeys(asked, 0) | {each.blob: each.media for each in word.files}
        for media in sorted(set(known.values())):
            names = [blob for blob, count in known.items() if count == media]
            where = _BLOB.id.in_(names) & _BLOB.complete
            connection.execute(sa.update(_BLOB).where(where).values(media=media))


def look(store: Store, before: int, room: int | None = None) -> Evicted:
    """What ``evict`` would do."""
    with store.engine.begin() as connection:
        files = keeping.held(connection, store, before)
    return _told(files, before, eviction.chosen(files, before, room))


def evict(store: Store, before: int, room: int | None = None) -> Evicted:
    """Give up the files that may go and were used last before a moment (ms UTC), the one used
    longest ago first, until ``room`` bytes are won.
    """
    with store.engine.begin() as connection:
        files = keeping.held(connection, store, before)
    named = [each.blob for each in eviction.chosen(files, before, room)]
    gone: list[Held] = []
    changed: Changed = frozenset()
    for start in range(0, len(named), AT_ONCE):
        with writes(store.engine).begin() as connection:
            some = keeping.held(connection, store, before, named[start : start + AT_ONCE])
            going = eviction.chosen(some, before)  # somebody may have gone on with a document
            names = [each.blob for each in going]
            change = {"complete": False, "away": wanted.EVICTED}
            connection.execute(sa.update(_BLOB).where(_BLOB.id.in_(names)).values(change))
            changed |= _documents(connection, names)
        gone += going
    drop(store)
    return _told(files, before, gone)._replace(changed=changed)


def drop(store: Store) -> None:
    """Remove the bytes of what was given up, those of an earlier time among them that ended before
    it had. Nothing comes back meanwhile.
    """
    query = sa.select(_BLOB.id).where(_BLOB.away == wanted.EVICTED)
    with writes(store.engine).begin() as connection:
        for blob in connection.execute(query).scalars().all():
            with suppress(FileNotFoundError, PermissionError):  # Windows: somebody reads it
                store.blobs.path(blob).unlink()


def fetch(store: Store, document: str) -> Done:
    """Want the files of a document back that were given up here: they come with the next sync."""
    blobs = sa.select(_NAMED.c.blob).where(_NAMED.c.document == document)
    with writes(store.engine).begin() as connection:
        found = connection.execute(_asking(blobs)).rowcount
    return Done(frozenset({("document", document)}) if found else frozenset(), document)


def fetch_all(store: Store) -> int:
    """Want everything back that was given up here; how many files."""
    with writes(store.engine).begin() as connection:
        return connection.execute(_asking(sa.select(_BLOB.id))).rowcount


def recall(store: Store) -> None:
    """Want the files back whose evidence is to be renewed soon."""
    due = keeping.awaiting(store.now())
    blobs = sa.select(_NAMED.c.blob).where(_NAMED.c.document.in_(due))
    with writes(store.engine).begin() as connection:
        connection.execute(_asking(blobs))


def _asking(blobs: sa.Select[tuple[str]]) -> sa.Update:
    where = (_BLOB.away == wanted.EVICTED) & _BLOB.id.in_(blobs)
    return sa.update(_BLOB).where(where).values(away=wanted.ASKED)


def _documents(connection: sa.Connection, blobs: list[str]) -> Changed:
    query = sa.select(_NAMED.c.document).where(_NAMED.c.blob.in_(blobs))
    return frozenset(("document", found) for found in connection.execute(query).scalars())


def _told(files: list[Held], before: int, gone: list[Held]) -> Evicted:
    reasons = [reason for each in files if (reason := eviction.stays(each, before))]
    stay = {reason: reasons.count(reason) for reason in Stay if reason in reasons}
    return Evicted(len(gone), sum(each.size for each in gone), stay)
