"""A child that salvages a store and is killed at a chosen step."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from db.care import salvage
from db.clock import Clock
from db.keys.protectors import KEY_FILE, key_file_key
from db.vault import Vault
from tests.db.unit_of_three import Watch

STEPS = ("copy", "_computed", "renew", "_put_aside", "done")


def die(*_arguments: object) -> None:
    """As if the power went."""
    os.kill(os.getpid(), signal.SIGKILL)


def main(folder: str, person: str, key: str, step: str) -> None:
    """Open with a key file, salvage, die at the step."""
    vault = Vault(Path(folder), os.urandom)
    opened = vault.unlock_with(person, KEY_FILE, key_file_key(Path(key)))
    if step.startswith("_"):
        setattr(salvage, step, die)
    if step == "renew":
        vault.renew = die  # type: ignore[method-assign, assignment]

    def progress(done: int, _total: int) -> bool:
        if step == "copy" and done == 4:
            die()
        return True

    salvage.salvage(vault, opened, Clock(Watch(), os.urandom), progress)
    die()
