"""Clocks set to days before and after the end of a machine's certificate."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from core.commits.trust import DAY
from db import facts
from tests.server.town import Machine, Town

Days = Callable[[float], None]


@pytest.fixture
def later(town: Town, monkeypatch: pytest.MonkeyPatch) -> Days:
    """Sets every clock to some days after the end of the clerk's certificate; before it below 0."""
    real, end = time.time_ns, end_of(town.machine("clerk"))

    def move(days: float) -> None:
        shift = end + round(days * DAY) - real() // 1_000_000
        monkeypatch.setattr(time, "time_ns", lambda: real() + shift * 1_000_000)

    return move


def end_of(machine: Machine, device: str = "") -> int:
    """When the newest certificate of a machine ends, as another one knows it or as it itself."""
    known = device or machine.store.author.device
    with machine.store.engine.begin() as connection:
        held, _ = facts.certificate(connection, machine.store.realm, known)
    assert held is not None
    return held.end
