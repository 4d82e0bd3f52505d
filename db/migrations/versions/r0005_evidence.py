"""How far the evidence of signed files is, and which machine sees to it. The rows themselves are
computed anew afterwards (db/schema.py).

Revision ID: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One new table."""
    op.create_table(
        "evidence",
        sa.Column("document", sa.String(length=26), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("op", sa.String(length=64), nullable=False),
        sa.Column("blob", sa.String(length=43), nullable=False),
        sa.Column("origin", sa.String(length=43), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("keeper", sa.String(length=26), nullable=False),
        sa.Column("since", BIG, nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("document", "slot", "op"),
    )
    op.create_index("evidence_by_stage", "evidence", ["stage", "since"], unique=False)
