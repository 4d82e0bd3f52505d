"""Files that a machine gave up for room, and when each was used last; those that are there count as
used now.

Revision ID: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NOW = {
    "sqlite": "CAST(strftime('%s', 'now') AS INTEGER) * 1000",
    "postgresql": "CAST(extract(epoch FROM now()) AS bigint) * 1000",
}


def upgrade() -> None:
    """Two new columns."""
    op.add_column("blobs", sa.Column("used", BIG, nullable=False, server_default="0"))
    op.add_column("blobs", sa.Column("away", sa.String(), nullable=False, server_default=""))
    op.execute(f"UPDATE blobs SET used = {NOW[op.get_bind().dialect.name]}")  # noqa: S608 - ours
