"""The second medium of the server's files: they follow, catch up, heal each other and come back."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from core.commits.ids import b64
from db.actions import mirroring, transfers
from db.actions.mirroring import Standing
from desktop.sync.files import write_bundle
from server import app, backup, home
from server.home import Home
from server.mirroring import Care, batches
from tests.db.keepers import small_disk
from tests.server.test_bundles_by_hand import ask, server_of
from tests.server.test_watching import figures
from tests.server.town import Machine, Town

PDF = b"%PDF-1.7 ban thu hai o o dia khac"
BLOB = b64(sha256(PDF).digest())
LONG = bytes(range(256)) * 4096 * 5
"""Several frames."""


def apart(_one: Path, _other: Path) -> bool:
    """As if every folder were a disk."""
    return True


@pytest.fixture
def mirrored(town: Town) -> Town:
    town.mirror, town.apart = town.folder / "second", apart
    return town


def brought(town: Town, *contents: bytes) -> Machine:
    """A clerk's machine that has sent files."""
    clerk = town.machine("clerk")
    for content in contents:
        clerk.register(content)
    with replace(town, mirror=None).running():
        town.sync(clerk)
    return clerk


def care(found: Home) -> Standing:
    """Everything that a running server does for the mirror, once."""
    state = Care()
    for _ in batches(found, state):
        pass
    return state.standing


def both(town: Town, found: Home, blob: str = BLOB) -> tuple[Path, Path]:
    """Where a file lies in both places."""
    assert town.mirror is not None
    path = found.store.blobs.path(blob)
    return path, town.mirror / path.relative_to(found.store.blobs.folder)


def waiting(found: Home) -> int:
    return mirroring.waiting(found.store, mirroring.settle(found.store, found.mirror))


def test_what_a_machine_sends_lies_in_both_places(either_town: Town) -> None:
    town = either_town
    town.mirror, town.apart = town.folder / "second", apart
    brought(town, PDF, LONG)
    with town.opened() as found:
        assert waiting(found) == 2
        assert care(found) is Standing.APART
        assert waiting(found) == 0
        here, there = both(town, found)
        assert here.read_bytes() == there.read_bytes()
        assert PDF not in there.read_bytes()
    assert not list(town.mirror.glob("parts/*"))


def test_a_running_server_does_it_once_a_file_came(mirrored: Town) -> None:
    clerk = mirrored.machine("clerk")
    with mirrored.running() as found:
        until(lambda: mirrored.mirror is not None and mirrored.mirror.is_dir())
        clerk.register(PDF)
        mirrored.sync(clerk)
        until(lambda: both(mirrored, found)[1].exists() and not waiting(found))


def until(so: Callable[[], bool]) -> None:
    """Wait for what another thread does; far below the minute of its rounds."""
    end = time.monotonic() + 30
    while not so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_folder_on_the_same_disk_is_one_medium(town: Town) -> None:
    town.mirror = town.folder / "second"  # st_dev is asked
    brought(town, PDF)
    with town.opened() as found:
        assert care(found) is Standing.SAME
        assert Standing.SAME.media == 1
        assert both(town, found)[1].exists()
        assert waiting(found) == 1
    town.apart = apart  # the very folder on a disk of its own
    with town.opened() as found:
        assert care(found) is Standing.APART
        assert waiting(found) == 0


def test_the_server_goes_on_without_it_and_catches_up(mirrored: Town) -> None:
    brought(mirrored, PDF)
    assert mirrored.mirror is not None
    aside = mirrored.mirror.with_name("unplugged")
    with mirrored.opened() as found:
        assert care(found) is Standing.APART
        mirrored.mirror.rename(aside)
    brought(mirrored, LONG)
    with mirrored.opened() as found:
        assert care(found) is Standing.AWAY
        assert not mirrored.mirror.exists()
        assert waiting(found) == 2  # of the first nobody knows while it is away
        aside.rename(mirrored.mirror)
        assert care(found) is Standing.APART
        assert waiting(found) == 0


def test_an_empty_folder_on_the_files_own_disk_is_not_taken_for_it(mirrored: Town) -> None:
    """A disk that is not mounted leaves one behind."""
    brought(mirrored, PDF)
    assert mirrored.mirror is not None
    with mirrored.opened() as found:
        care(found)
    shutil.rmtree(mirrored.mirror)
    mirrored.mirror.mkdir()
    mirrored.apart = lambda _one, _other: False
    with mirrored.opened() as found:
        assert care(found) is Standing.AWAY
    assert not list(mirrored.mirror.iterdir())
    mirrored.apart = apart  # another disk in its place begins empty
    with mirrored.opened() as found:
        assert care(found) is Standing.APART
        assert both(mirrored, found)[1].exists()


