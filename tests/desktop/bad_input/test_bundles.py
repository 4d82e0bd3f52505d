"""A bundle that came cut, edited, for somebody else, or twice, through the sync screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.office.terms import Kind
from db.actions import incoming
from db.queries import documents
from desktop.words import LANGUAGES, word, words
from tests.db.test_ledger import ENTRY, FILE, World
from tests.desktop.bad_input.hashing import file_names
from tests.desktop.bad_input.importing import Desk, exported
from tests.desktop.bad_input.reading import Heard, assert_explained, heard, read
from tests.desktop.looks import assert_not_clipped


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("unit"))
    yield made
    made.close()


@pytest.fixture
def lines() -> Iterator[Heard]:
    with heard() as found:
        yield found


@pytest.fixture
def desk(world: World, lines: Heard, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path, world.commander)
    yield made
    made.close()


@pytest.fixture
def honest(world: World) -> bytes:
    """A bundle that carries one more registered document and its file to the commander."""
    file = replace(FILE, content=FILE.content + world.unit.dice(16))
    document = incoming.register(world.clerk.store, ENTRY, file, world.book).entity
    incoming.submit(world.clerk.store, document)
    return exported(world.clerk, world.commander)


def arrived(world: World) -> int:
    view = documents.View(kinds=(Kind.INCOMING,))
    return len(documents.ids(world.commander.store, view, ""))


def refused(desk: Desk, lines: Heard, code: str, bad: bytes) -> None:
    """A bundle that is refused whole: explained, announced, and nothing of it stays."""
    store = desk.machine.vault.folder
    before, files = desk.hash(), file_names(store)
    desk.take_in(bad)
    assert lines.errors == [code]
    assert_explained(desk.window, code)
    assert_not_clipped(desk.window)
    assert (desk.hash(), file_names(store)) == (before, files)


def accepted(world: World, desk: Desk, lines: Heard, honest: bytes) -> None:
    """The same bundle as it was sent is taken."""
    told, count = len(lines.errors), arrived(world)
    desk.take_in(honest)
    assert (arrived(world), len(lines.errors)) == (count + 1, told)
    assert "Đã nhập 2 thay đổi và 1 tệp." in read(desk.window)


def test_cut(world: World, desk: Desk, lines: Heard, honest: bytes) -> None:
    refused(desk, lines, "BundleCut", honest[: len(honest) // 2])
    accepted(world, desk, lines, honest)


def test_cut_in_its_first_bytes(world: World, desk: Desk, lines: Heard, honest: bytes) -> None:
    refused(desk, lines, "BundleCut", honest[:20])
    accepted(world, desk, lines, honest)


def test_edited(world: World, desk: Desk, lines: Heard, honest: bytes) -> None:
    at = len(honest) * 2 // 3
    refused(desk, lines, "BundleEdited", honest[:at] + bytes([honest[at] ^ 1]) + honest[at + 1 :])
    accepted(world, desk, lines, honest)


def test_for_somebody_else(world: World, desk: Desk, lines: Heard, honest: bytes) -> None:
    refused(desk, lines, "BundleNotForUs", exported(world.clerk, world.admin))
    accepted(world, desk, lines, honest)


def test_no_bundle_at_all(world: World, desk: Desk, lines: Heard, honest: bytes) -> None:
    refused(desk, lines, "NotOurFile", b"%PDF-1.7 khong phai goi")
    accepted(world, desk, lines, honest)


def test_imported_twice(world: World, desk: Desk, lines: Heard, honest: bytes) -> None:
    accepted(world, desk, lines, honest)
    before, files = desk.hash(), file_names(desk.machine.vault.folder)
    desk.take_in(honest)
    for language in LANGUAGES:
        words.set_language(language)
        assert word("sync.imported.before") in read(desk.window)
    words.set_language("vi")
    assert lines.errors == []
    assert (desk.hash(), file_names(desk.machine.vault.folder)) == (before, files)
