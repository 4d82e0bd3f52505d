"""Several programs change one vault: nobody undoes what another did."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from core.commits.ids import text_id
from core.errors import (
    DiskFull,
    StoreBusy,
)
from db import durable
from db.connection import create_store
from db.keys.protectors import Protection, by_passphrase
from db.vault import COPIES, Vault, file_of
from tests.db.keepers import bytes_from
from tests.db.vault.sample import (
    CLERK,
    CLERKS,
    FRESH,
    KEY,
    NOW,
    OFFICER,
    RECOVERY,
    STRANGER,
    TOKEN,
    key_of,
    reads,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


def meanwhile(folder: Path) -> Callable[[Mapping[str, object]], bytes]:
    """A token so slow that another program changes the vault before it answers."""

    def key(_protector: Mapping[str, object]) -> bytes:
        other = Vault(folder, bytes_from(12))
        other.add_person(
            other.recover(RECOVERY), STRANGER, "Người mới", Protection({"kind": "k"}, KEY)
        )
        return TOKEN

    return key


@pytest.fixture
def slow(vault: Vault) -> Vault:
    """The clerk has a token, too."""
    vault.change_protection(CLERK, CLERKS, Protection({"kind": "token"}, TOKEN), NOW)
    return vault


def test_unlocking_undoes_nothing_that_was_changed_meanwhile(folder: Path, slow: Vault) -> None:
    assert reads(slow.unlock_with(CLERK, "token", meanwhile(folder)))
    assert reads(slow.unlock_with(STRANGER, "k", key_of(KEY)))
    assert (folder / COPIES[0]).read_bytes() == (folder / COPIES[1]).read_bytes()


def test_a_new_passphrase_undoes_nothing_that_was_changed_meanwhile(
    folder: Path, slow: Vault
) -> None:
    fresh = by_passphrase(FRESH, bytes_from(6))
    slow.change_protection_with(CLERK, "token", meanwhile(folder), fresh)
    assert reads(slow.unlock(CLERK, FRESH, NOW))
    assert reads(slow.unlock_with(STRANGER, "k", key_of(KEY)))


def test_a_new_passphrase_does_not_bring_a_removed_person_back(folder: Path, slow: Vault) -> None:
    def key(_protector: Mapping[str, object]) -> bytes:
        other = Vault(folder, bytes_from(12))
        other.remove_person(other.recover(RECOVERY), CLERK)
        return TOKEN

    with pytest.raises(StoreBusy):
        slow.change_protection_with(CLERK, "token", key, by_passphrase(FRESH, bytes_from(6)))
    assert {holder.person for holder in slow.people()} == {OFFICER}


def test_another_key_that_came_meanwhile_stays(folder: Path, slow: Vault) -> None:
    fresh, store = bytearray(bytes([7]) * 32), text_id(bytes([8]) * 16)

    def key(_protector: Mapping[str, object]) -> bytes:
        other = Vault(folder, bytes_from(12))
        opened = other.recover(RECOVERY)
        create_store(folder / file_of(store), fresh)
        other.renew(opened, store, bytearray(fresh))
        return TOKEN

    slow.unlock_with(CLERK, "token", key)
    assert slow.header().store == store
    assert slow.recover(RECOVERY).with_key(bytes) == bytes(fresh)


def test_many_programs_at_once_lose_nobody(folder: Path) -> None:
    new = [text_id(bytes([n]) * 16) for n in range(20, 36)]

    def add(person: str) -> None:
        vault = Vault(folder, secrets.token_bytes)
        vault.add_person(vault.recover(RECOVERY), person, person, Protection({"kind": "k"}, KEY))

    with ThreadPoolExecutor(8) as several:
        list(several.map(add, new))
    assert {holder.person for holder in Vault(folder, bytes_from(1)).people()} >= set(new)


def test_one_copy_of_the_new_header_is_enough(
    folder: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, store = vault.recover(RECOVERY), text_id(bytes([8]) * 16)
    put = durable.replace

    def full(path: Path, data: bytes, lasting: bool = True) -> None:
        if path.name == COPIES[1]:
            raise DiskFull
        put(path, data, lasting)

    create_store(folder / file_of(store), KEY)
    monkeypatch.setattr(durable, "replace", full)
    assert vault.renew(opened, store, bytearray(KEY)).store == store
    monkeypatch.undo()
    assert vault.recover(RECOVERY).with_key(bytes) == KEY
    assert (folder / COPIES[0]).read_bytes() == (folder / COPIES[1]).read_bytes()
