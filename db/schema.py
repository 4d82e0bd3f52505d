"""Brings a store's tables up to this program's version; a store of a newer version is refused."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from core.errors import StoreNewer
from db.engine import writes


def upgrade(engine: Engine) -> None:
    """Run the revisions that the store lacks, all in one transaction. Raises StoreNewer,
    DiskFull.
    """
    config = Config()
    config.set_main_option("script_location", "db:migrations")
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    with writes(engine).begin() as connection:
        now = MigrationContext.configure(connection).get_current_revision()
        if now == scripts.get_current_head():
            return
        if now is not None and now not in {step.revision for step in scripts.walk_revisions()}:
            raise StoreNewer(revision=now)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
