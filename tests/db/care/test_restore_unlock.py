"""Whose passphrase opens a backup, and against whom a wrong one counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import NotFound, UnlockDelayed, WrongPassphrase
from db.care import restore
from db.care.restore import Wish
from db.keys import tries
from db.keys.protectors import by_passphrase
from db.vault import Vault
from tests.db.care.test_restore import WORDS, back_up, stick, world
from tests.db.test_ledger import World

__all__ = ["stick", "world"]  # the fixtures

OTHERS = "mười con mèo ngủ dưới gốc khế"
WRONG = "sai mật khẩu rồi đấy"


def test_a_person_is_found_by_his_passphrase_alone(
    world: World, stick: Path, tmp_path: Path
) -> None:
    vault = Vault(world.clerk.vault.folder, world.unit.dice)
    protection = by_passphrase(WORDS, world.unit.dice)
    vault.add_person(world.clerk.vault, world.people["chi"], "Lê Văn Giả Định", protection)
    back_up(world, stick)
    texts = b"".join(path.read_bytes() for path in stick.rglob("*") if path.is_file())
    assert "Lê Văn Giả Định".encode() not in texts
    now = world.unit.watch()
    with pytest.raises(WrongPassphrase):
        restore.restore(
            Wish(stick),
            tmp_path / "new",
            restore.by_passphrase(WRONG, now),
            world.unit.clock,
            "test",
        )
    assert list((tmp_path / "new").iterdir()) == []
    unlock = restore.by_passphrase(WORDS, now)
    restore.restore(Wish(stick), tmp_path / "new", unlock, world.unit.clock, "test")
    names = [each.label for each in Vault(tmp_path / "new" / "store", world.unit.dice).people()]
    assert names == ["Lê Văn Giả Định", "clerk"]


@pytest.fixture
def two(world: World) -> Vault:
    """A vault that two people open by passphrase."""
    vault = Vault(world.clerk.vault.folder, world.unit.dice)
    for name, words in (("chi", WORDS), ("si", OTHERS)):
        protection = by_passphrase(words, world.unit.dice)
        vault.add_person(world.clerk.vault, world.people[name], f"Người {name}", protection)
    return vault


def test_the_one_who_is_named_is_asked_alone(world: World, two: Vault) -> None:
    now = world.unit.watch()
    for name in ("Người si", world.people["si"]):
        restore.by_passphrase(OTHERS, now, name)(two).close()
        with pytest.raises(WrongPassphrase):
            restore.by_passphrase(WORDS, now, name)(two)
    for name in ("Người lạ", "clerk"):  # nobody, and one without a passphrase
        with pytest.raises(NotFound):
            restore.by_passphrase(WORDS, now, name)(two)


def test_in_a_backup_which_tells_no_names_the_one_who_is_named_is_found_all_the_same(
    world: World, two: Vault, stick: Path, tmp_path: Path
) -> None:
    back_up(world, stick)
    now = world.unit.watch()
    for number, name in enumerate(("Người si", world.people["si"])):
        home, unlock = tmp_path / str(number), restore.by_passphrase(OTHERS, now, name)
        restore.restore(Wish(stick), home, unlock, world.unit.clock, "test")
    other = restore.by_passphrase(OTHERS, now, world.people["chi"])
    with pytest.raises(WrongPassphrase):
        restore.rehearse(Wish(stick), tmp_path / "try", other, world.unit.clock)


def test_a_passphrase_that_opens_nothing_counts_against_nobody(world: World, two: Vault) -> None:
    now = world.unit.watch()
    left = []
    for _ in range(tries.FREE):
        with pytest.raises(WrongPassphrase) as refused:
            restore.by_passphrase(WRONG, now)(two)
        left.append(refused.value.facts["remaining"])
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(UnlockDelayed):
        restore.by_passphrase(WORDS, now)(two)
    for name in ("chi", "si"):
        with pytest.raises(WrongPassphrase) as refused:
            two.unlock(world.people[name], WRONG, now)
        assert refused.value.facts["remaining"] == tries.FREE - 1


def test_whoever_has_to_wait_is_not_tried_and_keeps_nobody_else_out(
    world: World, two: Vault
) -> None:
    now = world.unit.watch()
    for _ in range(tries.FREE):
        with pytest.raises(WrongPassphrase):
            two.unlock(world.people["chi"], WRONG, now)
    restore.by_passphrase(OTHERS, now)(two).close()
    with pytest.raises(WrongPassphrase):
        restore.by_passphrase(WORDS, now)(two)
    with pytest.raises(UnlockDelayed):
        restore.by_passphrase(WORDS, now, "Người chi")(two)
    restore.by_passphrase(WORDS, now + 60_000)(two).close()
