"""The whole application on a clerk's home, opened at the screen of safety."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.safety.screen import SafetyScreen
from tests.desktop.app.conftest import Start, homes, made_homes, start
from tests.desktop.app.driver import Driver
from tests.desktop.app.homes import PASSPHRASES, Homes

__all__ = ["homes", "made_homes", "start"]


@pytest.fixture
def clerk(homes: Homes, start: Start) -> Driver:
    app = start(homes.clerk)
    app.click("Người van")
    app.unlock(PASSPHRASES["van"])
    app.go("safety")
    return app


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Where backups go."""
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


def view(app: Driver) -> SafetyScreen:
    found = app.window.stack.view()
    assert isinstance(found, SafetyScreen)
    return found
