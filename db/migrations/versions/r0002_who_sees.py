"""Indexes for what a person may see: each way to a document is looked up, not searched for.

Revision ID: 0002
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One index for each side of ``db/visible.py``."""
    op.create_index("documents_by_drafter", "documents", ["drafter", "id"])
    op.create_index("signatures_by_person", "signatures", ["person", "document"])
    op.create_index("dossiers_by_keeper", "dossiers", ["keeper", "id"])
    op.create_index("dossier_items_by_document", "dossier_items", ["document", "dossier"])
