"""The program is killed while somebody writes: the next start finds the whole form again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.drafts import keeping
from desktop.drafts.keeping import Task
from tests.db.test_ledger import World
from tests.desktop.drafts.crash_typist import BODY, TITLE, VENUE, store_of

CHILD = "tests.desktop.drafts.crash_typist"


@pytest.mark.timeout(180)
def test_what_was_kept_is_there_after_a_kill(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    world = World(tmp_path)
    owner, person = world.people["van"], world.people["si"]
    world.close()
    command = [sys.executable, "-m", CHILD, str(tmp_path), owner, person]
    around = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        command, cwd=pytestconfig.rootpath, env=around, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "kept\n"
        child.kill()
    store = store_of(tmp_path, owner, person)
    try:
        begun = keeping.begin(store, Task(template="giay-moi", type="giay-moi"))
    finally:
        store.engine.dispose()
    assert begun.unsaved is not None
    assert begun.written.body == BODY
    assert VENUE in [fact.text for fact in begun.written.facts]
    assert [one.title for one in begun.written.appendices] == [TITLE]
