"""The clerk's way from a signed document to a dossier, by keys, on real stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from core.office.terms import State
from db.actions import dossiers
from db.queries import dispatches, documents, shelf
from desktop.dossiers.screen import SCREEN as DOSSIERS
from desktop.outgoing.screen import SCREEN as OUTGOING
from desktop.outgoing.screen import OutgoingScreen
from tests.desktop import looks
from tests.desktop.outgoing.stage import Stage
from tests.desktop.signing.test_outgoing_life import Day
from tests.pki import authority as pki


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = Day(tmp_path)
    yield made
    made.world.close()


@pytest.fixture
def stage(day: Day, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path, day.clerk, (OUTGOING, DOSSIERS))
    made.keep_key(day.paths["van-thu"].read_bytes(), "person")
    made.keep_key(day.paths["con-dau"].read_bytes(), "agency")
    yield made
    made.close()


def state_of(stage: Stage, document: str) -> str:
    page = documents.page(stage.store, document)
    assert page is not None
    return page.row.state


def screen(stage: Stage) -> OutgoingScreen:
    view = stage.window.stack.view()
    assert isinstance(view, OutgoingScreen)
    return view


def test_number_seal_issue_and_file_by_keys(day: Day, stage: Stage, tmp_path: Path) -> None:
    document = day.signed()
    stage.window.go("outgoing")
    stage.settle(lambda: screen(stage).detail.page is not None)
    for state in (State.NUMBERED, State.SEALED):
        stage.press("F9")
        stage.type(pki.PIN)
        stage.press("Return")
        stage.settle(lambda state=state: state_of(stage, document) == state)
        stage.settle(lambda: screen(stage).detail.page.row.state == state_of(stage, document))
    stage.press("F9")
    stage.press("Ctrl+Return")
    stage.settle(lambda: state_of(stage, document) == State.ISSUED)
    [sent] = dispatches.dispatches(stage.store, document)
    assert (sent.recipient, sent.way, sent.copies) == ("Phòng Tham mưu", "hand", 1)
    stage.settle(lambda: screen(stage).detail.page.row.state == State.ISSUED)
    stage.press("Ctrl+H")
    stage.type("01.TM - Thong tin lien lac")
    stage.press("Return")
    stage.settle(lambda: state_of(stage, document) == State.FILED)
    assert shelf.dossiers(stage.store)[0].documents == 1
    stage.press("Ctrl+S")
    target = tmp_path / "out.pdf"
    stage.press("Ctrl+A")
    stage.type(str(target))
    stage.press("Return")
    stage.settle(target.exists)
    assert target.read_bytes() == day.main(stage.store, document)[1]
    assert stage.faults == []


def test_a_wrong_pin_numbers_nothing(day: Day, stage: Stage) -> None:
    document = day.signed()
    stage.window.go("outgoing")
    stage.settle(lambda: screen(stage).detail.page is not None)
    stage.press("F9")
    stage.type("sai-roi")
    stage.press("Return")
    stage.settle()
    assert state_of(stage, document) == State.SIGNED
    assert stage.window.scrim.card is not None
    stage.type(pki.PIN)
    stage.press("Return")
    stage.settle(lambda: state_of(stage, document) == State.NUMBERED)


def test_the_preview_shows_the_stamps_and_the_verdict(day: Day, stage: Stage) -> None:
    """The agency's seal is red on the page that is shown, and all five signatures are judged."""
    day.sealed()
    stage.window.go("outgoing")
    detail = screen(stage).detail
    stage.settle(lambda: detail.pdf.view.page_count == 1)
    stage.settle(lambda: _red(detail.pdf.grab().toImage()) > 200)
    detail.tabs.choose(1)
    stage.settle(lambda: detail.verdict.report is not None)
    assert detail.verdict.report.verdict == "UNKNOWN"  # no trust list in this unit's provisioning
    assert len(detail.verdict.report.signatures) == 5


def _red(image: QImage) -> int:
    colours = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(c.red() > 150 and c.green() < 110 and c.blue() < 110 for c in colours)


@pytest.mark.parametrize("setting", looks.every_look(), ids=lambda setting: setting.name)
def test_looks(day: Day, stage: Stage, setting: looks.Setting) -> None:
    document = day.sealed()
    dossiers.put(
        day.clerk, dossiers.open_dossier(day.clerk, "01.TM", "Thông tin", "06").entity, document
    )
    with looks.dressed(setting):
        looks.shown(stage.window, setting.size)
        for name in ("outgoing", "dossiers"):
            stage.window.go(name)
            stage.settle()
            if name == "outgoing":
                stage.settle(lambda: screen(stage).detail.pdf.view.page_count == 1)
            looks.settle()
            looks.assert_not_clipped(stage.window)
            looks.assert_named(stage.window)
            looks.screenshot(stage.window, f"{name}-{setting.name}")
