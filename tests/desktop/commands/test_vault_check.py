"""The check as IT staff type it: words, exit codes, JSON, mending."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path

import resources
from db import schema
from db.care import findings, integrity
from db.connection import open_store
from db.engine import store_engine, writes
from db.open_vault import OpenVault
from db.vault import Vault
from tests.db.damage import PAGE, flip
from tests.desktop.commands.test_vault_backup import home, vault
from tests.desktop.commands.typed import WORDS

__all__ = ["home"]  # the fixture


def opened(home: Path) -> OpenVault:
    vault = Vault(home / "store", os.urandom)
    person = next(each.person for each in vault.people() if "argon2id" in each.kinds)
    return vault.unlock(person, WORDS, 2_000_000_000_000)


def change(home: Path, statement: str) -> None:
    vault = opened(home)
    with closing(vault.with_key(lambda key: open_store(vault.path, key))) as connection:
        connection.execute(statement)
    vault.close()


def check(home: Path, *options: str) -> tuple[int, str]:
    done = vault("check", "--home", home, "--as", "Nguyễn Thị Mẫu", *options)
    assert not done.stderr or done.returncode == 2
    return done.returncode, done.stdout or done.stderr


def test_whole_then_damaged_then_mended(home: Path) -> None:
    assert check(home)[0] == 0
    code, said = check(home, "--deep")
    assert (code, "whole" in said) == (0, True)
    change(home, "UPDATE documents SET subject = 'khác'")
    assert check(home)[0] == 0  # a quick look reads no rows
    code, said = check(home, "--deep")
    assert code == 1
    assert "does not follow from the acts" in said
    assert "--repair" in said
    assert "khác" not in said
    assert check(home, "--repair")[0] == 0
    assert check(home, "--deep")[0] == 0


def test_as_json_and_what_must_come_from_elsewhere(home: Path) -> None:
    [blob] = (home / "store" / "blobs").glob("[0-9a-f][0-9a-f]/*/*")
    blob.write_bytes(blob.read_bytes()[:-1])
    code, said = check(home, "--deep", "--json")
    found = json.loads(said)
    assert (code, found["whole"], found["depth"]) == (1, False, "deep")
    [one] = found["findings"]
    assert (one["code"], one["repair"]) == ("blob-damaged", ["server", "peer", "backup"])
    assert one["hits"][0][0] == "document"
    code, said = check(home, "--repair")
    assert code == 1
    assert "next sync" in said


def damage(home: Path, table: str) -> None:
    """Flip a bit in a page of a table."""
    vault = opened(home)
    whole = vault.path.read_bytes()
    for page in range(1, len(whole) // PAGE):
        flip(vault.path, page * PAGE + 77, 4)
        if table in {found.ident for found in integrity.check_closed(vault).findings}:
            break
        vault.path.write_bytes(whole)
    vault.close()


def test_a_damaged_page_is_named_and_salvaged(home: Path) -> None:
    damage(home, "documents")
    code, said = check(home, "--deep")
    assert code == 1
    assert "a damaged encrypted page" in said
    assert "salvaged (--repair)" in said
    assert "documents" in said
    assert check(home)[0] == 1
    code, said = check(home, "--repair")
    assert (code, "The store is whole" in said) == (0, True)
    assert check(home, "--deep")[0] == 0


def test_what_cannot_be_told_is_two(home: Path, tmp_path: Path) -> None:
    assert check(tmp_path / "nowhere")[0] == 2
    vault = opened(home)
    engine = store_engine(vault.connect)
    with writes(engine).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    assert schema.head() != "9999"
    vault.close()
    code, said = check(home)
    assert (code, "newer version" in said) == (2, True)


def test_every_finding_and_repair_has_words() -> None:
    words = json.loads(resources.text("i18n/vault.json"))
    for code in findings.REPAIRS:
        assert set(words[f"vault.finding.{code}"]) == {"vi", "en"}
    for way in findings.Repair:
        assert set(words[f"vault.repair.{way}"]) == {"vi", "en"}
