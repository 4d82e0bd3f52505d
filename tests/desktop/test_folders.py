"""Where the data lies: named, or where each system keeps a person's data."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.folders import home_folder

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
