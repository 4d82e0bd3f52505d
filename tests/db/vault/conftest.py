"""A vault of two people, made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from core.recipients import public_of
from db import engine
from db.engine import writes
from db.keys.protectors import by_passphrase
from db.vault import Vault
from tests.db.keepers import bytes_from
from tests.db.vault.sample import CLERK, CLERKS, OFFICER, OFFICERS, RECOVERY


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault of a clerk and an officer with one table, made once; tests take copies."""
    folder = tmp_path_factory.mktemp("made") / "vault"
    vault = Vault(folder, bytes_from(1))
    protection = by_passphrase(CLERKS, bytes_from(2))
    opened = vault.create(CLERK, "Văn thư (giả lập)", protection, public_of(RECOVERY))
    vault.add_person(opened, OFFICER, "Chỉ huy (giả lập)", by_passphrase(OFFICERS, bytes_from(3)))
    store = engine.store_engine(opened.connect)
    with writes(store).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t(a)")
        connection.exec_driver_sql("INSERT INTO t VALUES ('kept')")
    engine.close(store)
    opened.close()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of the vault."""
    return shutil.copytree(made, tmp_path / "vault")


@pytest.fixture
def vault(folder: Path) -> Vault:
    """The copy as a vault."""
    return Vault(folder, bytes_from(4))
