"""Killed in the middle of writing, re-keying, backing up, migrating: nothing that was acknowledged
is lost, and the store opens.

``ANTIN_KILLS`` is how often each; ``./dev soak`` sets it to 50.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from typing import Final

import pytest

from core.office.terms import Kind
from db.care import integrity, restore
from db.care.findings import Depth
from db.queries import documents
from db.queries.documents import View
from tests.soak import killing, station
from tests.soak.killing import Log
from tests.soak.phases import KINDS
from tests.soak.station import CLOCK, Station

pytestmark = [pytest.mark.slow, pytest.mark.timeout(0)]
ALL: Final = View((Kind.INCOMING,))
PART: Final = 500
KILLS: Final = int(os.environ.get("ANTIN_KILLS", "3"))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_acknowledged_is_lost(kind: str, tmp_path: Path) -> None:
    station.found(tmp_path)
    chance, log = Random(kind), Log()
    for _ in range(KILLS):
        killing.kill_inside(kind, tmp_path, chance, log)
        look(tmp_path, log)
        if kind == "backing-up":
            look_at_backup(tmp_path, log)
    assert log.landed == KILLS
    print(f"{kind}: {log.landed} inside, {log.missed} beside, {len(log.acknowledged)} acts")


def look(folder: Path, log: Log) -> None:
    """The store opens, is whole to its last page, and has every document that was told saved."""
    opened = Station(folder)
    try:
        found = integrity.check(opened.store, opened.vault, Depth.DEEP)
        assert found.whole, found.findings
        numbers = documents.ids(opened.store, ALL)
        parts = [numbers[at : at + PART] for at in range(0, len(numbers), PART)]
        rows = [row for part in parts for row in documents.rows(opened.store, part)]
        codes = {row.code: row.number for row in rows}
        assert [code for code in log.acknowledged if code not in codes] == []
        assert len(set(codes.values())) == len(codes)
    finally:
        opened.close()


def look_at_backup(folder: Path, log: Log) -> None:
    """The newest generation restores, and has what was saved before the last run that ended."""
    station = Station(folder)
    station.close()
    scratch = folder / "scratch"
    scratch.mkdir()
    wish = restore.Wish(station.target)
    found = restore.rehearse(wish, scratch, station.unlock, CLOCK, lambda _done, _total: True)
    assert found.documents >= log.covered > 0
    scratch.rmdir()
