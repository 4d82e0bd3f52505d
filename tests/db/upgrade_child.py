"""A child that brings a store to the trial revision, and dies where it was told to."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from db import before_upgrade, durable, schema
from db.engine import store_engine
from db.keys.protectors import KEY_FILE, key_file_key
from db.vault import Vault
from tests.db.dying import at, die

TRIAL = Path(__file__).parent / "trial_revisions"


def main(folder: Path, person: str, key: Path, step: str) -> None:
    vault = Vault(folder, os.urandom).unlock_with(person, KEY_FILE, key_file_key(key))
    if step in {"sync_file", "sync_folder"}:
        setattr(durable, step, at(step))
    elif step in {"_check", "remove_store"}:
        setattr(before_upgrade, step, at(step))
    schema.upgrade(store_engine(vault.connect), vault, [TRIAL])
    die("done")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4])
