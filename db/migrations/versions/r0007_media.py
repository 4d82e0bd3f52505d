"""On how many media the server keeps each file.

Revision ID: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One new column; nothing is known of the files that are there."""
    op.add_column("blobs", sa.Column("media", BIG, nullable=False, server_default="0"))
    op.create_index("blobs_by_media", "blobs", ["media", "id"], unique=False)
