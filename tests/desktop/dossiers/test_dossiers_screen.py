"""The dossiers screen by keys on a real store: open, close, hand over, take in; the year's list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.office.dossiers import Stage as At
from db.actions import dossiers, incoming
from db.queries import plans as planned
from desktop import clock
from desktop.dossiers.choose import ChooseDossier
from tests.db.test_ledger import ENTRY, FILE
from tests.db.unit_of_three import START
from tests.desktop.dossiers.shelves import LIST, Shelves


@pytest.fixture
def shelves(tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelves]:
    monkeypatch.setattr(clock, "now_ms", lambda: START)
    made = Shelves(tmp_path)
    yield made
    made.close()


def go(shelves: Shelves, tab: int = 0) -> None:
    shelves.stage.window.go("dossiers")
    shelves.stage.settle()
    shelves.screen.tabs.choose(tab)
    shelves.screen.start().setFocus()
    shelves.stage.settle()


def shown(shelves: Shelves) -> bool:
    return shelves.screen.shelf.pane.page is not None


def test_open_from_the_years_list_by_keys(shelves: Shelves) -> None:
    go(shelves)
    shelves.stage.press("Ctrl+N")
    shelves.stage.settle(lambda: shelves.stage.window.scrim.card is not None)
    shelves.stage.type("02.TM")
    shelves.stage.press("Tab")  # takes what the list offers: title and retention come along
    shelves.stage.press("Ctrl+Return")
    shelves.stage.settle(lambda: bool(shelves.every()))
    (row,) = shelves.every()
    assert (row.code, row.title, row.retention) == ("02.TM", LIST[1].title, "06")
    assert row.plan
    shelves.stage.settle(lambda: shown(shelves))


def test_open_a_self_defined_one_by_keys(shelves: Shelves) -> None:
    go(shelves)
    shelves.stage.press("Ctrl+N")
    shelves.stage.settle(lambda: shelves.stage.window.scrim.card is not None)
    shelves.stage.press("Ctrl+Return")
    assert shelves.every() == []  # says what is missing
    for text in ("09.TM", "Viec tu lap"):
        shelves.stage.type(text)
        shelves.stage.press("Return")
    shelves.stage.press("Return")
    shelves.stage.settle(lambda: bool(shelves.every()))
    (row,) = shelves.every()
    assert (row.code, row.title, row.retention, row.plan) == ("09.TM", "Viec tu lap", "06", None)


def test_close_hand_over_and_take_in_by_keys(shelves: Shelves) -> None:
    dossier = shelves.open("01.TM")
    go(shelves)
    shelves.stage.settle(lambda: shown(shelves))
    shelves.stage.press("Ctrl+E")
    shelves.stage.press("Ctrl+Return")
    shelves.stage.settle(lambda: shelves.row(dossier).state == At.CLOSED)
    row = shelves.row(dossier)
    assert (row.start, row.until, row.due) == ("2025-10-02", "2025-12-05", "2026-12-05")
    go(shelves, 1)
    shelves.stage.settle(lambda: shown(shelves))
    shelves.stage.press("F9")
    shelves.stage.settle(lambda: shelves.stage.window.scrim.card is not None)
    shelves.stage.press("Ctrl+Return")
    shelves.stage.settle(lambda: shelves.row(dossier).state == At.HANDED_OVER)
    shelves.sit("luu")
    go(shelves, 3)
    shelves.stage.settle(lambda: shown(shelves))
    shelves.stage.press("F9")
    shelves.stage.settle(lambda: shelves.stage.window.scrim.card is not None)
    shelves.stage.press("Ctrl+Return")
    shelves.stage.settle(lambda: shelves.row(dossier).state == At.ARCHIVED)
    assert shelves.stage.faults == []


def test_many_are_handed_over_at_once(shelves: Shelves) -> None:
    wanted = [shelves.closed(code) for code in ("01.TM", "02.TM", "03.TM")]
    go(shelves, 1)
    shelves.stage.settle(lambda: shown(shelves))
    for _ in range(2):
        shelves.stage.press("Shift+Down")
    shelves.stage.settle(lambda: len(shelves.screen.list.view.chosen()) == 3)
    shelves.stage.press("F9")
    shelves.stage.settle(lambda: shelves.stage.window.scrim.card is not None)
    shelves.stage.press("Ctrl+Return")
    shelves.stage.settle(lambda: {shelves.row(d).state for d in wanted} == {At.HANDED_OVER})


def test_the_archive_gives_back_with_a_reason_and_it_is_reopened(shelves: Shelves) -> None:
    dossier = shelves.closed("01.TM")
    dossiers.hand_over(shelves.clerk, [dossier])
    shelves.sit("luu")
    go(shelves, 3)
    shelves.stage.settle(lambda: shown(shelves))
    shelves.stage.press("F8")
    shelves.stage.settle(lambda: shelves.stage.window.scrim.card is not None)
    shelves.stage.type("thieu phu luc")
    shelves.stage.press("Ctrl+Return")
    shelves.stage.settle(lambda: shelves.row(dossier).state == At.CLOSED)
    shelves.sit("van")
    go(shelves, 1)
    shelves.stage.settle(lambda: shown(shelves))
    assert shelves.screen.shelf.pane.page.steps[-1].reason == "thieu phu luc"
    next(one for one in shelves.screen.commands() if one.id == "reopen").run()
    shelves.stage.settle(lambda: shelves.stage.window.scrim.card is not None)
    shelves.stage.type("bo sung")
    shelves.stage.press("Ctrl+Return")
    shelves.stage.settle(lambda: shelves.row(dossier).state == At.OPEN)


def test_what_lacks_is_shown_instead_of_closing(shelves: Shelves) -> None:
    dossier = shelves.open("01.TM")
    begun = incoming.register(shelves.clerk, ENTRY, FILE, shelves.world.book).entity
    dossiers.put(shelves.clerk, dossier, begun)
    go(shelves)
    shelves.stage.settle(lambda: shown(shelves))
    shelves.stage.press("Ctrl+E")
    shelves.stage.settle()
    assert shelves.stage.window.scrim.card is None
    assert shelves.screen.shelf.pane.tabs.current() == "checks"
    assert shelves.screen.shelf.pane.problem.isVisible()
    assert shelves.row(dossier).state == At.OPEN


def test_a_document_is_taken_out_and_put_back(shelves: Shelves) -> None:
    dossier, _other = shelves.open("01.TM"), shelves.open("02.TM")
    go(shelves)
    shelves.stage.settle(lambda: shown(shelves))
    pane = shelves.screen.shelf.pane
    pane.index.view.setFocus()
    shelves.stage.settle(lambda: pane.paper() is not None)
    shelves.stage.press("Delete")
    shelves.stage.settle(lambda: shelves.row(dossier).documents == 2)
    shelves.stage.press("Ctrl+Z")
    shelves.stage.settle(lambda: shelves.row(dossier).documents == 3)


def test_ctrl_h_offers_the_senders_dossier_and_enter_takes_it(shelves: Shelves) -> None:
    wanted = shelves.open("02.TM")
    shelves.open("01.CT", papers=False)
    new = shelves.paper("219/TM", "Phòng Tham mưu", "Văn bản mới", "2026-11-20")
    go(shelves)
    shelves.stage.window.open_sheet(ChooseDossier(shelves.stage.context, [new]))
    shelves.stage.settle()
    shelves.stage.press("Return")
    shelves.stage.settle(lambda: shelves.row(wanted).documents == 4)


def test_who_may_only_read_is_offered_nothing_to_do(shelves: Shelves) -> None:
    shelves.open("01.TM")
    shelves.sit("chi")
    shelves.stage.settle(lambda: shown(shelves))
    ids = {command.id for command in shelves.screen.commands()}
    assert not ids & {"open", "close", "edit", "take", "reopen"}


def test_going_to_a_dossier_finds_its_tab(shelves: Shelves) -> None:
    dossier = shelves.closed("01.TM")
    shelves.open("02.TM")
    for argument in (dossier, ("dossier", dossier), ("closed", dossier)):
        go(shelves)
        shelves.stage.window.go("dossiers", argument)
        shelves.stage.settle(lambda: shown(shelves))
        assert shelves.screen.tabs.current() == "closed"
        assert shelves.screen.place() == ("closed", dossier)


def test_lists_are_narrowed_and_what_is_hidden_is_one_click_away(shelves: Shelves) -> None:
    dossiers.open_dossier(shelves.by("si"), "07.TM", "Của trợ lý", "06")
    mine = shelves.open("01.TM")
    go(shelves)
    view = shelves.screen
    shelves.stage.settle(lambda: len(view.list.view.model().ids) == 2)
    view.only.setFocus()
    shelves.stage.press("2")
    shelves.stage.settle(lambda: len(view.list.view.model().ids) == 1)
    shelves.stage.settle(lambda: view.place() == ("open", mine))
    shelves.stage.press("4")
    shelves.stage.settle(view.list.empty.button.isVisible)
    view.list.empty.button.click()
    shelves.stage.settle(lambda: len(view.list.view.model().ids) == 2)
    assert view.only.value() == "all"
    shelves.stage.press("Ctrl+F")
    shelves.stage.type("tro ly 07")
    shelves.stage.settle(lambda: len(view.list.view.model().ids) == 1)
    shelves.stage.type("x")
    shelves.stage.settle(view.list.empty.button.isVisible)
    assert "tro ly 07x" in view.list.empty._text.text()
    view.list.empty.button.click()
    shelves.stage.settle(lambda: len(view.list.view.model().ids) == 2)
    assert view.shelf.filter.isHidden()


# -- the year's list ---------------------------------------------------------------------------


def codes(shelves: Shelves) -> list[str]:
    return [row.code for row in planned.plan(shelves.clerk, clock.today().year)]


def test_an_entry_is_added_under_its_heading_moved_struck_out_and_back(shelves: Shelves) -> None:
    go(shelves, 4)
    shelves.stage.press("Ctrl+N")
    shelves.stage.settle(lambda: shelves.stage.window.scrim.card is not None)
    shelves.stage.press("Return")  # the heading of the entry that the keyboard is on
    for text in ("04.TM", "Bien phap moi"):
        shelves.stage.type(text)
        shelves.stage.press("Return")
    shelves.stage.press("Ctrl+Return")
    shelves.stage.settle(lambda: len(codes(shelves)) == 7)
    assert codes(shelves)[:4] == ["01.TM", "02.TM", "03.TM", "04.TM"]
    shelves.stage.settle()
    shelves.stage.press("Alt+Down")
    shelves.stage.settle(lambda: codes(shelves)[:2] == ["02.TM", "01.TM"])
    shelves.stage.settle()
    shelves.stage.press("Alt+Up")
    shelves.stage.settle(lambda: codes(shelves)[:2] == ["01.TM", "02.TM"])
    shelves.stage.settle()
    shelves.stage.press("Delete")
    shelves.stage.settle(lambda: "01.TM" not in codes(shelves))
    shelves.stage.press("Ctrl+Z")
    shelves.stage.settle(lambda: "01.TM" in codes(shelves))


def test_a_list_is_copied_and_an_entry_opened(shelves: Shelves) -> None:
    go(shelves, 4)
    shelves.screen.plan.show_year(clock.today().year + 1)
    shelves.stage.settle(shelves.screen.plan.list.empty.button.isVisible)
    shelves.screen.plan.list.empty.button.click()
    shelves.stage.settle(lambda: shelves.screen.plan.list.view.current() is not None)
    assert len(planned.plan(shelves.clerk, clock.today().year + 1)) == len(LIST)
    shelves.screen.start().setFocus()
    shelves.stage.press("Ctrl+Return")
    shelves.stage.settle(lambda: shelves.stage.window.scrim.card is not None)
    shelves.stage.press("Ctrl+Return")
    shelves.stage.settle(lambda: bool(shelves.every()))
    assert shelves.every()[0].year == clock.today().year + 1
