"""Old books taken over: a document of one that an earlier program called registered is one taken
over. No table changes; the rows are computed anew afterwards (db/schema.py).

Revision ID: 0004
"""

from __future__ import annotations

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing but the rows."""
