"""What is in review or in quarantine is found without reading every commit.

Revision ID: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ASIDE = sa.text("standing IN ('review', 'quarantine')")


def upgrade() -> None:
    """One new index."""
    op.create_index(
        "commits_aside",
        "commits",
        ["standing"],
        unique=False,
        sqlite_where=ASIDE,
        postgresql_where=ASIDE,
    )
