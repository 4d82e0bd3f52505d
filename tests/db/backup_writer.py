"""A child that backs up without end until it is killed; says each generation once it stands."""

from __future__ import annotations

import sys
from pathlib import Path

from db import opening
from db.care import backup, second_copy
from db.keys.protectors import KEY_FILE, key_file_key
from db.vault import Vault
from desktop.clock import now_ms, random_bytes

if __name__ == "__main__":
    folder, person, key, stick = sys.argv[1:5]
    unlocked = Vault(Path(folder), random_bytes).unlock_with(
        person, KEY_FILE, key_file_key(Path(key))
    )
    clock = opening.Clock(now_ms, random_bytes)
    store = opening.open_store(unlocked, "passphrase", "test", clock)

    def say(done: int, total: int) -> bool:
        """Tell how far the run is, so that the kill lands within it."""
        sys.stdout.write(f"at {done} {total}\n")
        sys.stdout.flush()
        return True

    while True:
        with backup.writes(store.engine).begin() as connection:  # so that pages change each time
            backup.local.put_value(connection, "ballast", random_bytes(3 << 20))
        second_copy.write(store, unlocked, Path(stick))
        report = backup.run(store, unlocked, Path(stick), say, 3)
        sys.stdout.write(f"stands {report.generation}\n")
        sys.stdout.flush()
