"""A damaged page: what it hits is said, what can be read goes on, what is lost comes again."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import SalvageFailed, WorkStopped
from db import opening
from db.care import integrity
from db.care.findings import Repair
from db.care.salvage import salvage
from db.engine import close
from db.vault import Vault
from tests.db.care.test_integrity import CLOCK, Opened, made_world
from tests.db.care.test_rebuild import heads, server
from tests.db.damage import PAGE, flip, look, vault_at, words
from tests.db.dying import died_at
from tests.db.soaking import cases
from tests.db.test_bit_flips import database, fresh
from tests.db.test_ledger import World


@pytest.fixture(scope="module")
def history() -> set[str]:
    """Every row that the store ever showed: an act that is lost leaves what was said before it."""
    return set()


@pytest.fixture(scope="module")
def made(history: set[str], tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("unit")
    return made_world(folder, lambda store: history.update(words(store)))


def pages_of(made: World, folder: Path) -> dict[str, list[int]]:
    """Which pages each table and index has, found by damaging each in turn."""
    whole = database(folder).read_bytes()
    found: dict[str, list[int]] = {}
    for page in range(1, len(whole) // PAGE):
        flip(database(folder), page * PAGE + 100, 3)
        vault = vault_at(made, folder)
        for finding in integrity.check_closed(vault).findings:
            found.setdefault(finding.ident or finding.kind, []).append(page)
        vault.close()
        database(folder).write_bytes(whole)
    return found


def salvaged(made: World, folder: Path) -> Opened:
    vault = vault_at(made, folder)
    renewed, _ = salvage(Vault(folder, CLOCK.random), vault, CLOCK)
    return Opened(renewed, opening.open_store(renewed, "keyfile", "test", CLOCK), folder)


def end(opened: Opened) -> None:
    close(opened.store.engine)
    opened.vault.close()


def test_a_whole_store_comes_through_a_salvage_unchanged(made: World, tmp_path: Path) -> None:
    folder = tmp_path / "clerk"
    shutil.copytree(made.unit.folder / "clerk", folder)
    before = look(made, folder).said
    opened = salvaged(made, folder)
    assert opened.check().findings == ()
    assert words(opened.store) == before
    assert [path.name[:14] for path in folder.glob("*.db")].count("damaged-store-") == 1
    end(opened)


def test_each_damaged_page_is_named_and_everything_comes_back(
    made: World, history: set[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = fresh(made, tmp_path_factory)
    pages = pages_of(made, folder)
    assert {"commits", "documents", "commits_by_chain", "document_search_data"} <= pages.keys()
    before = look(made, folder)
    for name in ("commits", "documents", "receipts", "blobs", "aggregates", "commits_by_chain"):
        copy = fresh(made, tmp_path_factory)
        flip(database(copy), pages[name][-1] * PAGE + 50, 1)
        vault = vault_at(made, copy)
        [found] = integrity.check_closed(vault).findings
        assert (found.code, found.ident) == ("page", name)
        assert found.repair[0] is Repair.SALVAGE
        vault.close()
        opened = salvaged(made, copy)
        assert opened.check().whole
        server(made, opened)
        assert opened.codes() == set()
        found = words(opened.store)
        assert found <= history
        assert found == before.said or name in {"commits", "blobs"}
        assert {name: gseq for name, (gseq, _) in heads(opened).items()} == places(made)
        end(opened)


def places(made: World) -> dict[str, int]:
    return {
        stream: max(each.receipt.gseq for each in made.order if each.receipt.stream == stream)
        for stream in {each.receipt.stream for each in made.order}
    }


@settings(max_examples=cases(6))
@given(spots=st.lists(st.integers(1, 1 << 20), min_size=1, max_size=4))
def test_any_damage_is_salvaged_or_refused_and_never_lies(
    made: World,
    history: set[str],
    tmp_path_factory: pytest.TempPathFactory,
    spots: list[int],
) -> None:
    folder = fresh(made, tmp_path_factory)
    for spot in spots:
        flip(database(folder), spot % (database(folder).stat().st_size // PAGE) * PAGE + 9, 2)
    damaged = database(folder).read_bytes()
    try:
        opened = salvaged(made, folder)
    except SalvageFailed:
        assert database(folder).read_bytes() == damaged
        assert len(list(folder.glob("*.db"))) == 1
        return
    assert opened.check().whole
    assert words(opened.store) <= history
    end(opened)


def test_a_stopped_salvage_leaves_everything_as_it_was(made: World, tmp_path: Path) -> None:
    folder = tmp_path / "clerk"
    shutil.copytree(made.unit.folder / "clerk", folder)
    before = sorted(path.name for path in folder.iterdir())
    vault = vault_at(made, folder)
    with pytest.raises(WorkStopped):
        salvage(Vault(folder, CLOCK.random), vault, CLOCK, lambda done, _total: done < 5)
    assert sorted(path.name for path in folder.iterdir()) == before
    vault.close()
    assert look(made, folder).report is not None


STEPS = {
    "copy": (2, 0, False),
    "_computed": (2, 0, False),
    "renew": (2, 0, False),
    "_put_aside": (2, 0, True),
    "done": (1, 1, True),
}
"""At which a child is killed: how many databases and damaged ones lie there then, and whether the
header names the new one.
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_it_opens_as_before_or_salvaged(
    made: World, tmp_path: Path, step: str, pytestconfig: pytest.Config
) -> None:
    folder = tmp_path / "clerk"
    shutil.copytree(made.unit.folder / "clerk", folder)
    before, former = look(made, folder), database(folder).name
    command = [sys.executable, "-m", "tests.db.salvage_child", str(folder), made.people["van"]]
    command += [str(made.unit.folder / "keys" / "clerk"), step]
    assert died_at(command, pytestconfig.rootpath) == step
    left = [len(list(folder.glob(name))) for name in ("store-*.db", "damaged-*.db")]
    named = Vault(folder, CLOCK.random).header().file
    assert (*left, named != former) == STEPS[step]
    seen = look(made, folder)
    assert seen.report is not None
    assert seen.report.whole
    assert seen.said == before.said
    assert len(list(folder.glob("store-*.db"))) == 1
