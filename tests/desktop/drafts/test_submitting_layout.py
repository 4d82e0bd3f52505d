"""What is found in the layout of a draft before it goes to its signer, and kept for a reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from core.errors import ReasonMissing
from core.office import draft as drafts
from core.office.draft import Paragraph
from core.office.format.check import check
from core.office.format.finding import Finding, Record
from core.office.format.kept import keep
from core.office.format.rules import Rule
from core.office.terms import Act, State
from db.actions import outgoing
from db.actions.files import NewFile
from db.queries import documents, submissions
from desktop import reference
from desktop.documents.format_sheet import FormatSheet, KeptSheet, kept_commands
from desktop.documents.story import StoryPanel
from desktop.drafts.submit_sheet import SubmitSheet
from desktop.format_findings import findings_of
from desktop.format_reader import read_layout
from desktop.forms import template
from desktop.forms.document import render
from desktop.outgoing.screen import SCREEN as OUTGOING
from desktop.signing import setting
from desktop.theme.theme import Look, ThemeName, theme
from desktop.widgets.pdf_view import Overlay
from tests.desktop import looks
from tests.desktop.outgoing.stage import Stage
from tests.desktop.signing.test_outgoing_life import ENTRY, LETTER, Day

PAPERS = Path(__file__).resolve().parents[2] / "data" / "format"
TYPES = reference.document_types().items
LEFT = Qt.MouseButton.LeftButton
TEXT = Paragraph("Các đơn vị tổ chức thực hiện nghiêm túc nội dung văn bản này. " * 8)
LONG = msgspec.structs.replace(LETTER, body=(TEXT,))


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = Day(tmp_path)
    yield made
    made.world.close()


@pytest.fixture
def stage(day: Day, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path, day.officer, (OUTGOING,))
    yield made
    made.close()


def initialled(day: Day, left_mm: float, top: float = 20) -> str:
    """A letter whose margins are as wide as said."""
    form = template.load()
    page = msgspec.structs.replace(form.page, left_mm=left_mm, top_mm=top)
    rendered = render(LONG, msgspec.structs.replace(form, page=page), reference.forms())
    pdf = NewFile("cong-van.pdf", "application/pdf", setting.ready(rendered), rendered.pages)
    document = outgoing.draft(day.officer, ENTRY, drafts.encode(LONG), pdf).entity
    blob, content = day.main(day.officer, document)
    mark = setting.set_signature(
        content, setting.initials("KyNhay1", "Người soạn"), day.hand("can-bo")
    )
    outgoing.initial(day.officer, document, blob, mark)
    return document


def asked(stage: Stage, document: str) -> SubmitSheet:
    page = documents.page(stage.store, document)
    assert page is not None
    sheet = SubmitSheet(stage.context, page.row, lambda: None)
    stage.context.frame.open_sheet(sheet)
    return sheet


def state_of(stage: Stage, document: str) -> str:
    page = documents.page(stage.store, document)
    assert page is not None
    return page.row.state


def words_of(sheet: QWidget) -> str:
    return " ".join(label.text() for label in sheet.findChildren(QLabel))


def test_a_clean_letter_goes_at_once(day: Day, stage: Stage) -> None:
    document = initialled(day, 30)
    asked(stage, document)
    stage.press("Ctrl+Return")
    stage.settle(lambda: state_of(stage, document) == State.TO_SIGN)


def test_a_deviation_is_kept_for_a_reason_only(day: Day, stage: Stage) -> None:
    document = initialled(day, 24)
    sheet = asked(stage, document)
    stage.settle(sheet.reasons.isVisible)
    assert "Lề trái" in words_of(sheet), words_of(sheet)
    looks.screenshot(stage.window, "submit-layout")
    stage.press("Ctrl+Return")
    stage.settle()
    assert state_of(stage, document) == State.INITIALLED
    assert sheet.reasons.edit.hasFocus()
    stage.type("Giu theo mau cua cap tren")
    stage.press("Ctrl+Return")
    stage.settle(lambda: state_of(stage, document) == State.TO_SIGN)


@pytest.fixture(params=["light", "dark"])
def dressed(request: pytest.FixtureRequest) -> Iterator[str]:
    """In both themes."""
    name: ThemeName = request.param
    theme.show(Look(name))
    yield name
    theme.show(Look("light"))


def test_a_finding_leads_to_its_place(stage: Stage, dressed: str) -> None:
    paper = PAPERS / "layout-mac-dinh-soan-thao.pdf"
    sheet = FormatSheet(stage.context, lambda _store: paper.read_bytes(), Record())
    stage.context.frame.open_sheet(sheet)
    stage.settle(lambda: sheet.list.isVisible() and sheet.list.hasFocus())
    narrow = sheet.width()
    stage.press("Down")
    stage.press("Return")
    stage.settle(lambda: bool(len(sheet.places.view.images)))
    assert sheet.width() > narrow
    assert sheet.geometry().center().x() == pytest.approx(683, abs=2)
    finding = findings_of(paper.read_bytes(), TYPES)[1]
    assert outlined(sheet).page == finding.page - 1
    looks.screenshot(stage.window, f"format-place-{dressed}")
    stage.press("End")
    stage.settle()
    last = findings_of(paper.read_bytes(), TYPES)[-1]
    assert outlined(sheet).page == last.page - 1
    looks.screenshot(stage.window, f"format-place-last-{dressed}")
    stage.press("Esc")
    assert sheet.width() == narrow
    assert sheet.list.hasFocus()
    stage.press("Esc")
    stage.settle(lambda: not stage.window.scrim.isVisible())


def test_a_double_click_leads_to_the_place_too(stage: Stage) -> None:
    paper = PAPERS / "layout-mac-dinh-soan-thao.pdf"
    sheet = FormatSheet(stage.context, lambda _store: paper.read_bytes(), Record())
    stage.context.frame.open_sheet(sheet)
    stage.settle(sheet.list.isVisible)
    QTest.mouseDClick(sheet.list.viewport(), LEFT, pos=QPoint(80, 150))
    stage.settle(sheet.places.isVisible)
    assert sheet.list.current > 0
    stage.press("Esc")
    stage.press("Esc")


def outlined(sheet: FormatSheet) -> Overlay:
    """What is outlined on the pages."""
    (overlay,) = sheet.places.view._overlays
    assert overlay.marked
    return overlay


def test_nothing_is_kept_without_a_reason(day: Day) -> None:
    document = initialled(day, 30)
    margin = Finding(Rule.MARGIN_LEFT, 1, None, "24", "30–35")
    motto = Finding(Rule.MOTTO_LINE, 1, (298.5, 87.25, 479.0, 87.25))
    with pytest.raises(ReasonMissing):
        outgoing.submit(day.officer, document, [keep(margin, "theo mẫu"), keep(motto, " ")])
    given = [keep(margin, "theo mẫu  của cấp trên"), keep(motto, "máy in cũ")]
    outgoing.submit(day.officer, document, given)
    page = documents.page(day.officer, document)
    assert page is not None
    assert page.row.state == State.TO_SIGN
    assert Act.REQUEST_SIGNATURE not in {move.act for move in page.moves}
    day.carry()
    found = submissions.submission(day.commander, document)
    assert found is not None
    assert [(one.rule, one.reason) for one in found.kept] == [
        ("margin-left", "theo mẫu của cấp trên"),
        ("motto-line", "máy in cũ"),
    ]
    assert found.kept[1].finding == msgspec.structs.replace(motto, box=(298.5, 87.2, 479.0, 87.2))
    assert documents.story(day.commander, document)[-1].kept == found.kept


def test_each_deviation_is_kept_for_its_own_reason(day: Day, stage: Stage) -> None:
    document = initialled(day, 24, top=12)
    sheet = asked(stage, document)
    stage.settle(sheet.reasons.isVisible)
    rules = [one.rule for one in sheet.reasons._found]
    assert len(rules) > 1
    stage.press("Ctrl+Return")
    stage.type("ly do mot")
    looks.screenshot(stage.window, "submit-reasons")
    for place in range(1, len(rules)):
        stage.press("Ctrl+Return")
        assert sheet.list.current == place
        assert sheet.reasons.edit.hasFocus()
        assert state_of(stage, document) == State.INITIALLED
        stage.type(f"ly do {place}")
    stage.press("Ctrl+Return")
    stage.settle(lambda: state_of(stage, document) == State.TO_SIGN)
    found = submissions.submission(stage.store, document)
    assert found is not None
    reasons = ["ly do mot", *(f"ly do {place}" for place in range(1, len(rules)))]
    assert [(one.rule, one.reason) for one in found.kept] == list(zip(rules, reasons, strict=True))
    day.carry()
    stage.store = day.commander
    show_kept(stage, day, document)


def test_what_was_begun_is_there_again_and_one_reason_serves_all(day: Day, stage: Stage) -> None:
    document = initialled(day, 24, top=12)
    sheet = asked(stage, document)
    stage.settle(sheet.reasons.isVisible)
    sheet.reasons.edit.setFocus()
    stage.type("theo mau")
    stage.press("Esc")
    sheet = asked(stage, document)
    stage.settle(lambda: "theo mau" in sheet.reasons.reasons)
    assert sheet.reasons.lacking() == 1
    sheet.reasons.same.click()
    assert sheet.reasons.lacking() is None
    assert words_of(sheet).count("Giữ nguyên: theo mau") == len(sheet.reasons.reasons)
    stage.press("Ctrl+Return")
    stage.settle(lambda: state_of(stage, document) == State.TO_SIGN)


def show_kept(stage: Stage, day: Day, document: str) -> None:
    """Whoever signs reads each reason beside its place, and so does the story."""
    found = submissions.submission(stage.store, document)
    assert found is not None
    blob = day.main(day.commander, document)[0]
    (command,) = kept_commands(stage.context, blob, found.kept)
    command.run()
    sheet = stage.window.scrim.card
    assert isinstance(sheet, KeptSheet)
    stage.settle(sheet.list.hasFocus)
    assert all(one.reason in words_of(sheet) for one in found.kept)
    stage.press("Return")
    stage.settle(lambda: bool(len(sheet.places.view.images)))
    looks.screenshot(stage.window, "kept-sheet")
    stage.press("Esc")
    stage.press("Esc")
    panel = StoryPanel(stage.context)
    panel.show_document(document)
    stage.settle(lambda: all(one.reason in words_of(panel) for one in found.kept))
    panel.deleteLater()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("clean-cong-van", "Không thấy điểm nào"),
        ("broken-body-gap", "Khoảng cách giữa hai đoạn"),
        ("", "Tệp"),
    ],
)
def test_a_file_that_came_is_told_of(stage: Stage, name: str, words: str) -> None:
    pdf = (PAPERS / f"{name}.pdf").read_bytes() if name else b"not a PDF"
    sheet = FormatSheet(stage.context, lambda _store: pdf, Record())
    stage.context.frame.open_sheet(sheet)
    stage.settle(lambda: words in words_of(sheet))
    looks.screenshot(stage.window, f"format-{name or 'unreadable'}")
    stage.press("Esc")


def test_a_sealed_letter_is_clean_with_number_date_and_images(day: Day) -> None:
    """The stamps are read as what they show: the signature blue in its place, the seal over it."""
    document = day.sealed()
    reading = read_layout(day.main(day.clerk, document)[1])
    record = Record(type="cong-van", signed=True, seal_mm=36)
    found = check(reading, reference.document_types().items, record)
    assert [(one.rule, one.measured, one.text) for one in found] == []
    assert len([one for one in reading.pages[0].pictures if one.bottom - one.top > 50]) == 2
