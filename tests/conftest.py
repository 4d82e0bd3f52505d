"""What every test gets: windows off-screen, none of the user's settings, quick tests first."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for name in ("LANGUAGE", "QT_STYLE_OVERRIDE", "QT_SCALE_FACTOR", "XDG_CONFIG_HOME"):
    os.environ.pop(name, None)

STAGES = ("architecture", "packaging", "resources", "core", "db", "desktop", "server", "sim", "e2e")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Unit, windows, server, whole days; inside a stage the order stays random."""
    items.sort(key=lambda item: _stage(item.path.relative_to(config.rootpath)))


def _stage(file: Path) -> int:
    folder = file.parts[1] if len(file.parts) > 2 else "architecture"
    return STAGES.index(folder) if folder in STAGES else len(STAGES)
