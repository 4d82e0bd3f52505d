"""What "nothing has changed" means: one hash over every row of a store and every file beside it."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from pathlib import Path

from db.acting import Store

TRIES = "tries.json"
"""The file that counts wrong passphrases: it is meant to change."""
OWN_TABLES = ("local_drafts",)
"""What a person was typing is kept on purpose, whatever became of the act."""
COMMIT_TABLES = ("commits", "chains", "touches", "held")
"""Where a commit is kept that has no effect."""


def store_hash(store: Store, besides: Collection[str] = ()) -> str:
    """All rows of all tables of an open store but a few, and the names of its files."""
    whole = sha256()
    left_out = {*OWN_TABLES, *besides}
    with store.engine.begin() as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        for name in connection.exec_driver_sql(query).scalars().all():
            if name not in left_out:
                rows = connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()
                whole.update(repr((name, sorted(map(repr, rows)))).encode())
    return whole.hexdigest()


def folder_hash(folder: Path) -> str:
    """The names and bytes of all files below a folder, the counter of tries left out."""
    whole = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != TRIES:
            whole.update(repr((str(path.relative_to(folder)), path.read_bytes())).encode())
    return whole.hexdigest()


def file_names(folder: Path) -> list[str]:
    """The names of the sealed files of stores below a folder, those being written included."""
    return sorted(path.name for path in folder.rglob("blobs/**/*") if path.is_file())
