"""Alembic's entry: runs the revisions on the connection that db/schema.py hands over."""

from __future__ import annotations

from alembic import context

from db.models import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
