"""The program's first steps: which road a word takes, and what is said where no window can open."""

from __future__ import annotations

import subprocess
import sys

import pytest

from core.errors import LibraryMissing, ScreenMissing
from desktop import system_libraries
from desktop.__main__ import NO_WINDOW

ABSENT = "libabsent-for-a-test.so.9"


@pytest.mark.parametrize("options", [[], ["--home", "x"], ["--home=x"], ["--announce"]])
def test_without_a_screen_it_says_so_in_both_languages_and_ends(options: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desktop", *options],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == NO_WINDOW
    vietnamese, english = done.stderr.splitlines()
    assert "Không" in vietnamese
    assert "DISPLAY" in english
    assert not done.stdout


def test_nothing_heavy_is_imported_before_the_road_is_known() -> None:
    code = "import sys, desktop.__main__; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & {"PySide6", "sqlalchemy", "cryptography", "pyhanko", "db", "core"}


def test_libraries_that_are_there_and_one_that_is_not() -> None:
    assert system_libraries.missing(["libc.so.6", ABSENT], "linux") == (ABSENT,)
    assert system_libraries.missing([ABSENT], "win32") == ()
    with pytest.raises(LibraryMissing) as raised:
        system_libraries.require([ABSENT])
    assert ABSENT in str(raised.value.facts["libraries"])


def test_known_libraries_name_their_package() -> None:
    error = system_libraries.refusal(["libGL.so.1", "libxcb-cursor.so.0", ABSENT])
    assert error.facts["packages"] == f"libgl1 libxcb-cursor0 {ABSENT}"


@pytest.mark.parametrize(
    ("words", "library"),
    [
        ("libEGL.so.1: cannot open shared object file: No such file or directory", "libEGL.so.1"),
        ("No module named 'PySide6'", None),
        ("/x/QtCore.so: undefined symbol: f", None),
    ],
)
def test_what_an_import_error_says_of_a_library(words: str, library: str | None) -> None:
    assert system_libraries.named_in(ImportError(words)) == library


@pytest.mark.parametrize(
    ("environ", "screen", "refused"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"DISPLAY": ":0"}, True, False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True, False),
        ({"QT_QPA_PLATFORM": "offscreen"}, True, False),
    ],
)
def test_a_screen_is_wanted(environ: dict[str, str], *, screen: bool, refused: bool) -> None:
    if refused:
        with pytest.raises(ScreenMissing):
            system_libraries.require_window(environ, screen=screen)
    else:
        system_libraries.require_window(environ, screen=screen)
