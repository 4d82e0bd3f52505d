"""The vault from end to end: people come, go and change how they open it; nobody else gets in."""

from __future__ import annotations

import json
import pickle
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from core.commits import canonical
from core.commits.ids import b64, text_id
from core.errors import (
    DiskFull,
    LastKey,
    StoreClosed,
    StoreUnreadable,
    UnlockDelayed,
    VaultDamaged,
    VaultExists,
    VaultTampered,
    WrongKey,
    WrongPassphrase,
)
from core.recipients import public_of
from db import engine
from db.engine import writes
from db.keys import protectors, tries, vault_header
from db.keys.protectors import Protection, by_key_file, by_passphrase
from db.vault import COPIES, TRIES, Vault
from tests.db.keepers import bytes_from, fill, small_disk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from db.open_vault import OpenVault

CLERK, OFFICER, STRANGER, SERVER = (text_id(bytes([n]) * 16) for n in (1, 2, 3, 4))
CLERKS, OFFICERS, FRESH = "ngựa pin kẹp đúng", "bốn từ khác hẳn", "xoong rỉ đội mưa"
RECOVERY = bytes([9]) * 32
NOW = 1_790_000_000_000


def key_of(key: bytes) -> Callable[[Mapping[str, object]], bytes]:
    """A token that knows its key."""
    return lambda _: key


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


def reads(opened: OpenVault) -> bool:
    """Whether what was unlocked reads the database."""
    connection = opened.connect()
    try:
        return connection.execute("SELECT a FROM t").fetchall() == [("kept",)]
    finally:
        connection.close()


def generation(folder: Path, copy: str) -> int:
    """The generation of one copy of the header."""
    return int(json.loads((folder / copy).read_bytes())["body"]["generation"])


# -- opening ---------------------------------------------------------------------------------------


def test_everybody_opens_the_same_database(vault: Vault) -> None:
    clerk, officer = vault.unlock(CLERK, CLERKS, NOW), vault.unlock(OFFICER, OFFICERS, NOW)
    security = vault.recover(RECOVERY)
    assert reads(clerk)
    assert reads(officer)
    assert reads(security)
    assert len({opened.subkey("blob-wrap") for opened in (clerk, officer, security)}) == 1
    assert clerk.subkey("blob-wrap") != clerk.subkey("outside")
    assert [holder.person for holder in vault.people()] == [OFFICER, CLERK]
    assert {holder.kinds for holder in vault.people()} == {("argon2id",)}


def test_wrong_passphrases_and_unknown_people_sound_alike(vault: Vault) -> None:
    heard = []
    for person, words in ((CLERK, OFFICERS), (STRANGER, CLERKS)):
        with pytest.raises(WrongPassphrase) as caught:
            vault.unlock(person, words, NOW)
        assert words not in repr(caught.value)
        assert caught.value.__cause__ is None
        heard.append(caught.value.facts)
    assert heard == [{"remaining": 4, "wait": 60}] * 2


def test_the_delay_outlives_a_restart_and_holds_for_the_right_passphrase(folder: Path) -> None:
    for _ in range(5):
        tries.begin(folder / TRIES, CLERK, NOW)
    restarted = Vault(folder, bytes_from(5))
    with pytest.raises(UnlockDelayed) as caught:
        restarted.unlock(CLERK, CLERKS, NOW + 1000)
    assert caught.value.facts == {"wait": 59}
    with pytest.raises(UnlockDelayed):
        restarted.change_protection(CLERK, CLERKS, Protection({"kind": "x"}, RECOVERY), NOW)
    assert reads(restarted.unlock(CLERK, CLERKS, NOW + 60_000))
    assert tries.refusal(folder / TRIES, CLERK, NOW).facts["remaining"] == 4


def test_a_try_counts_before_it_is_made(folder: Path, vault: Vault) -> None:
    header = json.loads((folder / COPIES[0]).read_bytes())
    assert not (folder / TRIES).exists()
    header["body"]["people"][0]["protectors"][0]["m"] = 8  # the derivation will refuse
    rewrite(folder, header["body"])
    with pytest.raises(VaultTampered):
        vault.unlock(CLERK, CLERKS, NOW)
    assert tries.refusal(folder / TRIES, CLERK, NOW).facts["remaining"] == 4


def test_closing_forgets_the_key(vault: Vault) -> None:
    opened = vault.recover(RECOVERY)
    held = opened.with_key(lambda key: key)
    assert len(held) == 32
    opened.close()
    assert held == b""
    for use in (opened.connect, lambda: opened.subkey("blob-wrap")):
        with pytest.raises(StoreClosed):
            use()


def test_no_key_is_shown(vault: Vault) -> None:
    opened = vault.recover(RECOVERY)
    key = opened.with_key(bytes)
    for shown in (repr(opened), str(vars(opened)), repr(vault)):
        assert key.hex() not in shown
        assert repr(key)[2:-1] not in shown
    with pytest.raises((AttributeError, pickle.PicklingError)):
        pickle.dumps(opened)


# -- people ----------------------------------------------------------------------------------------


