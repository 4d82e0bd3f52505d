"""When a backup is due, and what is kept of the last one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BackupTargetGone
from db.care import backup_plan, second_copy
from db.care.backup_plan import MINUTE, RETRY, Plan, Settings, due
from tests.db.care.test_restore import work
from tests.db.test_ledger import World

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = 1_795_000_000_000
HERE = Path("stick")
INSTANTS = st.integers(0, NOW + 10 * RETRY)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def test_never_without_a_place_or_a_wish() -> None:
    assert not due(Settings(None, Plan(every=60)), NOW)
    assert not due(Settings(HERE, Plan()), NOW)
    assert due(Settings(HERE, Plan(every=60)), NOW)


@given(INSTANTS, st.integers(1, 10_000))
def test_due_once_the_time_has_passed(last: int, every: int) -> None:
    plan = Plan(every=every, last_ok=last, last_try=last)
    assert due(Settings(HERE, plan), last + every * MINUTE)
    assert not due(Settings(HERE, plan), last + every * MINUTE - 1)


@given(INSTANTS, INSTANTS, st.integers(1, 10_000))
def test_a_clock_set_back_or_a_failed_run_never_puts_it_off_for_long(
    ok: int, tried: int, every: int
) -> None:
    chosen = Settings(HERE, Plan(every=every, last_ok=ok, last_try=tried))
    assert due(chosen, max(ok, tried) - 1)
    assert due(chosen, max(ok + every * MINUTE, tried + RETRY))


def test_how_it_went_is_kept(world: World, tmp_path: Path) -> None:
    store, vault = world.clerk.store, world.clerk.vault
    stick = tmp_path / "stick"
    backup_plan.choose(store, stick, 60)
    with pytest.raises(BackupTargetGone):
        backup_plan.run(store, vault)
    assert backup_plan.settings(store).plan.error == "BackupTargetGone"
    stick.mkdir()
    report = backup_plan.run(store, vault)
    plan = backup_plan.settings(store).plan
    assert (plan.error, plan.generation, plan.last_ok) == ("", report.generation, plan.last_try)
    assert not due(backup_plan.settings(store), store.now())


def test_an_empty_folder_where_backups_were_is_no_place(world: World, tmp_path: Path) -> None:
    """The mount point of a stick that was pulled: the disk below it is not written."""
    store, vault = world.clerk.store, world.clerk.vault
    stick = tmp_path / "stick"
    stick.mkdir()
    backup_plan.choose(store, stick, 60)
    backup_plan.run(store, vault)
    (stick / "antin").rename(tmp_path / "pulled")
    for attempt in (backup_plan.run, backup_plan.copy_second):
        with pytest.raises(BackupTargetGone):
            attempt(store, vault)
    assert list(stick.iterdir()) == []


def test_another_place_has_no_copies_yet(world: World, tmp_path: Path) -> None:
    store, vault = world.clerk.store, world.clerk.vault
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    work(world, "a")
    backup_plan.choose(store, tmp_path / "one", 60)
    backup_plan.copy_second(store, vault)
    assert second_copy.only_here(store).copied == 1
    backup_plan.choose(store, tmp_path / "two", 60)
    assert second_copy.only_here(store).copied == 0
    assert backup_plan.settings(store).target == tmp_path / "two"
