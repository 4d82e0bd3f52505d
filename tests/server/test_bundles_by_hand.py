"""A clerk who never meets the network, a commander who carries for him, and the server: bundles by
``antin-server bundle``, back with receipts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

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
