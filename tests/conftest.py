"""What every test gets: windows off-screen, none of the user's settings, quick tests first."""

from __future__ import annotations

import multiprocessing
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from desktop import fork_server

if TYPE_CHECKING:
    from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for name in ("LANGUAGE", "QT_STYLE_OVERRIDE", "QT_SCALE_FACTOR", "XDG_CONFIG_HOME"):
    os.environ.pop(name, None)

# no time limits in tests; in CI the same cases every time, on a desk new ones, in a soak many
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("soak", deadline=None, max_examples=1000, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")

ANYIO = "AnyIO worker thread"
LAST_BREATH = 5.0
"""Seconds for threads of anyio, which are told to end and cannot be waited for."""

STAGES = ("architecture", "packaging", "resources", "core", "db", "desktop", "server", "sim", "e2e")


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    """A test ends its threads and its child processes."""
    before = set(threading.enumerate())
    yield
    threads = [thread for thread in threading.enumerate() if thread not in before]
    for thread in threads:
        if thread.name.startswith(ANYIO):
            thread.join(LAST_BREATH)
    assert not [thread for thread in threads if thread.is_alive()], "left running"
    assert not [child for child in multiprocessing.active_children() if _at_work(child)]


def _at_work(child: multiprocessing.process.BaseProcess) -> bool:
    """The fork server may stay, but none of its children."""
    if child.name != fork_server.NAME:
        return True
    return bool(Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Unit, windows, server, whole days; inside a stage the order stays random."""
    items.sort(key=lambda item: _stage(item.path.relative_to(config.rootpath)))


def _stage(file: Path) -> int:
    folder = file.parts[1] if len(file.parts) > 2 else "architecture"
    return STAGES.index(folder) if folder in STAGES else len(STAGES)
