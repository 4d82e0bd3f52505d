"""The second reader of vaults agrees with the first, and takes no other passphrase."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from db.keys.protectors import by_passphrase
from db.vault import Vault
from tests.e2e.vault_by_hand import database_key, header, opened

WORDS = "diều giấy vướng ngọn sấu già"
PERSON = "0" * 26


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    vault = Vault(tmp_path / "store", os.urandom)
    made = vault.create(PERSON, "Nguyễn Thị Mẫu", by_passphrase(WORDS, os.urandom))
    connection = made.connect()
    connection.execute("CREATE TABLE thu (a)")
    connection.execute("INSERT INTO thu VALUES ('đọc được')")
    connection.close()
    made.close()
    return tmp_path / "store"


def test_the_other_implementation_opens_it_with_the_raw_key(folder: Path) -> None:
    other = opened(folder, database_key(folder, "Nguyễn Thị Mẫu", WORDS))
    assert list(other.execute("SELECT a FROM thu")) == [("đọc được",)]
    other.close()


def test_another_passphrase_leads_to_no_key(folder: Path) -> None:
    with pytest.raises(InvalidTag):
        database_key(folder, "Nguyễn Thị Mẫu", WORDS + " khác")


def test_without_the_key_it_is_no_database(folder: Path) -> None:
    plain = sqlite3.connect(folder / header(folder)["file"])
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT count(*) FROM sqlite_master")
    plain.close()
