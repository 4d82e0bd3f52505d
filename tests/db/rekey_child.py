"""A child that brings a store under a new key and dies at a step, without any farewell."""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path

from db import rekey as work
from db.clock import Clock
from db.keys.protectors import KEY_FILE, key_file_key
from db.vault import Vault
from tests.db.unit_of_three import Watch

if __name__ == "__main__":
    folder, key, person, at = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    work.PAGES = 40
    clock = Clock(Watch(), os.urandom)
    vault = Vault(folder, clock.random)
    steps = count(1)

    def progress(done: int, total: int) -> bool:
        """Say each step once it is taken; die at the one that was asked for."""
        sys.stdout.write(f"{done}/{total}\n")
        sys.stdout.flush()
        if next(steps) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return True

    opened = vault.unlock_with(person, KEY_FILE, key_file_key(key))
    work.rekey(vault, opened, "thử", clock, progress)
