"""What an earlier release wrote opens, is brought up to date, means the same, and work goes on."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.commits.ids import b64
from db import incarnation, opening, schema
from db.acting import Store
from db.actions import desk, files, incoming
from db.care import integrity, rebuild
from db.clock import Clock
from db.engine import close, store_engine
from db.open_vault import OpenVault
from db.queries import documents, order
from db.vault import Vault
from tests.db.test_ledger import ENTRY

RELEASES = sorted(path.parent.name for path in Path(__file__).parent.glob("*/store.json"))


@dataclass
class Old:
    """A copy of an earlier release's store, unlocked, and what that release read from it."""

    folder: Path
    vault: OpenVault
    said: dict[str, Any]
    clock: Clock

    def open(self) -> Store:
        return opening.open_store(self.vault, "passphrase", "test", self.clock)


@pytest.fixture(params=RELEASES)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Old]:
    source = Path(__file__).parent / request.param
    shutil.copytree(source / "store", tmp_path / "store")
    said = json.loads((source / "store.json").read_text())
    vault = Vault(tmp_path / "store", os.urandom)
    person = next(each.person for each in vault.people() if each.label == said["label"])
    opened = vault.unlock(person, said["passphrase"], said["time"])
    time = iter(range(said["time"] + 1000, said["time"] + 10**9, 1000))
    yield Old(tmp_path / "store", opened, said, Clock(lambda: next(time), os.urandom))
    opened.close()


def test_it_is_what_that_release_left(old: Old) -> None:
    engine = store_engine(old.vault.connect)
    assert schema.revision(engine) == old.said["revision"]
    engine.dispose()


def test_it_opens_and_means_the_same(old: Old) -> None:
    store = old.open()
    assert schema.revision(store.engine) == schema.head()
    with store.engine.begin() as connection:
        heads = order.heads(connection).items()
        found = {stream: [h.gseq, h.chain, b64(h.state)] for stream, h in heads}
        rows = connection.exec_driver_sql(
            "SELECT id, number, subject, conflicts, tentative, files FROM documents ORDER BY n"
        ).all()
        count = connection.exec_driver_sql("SELECT count(*) FROM commits").scalar_one()
    assert found == old.said["heads"]
    assert [list(row) for row in rows] == old.said["documents"]
    assert count == old.said["commits"]
    assert incarnation.noticed(store) == ()
    assert store.author.inc == old.said["inc"]
    view = documents.View(kinds=(documents.Kind.INCOMING,))
    for words, hits in old.said["search"].items():
        assert len(documents.ids(store, view, words)) == hits
    for _, blob in old.said["files"]:
        assert files.content(store, blob).startswith(b"%PDF")
    place, body = old.said["draft"]
    kept = desk.draft(store, place)
    assert kept is not None
    assert kept.body.decode() == body
    close(store.engine)


def test_it_is_whole_and_can_be_computed_again(old: Old) -> None:
    store = old.open()
    assert integrity.check(store, old.vault).findings == ()
    rebuild.rebuild(store)
    assert integrity.check(store, old.vault).findings == ()
    with store.engine.begin() as connection:
        heads = order.heads(connection).items()
        found = {stream: [h.gseq, h.chain, b64(h.state)] for stream, h in heads}
    assert found == old.said["heads"]
    close(store.engine)


def test_work_goes_on_with_the_next_number(old: Old) -> None:
    store = old.open()
    done = incoming.register(store, ENTRY, None, old.said["book"])
    assert done.number == old.said["next"]
    incoming.submit(store, done.entity)
    close(store.engine)
    again = old.open()
    assert integrity.check(again, old.vault).whole
    close(again.engine)


def test_the_database_as_it_was_is_kept_beside(old: Old) -> None:
    before = old.vault.path.read_bytes()
    store = old.open()
    close(store.engine)
    copies = [path.name.partition(".before-")[2] for path in old.folder.glob("*.before-*")]
    assert copies == ([schema.head()] if old.said["revision"] != schema.head() else [])
    for path in old.folder.glob("*.before-*"):
        assert path.read_bytes() == before
