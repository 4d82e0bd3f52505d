"""Writing a letter by keyboard on a real store: save, initial, submit; restore; reply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.office.draft import Article, Basis, Document, Fact, Paragraph
from core.office.terms import Kind, State
from db.actions import incoming
from db.actions.incoming import Task
from db.queries import documents
from db.queries.rows import DocumentRow
from desktop import reference
from desktop.background import Lanes
from desktop.drafts import keeping
from desktop.drafts.screen import SCREEN, DraftsScreen
from desktop.drafts.writing import typed
from desktop.frame.command_palette import PaletteCard
from desktop.signing import acts
from desktop.signing.pin_sheet import PinSheet
from tests.db.test_ledger import ENTRY, _calendar
from tests.desktop.desk_rig import CTRL, PIN, Desk, press, write
from tests.desktop.looks import settle

K = Qt.Key
K_SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def begin() -> None:
    """A new letter: what is offered first."""
    press(K.Key_N, CTRL)
    press(K.Key_Return)


def compose(screen: DraftsScreen) -> None:
    """Fill the form by keyboard, from its first field on."""
    begin()
    write("bao dam thong tin lien lac")
    press(K.Key_Tab)
    write("Phong Tham muu; Phong Chinh tri")
    press(K.Key_Tab)
    write("Su doan tra loi nhu sau.")
    press(K.Key_Return)
    press(K.Key_Return)
    write("1. Bao dam du vat tu.")


def only_row(desk: Desk) -> DocumentRow:
    store = desk.day.officer
    [row] = documents.rows(store, documents.ids(store, documents.View((Kind.OUTGOING,))))
    return row


def test_a_letter_is_written_initialled_and_submitted_by_keyboard(desk: Desk) -> None:
    desk.sit(desk.day.officer, SCREEN)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    compose(screen)
    press(K.Key_S, CTRL)
    row = only_row(desk)
    assert (row.state, row.symbol) == (State.DRAFT, "SĐ999-TM")
    press(K.Key_F9)
    write(PIN)
    press(K.Key_Return)
    assert only_row(desk).state == State.INITIALLED
    press(K.Key_Return, CTRL)
    press(K.Key_Return, CTRL)
    assert only_row(desk).state == State.TO_SIGN
    said = [line for line in desk.heard.lines if line.startswith("announce Đã")]
    assert said == ["announce Đã lưu dự thảo", "announce Đã ký nháy", "announce Đã trình ký"]


def test_what_is_lacking_is_said_before_the_pin_is_asked(desk: Desk) -> None:
    window, _ = desk.sit(desk.day.officer, SCREEN)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    begin()
    write("V/v tra loi")
    press(K.Key_F9)
    fields = screen.writing.editor.fields
    assert window.scrim.card is None
    assert {name for name, field in fields.items() if field.wrong} == {
        "subject",
        "addressees",
        "body",
    }
    assert QApplication.focusWidget() is screen.writing.editor.subject
    assert documents.ids(desk.day.officer, documents.View((Kind.OUTGOING,))).tolist() == []


def test_a_wrong_pin_sets_no_initials(desk: Desk) -> None:
    window, _ = desk.sit(desk.day.officer, SCREEN)
    compose(desk.view())
    press(K.Key_F9)
    write("sai")
    press(K.Key_Return)
    assert only_row(desk).state == State.DRAFT
    assert isinstance(window.scrim.card, PinSheet)
    assert window.scrim.card.field.wrong
    press(K.Key_Escape)
    assert window.scrim.card is None


def test_unsaved_work_survives_and_is_offered_again(desk: Desk) -> None:
    window, context = desk.sit(desk.day.officer, SCREEN)
    first = desk.view()
    assert isinstance(first, DraftsScreen)
    compose(first)
    window.stack.keep_all()
    again = DraftsScreen(context)
    again.list.read()
    assert again.list.banner.text.startswith("Có 1 bản soạn dở")
    again.open(("open", ""))
    assert again.writing.editor.written() == first.writing.editor.written()
    assert again.writing.editor.banner.text.startswith("Đã lấy lại")
    again.writing.save(lambda _document: None)
    assert keeping.left(desk.day.officer) is None
    again.deleteLater()


def test_what_was_restored_can_be_given_up(desk: Desk) -> None:
    desk.sit(desk.day.officer, SCREEN)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    compose(screen)
    press(K.Key_Escape)
    begin()
    assert screen.writing.editor.subject.text()
    screen.writing.forget()
    assert not screen.writing.editor.subject.text()
    assert keeping.left(desk.day.officer) is None


def test_an_untouched_form_leaves_nothing_behind(desk: Desk) -> None:
    desk.sit(desk.day.officer, SCREEN)
    begin()
    press(K.Key_Escape)
    assert keeping.left(desk.day.officer) is None


def test_an_initialled_draft_is_taken_up_again_with_a_reason(desk: Desk) -> None:
    desk.sit(desk.day.officer, SCREEN)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    compose(screen)
    initial()
    press(K.Key_F2)
    write("sua so lieu")
    press(K.Key_Return, CTRL)
    assert only_row(desk).state == State.DRAFT
    assert screen.writing.editor.subject.text() == "bao dam thong tin lien lac"
    write("bo sung ")
    initial()
    row = only_row(desk)
    assert (row.state, row.subject) == (State.INITIALLED, "bo sung bao dam thong tin lien lac")


def assigned(desk: Desk) -> str:
    """An incoming document that the commander has given to the officer."""
    clerk, people = desk.day.clerk, desk.world.people
    document = incoming.register(clerk, ENTRY, None, desk.world.book).entity
    incoming.submit(clerk, document)
    commander = replace(clerk, author=replace(clerk.author, person=people["chi"]))
    incoming.direct(commander, document, "Giao", [Task("lead", people["si"])], _calendar())
    return document


def test_a_reply_begins_with_what_it_answers(desk: Desk) -> None:
    incoming_document = assigned(desk)
    window, _ = desk.sit(desk.day.officer, SCREEN)
    window.go("drafts", ("reply", incoming_document))
    settle()
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    written = screen.writing.editor.written()
    assert written.subject == "trả lời công văn số 217/TM-TH ngày 16/11/2026"
    assert written.addressees == "Phòng Tham mưu"
    assert typed(written.body).startswith(
        "Phúc đáp công văn số 217/TM-TH ngày 16 tháng 11 năm 2026 của Phòng Tham mưu"
    )
    screen.writing.editor.body.set_blocks((*written.body, Paragraph("Sư đoàn nhất trí.")))
    press(K.Key_S, CTRL)
    store = desk.day.officer
    [number] = documents.ids(store, documents.View((Kind.OUTGOING,)))
    [row] = documents.rows(store, [number])
    page = documents.page(store, row.id)
    assert page is not None
    assert ("answers", incoming_document) in page.links


def test_the_preview_shows_the_final_pages(desk: Desk) -> None:
    desk.sit(desk.day.officer, SCREEN)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    compose(screen)
    QTest.qWait(500)
    settle()
    assert screen.writing.pdf.view.page_count == 1
    screen.writing.editor.body.set_blocks((Paragraph("Doan van dai."),) * 60)
    QTest.qWait(500)
    settle()
    assert screen.writing.pdf.view.page_count > 1
    screen.keep()
    assert screen.writing.pdf.view.page_count == 0


def test_a_reply_begun_over_another_letter_loses_nothing(desk: Desk) -> None:
    answered = assigned(desk)
    window, _ = desk.sit(desk.day.officer, SCREEN)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    compose(screen)
    window.go("drafts", ("reply", answered))
    settle()
    assert screen.writing.editor.subject.text().startswith("trả lời")
    press(K.Key_Escape)
    begin()
    assert screen.writing.editor.subject.text() == "bao dam thong tin lien lac"


def test_why_it_was_returned_stands_above_the_form(desk: Desk) -> None:
    desk.sit(desk.day.officer, SCREEN)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    compose(screen)
    initial()
    press(K.Key_Return, CTRL)
    press(K.Key_Return, CTRL)
    row = only_row(desk)
    desk.day.carry()
    incoming.give_back(desk.day.commander, row.id, "bổ sung căn cứ")
    desk.day.carry()
    screen.open(("open", row.id))
    settle()
    assert screen.writing.editor.note.text.endswith("bổ sung căn cứ")


def test_a_commander_drafts_but_does_not_initial(desk: Desk) -> None:
    desk.sit(desk.day.commander, SCREEN)
    begin()
    offered = {command.id for command in desk.view().commands()}
    assert "save" in offered
    assert "initial" not in offered


def test_the_letter_bears_the_mark_of_made_up_data(desk: Desk) -> None:
    desk.sit(desk.day.officer, SCREEN)
    compose(desk.view())
    press(K.Key_S, CTRL)
    _, pdf = desk.day.main(desk.day.officer, only_row(desk).id)
    handle = desk.pages.open(pdf)
    assert "DỮ LIỆU GIẢ LẬP" in desk.pages.text(handle, 0)


def test_any_kind_of_document_is_found_by_a_few_letters_and_offered_first_again(
    desk: Desk,
) -> None:
    window, _ = desk.sit(desk.day.officer, SCREEN)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    press(K.Key_N, CTRL)
    card = window.scrim.card
    assert isinstance(card, PaletteCard)
    assert card.texts()[0] == "Công văn"
    assert len(card.texts()) > len(reference.families().items)
    write("qd")
    QTest.qWait(100)
    assert card.texts()[:2] == ["Quyết định (trực tiếp)", "Quyết định (ban hành văn bản kèm theo)"]
    press(K.Key_Return)
    editor = screen.writing.editor
    assert screen.head().title == "Soạn quyết định"
    assert editor.written().type == "quyet-dinh"
    assert (editor.symbol.text(), editor.lead.toPlainText()) == ("QĐ-SĐ999", "Sư đoàn trưởng")
    editor.recipients.setFocus()
    write("nd")
    press(K.Key_Down)
    press(K.Key_Return)
    assert editor.recipients.toPlainText() == "Như Điều 3"
    editor.subject.setFocus()
    write("thanh lap to cong tac")
    press(K.Key_Escape)
    assert screen.list.banner.text.startswith("Có 1 bản soạn dở")
    press(K.Key_N, CTRL, K_SHIFT)
    assert screen.head().title == "Soạn công văn"
    assert editor.subject.text() == ""
    press(K.Key_Escape)
    begin()
    assert (screen.head().title, editor.subject.text()) == (
        "Soạn quyết định", "thanh lap to cong tac",
    )  # fmt: skip


def test_a_decision_with_an_appendix_is_stored_as_one(desk: Desk) -> None:
    window, _ = desk.sit(desk.day.officer, SCREEN)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    window.go("drafts", ("new", "quyet-dinh/quyet-dinh"))
    settle()
    editor = screen.writing.editor
    assert screen.place() == ("new", "quyet-dinh/quyet-dinh")
    write("thanh lap to cong tac")
    editor.body.set_blocks((Basis("Căn cứ Quy chế làm việc"), Article("Thành lập tổ công tác.")))
    QTest.mouseClick(editor.parts.add, Qt.MouseButton.LeftButton)
    settle()
    title = QApplication.focusWidget()
    assert title is not None
    assert not title.visibleRegion().isEmpty()
    write("Danh sach to cong tac")
    screen.writing.problems()
    page = editor.parts.appended(0)
    assert page is not None
    assert page.text.wrong
    page.body.set_blocks((Paragraph("Đồng chí A, tổ trưởng."),))
    press(K.Key_S, CTRL)
    row = only_row(desk)
    draft = acts.text_of(desk.day.officer, row.id)
    assert isinstance(draft, Document)
    assert (row.type, row.symbol, draft.lead) == ("quyet-dinh", "QĐ-SĐ999", ("Sư đoàn trưởng",))
    assert [one.title for one in draft.appendices] == ["Danh sach to cong tac"]
    screen.open(("open", row.id))
    settle()
    assert not screen.writing.unsaved()


def test_appendices_change_places_and_go_by_keyboard(desk: Desk) -> None:
    desk.sit(desk.day.officer, SCREEN)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    begin()
    parts = screen.writing.editor.parts
    for title in ("Mot", "Hai"):
        parts.add_appendix()
        write(title)
    second = parts.appended(1)
    assert second is not None
    second.moved.emit(-1)
    assert [one.title for one in parts.appendices()] == ["Hai", "Mot"]
    second.removed.emit()
    assert [one.title for one in parts.appendices()] == ["Mot"]


def test_minutes_name_their_secretary_and_an_invitation_its_lines(desk: Desk) -> None:
    window, _ = desk.sit(desk.day.officer, SCREEN)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    editor = screen.writing.editor
    window.go("drafts", ("new", "bien-ban/bien-ban"))
    settle()
    assert not editor.fields["secretary"].isHidden()
    screen.writing.problems()
    assert editor.fields["secretary"].wrong
    assert [field.wrong for field in editor.facts.fields] == [True] * 6
    window.go("drafts", ("new", "giay-moi/giay-moi"))
    settle()
    assert editor.fields["secretary"].isHidden()
    assert [field.of.key for field in editor.facts.fields] == [
        "invited", "event", "chair", "time", "venue",
    ]  # fmt: skip
    editor.facts.fields[3].text.setText("08 giờ 00")
    assert editor.written().facts == (Fact(key="time", text="08 giờ 00"),)


def initial() -> None:
    press(K.Key_F9)
    write(PIN)
    press(K.Key_Return)


def test_a_letter_is_written_with_the_real_lanes(desk: Desk, qtbot: QtBot) -> None:
    lanes = Lanes()
    desk.sit(desk.day.officer, SCREEN, background=lanes)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    try:
        begin()
        qtbot.waitUntil(lambda: screen.writing.editor.symbol.text() == "SĐ999-TM")
        write("bao dam thong tin")
        qtbot.waitUntil(lambda: screen.writing.pdf.view.page_count == 1)
        assert "initial" in [command.id for command in screen.commands()]
        press(K.Key_S, CTRL)
        qtbot.waitUntil(lambda: "announce Đã lưu dự thảo" in desk.heard.lines)
        assert only_row(desk).subject == "bao dam thong tin"
    finally:
        screen.keep()
        lanes.close()
