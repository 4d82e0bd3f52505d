"""Care for a store: backup and restore, integrity, repair."""
