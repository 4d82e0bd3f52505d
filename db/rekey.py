"""Another database key for the whole store, where the old one may have leaked (store.md §3.4, §8).

The database is copied under the new key, the copy is checked, and one replaced header names it: the
old store stands until that moment, and a kill at any other costs nothing but time. Files keep their
own keys, which the copy's rows hold wrapped anew. Everybody's share is sealed anew to his public
key; nobody's passphrase is asked.

Whoever holds an older copy of the store can still read that copy with the old key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as driver  # type: ignore[import-untyped]

from core.commits.ids import text_id
from core.errors import AntinError, RekeyFailed, StoreBusy, WorkStopped
from core.wrapping import KEY_SIZE
from db import durable, local, models, vault_events
from db.blobs import rewrapped
from db.clock import Clock
from db.connection import Connection, create_store, open_store, ours, remove_store
from db.engine import close, integrity, once, store_engine, writes
from db.keys import vault_copies
from db.open_vault import OpenVault, subkey_of
from db.vault import Vault, file_of
from db.vault_events import Event

FORMER: Final = "outside.former"
"""Local value: the key of the counters outside before the change, until they are written anew."""

BEGUN: Final = "rekey.begun"
"""Local value: why a re-key was begun that is not done; it is in no store that got its new key."""

WRAP_LABEL, OUTSIDE_LABEL = "blob-wrap", "outside"
PAGES = 2000
BATCH = 500
STEPS = 2
"""After the copying, counted as a page each: checked, named."""

LOCAL = models.LocalSecret.__tablename__
Progress = Callable[[int, int], bool]
"""Takes how much is done and of how much; whether to go on."""


def rekey(
    vault: Vault, opened: OpenVault, reason: str, clock: Clock, progress: Progress
) -> OpenVault:
    """Bring the store under a new key; ``opened`` is closed, the vault under the new key returned.

    Every connection of this process to the store must be closed, and no other program may have it
    open. Slow; nothing has changed where it raises StoreBusy, WorkStopped, RekeyFailed, DiskFull.
    """
    store, key = text_id(clock.random(16)), bytearray(clock.random(KEY_SIZE))
    path = opened.folder / file_of(store)
    with _remembered(opened, reason), _alone(opened) as source:
        _remove_strays(opened)
        try:
            total = _copy(source, path, key, progress) + STEPS
            _adapt(opened, path, key, Event(what="rekey", at=clock.now(), reason=reason), clock)
            _verify(source, path, key)
            _go_on(progress, total - 1, total)
            renewed = vault.renew(opened, store, key)
        except BaseException:
            remove_store(path)
            key[:] = bytes(KEY_SIZE)
            raise
        progress(total, total)
        _retire(source)
    opened.close()
    sweep(renewed)
    return renewed


def begun(connection: sa.Connection) -> str | None:
    """Why a re-key was begun that a crash or a power cut ended, so that a person starts it again;
    None where there is none.
    """
    kept = local.value(connection, BEGUN)
    return None if kept is None else kept.decode()


def give_up(connection: sa.Connection) -> None:
    """Think no more of a re-key that was ended by a crash."""
    local.drop_value(connection, BEGUN)


def sweep(opened: OpenVault) -> None:
    """Remove what a re-key left: a copy that was never named, or the store before it.

    Another process may be at it: then the store is locked, and nothing is removed.
    """
    if not any(_strays(opened)):
        return
    with closing(opened.connect()) as connection, suppress(driver.OperationalError, StoreBusy):
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("BEGIN IMMEDIATE")
        vault_copies.authentic(opened)
        _remove_strays(opened)


# -- steps -----------------------------------------------------------------------------------------


@contextmanager
def _remembered(opened: OpenVault, reason: str) -> Iterator[None]:
    """Keep in the old store that a re-key was begun, unless it ends in an orderly way."""
    with once(opened.connect, writing=True) as connection:
        local.put_value(connection, BEGUN, reason.encode())
    try:
        yield
    except BaseException:
        with suppress(AntinError), once(opened.connect, writing=True) as connection:
            give_up(connection)
        raise


@contextmanager
def _alone(opened: OpenVault) -> Iterator[Connection]:
    """The old store for us alone, in this process and on this machine; raises StoreBusy.

    Leaving the write-ahead log asks for that, and the lock of exclusive mode is kept until the end.
    """
    with closing(opened.connect()) as connection:
        try:
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except driver.Error as error:
            raise ours(error) or error from None
        if mode != "delete":
            raise StoreBusy
        yield connection


def _go_on(progress: Progress, done: int, total: int) -> None:
    if not progress(done, total):
        raise WorkStopped


def _copy(source: Connection, path: Path, key: bytearray, progress: Progress) -> int:
    """Copy every page under the new key; how many there were."""
    with durable.room():
        create_store(path, key)
    with closing(open_store(path, key)) as target:
        target.execute("PRAGMA journal_mode = DELETE")

        def step(_status: int, remaining: int, total: int) -> None:
            _go_on(progress, total - remaining, total + STEPS)

        try:
            source.backup(target, pages=PAGES, progress=step)
        except driver.Error as error:
            raise ours(error) or error from None
        return int(target.execute("PRAGMA page_count").fetchone()[0])


def _adapt(opened: OpenVault, path: Path, key: bytearray, event: Event, clock: Clock) -> None:
    """What the copy holds under keys that follow from the database key; and that it was made."""
    old, new = opened.subkey(WRAP_LABEL), subkey_of(key, opened.vault, WRAP_LABEL)
    engine = store_engine(lambda cache_kib: open_store(path, key, cache_kib))
    try:
        with writes(engine).begin() as connection:
            for rows in _files(connection):
                for row in rows:
                    fresh = rewrapped(row.id, row.wrapped_key, (old, new), clock.random)
                    change = sa.update(models.Blob).where(models.Blob.id == row.id)
                    connection.execute(change.values(wrapped_key=fresh))
            give_up(connection)
            local.put_value(connection, FORMER, opened.subkey(OUTSIDE_LABEL))
            vault_events.note(connection, event)
    finally:
        close(engine)


def _files(connection: sa.Connection) -> Iterator[Sequence[sa.Row[str, bytes]]]:
    """The rows of files that are here, some at a time."""
    table, last = models.Blob, ""
    query = sa.select(table.id, table.wrapped_key).where(table.complete).order_by(table.id)
    while rows := connection.execute(query.where(table.id > last).limit(BATCH)).all():
        yield rows
        last = rows[-1].id


def _verify(source: Connection, path: Path, key: bytearray) -> None:
    """Every page authenticates, every index agrees, no row is missing; raises RekeyFailed."""
    engine = store_engine(lambda cache_kib: open_store(path, key, cache_kib))
    try:
        found = integrity(engine, deep=True)
    finally:
        close(engine)
    if found:
        raise RekeyFailed(what=found[0])
    with closing(open_store(path, key)) as copy:
        before, after = _counts(source), _counts(copy)
    differing = [name for name in before if before[name] != after.get(name)]
    if differing:
        raise RekeyFailed(what=differing[0])
    durable.sync_path(path)


def _counts(connection: Connection) -> dict[str, int]:
    """Rows by table; what the copy has more of is left out."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
    found = [name for (name,) in connection.execute(query)]
    names = [name for name in found if name != LOCAL and not name.startswith("sqlite_")]
    counted = {name: f'SELECT count(*) FROM "{name}"' for name in names}  # noqa: S608 - our own names
    return {name: connection.execute(count).fetchone()[0] for name, count in counted.items()}


def _retire(source: Connection) -> None:
    """Who waited for the old file must not find a store in it: what he wrote would be lost."""
    with suppress(driver.Error):
        source.execute("PRAGMA application_id = 0")


def _strays(opened: OpenVault) -> Iterator[Path]:
    for path in opened.folder.glob("store-*.db*"):
        if not path.name.startswith(opened.path.name):
            yield path


def _remove_strays(opened: OpenVault) -> None:
    for path in _strays(opened):
        with suppress(OSError):
            path.unlink()
