"""A Word file, and a PDF of another program, become documents by keyboard; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from core.errors import SecretRefused
from core.office.draft import Document, Heading, Table
from core.office.terms import Kind, State
from core.signing.places import places
from core.signing.report import Verdict
from db.actions import authority, files
from db.actions import desk as desks
from db.queries import documents
from db.queries.rows import DocumentRow
from desktop.drafts import keeping, taking_in
from desktop.drafts.screen import SCREEN, DraftsScreen
from desktop.signing import acts
from desktop.widgets.path_sheet import PathSheet
from tests.desktop.desk_rig import CTRL, PIN, Desk, press, write
from tests.desktop.intake.test_word_file import para, run, word
from tests.desktop.looks import settle

K = Qt.Key
FILES = Path(__file__).parents[2] / "data/word"


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def take(desk: Desk, path: Path) -> DraftsScreen:
    """Ctrl+I, the path, Enter."""
    window, _ = desk.sit(desk.day.officer, SCREEN)
    press(K.Key_I, CTRL)
    assert window.findChild(PathSheet) is not None
    write(str(path))
    press(K.Key_Return)
    settle()
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    return screen


def rows(desk: Desk) -> list[DocumentRow]:
    store = desk.day.officer
    return list(documents.rows(store, documents.ids(store, documents.View((Kind.OUTGOING,)))))


def test_a_word_file_fills_the_form_and_is_saved_as_a_draft(desk: Desk) -> None:
    screen = take(desk, FILES / "ke-hoach.docx")
    written = screen.writing.editor.written()
    assert (written.template, written.type) == ("co-ten-loai", "ke-hoach")
    assert written.subject == "Tổ chức hội thao cấp Sư đoàn năm 2026"
    assert written.recipients == "Phòng Tham mưu\nTrung đoàn 9991, 9992"
    said = screen.writing.editor.banner.text
    for lost in ("1 chú thích", "1 đoạn chữ ẩn", "1 đoạn đã xóa chưa chốt", "1 đầu trang"):
        assert lost in said
    assert rows(desk) == []
    press(K.Key_S, CTRL)
    [row] = rows(desk)
    draft = acts.text_of(desk.day.officer, row.id)
    assert isinstance(draft, Document)
    kinds = [type(block) for block in draft.body]
    assert kinds.count(Table) == kinds.count(Heading) == 1
    assert (row.state, row.symbol) == (State.DRAFT, "KH-SĐ999")


def test_a_pdf_of_another_program_is_signed_as_it_is(desk: Desk) -> None:
    store = desk.day.officer
    screen = take(desk, FILES / "ke-hoach.pdf")
    editor = screen.writing.editor
    assert editor.parts.isHidden()
    assert not editor.note.isHidden()
    signer = keeping.office_of(store, "ke-hoach").signers[0].name
    editor.signer.setText(signer)
    press(K.Key_S, CTRL)
    assert rows(desk) == []  # the signer's name does not stand in the file
    assert "chỗ ký" in editor.banner.text


def test_its_signatures_stand_in_its_blanks(desk: Desk) -> None:
    world, store, signer = desk.world, desk.day.officer, "Trần Giả Định"  # who stands in the file
    authority.set_person(
        world.admin.store, world.people["chi"], name=signer, rank="Đại tá", post="Sư đoàn trưởng"
    )
    world.push(world.admin)
    for machine in (world.clerk, world.commander):
        world.pull(machine)
    screen = take(desk, FILES / "ke-hoach.pdf")
    screen.writing.editor.signer.setText(signer)
    press(K.Key_S, CTRL)
    [row] = rows(desk)
    page = documents.page(store, row.id)
    assert page is not None
    held = {file.slot: file for file in page.files}
    assert files.content(store, held["given"].blob) == (FILES / "ke-hoach.pdf").read_bytes()
    names = {place.name for place in places(files.content(store, held["main"].blob))}
    assert names == {"KyNhay1", "KyChinh", "SoVanBan", "NgayVanBan", "ConDau"}
    for place in ("given", "given-found"):
        assert desks.draft(store, f"{place}:{held['given'].blob}") is None
    found = held["given"].intake
    assert found is not None
    assert found.verdict == Verdict.UNSIGNED, "it is looked into as what comes by post is"
    screen.writing.editor.symbol.setText("KH-TM")
    press(K.Key_S, CTRL)  # saved again, from the document now
    assert rows(desk)[0].symbol == "KH-TM"
    again = documents.page(store, row.id)
    assert again is not None
    assert [file.intake for file in again.files if file.slot == "given"] == [found]
    press(K.Key_F9)
    write(PIN)
    press(K.Key_Return)
    assert rows(desk)[0].state == State.INITIALLED


def test_what_lies_there_unsaved_is_not_written_over(desk: Desk) -> None:
    screen = take(desk, FILES / "ke-hoach.docx")
    screen.writing.editor.subject.setText("đang viết dở")
    screen.go_back()
    press(K.Key_I, CTRL)
    write(str(FILES / "ke-hoach.docx"))
    press(K.Key_Return)
    settle()
    assert any("đang soạn dở" in line for line in desk.heard.lines)
    task = keeping.Task(template="co-ten-loai", type="ke-hoach")
    assert keeping.begin(desk.day.officer, task).written.subject == "đang viết dở"


def test_a_file_with_a_secrecy_stamp_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    secret = tmp_path / "mat.docx"
    secret.write_bytes(word(para(run("TỐI MẬT")) + para(run("Nội dung."))))
    with pytest.raises(SecretRefused):
        taking_in.read(secret, as_pdf=False)
    take(desk, secret)
    assert desks.drafts(desk.day.officer, "draft:") == []
