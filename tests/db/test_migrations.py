"""A newer program changes a store's tables: all or nothing, after a copy; an older one refuses."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.errors import DiskFull, StoreNewer
from core.office.terms import Kind
from db import before_upgrade, engine, opening, schema
from db.actions import incoming
from db.clock import Clock
from db.connection import open_store
from db.engine import store_engine, writes
from db.keys.protectors import KEY_FILE, key_file_key
from db.open_vault import OpenVault
from db.queries import documents
from db.vault import Vault
from tests.db.dying import died_at
from tests.db.keepers import fill, small_disk
from tests.db.test_incarnation import Desk, copied, made
from tests.db.test_ledger import ENTRY
from tests.db.unit_of_three import Dice, Watch
from tests.db.upgrade_child import TRIAL

__all__ = ["made"]  # the fixture

COPY, HALF = ".before-9001", ".before-9001.part"
STEPS = {
    "remove_store": [],
    "sync_file": [HALF],
    "_check": [HALF],
    "sync_folder": [COPY],
    "begun": [COPY],
    "column": [COPY],
    "rows": [COPY],
    "index": [COPY],
    "done": [COPY],
}
"""At which a child is killed, and the copies that lie there then."""
CLOCK = Clock(Watch(), Dice("upgrade"))


@pytest.fixture
def desk(made: Desk, tmp_path: Path) -> Desk:
    """A clerk's machine with one document."""
    found = copied(made, tmp_path / "home", made.here)
    found.work()
    return found


def vault_of(desk: Desk) -> OpenVault:
    key = key_file_key(desk.top / "keys" / "clerk")
    return Vault(desk.folder, CLOCK.random).unlock_with(desk.person, KEY_FILE, key)


def copies(desk: Desk) -> list[str]:
    return sorted(path.name.partition(".db")[2] for path in desk.folder.glob("*.db?*"))


def upgraded(vault: OpenVault) -> str | None:
    opened = store_engine(vault.connect)
    done = schema.upgrade(opened, vault, [TRIAL])
    assert engine.integrity(opened, deep=True) == []
    with opened.begin() as connection:
        subjects = connection.exec_driver_sql("SELECT subject, trial FROM documents").all()
    assert subjects == [(ENTRY.subject, ENTRY.subject)]
    engine.close(opened)
    return done


def test_the_newest_revision_is_known_without_looking() -> None:
    assert schema.head() == schema.NEWEST


def test_the_store_is_copied_and_then_brought_up(desk: Desk) -> None:
    vault = vault_of(desk)
    before = vault.path.read_bytes()
    assert upgraded(vault) == schema.head()
    assert upgraded(vault) is None
    assert copies(desk) == [".before-9001"]
    copy = vault.path.with_name(vault.path.name + ".before-9001")
    assert copy.read_bytes() == before
    with closing(vault.with_key(lambda key: open_store(copy, key))) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (1,)
    vault.close()


def test_an_older_program_refuses_and_changes_nothing(desk: Desk) -> None:
    vault = vault_of(desk)
    upgraded(vault)
    before = vault.path.read_bytes()
    with pytest.raises(StoreNewer) as caught:
        opening.open_store(vault, "keyfile", "test", CLOCK)
    assert caught.value.facts == {"revision": "9001"}
    assert vault.path.read_bytes() == before
    vault.close()


def test_the_copy_put_back_opens_with_the_older_program(desk: Desk) -> None:
    vault = vault_of(desk)
    upgraded(vault)
    shutil.copyfile(vault.path.with_name(vault.path.name + ".before-9001"), vault.path)
    store = opening.open_store(vault, "keyfile", "test", CLOCK)
    assert len(documents.ids(store, documents.View(kinds=(Kind.INCOMING,)))) == 1
    incoming.register(store, ENTRY, None, desk.book)
    engine.close(store.engine)
    vault.close()


def test_the_copy_goes_after_a_fortnight_and_one_under_a_former_key_at_once(desk: Desk) -> None:
    vault = vault_of(desk)
    kept = before_upgrade.keep(vault, "9001")
    former = kept.with_name("store-of-another-key.db.before-9001")
    half = kept.with_name(kept.name + before_upgrade.PART)
    for other in (former, half):
        shutil.copyfile(kept, other)
    now = kept.stat().st_mtime_ns // 1_000_000
    before_upgrade.forget(vault, now + before_upgrade.KEPT_MS - 60_000)
    assert (kept.exists(), former.exists(), half.exists()) == (True, False, False)
    before_upgrade.forget(vault, now + before_upgrade.KEPT_MS + 60_000)
    assert not kept.exists()
    vault.close()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_the_store_is_the_old_or_the_new_one(
    desk: Desk, step: str, pytestconfig: pytest.Config
) -> None:
    command = [sys.executable, "-m", "tests.db.upgrade_child", str(desk.folder), desk.person]
    command += [str(desk.top / "keys" / "clerk"), step]
    environ = {**os.environ, "ANTIN_TRIAL_STOP": step}
    assert died_at(command, pytestconfig.rootpath, environ) == step
    assert [name for name in copies(desk) if name.startswith(".before")] == STEPS[step]
    vault = vault_of(desk)
    stands = store_engine(vault.connect)
    found = schema.revision(stands)
    stands.dispose()
    assert found == ("9001" if step == "done" else schema.head())
    assert upgraded(vault) == (None if step == "done" else schema.head())
    before_upgrade.forget(vault, 0)
    assert copies(desk) == [".before-9001"]
    vault.close()


def test_without_room_for_the_copy_nothing_is_changed(desk: Desk, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "4m") as disk:
        shutil.copytree(desk.folder, disk / "clerk")
        small = Desk(disk, desk.person, desk.book)
        shutil.copytree(desk.top / "keys", disk / "keys")
        ballast = fill(disk)
        with ballast.open("r+b") as file:
            file.truncate(max(ballast.stat().st_size - 200_000, 0))
        vault = vault_of(small)
        opened = store_engine(vault.connect)
        with pytest.raises(DiskFull):
            schema.upgrade(opened, vault, [TRIAL])
        assert schema.revision(opened) == schema.head()
        opened.dispose()
        assert copies(small) == []
        ballast.unlink()
        assert upgraded(vault) == schema.head()
        vault.close()


def test_a_revision_that_fails_leaves_the_old_tables(desk: Desk) -> None:
    vault = vault_of(desk)
    opened = store_engine(vault.connect)
    with writes(opened).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE documents_by_trial (in_the_way)")
    with pytest.raises(sa.exc.OperationalError, match="documents_by_trial"):
        schema.upgrade(opened, vault, [TRIAL])
    assert schema.revision(opened) == schema.head()
    with opened.begin() as connection:
        names = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(documents)")]
    assert "trial" not in names
    opened.dispose()
    vault.close()
