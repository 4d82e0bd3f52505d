"""Integrity below the rows: copies of header and counters, encrypted pages, tables and indexes.

After one page whose authentication fails SQLCipher refuses everything else on that connection; so
each table and index is read on a connection of its own, and a damaged page is named by what cannot
be read. There is no dbstat in the driver's SQLite.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlcipher3 import dbapi2 as driver  # type: ignore[import-untyped]

from core.errors import AntinError, VaultTampered
from db import durable, opening, outside
from db.keys import vault_copies, vault_header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.care.findings import Walk
    from db.connection import Connection
    from db.open_vault import OpenVault

QUICK_PAGES: Final = 20_000
"""80 MB: below that even the start can afford to walk the tables."""

FREE: Final = "free"
"""What a damaged page hits that no table or index reaches."""


SCHEMA: Final = "schema"
"""What a damaged page hits without which nothing can be read."""


FIGURES: Final = "sqlite_stat"


class Part(NamedTuple):
    """A table or an index of the database, and the query that reads all of it."""

    kind: str
    name: str
    query: str


def copies(vault: OpenVault, walk: Walk) -> None:
    """Both copies of the header, and of the counters outside."""
    data = durable.read_copies(vault.folder, vault_copies.COPIES, vault_header.MAX_BYTES)
    whole = [found for found in map(vault_header.read, data) if found and _ours(vault, *found)]
    newest = max((header.generation for header, _ in whole), default=0)
    current = sum(header.generation == newest for header, _ in whole)
    for _ in range(len(vault_copies.COPIES) - current):
        walk.find("header-copy", "header")
    kept = opening.outside(vault).whole_copies()
    if kept < len(outside.COPIES):
        walk.find("outside-copy", "counters", detail=f"{kept}/{len(outside.COPIES)}")
    walk.step("copies", 2)


def _ours(vault: OpenVault, header: vault_header.Header, mac: bytes) -> bool:
    try:
        vault.with_key(lambda key: vault_header.authenticate(header, mac, key))
    except VaultTampered:
        return False
    return header.vault == vault.vault


def quick(vault: OpenVault, walk: Walk) -> None:
    """Whether it opens, and on a small store whether its tables can be walked."""
    try:
        with closing(vault.connect()) as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            if pages <= QUICK_PAGES:
                _structure(connection, walk, "quick_check(1)")
    except (driver.Error, AntinError) as error:
        walk.find("unreadable", "database", detail=type(error).__name__)
    walk.step("database")


def deep(vault: OpenVault, walk: Walk) -> None:
    """Every page's authentication, every table and index, every reference."""
    try:
        with closing(vault.connect()) as connection:
            failed = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    except (driver.Error, AntinError) as error:
        walk.find("unreadable", "database", detail=type(error).__name__)
        return
    walk.step("database")
    if failed:
        _name(vault, walk, [int(said.rpartition(" ")[2]) for (said,) in failed])
        return
    with closing(vault.connect()) as connection:
        _structure(connection, walk, "integrity_check(100)")
        for row in connection.execute("PRAGMA foreign_key_check").fetchall():
            walk.find("reference", str(row[0]), str(row[1]))
    walk.step("database")


def _structure(connection: Connection, walk: Walk, check: str) -> None:
    try:
        said = [row[0] for row in connection.execute(f"PRAGMA {check}")]
    except driver.DatabaseError as error:
        said = [str(error)]
    for line in said:
        if line != "ok":
            walk.find("structure", "database", detail=line.partition("\n")[0][:200])


def _name(vault: OpenVault, walk: Walk, pages: list[int]) -> None:
    """Say which tables and indexes damaged pages belong to."""
    numbers = ",".join(map(str, pages[:20]))
    known = parts(vault)
    hit = [part for part in known if not readable(vault, part)]
    own = [part for part in known if not part.name.startswith(FIGURES)]
    if all(part in hit for part in own):  # the schema, or the figures that SQLite reads with it
        walk.find("page", SCHEMA, detail=numbers)
        return
    for part in hit:
        walk.find("page", part.kind, part.name, detail=numbers)
    if not hit:
        walk.find("page", FREE, detail=numbers)


def parts(vault: OpenVault) -> list[Part]:
    """Every table and index; none where the schema itself cannot be read."""
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE rootpage > 0"
    try:
        with closing(vault.connect()) as connection:
            rows = connection.execute(query).fetchall()
            return [Part(row[0], row[1], _reading(connection, *row)) for row in rows]
    except (driver.Error, AntinError):
        return []


def _reading(connection: Connection, kind: str, name: str, table: str, sql: str | None) -> str:
    """A query that reads every page; counting alone would take whichever index is smallest."""
    if kind == "table":
        return f'SELECT * FROM "{name}"'  # noqa: S608 - a name of our own schema
    info = connection.execute(f'PRAGMA index_info("{name}")').fetchall()
    columns = ", ".join(f'"{row[2]}"' for row in info)
    where = (sql or "").partition(" WHERE ")[2]
    only = f" WHERE {where}" if where else ""
    return f'SELECT {columns} FROM "{table}" INDEXED BY "{name}"{only} ORDER BY {columns}'  # noqa: S608 - names of our own schema


def readable(vault: OpenVault, part: Part) -> bool:
    """Whether every page of a table or index can be read."""
    try:
        with closing(vault.connect()) as connection:
            for _ in _rows(connection, part.query):
                pass
    except (driver.Error, AntinError):
        return False
    return True


def _rows(connection: Connection, query: str) -> Iterator[object]:
    cursor = connection.execute(query)
    while some := cursor.fetchmany(200):
        yield from some
