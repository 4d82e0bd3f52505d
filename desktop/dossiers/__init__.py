"""Dossiers (hồ sơ công việc): open, collect, look into."""
