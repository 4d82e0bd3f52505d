"""A store that was rolled back, and one that works twice: what its person reads, and that he works
on. What happens below is in tests/server/test_clones.py.
"""

from __future__ import annotations

import shutil

from db import incarnation
from db.actions import dossiers
from db.engine import close
from tests.desktop.app.conftest import Start
from tests.desktop.app.driver import Driver
from tests.desktop.sync.test_loop import unlocked
from tests.server.test_terms import act
from tests.server.town import Town


def safety(app: Driver, said: str) -> None:
    """The screen says the sentence once it has read how the store stands."""
    app.go("safety")
    app.wait(lambda: said in app.texts())


def test_an_old_state_put_back_is_said_and_written_on(town: Town, start: Start) -> None:
    clerk = town.machine("clerk")
    close(clerk.store.engine)
    [database] = (town.folder / "clerk" / "store").glob("store-*.db")
    old = database.read_bytes()
    clerk = town.machine("clerk")
    act(clerk, "Sau bản cũ")
    with town.running():
        town.sync(clerk)
    town.stack.close()
    database.write_bytes(old)
    app = unlocked(town, start, "clerk")
    safety(app, "là một bản cũ đã đưa trở lại")
    assert act_in(app, "Làm tiếp")


def test_a_machine_that_works_twice_is_said(town: Town, start: Start) -> None:
    shutil.copytree(town.folder / "clerk", town.folder / "twin")
    one, two = town.machine("clerk"), town.machine("twin")
    act(one, "Ở máy thứ nhất")
    act(two, "Ở máy thứ hai")
    with town.running():
        town.sync(one, two, two)
    assert [each.why for each in incarnation.noticed(two.store)] == ["twin"]
    town.stack.close()
    app = unlocked(town, start, "twin")
    safety(app, "Một bản sao của máy này cũng đang làm việc")
    assert act_in(app, "Làm tiếp")


def act_in(app: Driver, title: str) -> str:
    """A dossier opened in the session under the window."""
    store = app.application.session.store()
    return dossiers.open_dossier(store, "01.TM", title, "10").entity
