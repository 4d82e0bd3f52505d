"""The agency's signature on appendices that are files of their own: all with the seal, or none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import msgspec
import pikepdf
import pytest
from PySide6.QtWidgets import QLabel

from core.errors import ContentChanged
from core.office import draft as drafts
from core.office.draft import Appendix, Paragraph
from core.signing.detached import read_beside
from core.signing.verify import Verdict, judge
from db.actions import files, outgoing
from db.actions.files import NewFile
from db.queries import documents
from db.queries.rows import FileRow
from desktop import reference
from desktop.drafts import appending, brought
from desktop.forms import template
from desktop.forms.document import render
from desktop.outgoing.screen import SCREEN as OUTGOING
from desktop.outgoing.screen import OutgoingScreen
from desktop.signing import appendix_seals, setting
from desktop.signing.report_sheet import ReportSheet
from tests.db.unit_of_three import START
from tests.desktop import looks
from tests.desktop.outgoing.stage import Stage
from tests.desktop.signing.test_outgoing_life import ENTRY, LETTER, Day
from tests.pki.poppler import pdfsig

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = NewFile("bieu.xlsx", XLSX, b"PK a fictional sheet")
WRITTEN = Appendix(title="Biểu số 1", body=(Paragraph("Nội dung phụ lục."),), separate=True)


class Long(Day):
    """A letter with three appendices: written here, brought as PDF, brought as a sheet."""

    brought: NewFile

    def drafted(self) -> str:
        text = msgspec.structs.replace(LETTER, appendices=(WRITTEN,))
        rendered = render(text, template.load(), reference.forms())
        pdf = NewFile("cong-van.pdf", "application/pdf", setting.ready(rendered), rendered.pages)
        written = appending.files(self.officer, text, None, "")
        own = [*written, self.brought, SHEET]
        body = drafts.encode(text)
        return outgoing.draft(self.officer, ENTRY, body, pdf, appendices=own).entity

    def files(self, document: str) -> list[FileRow]:
        page = documents.page(self.clerk, document)
        assert page is not None
        return [file for file in page.files if file.slot.startswith("appendix")]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Long]:
    folder = tmp_path_factory.mktemp("long")
    made = Long(folder)
    path = folder / "so-do.pdf"
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(842, 595))
        document.save(path)
    made.brought = brought.read(path, as_pdf=False)
    yield made
    made.world.close()


@pytest.fixture(scope="module")
def numbered(day: Long) -> str:
    return day.numbered()


def marks(day: Long, document: str) -> tuple[str, outgoing.Signature]:
    blob, pdf = day.main(day.clerk, document)
    seal = setting.seal("SƯ ĐOÀN 999", "GIẢ LẬP")
    return blob, setting.set_signature(pdf, seal, day.hand("con-dau"))


@pytest.fixture(scope="module")
def refused(day: Long, numbered: str) -> bool:
    """Seals that leave an appendix out, or sign one twice, are tried before the right one."""
    blob, mark = marks(day, numbered)
    own = appendix_seals.seals(day.clerk, numbered, day.hand("con-dau"))
    for some in ((), own[:-1], (*own, own[0])):
        with pytest.raises(ContentChanged):
            outgoing.seal(day.clerk, numbered, blob, mark, some)
    return not any(file.signed for file in day.files(numbered))


def test_a_seal_that_leaves_an_appendix_out_is_not_kept(refused: bool) -> None:
    assert refused


@pytest.fixture(scope="module")
def sealed(day: Long, numbered: str, refused: bool) -> str:
    blob, mark = marks(day, numbered)
    own = appendix_seals.seals(day.clerk, numbered, day.hand("con-dau"))
    outgoing.seal(day.clerk, numbered, blob, mark, own)
    return numbered


def test_every_appendix_is_signed_with_the_seal(day: Long, sealed: str) -> None:
    found = {file.slot: file for file in day.files(sealed)}
    assert list(found) == ["appendix-1", "appendix-2", "appendix-3", "appendix-3-p7s"]
    assert [found[f"appendix-{n}"].signed for n in (1, 2, 3)] == [True, True, False]
    for slot in ("appendix-1", "appendix-2"):
        pdf = files.content(day.clerk, found[slot].blob)
        report = judge(pdf, day.trust, START + 3_600_000)
        assert report.verdict is Verdict.VALID, report
        assert [one.field for one in report.signatures] == ["ConDau"]
    beside = files.content(day.clerk, found["appendix-3-p7s"].blob)
    assert found["appendix-3-p7s"].name == "bieu.xlsx.p7s"
    said = read_beside(SHEET.content, beside)
    assert said is not None
    assert said.certificate == day.key("con-dau").certificate


def test_its_corner_says_number_symbol_and_time_and_nothing_else(day: Long, sealed: str) -> None:
    page = documents.page(day.clerk, sealed)
    assert page is not None
    words = appendix_seals.said(page, START + 10_000)
    assert words.startswith("01/SĐ999-TM; ")
    assert words.endswith(" +07:00")
    blob = day.files(sealed)[0].blob
    with pikepdf.open(BytesIO(files.content(day.clerk, blob))) as document:
        [field] = document.Root.AcroForm.Fields
        assert field.AP.N.Resources.get("/XObject") is None


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig (poppler-utils) is not installed")
def test_poppler_accepts_it(day: Long, sealed: str) -> None:
    pdf = files.content(day.clerk, day.files(sealed)[1].blob)
    [said] = pdfsig(pdf, day.paths["root"])
    assert "Signature is Valid" in said


def test_the_screen_judges_an_appendix_by_the_signature_beside_it(
    day: Long, sealed: str, tmp_path: Path
) -> None:
    stage = Stage(tmp_path, day.clerk, (OUTGOING,))
    stage.window.go("outgoing")
    view = stage.window.stack.view()
    assert isinstance(view, OutgoingScreen)
    detail = view.detail
    stage.settle(lambda: detail.pdf.view.page_count > 0)
    for _ in range(3):
        detail.files.strip.step(1)
    assert not detail.files.blob
    stage.settle(lambda: detail.verdict.report is not None)
    assert detail.verdict.report is not None
    assert detail.verdict.report.size == len(SHEET.content)
    [entry] = detail.verdict.report.signatures
    assert (entry.field, entry.intact) == ("CAdES", True)
    detail.tabs.choose(1)
    stage.settle()
    looks.screenshot(stage.window, "signatures-beside")
    detail.verdict.more.click()
    sheet = stage.window.scrim.card
    assert isinstance(sheet, ReportSheet)
    stage.settle(lambda: sheet.report is not None)
    assert not sheet.panes.isVisible()
    said = [label.text() for label in sheet.findChildren(QLabel)]
    assert any(text.startswith("Chưa được máy chủ nhận") for text in said)
    looks.screenshot(stage.window, "signature-report-beside")
    stage.window.close_sheet()
    stage.close()


def test_the_main_files_signatures_are_its_own(day: Long, sealed: str) -> None:
    page = documents.page(day.clerk, sealed)
    assert page is not None
    assert [one.kind for one in page.signatures] == ["initial", "main", "number", "date", "seal"]
