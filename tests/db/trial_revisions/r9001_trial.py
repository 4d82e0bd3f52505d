"""A revision that only tests know: it changes tables and rows, and can be told to stop half-way.

Revision ID: 9001
"""

from __future__ import annotations

import os

import sqlalchemy as sa
from alembic import op

from db import schema
from tests.db.dying import die

revision = "9001"
down_revision = schema.head()
branch_labels = None
depends_on = None

STOP = "ANTIN_TRIAL_STOP"
"""In a child's environment: the step at which it is killed."""


def upgrade() -> None:
    """Two changes of tables and one of every document's row."""
    stop("begun")
    op.add_column("documents", sa.Column("trial", sa.String(), nullable=True))
    stop("column")
    op.execute("UPDATE documents SET trial = subject")
    stop("rows")
    op.create_index("documents_by_trial", "documents", ["trial"])
    stop("index")


def stop(step: str) -> None:
    """Die here, as if the power went."""
    if os.environ.get(STOP) == step:
        die(step)
