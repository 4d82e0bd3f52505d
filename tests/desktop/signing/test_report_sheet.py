"""The report on the signatures of a file: what it says, the pages as signed, what leaves."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
from pyhanko.pdf_utils.generic import NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from core.commits.format import read as read_commit
from core.commits.intake_bodies import Intake
from core.office.copies import Paper
from core.signing.report import Reason
from db import models
from db.acting import Store
from db.actions import files, syncing
from db.actions.exports import Copy
from db.queries import documents
from desktop.outgoing.screen import SCREEN as OUTGOING
from desktop.printing.sheet import PrintSheet
from desktop.signing import report_paper
from desktop.signing.report_saving import SavingSheet
from desktop.signing.report_sheet import ReportSheet
from desktop.signing.revision_panes import HeldPane
from desktop.signing_times import story
from tests.db.unit_of_three import START
from tests.desktop import looks
from tests.desktop.outgoing.stage import Stage
from tests.desktop.signing.test_outgoing_life import Day
from tests.pki.craft import revise
from tests.pki.documents import five

INTAKE = Intake(verdict="VALID", reason="Good", at=START, trust=3, trust_made=START)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    made = Day(tmp_path_factory.mktemp("day"))
    syncing.meet(made.clerk, START - 500)
    yield made
    made.world.close()


@pytest.fixture
def stage(day: Day, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path, day.clerk, (OUTGOING,))
    yield made
    made.close()


@pytest.fixture(scope="module")
def document(day: Day) -> str:
    return day.sealed()


def opened(
    stage: Stage, document: str, pdf: bytes | None = None, intake: Intake | None = None
) -> ReportSheet:
    page = documents.page(stage.store, document)
    assert page is not None
    blob = next(file.blob for file in page.files if file.slot == files.MAIN)
    content = partial(files.content, blob=blob) if pdf is None else lambda _store: pdf
    sheet = ReportSheet(stage.context, content, document, "12-CV.pdf", intake)
    stage.window.open_sheet(sheet)
    stage.settle(lambda: sheet.report is not None)
    return sheet


def shown(stage: Stage, pane: HeldPane) -> bytes:
    """The bytes of the file whose pages are in sight."""
    held = pane.drop.__self__
    stage.settle(lambda: held._opened is not None)
    return stage.pages.content(held._opened.handle)


def turned(writer: IncrementalPdfFileWriter) -> None:
    """The first page on its head."""
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Rotate")] = NumberObject(180)
    writer.update_container(page)


def test_each_signature_leads_to_the_pages_that_it_covers(stage: Stage, document: str) -> None:
    sheet = opened(stage, document)
    report = sheet.report
    assert report is not None
    assert len(report.signatures) == 5
    whole = shown(stage, sheet.panes.signed)
    assert len(whole) == report.signatures[-1].length
    first = report.signatures[0]
    sheet.view(first)
    assert shown(stage, sheet.panes.signed) == whole[: first.length]
    assert not sheet.panes.current.isVisible()
    stage.window.close_sheet()


def test_pages_that_were_changed_stand_beside_those_that_were_signed(
    stage: Stage, document: str
) -> None:
    signed = five()
    changed = revise(signed, turned)
    sheet = opened(stage, document, changed)
    assert sheet.report is not None
    assert sheet.report.reason is Reason.CHANGED
    sheet.view(sheet.report.signatures[-1])
    assert shown(stage, sheet.panes.signed) == signed
    assert sheet.panes.current.isVisible()
    assert shown(stage, sheet.panes.current) == changed
    words = [label.text() for label in sheet.findChildren(QLabel)]
    assert "ĐÃ BỊ THAY ĐỔI SAU KHI KÝ" in words
    stage.window.close_sheet()


def taken(store: Store) -> list[tuple[str, str, int]]:
    """What was recorded of copies that left: form, way, lines."""
    with store.engine.begin() as connection:
        rows = connection.execute(sa.select(models.Commit)).mappings().all()
    commits = [read_commit(row["header"], row["payload"], row["signature"]) for row in rows]
    ops = [op for commit in commits for op in commit.ops if op.kind == "copy.take"]
    return [(op.body["form"], op.body["way"], op.body["lines"]) for op in ops]


def saved(stage: Stage, document: str, key: Qt.Key, path: Path) -> bytes:
    """What Ctrl+S, a digit for the form and a path write."""
    sheet = opened(stage, document, intake=INTAKE)
    QTest.keyClick(sheet, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    asked = stage.window.scrim.card
    assert isinstance(asked, SavingSheet)
    asked.edit.setText(str(path))
    QTest.keyClick(asked.form, key)
    asked.accept.click()
    written = path.with_suffix(f".{asked.form.value()}")
    stage.settle(written.exists)
    return written.read_bytes()


def test_what_leaves_is_recorded(stage: Stage, document: str, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    page = saved(stage, document, Qt.Key.Key_1, path)
    assert page.count(b"<section>") == 5 + 1
    assert b"12-CV.pdf" in page
    read = page.decode()
    assert read.count("khóa mềm (khóa trong tệp)") == read.count("máy chủ thấy lần cuối") + 1 == 5
    assert "Đã kiểm khi tiếp nhận: Hợp lệ, 18:06 18/11/2026" in read
    assert "Hôm nay KHÁC: Không xác minh được" in read
    assert "Theo danh sách tin cậy số 3" in read
    xml = saved(stage, document, Qt.Key.Key_2, path)
    assert xml.count(b":total-passed<") + xml.count(b":indeterminate<") == 5
    assert xml.count(b">urn:antin:verify:set:means<") == 5
    assert xml.count(b">urn:antin:verify:set:since<") == 4  # the commander's machine had no server
    assert xml.count(b">2026-11-18T11:06:40Z<") == 5  # when it was taken in
    said = json.loads(saved(stage, document, Qt.Key.Key_3, path))
    assert said["intake"] == msgspec.to_builtins(INTAKE)
    assert [one["set_here"]["means"] for one in said["signatures"]] == ["soft"] * 5
    assert [one["role"] for one in said["signatures"]] == ["nhay", "chinh", "so", "ngay", "dau"]
    opened(stage, document).paper.click()
    paper = stage.window.scrim.card
    assert isinstance(paper, PrintSheet)
    stage.settle(lambda: paper.pane.view.page_count > 0)
    ways = [way for form, way, lines in taken(stage.store) if (form, lines) == ("verification", 5)]
    assert ways == ["html", "xml", "json"]
    stage.window.close_sheet()


def test_what_was_signed_here_says_between_which_times_and_with_what(
    day: Day, stage: Stage, document: str, tmp_path: Path
) -> None:
    """The clerk's machine had met the server, the commander's never; then the server has both."""

    def told() -> list[str]:
        sheet = opened(stage, document)
        said = [label.text() for label in sheet.list.parentWidget().findChildren(QLabel)]
        stage.window.close_sheet()
        return [text for text in said if "máy chủ" in text]

    first, main, *others = told()
    assert first == "Ký sau 18:06:39 18/11/2026 (giờ máy chủ thấy lần cuối); chưa được máy chủ nhận"
    assert main.startswith("Chưa được máy chủ nhận")
    assert others == [first] * 3
    report = opened(stage, document).report
    assert report is not None
    stage.window.close_sheet()
    copy = Copy(Paper.VERIFICATION, "document", document)
    pages = report_paper.papers(day.clerk, report, "12-CV.pdf", copy).content
    (tmp_path / "paper.pdf").write_bytes(pages)
    printed = subprocess.check_output(["pdftotext", "-layout", tmp_path / "paper.pdf", "-"])
    assert printed.decode().count("khóa mềm") == 5
    for machine in (day.world.clerk, day.world.commander):
        day.world.push(machine)
    day.world.pull(day.world.clerk)
    first, main, *_ = told()
    assert first.startswith(
        "Ký trong khoảng từ 18:06:39 18/11/2026 (giờ máy chủ thấy lần cuối) đến"
    )
    assert main.startswith("Ký trước ")
    lines = [
        line for row in documents.story(day.clerk, document) for line in story(row.signed, "vi")
    ]
    assert len(lines) == 4  # number and date are one act and say it once
    assert all(line.endswith("khóa mềm (khóa trong tệp)") for line in lines)


@pytest.mark.parametrize("setting", looks.every_look(), ids=lambda setting: setting.name)
def test_looks(stage: Stage, document: str, setting: looks.Setting) -> None:
    with looks.dressed(setting):
        looks.shown(stage.window, setting.size)
        sheet = opened(stage, document)
        stage.settle(lambda: sheet.panes.signed.view.page_count > 0)
        looks.settle()
        looks.screenshot(stage.window, f"signature-report-{setting.name}")
        looks.assert_named(sheet)
        looks.assert_not_clipped(sheet)
        looks.assert_contrast(sheet)
        sheet.save.click()
        asked = stage.window.scrim.card
        assert isinstance(asked, SavingSheet)
        looks.settle()
        looks.screenshot(stage.window, f"signature-report-saving-{setting.name}")
        looks.assert_named(asked)
        looks.assert_not_clipped(asked)
        looks.assert_contrast(asked)
        stage.window.close_sheet()
