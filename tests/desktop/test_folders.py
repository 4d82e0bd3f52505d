"""Where the data lies: named, or where each system keeps a person's data."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.folders import home_folder, state_folder

OWN = Path.home()


@pytest.mark.parametrize(
    ("environ", "platform", "folder"),
    [
        ({"ANTIN_HOME": "/data/a", "XDG_DATA_HOME": "/x"}, "linux", Path("/data/a")),
        ({"XDG_DATA_HOME": "/x"}, "linux", Path("/x/antin")),
        ({"XDG_DATA_HOME": "relative"}, "linux", OWN / ".local/share/antin"),
        ({}, "linux", OWN / ".local/share/antin"),
        ({"LOCALAPPDATA": "L"}, "win32", Path("L") / "AnTin"),
        ({}, "win32", OWN / "AppData/Local" / "AnTin"),
        ({}, "darwin", OWN / "Library/Application Support/AnTin"),
    ],
)
def test_the_home_of_each_system(environ: dict[str, str], platform: str, folder: Path) -> None:
    assert home_folder(environ, platform) == folder


@pytest.mark.parametrize(
    ("environ", "platform", "folder"),
    [
        ({"ANTIN_STATE": "/state/a", "XDG_STATE_HOME": "/x"}, "linux", Path("/state/a")),
        ({"XDG_STATE_HOME": "/x"}, "linux", Path("/x/antin")),
        ({"XDG_STATE_HOME": "relative"}, "linux", OWN / ".local/state/antin"),
        ({"APPDATA": "R"}, "win32", Path("R") / "AnTin"),
        ({}, "darwin", OWN / "Library/Preferences/AnTin"),
    ],
)
def test_the_counters_have_a_place_apart(
    environ: dict[str, str], platform: str, folder: Path
) -> None:
    assert state_folder(home_folder(environ, platform), environ, platform) == folder


def test_a_store_at_a_place_of_its_own_has_none_apart() -> None:
    assert state_folder(Path("/usb/antin"), {"ANTIN_HOME": "/usb/antin"}, "linux") is None