def test_a_full_mirror_takes_no_half_file(town: Town, tmp_path: Path) -> None:
    brought(town, PDF, LONG)
    with small_disk(tmp_path / "small", "1m") as disk:
        town.mirror = disk / "files"
        with town.opened() as found:
            assert care(found) is Standing.APART  # tmpfs is another device
            assert waiting(found) > 0
            assert not both(town, found, b64(sha256(LONG).digest()))[1].exists()
            kept = [path for path in both(town, found) if path.exists()]
            assert len({path.read_bytes() for path in kept}) == 1
            assert not list(town.mirror.glob("parts/*"))


def test_a_harmed_file_of_the_server_is_healed_when_it_is_read(mirrored: Town) -> None:
    blob = b64(sha256(LONG).digest())
    brought(mirrored, LONG)
    with mirrored.opened() as found:
        care(found)
        here, there = both(mirrored, found, blob)
        whole = here.read_bytes()
        _harm(here, "changed")
    other = mirrored.machine("commander")
    with mirrored.running():
        [done] = mirrored.sync(other)
    assert (done.downloaded, done.problems) == (1, ())
    assert here.read_bytes() == there.read_bytes() == whole


@pytest.mark.parametrize("harm", ["lost", "cut", "changed"])
@pytest.mark.parametrize("which", [0, 1])
def test_the_walk_mends_either_by_the_other(mirrored: Town, harm: str, which: int) -> None:
    brought(mirrored, PDF)
    with mirrored.opened() as found:
        care(found)
        places = both(mirrored, found)
        whole = places[0].read_bytes()
        _harm(places[which], harm)
        care(found)
        assert [path.read_bytes() for path in places] == [whole, whole]


def test_what_is_whole_in_neither_is_on_no_two_media(mirrored: Town) -> None:
    brought(mirrored, PDF)
    with mirrored.opened() as found:
        care(found)
        for path in both(mirrored, found):
            _harm(path, "changed")
        care(found)
        assert waiting(found) == 1


def _harm(path: Path, harm: str) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    if harm == "lost":
        path.unlink()
    else:
        path.write_bytes(data[:-7] if harm == "cut" else data)


def test_files_newer_than_the_backup_come_back_from_the_mirror(mirrored: Town) -> None:
    """No machine need have them any more: bytes and keys lie in the mirror."""
    stick, key = mirrored.folder / "stick", mirrored.folder / "server.key"
    journal = mirrored.folder / "journal"
    stick.mkdir()
    with mirrored.opened():
        assert backup.run(mirrored.server_home, stick).complete
    brought(mirrored, PDF)
    with mirrored.opened() as found:
        care(found)
    shutil.copy2(mirrored.server_home / home.KEY, key)
    shutil.move(mirrored.journal, journal)
    shutil.rmtree(mirrored.server_home)
    backup.bring_back(mirrored.server_home, stick, key, journal)
    with mirrored.opened() as found:
        assert transfers.here(found.store, [BLOB]) == {}
        care(found)
        row = transfers.here(found.store, [BLOB])[BLOB]
        assert found.store.blobs.read(row) == PDF


def test_files_of_a_bundle_follow_too(mirrored: Town) -> None:
    clerk, path = mirrored.machine("clerk"), mirrored.folder / "gui.antin"
    clerk.register(PDF)
    write_bundle(clerk.store, [server_of(clerk)], path)
    assert ask(mirrored, "bundle", "import", path, "--mirror", str(mirrored.mirror)) == 0
    with mirrored.opened() as found:
        here, there = both(mirrored, found)
        assert here.read_bytes() == there.read_bytes()


def test_whoever_keeps_the_server_sees_it(mirrored: Town) -> None:
    brought(mirrored, PDF)
    with mirrored.opened() as found:
        asked = TestClient(app.build(found), client=("127.0.0.1", 50_000))
        read = partial(asked.get, "/health", headers={"accept": "application/json"})
        assert (read().json()["mirror"], read().json()["one_medium"]) == (True, 1)
        care(found)
        assert read().json()["one_medium"] == 0
        shown = figures(asked.get("/metrics").text)
        assert (shown["antin_media",], shown["antin_files_one_medium",]) == (2, 0)
    mirrored.mirror = None
    with mirrored.opened() as found:
        asked = TestClient(app.build(found), client=("127.0.0.1", 50_000))
        assert "mirror" not in asked.get("/health", headers={"accept": "application/json"}).json()
        shown = figures(asked.get("/metrics").text)
        assert (shown["antin_media",], shown["antin_files_one_medium",]) == (1, 1)
