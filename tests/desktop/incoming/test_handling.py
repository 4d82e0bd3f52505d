"""An incoming document between people, by keys: support, passing on, more time, taking back,
merging, acknowledging, its paper and its files.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from core.office.terms import Kind, Role, State
from core.office.workflow import moves
from db.actions import handling
from db.queries import documents
from desktop.incoming.acts import DOINGS
from desktop.incoming.asking import TEXTS
from desktop.widgets.line_button import LineButton
from tests.db.test_ledger import World
from tests.desktop.incoming.people_rig import Officer, directed, machine, reopen, run, tell
from tests.desktop.incoming.rig import CTRL, ENTER, ESC, FOLDER, TAB, Rig, register


def test_every_move_of_the_table_has_its_words_and_its_way() -> None:
    offered = {doing.act for doing in DOINGS}
    for state in State:
        for move in moves(Kind.INCOMING, state, frozenset(Role)):
            assert move.act in offered, move.act
    assert set(TEXTS) < offered


def test_an_assignee_says_that_he_has_it(officer: Officer) -> None:
    rig, pane = officer.rig, officer.rig.screen.register.pane
    assert pane.head._facts._values["lead"]._note.text() == "chưa xác nhận"
    [notice] = pane.notices.banners
    assert "chưa xác nhận nhận việc" in notice.text
    notice._action.click()
    rig.rest()
    assert rig.page(officer.document).assignments[0].noted
    assert not pane.notices.banners
    assert pane.head._facts._values["lead"]._note.text() == "đã nhận việc"
    assert "announce Đã xác nhận nhận việc, số đến 1" in rig.said
    pane.tabs.choose(1)
    shown = " ".join(label.text() for label in pane.story.findChildren(QLabel))
    assert "Chủ trì · Người si hạn 26/11/2026 · đã nhận 18/11/2026" in shown
    assert "Xác nhận nhận việc" in shown
    assert "act.acknowledge" not in {command.id for command in rig.screen.commands()}


def test_f4_passes_on_by_initials_with_a_reason(officer: Officer) -> None:
    rig = officer.rig
    rig.keys = 0
    rig.press(Qt.Key.Key_F4)
    rig.type("nl")
    rig.press(TAB)
    rig.type("di hoc")
    rig.press(ENTER, CTRL)
    rig.rest()
    assert rig.keys <= 12
    assert officer.lead() == ("Người ly", "transfer", "2026-11-26")
    assert not rig.rows()  # what concerns him no more he does not see, nor take back
    assert not rig.window.toasts._button.isVisible()


def test_passing_on_needs_somebody_else_and_a_reason(officer: Officer) -> None:
    rig = officer.rig
    rig.press(Qt.Key.Key_F4)
    sheet = rig.window.scrim.card
    assert "Người si" not in {one.text for one in sheet.lead._offered}
    rig.press(ENTER, CTRL)
    assert sheet.lead_field.wrong
    assert sheet.text_field.wrong
    rig.press(ESC)
    assert officer.lead()[0] == "Người si"


def test_support_is_asked_for_and_given_by_keys(officer: Officer) -> None:
    rig, document = officer.rig, officer.document
    run(rig, "ask_coordination")
    rig.type("nl")
    rig.press(ENTER)
    rig.press(TAB)
    rig.type("So lieu quan so")
    rig.press(TAB)
    rig.type("+2")
    rig.press(ENTER, CTRL)
    rig.rest()
    assert rig.page(document).row.state == State.COORDINATING
    assert [(a.part, a.name, a.due) for a in rig.page(document).assignments] == [
        ("lead", "Người si", "2026-11-26"),
        ("support", "Người ly", "2026-11-20"),
    ]
    assert rig.screen.register.pane.bar.shown()[1] == "Phối hợp xong"
    rig.press(Qt.Key.Key_E, CTRL)
    rig.type("Quan so du")
    rig.press(ENTER, CTRL)
    page = rig.page(document)
    assert page.row.state == State.IN_PROGRESS
    assert [remark.text for remark in page.remarks][1:] == ["So lieu quan so", "Quan so du"]


def test_more_time_is_asked_for_shown_to_the_commander_and_given(
    officer: Officer, tmp_path: Path
) -> None:
    run(officer.rig, "ask_extension")
    officer.rig.type("Cho so lieu")
    officer.rig.press(ENTER, CTRL)
    assert officer.lead()[1] == "ask_extension"
    commander = Rig(officer.world, officer.world.commander, tmp_path)
    [notice] = commander.screen.register.pane.notices.banners
    assert notice.text == "Người si xin gia hạn: “Cho so lieu”"
    notice._action.click()
    commander.rest()
    sheet = commander.window.scrim.card
    commander.type("+5")
    commander.press(TAB)
    commander.press(ENTER, CTRL)
    assert "26/11/2026" in sheet.due_field._below.text()  # no later than what stands
    assert sheet.text_field.wrong
    sheet.due_field.due.setText("+8")
    sheet.text.setFocus()
    commander.type("dong y")
    commander.press(ENTER, CTRL)
    commander.rest()
    assert "announce Đã gia hạn số đến 1" in commander.said
    assert not commander.screen.register.pane.notices.banners
    commander.close()
    assert officer.lead() == ("Người si", "extend", "2026-12-01")


def test_more_time_is_denied_with_a_reason_and_the_deadline_stays(
    officer: Officer, tmp_path: Path
) -> None:
    handling.ask_extension(officer.machine.store, officer.document, "Cho so lieu")
    officer.lead()
    commander = Rig(officer.world, officer.world.commander, tmp_path)
    run(commander, "extend")
    sheet = commander.window.scrim.card
    sheet.deny.click()
    assert sheet.text_field.wrong
    assert not sheet.due_field.wrong
    commander.type("Giu han")
    sheet.deny.click()
    commander.rest()
    assert "announce Đã trả lời không gia hạn số đến 1" in commander.said
    commander.screen.register.pane.tabs.choose(1)
    story = commander.screen.register.pane.story
    shown = [label.text() for label in story.findChildren(QLabel)]
    assert "Không gia hạn" in shown
    assert "Lý do: Giu han" in shown
    commander.close()
    assert officer.lead() == ("Người si", "extend", "2026-11-26")


def test_a_head_of_section_takes_back_what_he_passed_on(people: World, tmp_path: Path) -> None:
    document = directed(people)
    made = machine(people, "truong")
    tell(people, made)
    head = Rig(people, made, tmp_path)
    run(head, "transfer")
    head.type("nl")
    head.press(TAB)
    head.type("ban viec")
    head.press(ENTER, CTRL)
    head.rest()
    assert head.page(document).row.lead == "Người ly"
    head.press(Qt.Key.Key_Z, CTRL)
    head.rest()
    assert head.page(document).row.lead == "Người si"
    head.close()
    made.store.engine.dispose()
    made.vault.close()


def test_what_was_submitted_is_taken_back_by_one_key_or_with_a_reason(clerk: Rig) -> None:
    document = register(clerk.world)
    reopen(clerk)
    clerk.press(Qt.Key.Key_F9)
    clerk.press(Qt.Key.Key_Z, CTRL)
    clerk.rest()
    assert clerk.page(document).row.state == State.REGISTERED
    clerk.press(Qt.Key.Key_F9)
    run(clerk, "withdraw")
    clerk.type("thieu trang")
    clerk.press(ENTER, CTRL)
    assert clerk.page(document).row.state == State.REGISTERED
    clerk.press(Qt.Key.Key_Z, CTRL)
    clerk.rest()
    assert clerk.page(document).row.state == State.SUBMITTED


def test_the_commander_takes_back_what_he_gave_out(people: World, tmp_path: Path) -> None:
    document = directed(people)
    commander = Rig(people, people.commander, tmp_path)
    run(commander, "withdraw")
    commander.type("giao lai")
    commander.press(ENTER, CTRL)
    page = commander.page(document)
    assert (page.row.state, page.assignments) == (State.SUBMITTED, ())
    assert not commander.window.toasts._button.isVisible()
    commander.close()


def test_the_same_document_twice_is_said_and_merged(clerk: Rig) -> None:
    first = register(clerk.world)
    second = register(clerk.world)
    reopen(clerk)
    clerk.window.go("incoming", ("document", second))
    clerk.rest()
    [notice] = clerk.screen.register.pane.notices.banners
    assert notice.text == "Cùng số, ký hiệu và cơ quan gửi với số đến 1."
    notice._action.click()
    clerk.rest()
    sheet = clerk.window.scrim.card
    assert sheet.edit.text().startswith("1 · 217/BTM-TC")
    assert "không hoàn tác được" in sheet.text_field._below.text()
    clerk.press(ENTER, CTRL)
    assert sheet.text_field.wrong
    clerk.type("nhan hai lan")
    clerk.press(ENTER, CTRL)
    clerk.rest()
    page = clerk.page(second)
    assert (page.row.state, page.links) == (State.CANCELLED, (("duplicates", first),))
    assert not clerk.screen.register.pane.notices.banners
    clerk.window.go("incoming", ("document", first))
    clerk.rest()
    assert not clerk.screen.register.pane.notices.banners


def test_f2_corrects_what_was_entered_and_nothing_else(clerk: Rig) -> None:
    document = register(clerk.world, due="2026-11-10")  # passed meanwhile: not asked about again
    reopen(clerk)
    before = clerk.page(document).fields
    clerk.press(Qt.Key.Key_F2)
    clerk.rest()
    sheet = clerk.window.scrim.card
    sheet.form.subject.setText("V/v diễn tập (đã sửa)")
    sheet.form.issuer.setText("")
    clerk.press(ENTER, CTRL)
    assert sheet.form.fields["issuer"].wrong
    sheet.form.issuer.setText("Bộ Tham mưu")
    clerk.press(ENTER, CTRL)
    clerk.rest()
    assert clerk.window.scrim.card is None
    after = clerk.page(document).fields
    assert after == before | {"subject": "V/v diễn tập (đã sửa)"}
    last = documents.story(clerk.store, document)[-1]
    assert last.kinds == ("document.set",)


def test_the_paper_twin_and_further_files_stand_in_the_list_of_files(clerk: Rig) -> None:
    document = register(clerk.world)
    reopen(clerk)
    pane = clerk.screen.register.pane
    run(clerk, "paper")
    clerk.type("Tu 2, ngan 3")
    clerk.press(TAB)
    clerk.press(TAB)
    clerk.type("14")
    clerk.press(ENTER, CTRL)
    clerk.rest()
    pane.tabs.choose(2)
    lines = pane.files.findChildren(LineButton)
    assert [line.text() for line in lines] == ["thu.pdf", "Thêm tệp", "Tu 2, ngan 3"]
    assert lines[-1].accessibleName() == "Tu 2, ngan 3, 1 bản · 14 trang"
    lines[1].click()
    clerk.rest()
    clerk.window.scrim.card.edit.setText(str(FOLDER / "qt-giay-moi.pdf"))
    clerk.press(ENTER)
    clerk.rest()
    assert [file.slot for file in clerk.page(document).files] == ["attachment-1", "received"]
    assert "announce Đã thêm 1 tệp vào số đến 1" in clerk.said
    assert not set(clerk.pages._files) - {pane._pages_open.handle.number}
    line = next(one for one in pane.files.findChildren(LineButton) if "giay-moi" in one.text())
    line.click()
    clerk.rest()
    assert pane.tabs.current() == "content"


def test_a_file_that_is_no_pdf_is_not_added(clerk: Rig, tmp_path: Path) -> None:
    document = register(clerk.world)
    reopen(clerk)
    wrong = tmp_path / "x.pdf"
    wrong.write_bytes(b"no pdf at all")
    run(clerk, "files")
    clerk.window.scrim.card.edit.setText(str(wrong))
    clerk.press(ENTER)
    clerk.rest()
    assert any("error NotAPdf" in line for line in clerk.said)
    assert len(clerk.page(document).files) == 1
