"""Integrity of the whole store: quickly at a start, or every byte when asked (store.md §10).

Damage is reported, never raised: what cannot be read is a finding, and the rest is looked at all
the same. Memory stays bounded; everything is read in one snapshot, so a person may work meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as driver  # type: ignore[import-untyped]

from core.errors import AntinError
from db import models
from db.care import integrity_chain, integrity_files, integrity_pages, integrity_rows
from db.care.findings import Depth, Progress, Report, Stopped, Walk, on

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Store
    from db.open_vault import OpenVault

    Part = Callable[[], None]


def check(
    store: Store, vault: OpenVault, depth: Depth = Depth.DEEP, progress: Progress = on
) -> Report:
    """Look at a store that is open. ``progress`` hears of done and total and says whether to go on.

    Quick: the copies of header and counters, whether it can be walked, heads. Deep: besides every
    page, commit, receipt, aggregate, row, search word and file.
    """
    walk = Walk(progress)
    complete = True
    try:
        if depth is Depth.QUICK:
            _quick(store, vault, walk)
        else:
            _deep(store, vault, walk)
    except Stopped:
        complete = False
    return Report(depth, tuple(walk.findings), dict(walk.counts), complete, walk.more)


def check_closed(vault: OpenVault, progress: Progress = on) -> Report:
    """Look at a database that does not open as a store: its copies, pages, tables and indexes."""
    walk = Walk(progress, 4)
    complete = True
    try:
        integrity_pages.copies(vault, walk)
        integrity_pages.deep(vault, walk)
    except Stopped:
        complete = False
    return Report(Depth.DEEP, tuple(walk.findings), dict(walk.counts), complete, walk.more)


def _quick(store: Store, vault: OpenVault, walk: Walk) -> None:
    walk.expect(4)
    integrity_pages.copies(vault, walk)
    integrity_pages.quick(vault, walk)
    _read(store, walk, "streams", lambda connection: integrity_chain.heads(connection, walk))


def _deep(store: Store, vault: OpenVault, walk: Walk) -> None:
    walk.expect(4)
    _read(store, walk, "tables", lambda connection: walk.expect(_size(connection)))
    integrity_pages.copies(vault, walk)
    integrity_pages.deep(vault, walk)
    realm = store.realm
    for what, part in (
        ("commits", lambda c: integrity_chain.commits(c, realm, walk)),
        ("receipts", lambda c: integrity_chain.order(c, realm, walk)),
        ("held", lambda c: integrity_chain.held(c, realm, walk)),
        ("aggregates", lambda c: integrity_rows.aggregates(c, walk)),
        ("blobs", lambda c: integrity_files.files(c, store, walk)),
    ):
        _read(store, walk, what, part)
    if store.engine.dialect.name == "sqlite":
        integrity_rows.searchable(vault, walk)


def _size(connection: sa.Connection) -> int:
    """How much there is to look at."""
    tables = (models.Commit, models.Receipt, models.Held, models.Aggregate, models.Document)
    counts = [
        connection.execute(sa.select(sa.func.count()).select_from(each)).scalar_one()
        for each in tables
    ]
    files = sa.select(sa.func.count()).where(models.Blob.complete)
    return sum(counts) + int(connection.execute(files).scalar_one())


def _read(store: Store, walk: Walk, what: str, part: Callable[[sa.Connection], None]) -> None:
    """Look at one part in a snapshot; what cannot be read to its end is a finding."""
    try:
        with store.engine.begin() as connection:
            part(connection)
    except (sa.exc.DBAPIError, driver.Error, AntinError, ValueError) as error:
        walk.find("unreadable", what, detail=type(error).__name__)
        store.engine.dispose()  # after a damaged page a connection refuses everything
