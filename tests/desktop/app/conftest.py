"""The whole application on a real home folder, driven by keys."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.keys.passphrase import FLOOR
from desktop.app import Application
from desktop.theme.theme import Look, theme
from desktop.words import words
from tests.desktop.app.driver import Driver
from tests.desktop.app.homes import Homes, make_homes

Start = Callable[[Path], Driver]


@pytest.fixture(scope="session")
def made_homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    """Made once: the unit, two machines, three people."""
    return make_homes(tmp_path_factory.mktemp("homes"))


@pytest.fixture
def homes(made_homes: Homes, tmp_path: Path) -> Homes:
    """A clerk's, a commander's and an administrator's machine of one unit; all have a
    passphrase."""
    for name in ("clerk", "commander", "admin"):
        shutil.copytree(getattr(made_homes, name), tmp_path / name)
    here = {name: tmp_path / name for name in ("clerk", "commander", "admin")}
    return replace(made_homes, **here)


@pytest.fixture
def start(qtbot: QtBot) -> Iterator[Start]:
    """Start the program on a home folder; it is ended after the test."""
    running: list[Driver] = []

    logs: list[Path] = []

    def begin(home: Path) -> Driver:
        logs.append(home / "antin.log")
        application = Application(home, lambda: FLOOR)
        driver = Driver(application, qtbot)
        running.append(driver)
        application.start()
        driver.settle()
        return driver

    yield begin
    for driver in running:
        driver.close()
    faults = [log.read_text() for log in logs if log.exists()]
    assert not faults, faults[0]
    words.set_language("vi")
    theme.show(Look("light"))
