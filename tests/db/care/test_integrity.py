"""The deep check: silent about a whole store, and for each kind of damage it says what is hit."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.commits.ids import unb64
from db import engine, opening
from db.acting import Store
from db.actions import dossiers, incoming
from db.care import integrity
from db.care.findings import Depth, Repair, Report
from db.clock import Clock
from db.engine import maintenance
from db.keys.protectors import KEY_FILE, key_file_key
from db.open_vault import OpenVault
from db.vault import Vault
from tests.db.test_ledger import ENTRY, FILE, World
from tests.db.unit_of_three import Dice, Watch

CLOCK = Clock(Watch(), Dice("integrity"))


@dataclass
class Opened:
    """A clerk's store with ordered and waiting acts, a file, a dossier and a draft."""

    vault: OpenVault
    store: Store
    folder: Path

    def check(self, depth: Depth = Depth.DEEP) -> Report:
        return integrity.check(self.store, self.vault, depth)

    def codes(self) -> set[str]:
        return {found.code for found in self.check().findings}

    def sql(self, statement: str, *values: object) -> None:
        """Change a row as no program of ours does."""
        with maintenance(self.store.engine) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute(statement, values)
            connection.execute("PRAGMA foreign_keys = ON")

    def one(self, query: str) -> tuple[object, ...]:
        with self.store.engine.begin() as connection:
            return tuple(connection.exec_driver_sql(query).first() or ())

    def document(self) -> str:
        return str(self.one("SELECT id FROM documents ORDER BY n LIMIT 1")[0])

    def blob(self) -> Path:
        [path] = (self.folder / "blobs").glob("[0-9a-f][0-9a-f]/*/*")
        return path


def made_world(folder: Path, note: Callable[[Store], object] = lambda _store: None) -> World:
    """A unit whose clerk has acts that the server ordered and acts that wait; ``note`` is told
    after each of them.
    """
    world = World(folder)
    store = world.clerk.store
    note(store)
    first = incoming.register(store, ENTRY, FILE, world.book).entity
    note(store)
    incoming.submit(store, first)
    world.push(world.clerk)
    world.pull(world.clerk)
    note(store)
    second = incoming.register(store, ENTRY, None, world.book).entity
    note(store)
    dossier = dossiers.open_dossier(store, "01.TM", "Thông tin", "10").entity
    dossiers.put(store, dossier, second)
    note(store)
    incoming.edit(store, first, subject="Sửa sau khi trình")
    note(store)
    for machine in (world.admin, world.clerk, world.commander, world.server):
        engine.close(machine.store.engine)
    return world


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    return made_world(tmp_path_factory.mktemp("unit"))


def open_copy(made: World, folder: Path) -> Opened:
    shutil.copytree(made.unit.folder / "clerk", folder)
    return open_at(made, folder)


def open_at(made: World, folder: Path) -> Opened:
    key = key_file_key(made.unit.folder / "keys" / "clerk")
    vault = Vault(folder, CLOCK.random).unlock_with(made.people["van"], KEY_FILE, key)
    return Opened(vault, opening.open_store(vault, "keyfile", "test", CLOCK), folder)


@pytest.fixture
def opened(made: World, tmp_path: Path) -> Iterator[Opened]:
    found = open_copy(made, tmp_path / "clerk")
    yield found
    engine.close(found.store.engine)
    found.vault.close()


@pytest.mark.parametrize("depth", Depth)
def test_a_whole_store_is_whole(opened: Opened, depth: Depth) -> None:
    report = opened.check(depth)
    assert report.findings == ()
    assert report.whole
    assert report.complete
    if depth is Depth.DEEP:
        counts = report.counts
        assert counts["files"] == 1
        assert counts["commits"] > counts["receipts"] > 0


def test_the_progress_reaches_its_end_and_may_stop(opened: Opened) -> None:
    heard: list[tuple[int, int]] = []

    def note(done: int, total: int) -> bool:
        heard.append((done, total))
        return len(heard) < 7

    report = integrity.check(opened.store, opened.vault, Depth.DEEP, note)
    assert (report.complete, len(heard)) == (False, 7)
    heard.clear()
    integrity.check(opened.store, opened.vault, Depth.DEEP, lambda *at: heard.append(at) or True)
    assert heard[-1][0] <= heard[-1][1]
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)


