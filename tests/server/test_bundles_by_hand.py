"""A clerk who never meets the network, a commander who carries for him, and the server: bundles by
``antin-server bundle``, back with receipts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import BundleNotForUs, TooManyReaders
from core.sync.bundle import MOST_READERS
from db import facts
from db.actions import authority, bundles, renewing
from db.blob_rows import find
from db.queries import carried, documents, office
from desktop.sync.files import read_bundle, write_bundle
from server.__main__ import main
from tests.server.town import Machine, Town

CONTENT = b"%PDF-1.7 do may khong mang gui"


def ask(town: Town, command: str, *words: str | Path) -> int:
    """``antin-server`` on the town's server."""
    where = ["--data", str(town.server_home)]
    if town.database:
        where += ["--database", town.database]
    return main([command, *where, *map(str, words)])


def server_of(machine: Machine) -> str:
    """The server as a reader of bundles."""
    [found] = [each for each in carried.readers(machine.store) if each.kind == "server"]
    return found.id


def test_what_another_carries_is_ordered_and_comes_back_with_receipts(
    either_town: Town,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ANTIN_LANGUAGE", "en")
    town = either_town
    clerk, commander = town.machine("clerk"), town.machine("commander")
    document = clerk.register(CONTENT)
    there, up, back = (tmp_path / name for name in ("1.antin", "2.antin", "3.antin"))
    write_bundle(clerk.store, [commander.store.author.device], there)
    assert read_bundle(commander.store, there).new == 1
    write_bundle(commander.store, [server_of(commander)], up)
    assert ask(town, "bundle", "import", up) == 0
    assert "1 new" in capsys.readouterr().out
    assert ask(town, "bundle", "import", up) == 0  # once more
    assert "0 new" in capsys.readouterr().out
    assert ask(town, "bundle", "import", there) == 2  # for somebody else
    assert ask(town, "bundle", "export", back, "--to", "Máy clerk", "--to", "Máy commander") == 0
    assert ask(town, "bundle", "list") == 1  # nobody has confirmed it
    assert capsys.readouterr().out.count("\t") >= 4
    for machine in (commander, clerk):
        done = read_bundle(machine.store, back)
        assert (done.missing, done.refused) == ((), 0)
        assert office.sync(machine.store).unsent == 0
        assert machine.heads() == town.heads()
    assert [row.confirmed for row in carried.exports(commander.store)] == [True]
    page = documents.page(clerk.store, document)
    assert page is not None
    with town.opened() as found:
        with found.store.engine.begin() as connection:
            row = find(connection, page.files[0].blob)
        assert row is not None
        assert found.store.blobs.read(row) == CONTENT
    assert ask(town, "journal", "check") == 0
    # and the network finds nothing left to do
    with town.running():
        [round_] = town.sync(clerk)
        assert (round_.sent, round_.refused) == (0, 0)


def test_an_administrators_machine_and_the_whole_unit_are_readers_too(
    town: Town, tmp_path: Path
) -> None:
    """What is new on the server reaches each of them by the same stick."""
    admin, clerk, commander = (town.machine(name) for name in ("admin", "clerk", "commander"))
    clerk.register()
    with town.running():
        town.sync(clerk)
    own, every = tmp_path / "1.antin", tmp_path / "2.antin"
    device = admin.store.author.device
    assert ask(town, "bundle", "export", own, "--to", device) == 0
    assert ask(town, "bundle", "export", every, "--to-all") == 0
    with pytest.raises(BundleNotForUs):
        read_bundle(commander.store, own)
    for machine in (admin, commander):
        read_bundle(machine.store, every)
        assert machine.heads() == town.heads()


def test_no_revoked_machine_is_a_reader(town: Town, tmp_path: Path) -> None:
    admin, clerk = town.machine("admin"), town.machine("clerk")
    authority.revoke_device(admin.store, clerk.store.author.device, "thất lạc")
    with town.running():
        town.sync(admin)
    file = tmp_path / "1.antin"
    assert ask(town, "bundle", "export", file, "--to", "Máy clerk") == 2
    assert not file.exists()
    assert ask(town, "bundle", "export", file, "--to-all") == 0
    with pytest.raises(BundleNotForUs):
        read_bundle(clerk.store, file)
    assert clerk.store.author.device not in {one.id for one in carried.entitled(admin.store)}


@pytest.mark.parametrize(
    "words", [("export",), ("export", "a", "b", "--to-all"), ("export", "a"), ("import",)]
)
def test_what_lacks_on_the_command_line_is_said(
    town: Town, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        ask(town, "bundle", *words)
    assert ended.value.code == 2
    assert "FILE" in capsys.readouterr().err.splitlines()[-1]


def test_an_administrators_renewal_has_a_road_by_stick(town: Town, tmp_path: Path) -> None:
    admin, clerk = town.machine("admin"), town.machine("clerk")
    device = clerk.store.author.device
    renewing.renew(admin.store, [device])
    write_bundle(admin.store, [device], tmp_path / "1.antin")
    assert read_bundle(clerk.store, tmp_path / "1.antin").new == 1
    with clerk.store.engine.begin() as connection:
        found, _ = facts.certificate(connection, clerk.store.realm, device)
    assert found is not None
    assert found.serial == 2


def test_a_bundle_names_no_more_machines_than_a_reader_takes(town: Town) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    with pytest.raises(TooManyReaders):
        bundles.export(clerk.store, [commander.store.author.device] * (MOST_READERS + 1))
