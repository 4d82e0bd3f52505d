"""The vault from end to end: people come, go and change how they open it; nobody else gets in."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING

import pytest

from core.errors import (
    HolderThere,
    LastKey,
    StoreClosed,
    UnlockDelayed,
    VaultTampered,
    WrongKey,
    WrongPassphrase,
)
from db.keys import protectors, tries
from db.keys.protectors import Protection, by_key_file, by_passphrase
from db.vault import COPIES, TRIES, Vault
from tests.db.keepers import bytes_from
from tests.db.vault.sample import (
    CLERK,
    CLERKS,
    FRESH,
    KEY,
    NOW,
    OFFICER,
    OFFICERS,
    RECOVERY,
    SERVER,
    STRANGER,
    key_of,
    reads,
    rewrite,
)

if TYPE_CHECKING:
    from pathlib import Path


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


def test_nobody_sets_another_way_in_for_who_has_one(folder: Path, vault: Vault) -> None:
    before = (folder / COPIES[0]).read_bytes()
    with pytest.raises(HolderThere):
        vault.add_person(vault.recover(RECOVERY), CLERK, "Mẫu", Protection({"kind": "k"}, KEY))
    assert (folder / COPIES[0]).read_bytes() == before
    assert reads(vault.unlock(CLERK, CLERKS, NOW))


def test_a_person_let_in_again_has_a_new_entry(vault: Vault) -> None:
    opened = vault.recover(RECOVERY)
    for seed in (5, 6):
        vault.readmit(opened, CLERK, "Tên mới", Protection({"kind": "k"}, bytes([seed]) * 32))
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


# -- meanwhile -------------------------------------------------------------------------------------


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
