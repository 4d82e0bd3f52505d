"""Everything that is computed can be computed again: the same rows, or what is lost comes back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import NoLease, RebuildFailed, WorkStopped
from db import commits, engine, incarnation, ledger
from db.actions import incoming, syncing
from db.care import integrity, rebuild, repair
from db.engine import writes
from db.queries import documents
from tests.db.care.test_integrity import Opened, made, open_at, open_copy
from tests.db.test_ledger import ENTRY, World

__all__ = ["made"]  # the fixture

DERIVED = (
    *("documents", "files", "assignments", "signatures", "links", "dossiers", "dossier_items"),
    *("registers", "leases", "people", "units", "grants", "devices", "aggregates", "chains"),
    *("touches", "document_search", "document_terms"),
)
DUMPED = (*DERIVED[:-2], "streams", "commits", "receipts", "blobs", "mentions", "document_terms")


@pytest.fixture
def opened(made: World, tmp_path: Path) -> Iterator[Opened]:
    found = open_copy(made, tmp_path / "clerk")
    yield found
    engine.close(found.store.engine)
    found.vault.close()


def dump(opened: Opened) -> dict[str, list[str]]:
    """Every row of the store that is not of this installation alone."""
    with opened.store.engine.begin() as connection:
        return {
            name: sorted(map(repr, connection.exec_driver_sql(f"SELECT * FROM {name}").all()))
            for name in DUMPED
        }


def test_a_rebuild_of_a_whole_store_changes_nothing(opened: Opened) -> None:
    before = dump(opened)
    done = rebuild.rebuild(opened.store)
    assert not done.lacking
    assert dump(opened) == before
    assert opened.check().whole
    assert incarnation.noticed(opened.store) == ()


def test_emptied_tables_come_back(opened: Opened) -> None:
    before = dump(opened)
    for name in DERIVED:
        opened.sql(f"DELETE FROM {name}")
    opened.sql("UPDATE streams SET gseq = 0, state_hash = zeroblob(32)")
    opened.sql("UPDATE commits SET person = 'x', gseq = NULL, standing = 'tentative'")
    opened.sql("DELETE FROM mentions")
    report = opened.check()
    done = repair.repair(opened.store, opened.vault, report)
    assert done.after.whole
    assert not done.lacking
    assert dump(opened) == before
    view = documents.View(kinds=(documents.Kind.INCOMING,))
    assert len(documents.ids(opened.store, view, "bao dam thong")) == 1


def test_a_stopped_rebuild_changes_nothing(opened: Opened) -> None:
    before = dump(opened)
    for stop in (1, 5, 12):
        calls = iter(range(1000))
        with pytest.raises(WorkStopped):
            rebuild.rebuild(opened.store, lambda _done, _total, stop=stop, c=calls: next(c) < stop)
        assert dump(opened) == before


def test_a_result_that_does_not_agree_is_not_kept(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(opened)
    monkeypatch.setattr(rebuild.search, "check", lambda _connection: ["broken"])
    with pytest.raises(RebuildFailed):
        rebuild.rebuild(opened.store)
    assert dump(opened) == before


LOSSES = {
    "the last act that waits": "DELETE FROM commits WHERE n = (SELECT max(n) FROM commits)",
    "an act in the middle": "DELETE FROM commits WHERE gseq = 3",
    "the first acts": "DELETE FROM commits WHERE gseq <= 2",
    "the machine's admission": "DELETE FROM commits WHERE n IN"
    " (SELECT \"commit\" FROM touches WHERE kind = 'device')",
    "a signature": "UPDATE commits SET signature = zeroblob(64) WHERE gseq = 4",
    "bytes": "UPDATE commits SET payload = x'7b7d' WHERE gseq = 2",
    "a receipt": "DELETE FROM receipts WHERE gseq = 2",
    "all receipts": "DELETE FROM receipts",
    "a forged verdict": "UPDATE receipts SET body = replace(body, 'ok', 'review') WHERE gseq = 3",
}  # fmt: skip


@pytest.mark.parametrize("loss", LOSSES)
def test_what_is_lost_comes_back_from_the_server(
    opened: Opened, made: World, loss: str, tmp_path: Path
) -> None:
    hashes = heads(opened)
    opened.sql(LOSSES[loss])
    done = repair.repair(opened.store, opened.vault, opened.check())
    assert done.after.whole
    server(made, opened)
    assert opened.check().findings == ()
    if loss != "the last act that waits":
        assert heads(opened) == hashes


def heads(opened: Opened) -> dict[str, object]:
    return {name: (head.gseq, head.state) for name, head in syncing.heads(opened.store).items()}


def server(made: World, opened: Opened) -> None:
    """What a pull brings from where the store stands."""
    with made.unit.open(made.server.vault).engine.begin() as connection:
        found = commits.load(connection, [item.receipt.commit for item in made.order])
    with writes(opened.store.engine).begin() as connection:
        incarnation.meet(connection, opened.store, found)
        ledger.take(connection, opened.store.realm, found, made.order)


def test_after_a_lost_own_act_numbers_wait_for_a_new_lease(opened: Opened, made: World) -> None:
    last = "(SELECT max(n) FROM commits)"
    opened.sql(f'DELETE FROM touches WHERE "commit" >= {last} - 3')
    opened.sql(f"DELETE FROM commits WHERE n >= {last} - 3")
    opened.store.outside.record_place(opened.store.stream, 99, opened.store.author.inc)
    repair.repair(opened.store, opened.vault, opened.check())
    assert [each.why for each in incarnation.noticed(opened.store)] == ["rolled-back"]
    with pytest.raises(NoLease):
        incoming.register(opened.store, ENTRY, None, made.book)
    assert opened.check().whole


def test_a_lost_file_is_wanted_again(opened: Opened) -> None:
    opened.blob().unlink()
    done = repair.repair(opened.store, opened.vault, opened.check())
    assert (done.files, done.lacking, done.after.whole) == (1, True, True)
    assert len(syncing.missing_files(opened.store, opened.store.stream, "", 10)) == 1


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_killed_while_it_rebuilds_the_store_is_as_before(
    made: World, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    opened = open_copy(made, tmp_path / "clerk")
    opened.sql("DELETE FROM documents")
    before = dump(opened)
    engine.close(opened.store.engine)
    program = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom tests.db import rebuild_child\n"
        "rebuild_child.main(*sys.argv[1:])"
    )
    for steps in ("3", "9", "20"):
        command = [sys.executable, "-c", program, str(tmp_path / "clerk"), made.people["van"]]
        command += [str(made.unit.folder / "keys" / "clerk"), steps]
        child = subprocess.run(command, cwd=pytestconfig.rootpath, check=False)
        assert child.returncode == -signal.SIGKILL
        again = open_at(made, tmp_path / "clerk")
        assert dump(again) == before
        engine.close(again.store.engine)
    last = open_at(made, tmp_path / "clerk")
    rebuild.rebuild(last.store)
    assert integrity.check(last.store, last.vault).whole
    engine.close(last.store.engine)