def test_a_person_is_added_and_removed(vault: Vault) -> None:
    opened = vault.recover(RECOVERY)
    protection = Protection({"kind": "rsa-oaep", "hash": "sha1"}, bytes([5]) * 32)
    vault.add_person(opened, STRANGER, "Người mới (giả lập)", protection)
    assert reads(vault.unlock_with(STRANGER, "rsa-oaep", key_of(bytes([5]) * 32)))
    with pytest.raises(WrongKey):
        vault.unlock_with(STRANGER, "rsa-oaep", key_of(bytes(32)))
    vault.remove_person(opened, STRANGER)
    with pytest.raises(WrongKey):
        vault.unlock_with(STRANGER, "rsa-oaep", key_of(bytes([5]) * 32))
    assert {holder.person for holder in vault.people()} == {CLERK, OFFICER}
    assert reads(vault.unlock(CLERK, CLERKS, NOW))


def test_adding_a_person_again_replaces_the_old_entry(vault: Vault) -> None:
    opened = vault.recover(RECOVERY)
    for seed in (5, 6):
        vault.add_person(opened, CLERK, "Tên mới", Protection({"kind": "k"}, bytes([seed]) * 32))
    assert [h.label for h in vault.people() if h.person == CLERK] == ["Tên mới"]
    with pytest.raises(WrongKey):
        vault.unlock_with(CLERK, "k", key_of(bytes([5]) * 32))
    assert reads(vault.unlock_with(CLERK, "k", key_of(bytes([6]) * 32)))


def test_a_changed_passphrase_rewrites_one_entry_only(folder: Path, vault: Vault) -> None:
    before = json.loads((folder / COPIES[0]).read_bytes())["body"]
    database = (folder / before["file"]).read_bytes()
    vault.change_protection(CLERK, CLERKS, by_passphrase(FRESH, bytes_from(6)), NOW)
    after = json.loads((folder / COPIES[0]).read_bytes())["body"]
    assert after["people"][1] == before["people"][1]
    assert after["people"][0]["sealed"] == before["people"][0]["sealed"]
    assert len(after["people"][0]["protectors"]) == 1
    assert after["generation"] == before["generation"] + 1
    assert (folder / before["file"]).read_bytes() == database
    assert reads(vault.unlock(CLERK, FRESH, NOW))
    with pytest.raises(WrongPassphrase):
        vault.unlock(CLERK, CLERKS, NOW)


def test_a_token_stands_beside_the_passphrase(vault: Vault) -> None:
    key = bytes([8]) * 32
    vault.change_protection(CLERK, CLERKS, Protection({"kind": "rsa-oaep"}, key), NOW)
    assert reads(vault.unlock_with(CLERK, "rsa-oaep", key_of(key)))
    assert reads(vault.unlock(CLERK, CLERKS, NOW))


def test_the_wrong_old_passphrase_changes_nothing(folder: Path, vault: Vault) -> None:
    before = (folder / COPIES[0]).read_bytes()
    with pytest.raises(WrongPassphrase):
        vault.change_protection(CLERK, OFFICERS, Protection({"kind": "k"}, bytes(32)), NOW)
    assert (folder / COPIES[0]).read_bytes() == before


def test_an_unknown_kind_survives_a_change(folder: Path, vault: Vault) -> None:
    later = {"kind": "later", "depth": 7}
    opened = vault.recover(RECOVERY)
    vault.add_person(opened, STRANGER, "Người mới", Protection(dict(later), bytes(32)))
    vault.change_protection(CLERK, CLERKS, Protection({"kind": "k"}, bytes(32)), NOW)
    people = json.loads((folder / COPIES[1]).read_bytes())["body"]["people"]
    kept = next(entry for entry in people if entry["person"] == STRANGER)["protectors"]
    assert [{"kind": p["kind"], "depth": p["depth"]} for p in kept] == [later]


def test_the_last_way_in_is_not_removed(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "v", bytes_from(7))
    opened = vault.create(SERVER, "Máy chủ", Protection({"kind": "k"}, bytes(32)))
    with pytest.raises(LastKey):
        vault.remove_person(opened, SERVER)
    with pytest.raises(WrongKey):
        vault.recover(RECOVERY)
    assert vault.unlock_with(SERVER, "k", key_of(bytes(32))).person == SERVER


def test_a_server_opens_with_its_key_file(tmp_path: Path) -> None:
    key_file = tmp_path / "server.key"
    protectors.write_key_file(key_file, bytes_from(8))
    vault = Vault(tmp_path / "v", bytes_from(9))
    vault.create(SERVER, "Máy chủ (giả lập)", by_key_file(key_file)).close()
    opened = vault.unlock_with(SERVER, "keyfile", protectors.key_file_key(key_file))
    assert opened.connect().execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    key_file.unlink()
    with pytest.raises(WrongKey):
        vault.unlock_with(SERVER, "keyfile", protectors.key_file_key(key_file))


# -- damage and tampering --------------------------------------------------------------------------


def rewrite(folder: Path, body: dict) -> None:
    """Put another body into both copies, with a right checksum but without the key."""
    header = vault_header.Header(**{**body, "people": (), "recovery": None})
    mac = b64(bytes(32))
    data = json.loads(vault_header.write(header, bytes(32)))
    data.update(body=body, mac=mac, sum="")
    data["sum"] = b64(sha256(canonical.encode({"body": body, "mac": mac})).digest())
    for copy in COPIES:
        (folder / copy).write_bytes(canonical.encode(data))


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
