"""A broken workstation is replaced as an administrator types it: over the server, and by files."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from db.keys.protectors import by_passphrase
from db.vault import Vault
from desktop import clock
from desktop.commands.main import main as antin_main
from tests.server.town import ROOT_WORDS, WORDS, Town

if TYPE_CHECKING:
    from pathlib import Path

CLERK = "thúng mủng dần sàng treo gác bếp"


def antin(*words: str | Path, secrets: str) -> int:
    """The exit code of a command."""
    reading, writing = os.pipe()
    os.write(writing, secrets.encode())
    os.close(writing)
    try:
        return antin_main([*map(str, words), "--passphrase-fd", str(reading)])
    finally:
        os.close(reading)


@pytest.fixture
def broken(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clerk's backup on a stick; of the machine nothing is left but an act that was not sent."""
    monkeypatch.setenv("ANTIN_LANGUAGE", "en")
    clerk = town.machine("clerk")
    clerk.register(b"%PDF-1.7 chua gui")
    vault = Vault(clerk.vault.folder, clock.random_bytes)
    protection = by_passphrase(CLERK, clock.random_bytes)
    vault.add_person(clerk.vault, clerk.store.new_id(), "Văn thư", protection)
    stick = tmp_path / "stick"
    stick.mkdir()
    home = town.folder / "clerk"
    town.stack.close()
    as_clerk = ("--home", home, "--as", "Văn thư")
    assert antin("vault", "backup", *as_clerk, "--to", stick, secrets=CLERK) == 0
    shutil.rmtree(home / "store")
    return stick


def restore(town: Town, stick: Path) -> tuple[str, ...]:
    home = town.folder / "new"
    assert antin("vault", "restore", "--home", home, "--from", stick, secrets=CLERK) == 0
    return ("--home", str(home), "--as", "Văn thư")


def test_over_the_server(town: Town, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new, admin = restore(town, broken), ("--home", town.folder / "admin")
    capsys.readouterr()
    assert antin("admin", "replace", *admin, "Máy clerk", secrets=WORDS) == 0
    code = capsys.readouterr().out.strip()
    with town.running():
        assert antin("vault", "replace", *new, secrets=CLERK) == 2  # nothing was asked yet
        assert antin("vault", "replace", *new, "--ask", secrets=f"{CLERK}\n{code}") == 1
        assert antin("vault", "replace", *new, secrets=CLERK) == 1
        assert antin("admin", "approve", *admin, secrets=WORDS) == 0
        assert antin("vault", "replace", *new, secrets=CLERK) == 0
        assert "is the new device" in capsys.readouterr().out
        retire = ("admin", "retire", *admin, "--reason", "máy hỏng")
        # two of this label now: the id says which
        assert antin(*retire, "Máy clerk", secrets=WORDS) == 2
        assert antin("admin", "devices", *admin, secrets=WORDS) == 0
        listed = capsys.readouterr().out.splitlines()
        ids = [line.split("\t")[0] for line in listed if "Máy clerk" in line]
        assert len(ids) == 2
        assert {antin(*retire, each, secrets=WORDS) for each in ids} == {2}  # not heard yet
        assert antin("sync", *new, secrets=CLERK) == 0
        assert antin("admin", "sync", *admin, secrets=WORDS) == 0
        capsys.readouterr()
        assert sorted(antin(*retire, each, secrets=WORDS) for each in ids) == [0, 2]
        assert "holds numbers 1–10, given up to 1" in capsys.readouterr().out


def test_by_files(town: Town, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new, admin = restore(town, broken), ("--home", town.folder / "admin")
    capsys.readouterr()
    assert antin("admin", "replace", *admin, "Máy clerk", secrets=WORDS) == 0
    code = capsys.readouterr().out.strip()
    request = town.folder / "request.antin"
    asked = ("vault", "replace", *new, "--request-out", request)
    assert antin(*asked, secrets=f"{CLERK}\nsai") == 2
    assert not request.exists()
    assert antin(*asked, secrets=f"{CLERK}\n{code}") == 0
    approve = ("admin", "approve", *admin, request)
    assert antin(*approve, secrets=WORDS) == 0
    answer = request.with_suffix(".answer.antin")
    assert antin("vault", "replace", *new, "--answer", request, secrets=CLERK) == 2
    assert antin("vault", "replace", *new, "--answer", answer, secrets=CLERK) == 0
    assert "is the new device" in capsys.readouterr().out
    assert antin("state", *new, secrets=CLERK) == 0


def test_the_security_officer_restores_with_the_recovery_key(town: Town, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    admin = ("--home", town.folder / "admin")
    assert antin("vault", "backup", *admin, "--to", stick, secrets=WORDS) == 0
    home, key = town.folder / "officer", ("--recovery-key", town.folder / "recovery.antin")
    line = ("vault", "restore", "--home", home, "--from", stick)
    assert antin(*line, *key, secrets=WORDS) == 2  # not the key's own passphrase
    assert antin(*line, *key, "--rehearse", secrets=ROOT_WORDS) == 0
    assert antin(*line, *key, secrets=ROOT_WORDS) == 0
    assert antin("state", "--home", home, secrets=WORDS) == 0
