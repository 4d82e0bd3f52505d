"""Damage, strangers and a full disk: the header's two copies stand in for each other."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from core.commits.ids import b64
from core.errors import (
    DiskFull,
    StoreUnreadable,
    VaultDamaged,
    VaultExists,
    VaultTampered,
    WrongPassphrase,
)
from db.keys.protectors import Protection
from db.vault import COPIES, Vault
from tests.db.keepers import bytes_from, fill, small_disk
from tests.db.vault.sample import (
    CLERK,
    CLERKS,
    NOW,
    OFFICER,
    RECOVERY,
    generation,
    key_of,
    reads,
    rewrite,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_header_changed_without_the_key_is_refused(folder: Path, vault: Vault) -> None:
    body = json.loads((folder / COPIES[0]).read_bytes())["body"]
    body["people"][1]["label"] = "Kẻ khác"
    rewrite(folder, body)
    with pytest.raises(VaultTampered):
        vault.unlock(CLERK, CLERKS, NOW)
    with pytest.raises(VaultTampered):
        vault.recover(RECOVERY)


def test_a_database_key_of_another_vault_is_refused(folder: Path, vault: Vault) -> None:
    body = json.loads((folder / COPIES[0]).read_bytes())["body"]
    body["recovery"]["sealed"] = body["people"][0]["sealed"]
    rewrite(folder, body)
    with pytest.raises(VaultTampered):
        vault.recover(RECOVERY)


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("damage", [b"", b"\0" * 900, b"{}", None])
def test_one_damaged_copy_is_healed(
    folder: Path, vault: Vault, copy: str, damage: bytes | None
) -> None:
    whole = (folder / copy).read_bytes()
    if damage is None:
        (folder / copy).unlink()
    else:
        (folder / copy).write_bytes(damage)
    assert reads(vault.recover(RECOVERY))
    assert (folder / copy).read_bytes() == whole


def test_the_higher_whole_generation_wins(folder: Path, vault: Vault) -> None:
    older = (folder / COPIES[0]).read_bytes()
    opened = vault.recover(RECOVERY)
    vault.remove_person(opened, OFFICER)
    (folder / COPIES[0]).write_bytes(older)  # as a crash between the two copies leaves them
    assert [holder.person for holder in vault.people()] == [CLERK]
    vault.recover(RECOVERY)
    assert generation(folder, COPIES[0]) == generation(folder, COPIES[1])
    (folder / COPIES[0]).write_bytes(older)
    (folder / COPIES[1]).write_bytes(b"damaged")
    assert len(vault.people()) == 2


def test_both_copies_damaged(folder: Path, vault: Vault) -> None:
    for copy in COPIES:
        (folder / copy).write_bytes(b"damaged")
    with pytest.raises(VaultDamaged):
        vault.people()
    with pytest.raises(VaultDamaged):
        vault.unlock(CLERK, CLERKS, NOW)
    with pytest.raises(VaultExists):
        vault.create(CLERK, "Văn thư", Protection({"kind": "k"}, bytes(32)))


def test_a_vault_is_never_created_over_another(folder: Path, vault: Vault) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(VaultExists):
        vault.create(CLERK, "Văn thư", Protection({"kind": "k"}, bytes(32)))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_another_vaults_database_does_not_open(folder: Path, vault: Vault, tmp_path: Path) -> None:
    other = Vault(tmp_path / "other", bytes_from(10))
    other.create(CLERK, "Văn thư", Protection({"kind": "k"}, bytes(32))).close()
    mine, theirs = (next(path.glob("store-*.db")) for path in (folder, tmp_path / "other"))
    mine.write_bytes(theirs.read_bytes())
    with pytest.raises(StoreUnreadable):
        vault.recover(RECOVERY).connect()


def test_a_full_disk_at_creation_leaves_a_folder_that_can_be_used(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64k") as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(56 * 1024))
        vault = Vault(disk / "vault", bytes_from(11))
        protection = Protection({"kind": "k"}, bytes(32))
        with pytest.raises(DiskFull):
            vault.create(CLERK, "Văn thư", protection)
        assert not vault.exists()
        ballast.unlink()
        vault.create(CLERK, "Văn thư", protection).close()
        assert vault.unlock_with(CLERK, "k", key_of(bytes(32)))


def test_a_full_disk_at_a_change_keeps_the_old_header(folder: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "256k") as disk:
        shutil.copytree(folder, disk / "vault")
        vault = Vault(disk / "vault", bytes_from(12))
        opened = vault.recover(RECOVERY)
        before = [holder.person for holder in vault.people()]
        ballast = fill(disk)
        with pytest.raises(DiskFull):
            vault.remove_person(opened, OFFICER)
        assert [holder.person for holder in vault.people()] == before
        with pytest.raises(DiskFull):
            vault.recover(RECOVERY).connect()
        ballast.unlink()
        assert reads(vault.recover(RECOVERY))
        vault.remove_person(opened, OFFICER)
        assert [holder.person for holder in vault.people()] == [CLERK]


def test_a_damaged_copy_on_a_full_disk_does_not_keep_anybody_out(
    folder: Path, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", "256k") as disk:
        shutil.copytree(folder, disk / "vault")
        (disk / "vault" / COPIES[1]).unlink()
        fill(disk)
        assert Vault(disk / "vault", bytes_from(13)).recover(RECOVERY).vault
        assert not (disk / "vault" / COPIES[1]).exists()


def test_an_altered_protector_is_a_wrong_key_not_a_crash(folder: Path, vault: Vault) -> None:
    body = json.loads((folder / COPIES[0]).read_bytes())["body"]
    protector = body["people"][0]["protectors"][0]
    protector["wrapped"] = b64(bytes(60))
    rewrite(folder, body)
    with pytest.raises(WrongPassphrase):
        vault.unlock(CLERK, CLERKS, NOW)
