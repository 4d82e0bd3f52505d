"""Revisions of the store, oldest first."""
