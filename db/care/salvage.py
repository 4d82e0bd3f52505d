"""What can be read of a damaged database becomes a new one; the rest is computed or comes again.

Only what nothing else follows from is copied: commits, receipts, what is held, the rows of files,
and what belongs to this installation alone. Everything else is computed from the commits. The new
database stands beside the old one until one replaced header names it (as for another key); a kill
at any moment leaves a store that opens as before. The damaged one is kept aside for a fortnight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as driver  # type: ignore[import-untyped]

from core.commits.ids import text_id
from core.errors import (
    NotEnrolled,
    RebuildFailed,
    SalvageFailed,
    StoreUnreadable,
    WorkStopped,
)
from db import before_upgrade, durable, ledger, models, opening, schema
from db.care import rebuild
from db.care.findings import Progress, on
from db.care.readable import Table, columns
from db.connection import create_store, open_store, ours, remove_store
from db.engine import close, integrity, store_engine, writes
from db.vault import Vault, file_of

if TYPE_CHECKING:
    from pathlib import Path

    from db.care.rebuild import Rebuilt
    from db.clock import Clock
    from db.open_vault import OpenVault

KEPT: Final = ("commits", "receipts", "held", "blobs", "mentions", "local_values", "streams")
"""Besides every other table of this installation alone, whose names begin with ``local_``."""


@dataclass(frozen=True)
class Salvaged:
    """Rows copied by table, the tables with places that could not be read, and the rebuild."""

    rows: Mapping[str, int]
    gaps: Mapping[str, int]
    rebuilt: Rebuilt
    aside: str

    @property
    def lacking(self) -> bool:
        """Whether something is to come from the server or a peer."""
        return self.rebuilt.lacking or bool(self.gaps)


def salvage(
    vault: Vault, opened: OpenVault, clock: Clock, progress: Progress = on
) -> tuple[OpenVault, Salvaged]:
    """Go on with what can be read; ``opened`` is closed, the vault on the new database returned.

    Every connection to the store must be closed. Own acts that were lost make the next opening
    begin a new incarnation. Raises SalvageFailed, WorkStopped, DiskFull; nothing changed then.
    """
    store = text_id(clock.random(16))
    path = opened.folder / file_of(store)
    with _alone(opened):
        try:
            rows, gaps = _copied(opened, path, progress)
            rebuilt = _computed(opened, path, progress)
            renewed = vault.renew(opened, store, opened.with_key(bytearray))
        except BaseException:
            remove_store(path)
            raise
    aside = _put_aside(opened)
    opened.close()
    return renewed, Salvaged(rows, gaps, rebuilt, aside)


@contextmanager
def _alone(opened: OpenVault) -> Iterator[None]:
    """Nobody writes to the damaged database meanwhile; raises StoreBusy, SalvageFailed."""
    try:
        connection = opened.connect()
    except StoreUnreadable as error:
        raise SalvageFailed(what="schema") from error
    with closing(connection):
        try:
            connection.execute("BEGIN IMMEDIATE")
        except driver.Error as error:
            raise ours(error) or error from None
        yield


def _copied(
    opened: OpenVault, path: Path, progress: Progress
) -> tuple[dict[str, int], dict[str, int]]:
    """Copy every readable row of the tables that nothing else follows from."""
    with durable.room():
        opened.with_key(lambda key: create_store(path, key))
    engine = _engine(opened, path)
    rows: dict[str, int] = {}
    gaps: dict[str, int] = {}
    try:
        schema.upgrade(engine)
        local = (name for name in models.Base.metadata.tables if name.startswith("local_"))
        for name in sorted({*KEPT, *local}):
            with writes(engine).begin() as connection:
                rows[name], gap = _table(connection, opened, name, progress)
            gaps |= {name: gap} if gap else {}
    finally:
        close(engine)
    return rows, gaps


def _table(
    connection: sa.Connection, opened: OpenVault, name: str, progress: Progress
) -> tuple[int, int]:
    table = models.Base.metadata.tables[name]
    shared = [each for each in columns(opened, name) if each in table.columns]
    if not shared:
        return 0, 1
    source, count = Table(opened, name, shared), 0
    names = ", ".join(f'"{each}"' for each in shared)
    marks = ", ".join("?" for _ in shared)
    insert = f'INSERT OR IGNORE INTO "{name}" ({names}) VALUES ({marks})'  # noqa: S608 - our schema
    for row in source.rows():
        connection.exec_driver_sql(insert, row)
        count += 1
        if not progress(count, count + 1):
            raise WorkStopped
    return count, source.gaps


def _computed(opened: OpenVault, path: Path, progress: Progress) -> Rebuilt:
    """Compute the rest, check the whole, make it durable; raises SalvageFailed."""
    engine = _engine(opened, path)
    try:
        with writes(engine).begin() as connection:
            realm = opening.realm(connection)
            opening.installation(connection)
            ledger.open_streams(connection, realm)
            rebuilt = rebuild.compute(connection, realm, progress)
        found = integrity(engine, deep=True)
    except (NotEnrolled, RebuildFailed) as error:
        raise SalvageFailed(what=str(error.facts.get("what", "installation"))) from error
    finally:
        close(engine)
    if found:
        raise SalvageFailed(what=found[0])
    durable.sync_path(path)
    return rebuilt


def _engine(opened: OpenVault, path: Path) -> sa.Engine:
    def connect(cache_kib: int) -> Any:
        return opened.with_key(lambda key: open_store(path, key, cache_kib))

    return store_engine(connect)


def _put_aside(opened: OpenVault) -> str:
    """Rename the damaged database; its log was read with it and goes."""
    aside = opened.path.with_name(f"{before_upgrade.DAMAGED}{opened.path.name}")
    with suppress(OSError):  # a later opening removes what is left of it
        opened.path.replace(aside)
        aside.touch()
        remove_store(opened.path)
    return aside.name
