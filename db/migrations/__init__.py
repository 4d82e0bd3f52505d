"""Alembic migrations: each released store upgrades from here (db/schema.py)."""
