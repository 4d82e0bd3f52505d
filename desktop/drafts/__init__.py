"""Drafts: writing an official letter beside its final pages, initialling it, submitting it."""
