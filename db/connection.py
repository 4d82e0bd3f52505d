"""Opening the encrypted database with the plain driver: what unlock needs, without SQLAlchemy.

SQLCipher 4 format under a raw 256-bit key. Each line of the opening and their order: store.md §3.2.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as driver  # type: ignore[import-untyped]

from core.errors import (
    AntinError,
    DiskFailing,
    DiskFull,
    EngineTooOld,
    StoreBusy,
    StoreUnreadable,
)

if TYPE_CHECKING:
    from pathlib import Path

Connection = Any  # the driver ships no types

OLDEST = (3, 51, 3)  # before it two connections can corrupt a WAL (sync.md §2.3)
APPLICATION_ID = 0x416E5469  # "AnTi": an emptied file is not mistaken for a new store
WAL_INDEX = 32 * 1024
MAIN_CACHE_KIB, SMALL_CACHE_KIB = 65536, 8192

BEFORE_KEY = (
    "PRAGMA cipher_log_level = NONE",
    "PRAGMA cipher_default_hmac_algorithm = HMAC_SHA256",
)
AFTER_KEY = (
    "PRAGMA cipher_page_size = 4096",
    "PRAGMA cipher_hmac_algorithm = HMAC_SHA256",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA mmap_size = 0",
)
SAID: tuple[tuple[str, type[AntinError]], ...] = (
    ("disk is full", DiskFull),
    ("disk I/O error", DiskFailing),
    ("is locked", StoreBusy),
    ("not a database", StoreUnreadable),
    ("malformed", StoreUnreadable),
    ("vtable constructor failed", StoreUnreadable),  # of a search whose pages are damaged
    ("unable to open", StoreUnreadable),
)


def create_store(path: Path, key: bytes | bytearray) -> None:
    """An empty store under a raw 32-byte key; the file must not exist. Raises DiskFull."""
    path.touch(mode=0o600, exist_ok=False)
    connection = _keyed(path, key)
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    except driver.Error as error:
        raise _refusal(error, path) from None
    finally:
        connection.close()


def open_store(path: Path, key: bytes | bytearray, cache_kib: int = SMALL_CACHE_KIB) -> Connection:
    """A connection of the driver to an existing store, its key checked by the first read.

    Raises StoreUnreadable, StoreBusy, DiskFull, DiskFailing, EngineTooOld.
    """
    connection = _keyed(path, key)
    try:
        connection.execute(f"PRAGMA cache_size = -{cache_kib}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        mark = connection.execute("PRAGMA application_id").fetchone()[0]
    except driver.Error as error:
        connection.close()
        raise _refusal(error, path) from None
    if mark != APPLICATION_ID:
        connection.close()
        raise StoreUnreadable(reason="application")
    return connection


def remove_store(path: Path) -> None:
    """Remove a database and what SQLite lays beside it, as far as the system lets go of them."""
    for beside in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + beside).unlink()


def ours(error: BaseException) -> AntinError | None:
    """Our error for what the driver said, where a person can do something about it."""
    said = str(error)
    return next((kind() for words, kind in SAID if words in said), None)


def _keyed(path: Path, key: bytes | bytearray) -> Connection:
    if driver.sqlite_version_info < OLDEST:
        needed = ".".join(map(str, OLDEST))
        raise EngineTooOld(found=driver.sqlite_version, needed=needed)
    connection = None
    try:
        connection = driver.connect(
            path.absolute().as_uri() + "?mode=rw",  # a lost store is not replaced by an empty one
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )
        keyed = f"PRAGMA key = \"x'{key.hex()}'\""
        for statement in (*BEFORE_KEY, keyed, *AFTER_KEY):
            connection.execute(statement)
    except driver.Error as error:
        if connection is not None:
            connection.close()
        raise _refusal(error, path) from None
    return connection


def _refusal(error: BaseException, path: Path) -> BaseException:
    """Why opening failed; without room for the WAL's index SQLite speaks of an I/O error."""
    found = ours(error)
    if isinstance(found, DiskFailing) and shutil.disk_usage(path.parent).free < WAL_INDEX:
        return DiskFull()
    return found or error
