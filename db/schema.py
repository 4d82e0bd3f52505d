"""Brings a store's tables up to this program's version; a store of a newer version is refused.

Every revision that a store lacks runs in one transaction, after the database was copied, and the
rows of screens are computed anew in the same: a program that ends at any moment leaves the old
tables or the new ones.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from core.errors import StoreNewer
from db import before_upgrade
from db.engine import writes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from sqlalchemy import Connection, Engine

    from db.open_vault import OpenVault

NEWEST: Final = "0008"
"""This program's revision: a store that has it is opened without loading Alembic."""


def upgrade(
    engine: Engine, vault: OpenVault | None = None, versions: Sequence[Path] = ()
) -> str | None:
    """Run the revisions that the store lacks; the revision that it had if there were any to run.

    With ``vault`` the database is copied first, if it holds anything. ``versions`` are folders of
    further revisions. Raises StoreNewer, DiskFull, StoreBusy.
    """
    if not versions and revision(engine) == NEWEST:
        return None
    from alembic import command
    from alembic.script import ScriptDirectory

    from db import previews, projections

    config = _config(versions)
    scripts = ScriptDirectory.from_config(config)
    last = scripts.get_current_head() or ""
    with engine.begin() as connection:
        now = _known(connection, scripts)
    if now == last:
        return None
    if now is not None and vault is not None:
        before_upgrade.keep(vault, last)
    with writes(engine).begin() as connection:
        _known(connection, scripts)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if now is not None:
            projections.refresh(connection, previews.of(connection))
    return now


def head() -> str:
    """The last of the revisions that this program carries."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config(())).get_current_head() or ""


def revision(engine: Engine) -> str | None:
    """The revision of the store's tables; None where it has none yet."""
    with engine.begin() as connection:
        return _stands(connection)


def _stands(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.exec_driver_sql(
        "SELECT version_num FROM alembic_version"
    ).scalar()
    return found


def _config(versions: Sequence[Path]) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "db:migrations")
    config.set_main_option("path_separator", "os")
    if versions:
        own = Path(before_upgrade.__file__).parent / "migrations" / "versions"
        config.set_main_option("version_locations", _joined((own, *versions)))
    return config


def _joined(folders: Sequence[Path]) -> str:
    return os.pathsep.join(map(str, folders)).replace("%", "%%")


def _known(connection: Connection, scripts: ScriptDirectory) -> str | None:
    """The revision of the store; raises StoreNewer for one that this program does not know."""
    now = _stands(connection)
    if now is not None and now not in {step.revision for step in scripts.walk_revisions()}:
        raise StoreNewer(revision=now)
    return now
