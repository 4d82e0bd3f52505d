"""What names the machine: the same at every call, nothing where the system keeps no name."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop import machine_identity


def test_the_name_of_this_machine_stays() -> None:
    assert machine_identity.machine_name() == machine_identity.machine_name()


def test_the_first_file_with_a_name_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = (tmp_path / "missing", tmp_path / "empty", tmp_path / "fresh", tmp_path / "named")
    for path, content in zip(files[1:], (b"\n", b"uninitialized\n", b"0123abcd\n"), strict=True):
        path.write_bytes(content)
    monkeypatch.setattr(machine_identity, "LINUX", files)
    assert machine_identity.machine_name("linux") == b"0123abcd"
    monkeypatch.setattr(machine_identity, "LINUX", files[:3])
    assert machine_identity.machine_name("linux") == b""


def test_what_cannot_be_asked_here_is_not_known() -> None:
    assert isinstance(machine_identity.machine_name("win32"), bytes)


def test_a_store_is_opened_at_a_place_that_says_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTIN_STATE", str(tmp_path / "state"))
    found = machine_identity.here(tmp_path / "home")
    assert (found.aside, found.machine) == (tmp_path / "state", machine_identity.machine_name())
    assert "machine=" not in repr(found)