CHANGES = {
    "UPDATE commits SET payload = x'7b7d' WHERE n = (SELECT max(n) FROM commits)": "commit-bytes",
    "UPDATE commits SET signature = zeroblob(64) WHERE n = 3": "commit-signature",
    "UPDATE commits SET person = device WHERE n = 3": "commit-row",
    "DELETE FROM commits WHERE n = (SELECT max(n) FROM commits)": "commit-missing",
    "DELETE FROM commits WHERE gseq = 2": "commit-missing",
    "DELETE FROM touches WHERE \"commit\" = 3": "touches",
    "UPDATE chains SET tip = (SELECT id FROM commits WHERE n = 1)": "chain-tip",
    "UPDATE commits SET standing = 'review' WHERE gseq = 3": "standing",
    "DELETE FROM receipts WHERE gseq = 2": "order",
    "UPDATE receipts SET signature = zeroblob(64) WHERE gseq = 2": "receipt",
    "UPDATE streams SET gseq = gseq + 1": "head",
    "UPDATE streams SET state_hash = zeroblob(32)": "state-hash",
    "UPDATE aggregates SET committed = overlay WHERE overlay IS NOT NULL": "aggregate",
    "DELETE FROM aggregates WHERE kind = 'document'": "aggregate",
    "UPDATE documents SET subject = 'khác'": "row",
    "DELETE FROM files": "row",
    "UPDATE leases SET top = top + 1": "row",
    "INSERT INTO dossier_items VALUES ('A', 'B', 'C')": "orphan",
    "DELETE FROM document_search WHERE rowid = 1": "search",
    "DELETE FROM mentions": "wanted",
    "UPDATE blobs SET chunks = zeroblob(32)": "blob-damaged",
    "UPDATE blobs SET wrapped_key = zeroblob(60)": "blob-damaged",
}  # fmt: skip


@pytest.mark.parametrize("statement", CHANGES)
def test_a_changed_row_is_found(opened: Opened, statement: str) -> None:
    opened.sql(statement)
    assert CHANGES[statement] in opened.codes()


def test_a_changed_subject_names_its_document(opened: Opened) -> None:
    opened.sql("UPDATE documents SET subject = 'khác' WHERE n = 1")
    document = opened.document()
    found = {each.code: each for each in opened.check().findings}
    assert found["row"].hits == (("document", document),)
    assert found["row"].repair == (Repair.REBUILD,)
    assert set(found) == {"row"}


def test_words_that_the_search_lost_are_found(opened: Opened) -> None:
    opened.sql("INSERT INTO document_search(rowid, text) VALUES (77, 'la')")
    assert opened.codes() == {"search"}


def test_a_damaged_and_a_lost_file_name_their_documents(opened: Opened) -> None:
    document, path = opened.document(), opened.blob()
    whole = path.read_bytes()
    for content in (whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1]), b"", whole + b"x"):
        path.write_bytes(content)
        [found] = opened.check().findings
        assert (found.code, found.hits) == ("blob-damaged", (("document", document),))
        assert Repair.SERVER in found.repair
    path.unlink()
    [found] = opened.check().findings
    assert found.code == "blob-missing"
    assert len(unb64(found.ident)) == 32


@pytest.mark.parametrize(
    ("name", "code"),
    [("vault-a.json", "header-copy"), ("vault-b.json", "header-copy"),
     ("outside/outside-a.json", "outside-copy"), ("outside/outside-b.json", "outside-copy")],
)  # fmt: skip
def test_a_damaged_copy_is_found_and_opening_heals_it(
    opened: Opened, made: World, name: str, code: str
) -> None:
    path = opened.folder / name
    path.write_bytes(path.read_bytes().replace(b'"', b"'", 1))
    for depth in Depth:
        assert [found.code for found in opened.check(depth).findings] == [code]
    engine.close(opened.store.engine)
    again = open_at(made, opened.folder)
    assert again.check().whole
    engine.close(again.store.engine)


def test_held_commits_are_looked_at(opened: Opened) -> None:
    opened.sql(
        "INSERT INTO held SELECT id, stream, 'gap', header, payload, zeroblob(64) FROM commits"
        " WHERE n = 3"
    )
    assert opened.codes() == {"held"}
