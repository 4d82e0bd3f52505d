"""Copies from the clerk's screens, with real keys: one for paper that goes out, an electronic one
that the agency signs in the corner and another program checks; and what the sheet refuses.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import msgspec
import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.office.draft import Paragraph
from core.office.terms import Kind, State
from core.office.true_copies import Form, Medium, Source
from core.signing.verify import Verdict, judge
from db import local
from db.acting import Store
from db.actions import books, dispatching, files, incoming
from db.actions.dispatching import Sending
from db.actions.files import NewFile
from db.engine import writes
from db.local import KeyFile
from db.queries import documents, office
from db.queries.documents import View
from desktop import reference
from desktop.copying.making import excerpt
from desktop.copying.sheet import TrueCopySheet
from desktop.format_reader import read_layout
from desktop.forms.document import render
from desktop.forms.template import load
from desktop.incoming.screen import SCREEN as INCOMING
from desktop.outgoing.screen import SCREEN as OUTGOING
from desktop.outgoing.screen import OutgoingScreen
from desktop.signing.pin_sheet import PinSheet
from tests.core.office.letters import LETTER
from tests.db.test_ledger import ENTRY
from tests.desktop import looks
from tests.desktop.desk_rig import CTRL, PIN, Desk, press, write
from tests.desktop.forms.reading import read
from tests.desktop.looks import settle


def scan() -> bytes:
    """Two pages that came, the second short."""
    long = tuple(Paragraph(f"Đoạn {n} của văn bản nguồn (giả lập). " * 6) for n in range(14))
    return render(msgspec.structs.replace(LETTER, body=long), load(), reference.forms()).pdf


class Copier(Desk):
    """The desk with a book of copies, the agency's key, and a document of two pages."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        world = self.world
        opened = books.open_register(world.admin.store, "copies", "Sổ bản sao", "SĐ999", 2026)
        world.push(world.admin)
        arrivals, world.book = world.book, opened.entity
        world.lease(world.clerk)
        world.book = arrivals
        world.pull(world.clerk)
        self.store = world.clerk.store
        seal = self.day.paths["con-dau"].read_bytes()
        key = KeyFile(world.unit.new_id(), self.store.author.person, "agency", "con-dau", seal)
        with writes(self.store.engine).begin() as connection:
            local.put_key(connection, key, self.store.now())
        self.pdf = scan()
        file = NewFile("217.pdf", "application/pdf", self.pdf, 2)
        self.source = incoming.register(self.store, ENTRY, file, arrivals).entity
        self.window, self.context = self.sit(self.store, OUTGOING, INCOMING)

    def until(self, found: object) -> None:
        """Until something is so."""
        assert callable(found)
        for _ in range(400):
            QTest.qWait(25)
            if found():
                return
        raise AssertionError("it never happened")

    def sheet(self) -> TrueCopySheet:
        """The sheet of copies, opened on the document that came."""
        self.window.go("incoming", ("document", self.source))
        view = self.view()
        self.until(lambda: any(one.id == "act.copy" for one in view.commands()))
        next(one for one in view.commands() if one.id == "act.copy").run()
        settle()
        return self.open(TrueCopySheet)

    def open(self, kind: type) -> TrueCopySheet:  # type: ignore[type-arg]
        """The sheet that is open."""
        [found] = looks.visible(self.window, kind)
        return found  # type: ignore[no-any-return]

    def made(self) -> tuple[str, str, bytes]:
        """The newest copy that the clerk is shown: its id, its state and its file."""
        rows = documents.rows(self.store, documents.ids(self.store, View((Kind.OUTGOING,))))
        newest = max(rows, key=lambda row: row.n).id
        view = self.view()
        assert isinstance(view, OutgoingScreen)
        self.until(lambda: view.detail.page is not None and view.detail.page.row.id == newest)
        page = view.detail.page
        assert page is not None
        return page.row.id, page.row.state, content(self.store, page.row.id)


def content(store: Store, document: str) -> bytes:
    page = documents.page(store, document)
    assert page is not None
    [file] = [one for one in page.files if one.slot == "main"]
    return files.content(store, file.blob)


