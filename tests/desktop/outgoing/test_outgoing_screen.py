"""The clerk's way from a signed document to a dossier, by keys, on real stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from core.office import draft as drafts
from core.office.draft import Checker
from core.office.terms import Act, State
from db.actions import dossiers, outgoing
from db.actions.files import NewFile
from db.queries import dispatches, documents, shelf
from desktop import reference
from desktop.dossiers.screen import SCREEN as DOSSIERS
from desktop.drafts.submit_sheet import SubmitSheet
from desktop.forms import template
from desktop.forms.document import render
from desktop.outgoing.screen import SCREEN as OUTGOING
from desktop.outgoing.screen import OutgoingScreen
from desktop.signing import acts, setting
from desktop.signing.examining import examine
from desktop.signing.preflight import Flaw
from desktop.words import word
from tests.desktop import looks
from tests.desktop.outgoing.stage import Stage
from tests.desktop.signing.test_outgoing_life import ENTRY, LETTER, Day
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


def test_another_initials_by_keys_before_it_is_submitted(day: Day, stage: Stage) -> None:
    """Two names on the page: the drafter's, who has initialled, and the clerk's."""
    text = msgspec.structs.replace(
        LETTER, checkers=(*LETTER.checkers, Checker(duty="format", name="Người van"))
    )
    rendered = render(text, template.load(), reference.forms())
    pdf = NewFile("cong-van.pdf", "application/pdf", setting.ready(rendered), rendered.pages)
    document = outgoing.draft(day.officer, ENTRY, drafts.encode(text), pdf).entity
    blob, content = day.main(day.officer, document)
    mark = setting.set_signature(
        content, setting.initials("KyNhay1", "Người si"), day.hand("can-bo")
    )
    outgoing.initial(day.officer, document, blob, mark)
    page = documents.page(day.officer, document)
    assert page is not None
    stage.store = day.officer
    stage.context.frame.open_sheet(SubmitSheet(stage.context, page.row, lambda: None))
    stage.settle()
    stage.press("Ctrl+Return")
    assert "Còn chờ ký nháy của Người van" in words_of(stage)
    assert state_of(stage, document) == State.INITIALLED
    stage.press("Esc")
    stage.store = day.clerk
    stage.window.go("outgoing")
    stage.settle(lambda: screen(stage).detail.page is not None)
    stage.settle(lambda: "Chờ ký nháy Người van" in words_of(stage))
    looks.screenshot(stage.window, "outgoing-initial")
    assert Act.INITIAL in [one.id for one in screen(stage).commands()]
    stage.press("F9")
    stage.settle(lambda: stage.window.scrim.card is not None)
    stage.type(pki.PIN)
    stage.press("Return")
    stage.settle(lambda: all(box.signed for box in acts.boxes(day.clerk, document)))
    stage.settle(lambda: Act.INITIAL not in [one.id for one in screen(stage).commands()])
    assert [box.name for box in acts.boxes(day.clerk, document)] == ["Người si", "Người van"]
    outgoing.submit(day.officer, document)
    day.carry()
    assert Flaw.INITIALS_MISSING not in examine(day.commander, document).flaws
    assert stage.faults == []


def words_of(stage: Stage) -> str:
    return " ".join(label.text() for label in looks.visible(stage.window, QLabel))


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
    detail.drop()  # as where another file is chosen that has no pages
    stage.settle(lambda: detail.verdict.report is None)
    assert word("evidence.no_pdf") in [one.text() for one in detail.verdict.findChildren(QLabel)]


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
