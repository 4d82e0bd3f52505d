"""Engines: SQLCipher on a desktop or a small server, PostgreSQL on a large one (store.md §3.3).

On both a plain ``engine.begin()`` reads one snapshot and cannot write; ``writes(engine).begin()``
writes, and on SQLite waits its turn at BEGIN. Never use SQLAlchemy's isolation_level="AUTOCOMMIT"
on SQLite (it leaves the pooled connection in the driver's legacy mode): use ``maintenance``.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as driver  # type: ignore[import-untyped]

from db.connection import MAIN_CACHE_KIB, SMALL_CACHE_KIB, Connection, ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Connect = Callable[[int], Connection]

POOL_SIZE = 4
_LOOK: Final = "PRAGMA optimize=0x10002"
_WOULD_LOOK: Final = "PRAGMA optimize=0x10003"
"""All tables that grew much since they were looked at last, also those that this connection did not
ask (sqlite.org/pragma.html#pragma_optimize).
"""


def store_engine(connect: Connect) -> sa.Engine:
    """An engine over ``connect(cache_kib)``; the connection used most has the large page cache."""
    engine: sa.Engine = sa.create_engine(
        "sqlite://",
        module=driver,
        creator=lambda: connect(_cache(engine)),
        poolclass=sa.QueuePool,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_use_lifo=True,
        hide_parameters=True,  # an error's text shows no words of a document
    )
    sa.event.listen(engine, "begin", _begin)
    sa.event.listen(engine, "handle_error", _translate)
    return engine


def _cache(engine: sa.Engine) -> int:
    """The page cache of the connection that a pool makes now."""
    pool = engine.pool
    assert isinstance(pool, sa.QueuePool)  # noqa: S101 - made above
    return MAIN_CACHE_KIB if pool.overflow() == 1 - POOL_SIZE else SMALL_CACHE_KIB


def server_engine(url: str) -> sa.Engine:
    """An engine on PostgreSQL (psycopg 3) that reads snapshots and writes through ``writes``."""
    engine = sa.create_engine(
        sa.make_url(url).set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        hide_parameters=True,
    )
    sa.event.listen(engine, "begin", _begin_on_server)
    return engine


def writes(engine: sa.Engine) -> sa.Engine:
    """The same engine for transactions that write."""
    return engine.execution_options(writes=True)


@contextmanager
def ending(engine: sa.Engine) -> Iterator[sa.Engine]:
    """Every connection ends with the block, however it ends."""
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def once(connect: Connect, *, writing: bool = False) -> Iterator[sa.Connection]:
    """One transaction on a store that nobody here has open."""
    with (
        ending(store_engine(connect)) as engine,
        (writes(engine) if writing else engine).begin() as connection,
    ):
        yield connection


@contextmanager
def maintenance(engine: sa.Engine) -> Iterator[Connection]:
    """The driver's own connection, outside any transaction, for VACUUM, checkpoint and checks."""
    pooled = engine.raw_connection()
    try:
        connection: Connection = pooled.driver_connection
        connection.execute("PRAGMA query_only = OFF")
        yield connection
    except driver.Error as error:
        raise ours(error) or error from None
    finally:
        pooled.close()


def integrity(engine: sa.Engine, *, deep: bool = False) -> list[str]:
    """What is wrong with the store, nothing if it is whole; PostgreSQL is its operator's care.

    The cheap check walks the tables; ``deep`` also authenticates each page and compares indexes.
    """
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
        return []
    checks = ("cipher_integrity_check", "integrity_check(100)") if deep else ("quick_check(100)",)
    found: list[str] = []
    with maintenance(engine) as connection:
        for check in (*checks, "foreign_key_check"):
            found += _said_by(connection, f"PRAGMA {check}")
    return found


def tune(engine: sa.Engine) -> bool:
    """Have SQLite look again how large its tables are, where they grew much: it plans by what it
    saw last, and goes through all rows of a table that was small then. After much came, and now and
    then in a long run. Connections made before do not hear of it, so all are made anew; whether it
    looked.
    """
    if engine.dialect.name != "sqlite":
        return False
    with maintenance(engine) as connection:
        grew = _look(connection)
    if grew:
        engine.dispose()
    return grew


def _look(connection: Connection) -> bool:
    """Nothing depends on it: where somebody writes just now, or the disk is full, it is left."""
    try:
        grew = connection.execute(_WOULD_LOOK).fetchall()
        if grew:
            connection.execute(_LOOK)
    except driver.OperationalError:
        return False
    return bool(grew)


def close(engine: sa.Engine) -> None:
    """Close every connection, whatever is raised; on SQLite the WAL is merged into the database and
    removed. Raises StoreUnreadable where the database is damaged.
    """
    try:
        if engine.dialect.name == "sqlite":
            with maintenance(engine) as connection:
                _look(connection)
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()
    engine.clear_compiled_cache()  # a statement there remembers the values it was first made with


def _said_by(connection: Connection, check: str) -> list[str]:
    try:
        rows = connection.execute(check).fetchall()
    except driver.DatabaseError as error:
        return [str(error)]  # a check that cannot be carried out has found something
    return [" ".join(map(str, row)) for row in rows if row[0] != "ok"]


def _begin_on_server(connection: sa.Connection) -> None:
    how = "READ COMMITTED, READ WRITE" if _writing(connection) else "REPEATABLE READ, READ ONLY"
    connection.exec_driver_sql(f"SET TRANSACTION ISOLATION LEVEL {how}")


def _writing(connection: sa.Connection) -> bool:
    return bool(connection.get_execution_options().get("writes"))


def _begin(connection: sa.Connection) -> None:
    write, plain = _writing(connection), connection.connection.driver_connection
    assert plain is not None  # noqa: S101 - a connection that begins is open
    try:  # by the driver itself: a small read would spend half its time on these two otherwise
        plain.execute(f"PRAGMA query_only = {'OFF' if write else 'ON'}")
        plain.execute("BEGIN IMMEDIATE" if write else "BEGIN")
    except driver.Error as error:
        raise ours(error) or error from None


def _translate(context: sa.engine.ExceptionContext) -> None:
    translated = ours(context.original_exception)
    if translated is not None:
        raise translated from context.original_exception