@pytest.fixture(scope="module")
def copier(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[Copier]:
    made = Copier(tmp_path_factory.mktemp("copier"))
    yield made
    made.close()


@pytest.fixture
def desk(copier: Copier) -> Iterator[Copier]:
    """The same desk for every test; none leaves the page process running."""
    yield copier
    copier.pages.stop()


def test_a_copy_for_paper_has_its_block_and_goes_out(desk: Copier) -> None:
    sheet = desk.sheet()
    assert (sheet.form.value(), sheet.medium.value()) == (Form.FULL, Medium.PAPER)
    press(Qt.Key.Key_Return, CTRL, at=sheet)
    assert sheet.fields["recipients"].wrong  # a copy on paper names them
    sheet.recipients.setFocus()
    write("Trung doan 9991")
    press(Qt.Key.Key_Return, CTRL)
    desk.until(lambda: not looks.visible(desk.window, TrueCopySheet))
    document, state, pdf = desk.made()
    reading = read(pdf)
    assert state == State.COPIED
    assert reading.span("SAO Y").page == reading.pages - 1
    row = documents.rows(desk.store, documents.ids(desk.store, View(tuple(Kind))))
    [own] = [one for one in row if one.id == document]
    assert reading.span(f"Số: 0{own.number}/SY-SĐ999").page == reading.pages - 1
    assert reading.text().startswith(read(desk.pdf).text()[:400])
    dispatching.dispatch(desk.store, document, [Sending("Trung đoàn 9991", "hand")])
    page = documents.page(desk.store, document)
    assert page is not None
    assert page.row.state == State.ISSUED


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig")
def test_an_electronic_copy_is_signed_by_the_agency_in_the_corner(
    desk: Copier, tmp_path: Path
) -> None:
    sheet = desk.sheet()
    sheet.medium.set_value(Medium.ELECTRONIC)
    sheet.medium.chosen.emit(Medium.ELECTRONIC)
    desk.until(lambda: sheet.pane.view.page_count == 2)
    press(Qt.Key.Key_Return, CTRL, at=sheet)
    desk.until(lambda: not looks.visible(desk.window, TrueCopySheet))
    document, state, _ = desk.made()
    assert state == State.NUMBERED
    view = desk.view()
    next(one for one in view.commands() if one.id == "seal").run()
    settle()
    pin = desk.open(PinSheet)
    pin.edit.setText(PIN)  # type: ignore[attr-defined]
    press(Qt.Key.Key_Return, at=pin.edit)  # type: ignore[attr-defined]
    desk.until(lambda: desk.made()[1] == State.SEALED)
    pdf = content(desk.store, document)
    assert judge(pdf, desk.day.trust, desk.store.now()).verdict is Verdict.VALID
    page = read_layout(pdf).pages[0]
    corner = sorted((run for run in page.runs if run.right > page.width - 50 and run.size == 10),
                    key=lambda run: run.baseline)  # fmt: skip
    title, agency, time = corner
    assert (title.text, agency.text) == ("Sao y", office.unit_name(desk.store))
    assert re.fullmatch(r"2026-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00", time.text)
    assert time.baseline < 20 * 72 / 25.4  # within the upper margin
    assert {(run.colour, run.bold, run.italic) for run in corner} == {(0, False, False)}
    copy = tmp_path / "sao.pdf"
    copy.write_bytes(pdf)
    said = subprocess.run(["pdfsig", "-nocert", copy], capture_output=True, check=False)
    assert b"Signature is Valid." in said.stdout
    assert b"Total document signed" in said.stdout


def test_the_sheet_is_whole_in_every_look(desk: Copier) -> None:
    sheet = desk.sheet()
    sheet.form.set_value(Form.EXTRACT)
    sheet.form.chosen.emit(Form.EXTRACT)
    for setting in looks.every_look():
        with looks.dressed(setting):
            settle()
            assert sheet.height() <= desk.window.height()
            looks.assert_not_clipped(sheet)
            looks.assert_named(sheet)
            looks.assert_contrast(sheet)
    sheet.close_card()
    settle()


def test_what_the_decree_does_not_know_cannot_be_chosen(desk: Copier) -> None:
    sheet = desk.sheet()
    for choice, value in ((sheet.origin, Medium.ELECTRONIC), (sheet.medium, Medium.ELECTRONIC)):
        choice.set_value(value)
        choice.chosen.emit(value)
    assert not sheet.accept.isEnabled()
    sheet.form.set_value(Form.EXTRACT)
    sheet.form.chosen.emit(Form.EXTRACT)
    assert sheet.accept.isEnabled()
    press(Qt.Key.Key_Return, CTRL, at=sheet)
    assert sheet.fields["pages"].wrong
    sheet.of.set_value(Source.COPY)
    sheet.of.chosen.emit(Source.COPY)
    assert not sheet.accept.isEnabled()
    sheet.close_card()
    settle()


def test_an_extract_holds_nothing_of_what_is_left_out() -> None:
    marked = b"khong-duoc-thay"
    with pikepdf.open(BytesIO(scan())) as source:
        page = source.pages[1].obj
        page["/Contents"] = source.make_stream(b"% " + marked)
        page["/Annots"] = source.make_indirect([])
        source.Root["/PieceInfo"] = pikepdf.Dictionary(X=pikepdf.String(marked.decode()))
        held = BytesIO()
        source.save(held, compress_streams=False)
    assert marked in held.getvalue()
    found = excerpt(held.getvalue(), (1,))
    with pikepdf.open(BytesIO(found)) as made:
        plain = BytesIO()
        made.save(plain, compress_streams=False)
        assert len(made.pages) == 1
    assert marked not in plain.getvalue()
    assert excerpt(held.getvalue(), (1,)) == found
