"""A child that rebuilds a store and is killed after some steps."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from db import opening
from db.care import rebuild
from db.clock import Clock
from db.keys.protectors import KEY_FILE, key_file_key
from db.vault import Vault
from tests.db.unit_of_three import Watch


def main(folder: str, person: str, key: str, steps: str) -> None:
    """Open with a key file, begin, die."""
    left = int(steps)

    def progress(done: int, _total: int) -> bool:
        if done >= left:
            os.kill(os.getpid(), signal.SIGKILL)
        return True

    opened = Vault(Path(folder), os.urandom).unlock_with(person, KEY_FILE, key_file_key(Path(key)))
    store = opening.open_store(opened, "keyfile", "test", Clock(Watch(), os.urandom))
    rebuild.rebuild(store, progress)
