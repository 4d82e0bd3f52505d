"""A window on a made-up unit, unlocked and active."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.theme.theme import Look, theme
from desktop.words import words
from tests.desktop.looks import LAPTOP, settle, shown
from tests.desktop.sample import sample_window

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.window import Window


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    made = sample_window(tmp_path)
    qtbot.addWidget(made)
    shown(made, LAPTOP)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    settle()
    yield made
    words.set_language("vi")
    theme.show(Look("light"))
