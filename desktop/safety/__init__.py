"""Safety of the data: backups, what stands on this machine only, integrity, who holds keys."""
