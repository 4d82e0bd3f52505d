"""The dossiers screen in every look: nothing cut, everything named, everything readable."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.actions import dossiers, incoming
from desktop import clock
from tests.db.test_ledger import ENTRY, FILE
from tests.db.unit_of_three import START
from tests.desktop import looks
from tests.desktop.dossiers.shelves import Shelves
from tests.desktop.dossiers.test_dossiers_screen import go, shown


@pytest.fixture(scope="module")
def shelves(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelves]:
    """A dossier of every kind, made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now_ms", lambda: START)
        made = Shelves(tmp_path_factory.mktemp("shelves"))
        made.open("01.TM")
        begun = incoming.register(made.clerk, ENTRY, FILE, made.world.book).entity
        dossiers.put(made.clerk, made.open("02.CT", papers=False), begun)
        made.closed("02.TM")
        dossiers.hand_over(made.clerk, [made.closed("03.TM")])
        yield made
        made.close()


@pytest.mark.parametrize("setting", looks.every_look(), ids=lambda setting: setting.name)
def test_looks(shelves: Shelves, setting: looks.Setting) -> None:
    window = shelves.stage.window
    with looks.dressed(setting):
        looks.shown(window, setting.size)
        for tab, name in enumerate(("open", "closed", "due", "archive", "plan")):
            go(shelves, tab)
            _look(shelves, f"dossiers-{name}-{setting.name}")
        go(shelves)
        shelves.screen.only.set_value("last_year")
        shelves.screen.shelf.narrow("last_year")
        shelves.stage.settle(shelves.screen.list.empty.button.isVisible)
        _look(shelves, f"dossiers-narrowed-{setting.name}")
        begun = next(row for row in shelves.every() if row.code == "02.CT")
        window.go("dossiers", begun.id)
        pane = shelves.screen.shelf.pane
        shelves.stage.settle(lambda: pane.page is not None and bool(pane.page.problems))
        for part in (1, 2):
            pane.tabs.choose(part)
            if part == 1:
                next(one for one in shelves.screen.commands() if one.id == "close").run()
            _look(shelves, f"dossiers-part{part}-{setting.name}")
        whole = next(row for row in shelves.every() if row.code == "01.TM")
        window.go("dossiers", whole.id)
        shelves.stage.settle(lambda: pane.page is not None and pane.page.row.id == whole.id)
        for tab, command in ((0, "open"), (0, "close"), (1, "hand_over_dossier"), (4, "add")):
            go(shelves, tab)
            shelves.stage.settle(
                lambda command=command: command in {one.id for one in shelves.screen.commands()}
            )
            found = [one for one in shelves.screen.commands() if one.id == command]
            found[0].run()
            _look(shelves, f"dossiers-{command}-{setting.name}")
            window.scrim.close_card()


def _look(shelves: Shelves, name: str) -> None:
    view = shelves.screen
    listed = bool(view.list.view.model().rowCount()) and view.tabs.current() != "plan"
    shelves.stage.settle(lambda: shown(shelves) or not listed)
    window = shelves.stage.window
    looks.settle()
    looks.screenshot(window, name)
    looks.assert_not_clipped(window)
    looks.assert_named(window)
    looks.assert_contrast(window.scrim.card or window)
