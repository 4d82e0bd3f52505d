"""A child that salvages a store and is killed at a chosen step."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from db.care import salvage
from db.clock import Clock
from db.keys.protectors import KEY_FILE, key_file_key
from db.vault import Vault
from tests.db.dying import at, die
from tests.db.unit_of_three import Watch


def main(folder: Path, person: str, key: Path, step: str) -> None:
    """Open with a key file, salvage, die at the step."""
    vault = Vault(folder, os.urandom)
    opened = vault.unlock_with(person, KEY_FILE, key_file_key(key))
    if step.startswith("_"):
        setattr(salvage, step, at(step))
    if step == "renew":
        vault.renew = at(step)  # type: ignore[method-assign]

    def progress(done: int, total: int) -> bool:
        if step == "copy" and done == 4 and total == done + 1:  # of rows, not of commits to fold
            die(step)
        return True

    salvage.salvage(vault, opened, Clock(Watch(), os.urandom), progress)
    die("done")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4])
