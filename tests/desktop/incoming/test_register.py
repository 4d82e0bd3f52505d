"""The register by keys: views, filter, preview, what each role may do, and what it leads to."""

from __future__ import annotations

from PySide6.QtCore import Qt

from core.office.terms import Act, State
from db.actions import desk, incoming
from db.actions.incoming import Task
from db.queries import shelf
from desktop.reference import calendar
from desktop.words import words
from tests.db.test_ledger import World
from tests.desktop.incoming.rig import CTRL, ENTER, ESC, TAB, Rig, register


def submitted(world: World, **changes: object) -> str:
    """A letter that waits for the commander, on his machine too."""
    document = register(world, **changes)
    incoming.submit(world.clerk.store, document)
    world.carry(world.clerk, world.commander)
    return document


def directed(world: World, to: str = "si", days: int = 5, **changes: object) -> str:
    """A letter that was given to somebody."""
    document = submitted(world, **changes)
    task = Task("lead", world.people[to], days)
    incoming.direct(world.commander.store, document, "Nghiên cứu", [task], calendar())
    world.carry(world.commander, world.clerk)
    return document


def reopen(rig: Rig) -> None:
    """The stores changed behind the window: what sync says."""
    rig.changes.emit(frozenset({("document", "")}))
    rig.rest()


def ids(rig: Rig) -> list[int]:
    return list(rig.screen.register.model.ids)


def acts(rig: Rig) -> set[str]:
    return {command.id for command in rig.screen.commands() if command.id.startswith("act.")}


def test_an_empty_book_invites_the_clerk_and_nobody_else(clerk: Rig) -> None:
    register_page = clerk.screen.register
    assert register_page._empty.button.isVisible()
    register_page._empty.button.click()
    assert clerk.registering


def test_a_commander_sees_no_way_to_register(commander: Rig) -> None:
    assert not commander.screen.register._empty.button.isVisible()
    assert not {"register", "import"} & {command.id for command in commander.screen.commands()}


def test_who_has_no_role_sees_the_reason_and_no_row(world: World, tmp_path) -> None:
    register(world)
    world.carry(world.clerk, world.admin)
    rig = Rig(world, world.admin, tmp_path)
    assert not rig.rows()
    assert not ids(rig)
    assert "Chưa có quyền" in rig.screen.register._empty._text.text()
    assert not rig.screen.register._empty.button.isVisible()
    assert rig.screen.register.overview.counts == {"all": 0}
    rig.close()


def test_the_views_count_and_filter(clerk: Rig) -> None:
    register(clerk.world, code="1/A", due="2026-11-16")
    register(clerk.world, code="2/A", due="2026-11-19")
    directed(clerk.world, code="3/A", due="2026-12-31")
    submitted(clerk.world, code="4/A")
    reopen(clerk)
    page = clerk.screen.register
    assert page.overview is not None
    assert page.overview.counts == {
        "all": 4, "open": 4, "soon": 1, "late": 1, "submitted": 1, "mine": 0,
    }  # fmt: skip
    shown = {}
    for place, view in enumerate(page.overview.counts):
        clerk.press(Qt.Key(Qt.Key.Key_1 + place), CTRL)
        shown[view] = len(ids(clerk))
    assert shown == page.overview.counts
    assert clerk.window.nav._items["incoming"]._count == 2  # what waits to be submitted


def test_the_filter_needs_no_marks_and_one_key_clears_it(clerk: Rig) -> None:
    register(clerk.world, code="1/A", subject="V/v đường truyền Sư đoàn")
    register(clerk.world, code="2/A", subject="V/v lịch trực")
    reopen(clerk)
    clerk.press(Qt.Key.Key_F, CTRL)
    clerk.type("duong truyen")
    clerk.rest()
    assert len(ids(clerk)) == 1
    assert "1 / 2" in clerk.screen.register.filters.bar._count.text()
    clerk.type("zzz")
    clerk.rest()
    assert not ids(clerk)
    empty = clerk.screen.register._empty
    assert "duong truyenzzz" in empty._text.text()
    empty.button.click()
    assert len(ids(clerk)) == 2


def test_the_preview_shows_facts_pages_history_files_and_dossiers(clerk: Rig) -> None:
    document = directed(clerk.world)
    reopen(clerk)
    pane = clerk.screen.register.pane
    assert pane.document() == document
    assert pane.head._code.text() == "217/BTM-TC"
    facts = {name: value._text.text() for name, value in pane.head._facts._values.items()}
    assert facts["due"] == "26/11/2026"
    assert pane.head._facts._values["due"]._note.text() == "còn 5 ngày làm việc"
    assert facts["lead"] == "Người si"
    assert "Nghiên cứu" in pane.head._quote._text.text()
    assert pane.pdf.view.page_count == 1
    pane.tabs.choose(1)
    assert len(pane.found.story) == 3
    pane.tabs.choose(2)
    assert pane.files.isVisible()


def test_opening_a_document_makes_it_read_for_this_person_alone(clerk: Rig) -> None:
    register(clerk.world)
    reopen(clerk)
    assert clerk.rows()[0].read
    clerk.world.carry(clerk.world.clerk, clerk.world.commander)
    other = Rig(clerk.world, clerk.world.commander, clerk.folder)
    assert other.rows()[0].read  # shown at once: the list has one row
    other.close()


def test_the_clerk_submits_by_f9(clerk: Rig) -> None:
    document = register(clerk.world)
    reopen(clerk)
    assert acts(clerk) == {
        "act.submit", "act.file", "act.edit", "act.files", "act.paper", "act.slip", "act.print",
        "act.format", "act.signatures", "act.copy", "act.send_back",
        "act.merge", "act.obey_recall",
    }  # fmt: skip
    assert clerk.screen.register.pane.bar.shown() == ["Trình chỉ huy", "Vào hồ sơ"]
    clerk.press(Qt.Key.Key_F9)
    assert clerk.page(document).row.state == State.SUBMITTED
    assert "announce Đã trình số đến 1" in clerk.said


def test_j4_a_directive_by_keys_with_phrase_initials_and_working_days(commander: Rig) -> None:
    document = submitted(commander.world)
    reopen(commander)
    commander.keys = 0
    commander.press(Qt.Key.Key_F7)
    commander.type("ctn")
    commander.press(TAB)
    commander.type("ns")
    commander.press(TAB)
    commander.press(TAB, times=2)
    commander.type("+5")
    commander.press(ENTER, CTRL)
    assert commander.keys <= 14
    page = commander.page(document)
    assert page.row.state == State.IN_PROGRESS
    assert page.remarks[0].text == "Chủ trì nghiên cứu, tham mưu đề xuất."
    assert [(a.part, a.name, a.due) for a in page.assignments] == [
        ("lead", "Người si", "2026-11-26")
    ]
    assert "announce Đã bút phê số đến 1" in commander.said


def test_a_directive_needs_a_text_a_lead_and_a_deadline_ahead(commander: Rig) -> None:
    document = submitted(commander.world)
    reopen(commander)
    commander.press(Qt.Key.Key_F7)
    sheet = commander.window.scrim.card
    commander.press(ENTER, CTRL)
    assert sheet.text_field.wrong
    assert sheet.lead_field.wrong
    sheet.text.setText("Nghiên cứu")
    sheet.lead.setText("Không ai")
    sheet.due.setText("16/11/2026")
    commander.press(ENTER, CTRL)
    assert not sheet.text_field.wrong
    assert sheet.lead_field.wrong
    assert sheet.due_field.wrong
    assert commander.page(document).row.state == State.SUBMITTED
    commander.press(ESC)
    assert commander.window.scrim.card is None


def test_a_directive_that_was_begun_is_there_again_after_esc_and_after_a_lock(
    commander: Rig,
) -> None:
    document = submitted(commander.world)
    reopen(commander)
    commander.press(Qt.Key.Key_F7)
    commander.type("Nghien cuu")
    commander.press(ESC, times=2)  # the offers, then the sheet
    assert commander.window.scrim.card is None
    commander.press(Qt.Key.Key_F7)
    sheet = commander.window.scrim.card
    assert sheet.text.toPlainText() == "Nghien cuu"
    commander.type(" them")
    commander.lock()
    commander.window.close_sheet()  # a lock destroys what it covers
    commander.unlock()
    commander.screen.register.list.view.setFocus()
    commander.press(Qt.Key.Key_F7)
    sheet = commander.window.scrim.card
    assert sheet.text.toPlainText() == "Nghien cuu them"
    place = f"directive:{document}"
    assert desk.draft(commander.store, place) is not None
    sheet.lead.setFocus()
    commander.type("ns")
    commander.press(TAB)
    commander.press(ENTER, CTRL)
    assert commander.page(document).row.state == State.IN_PROGRESS
    assert desk.draft(commander.store, place) is None


def test_support_and_information_are_several_people(commander: Rig) -> None:
    document = submitted(commander.world)
    reopen(commander)
    commander.press(Qt.Key.Key_F7)
    sheet = commander.window.scrim.card
    sheet.text.setText("Phối hợp")
    sheet.lead.setFocus()
    commander.type("ns")
    commander.press(ENTER)
    commander.press(ENTER)
    commander.type("nv")
    commander.press(ENTER)
    commander.type("nc")
    commander.press(ENTER)
    assert len(sheet.support.people()) == 2
    commander.press(Qt.Key.Key_Delete)
    commander.type("ns")  # already the lead: named once
    commander.press(ENTER)
    commander.press(ENTER)
    commander.type("nc")
    commander.press(TAB)
    commander.type("2411")  # a day off: the next working day is meant
    commander.press(ENTER, CTRL)
    page = commander.page(document)
    assert [(a.part, a.name, a.due) for a in page.assignments] == [
        ("inform", "Người chi", None),
        ("lead", "Người si", "2026-11-25"),
        ("support", "Người van", "2026-11-25"),
    ]


def test_f4_gives_the_work_to_somebody_else(commander: Rig) -> None:
    document = directed(commander.world)
    reopen(commander)
    commander.press(Qt.Key.Key_F4)
    sheet = commander.window.scrim.card
    assert not sheet.text_field.isVisible()
    commander.type("ns")
    commander.press(ENTER, CTRL)  # still an offer: nobody is taken silently
    assert commander.window.scrim.card is not None
    commander.press(TAB)
    commander.press(ENTER, CTRL)
    [lead] = commander.page(document).assignments
    assert (lead.name, lead.due) == ("Người si", None)


def test_a_reason_is_asked_before_a_document_goes_back(commander: Rig) -> None:
    document = submitted(commander.world)
    reopen(commander)
    commander.press(Qt.Key.Key_F8)
    commander.press(ENTER, CTRL)
    assert commander.window.scrim.card.field.wrong
    commander.type("Thieu phu luc")
    commander.press(ENTER, CTRL)
    assert commander.page(document).row.state == State.REGISTERED


def test_what_cannot_be_undone_says_so_before(clerk: Rig) -> None:
    document = register(clerk.world)
    reopen(clerk)
    send_back = next(c for c in clerk.screen.commands() if c.id == "act.send_back")
    send_back.run()
    sheet = clerk.window.scrim.card
    assert "không hoàn tác được" in sheet.field._below.text()
    clerk.type("Gui nham don vi")
    clerk.press(ENTER, CTRL)
    assert clerk.page(document).row.state == State.RETURNED
    assert "announce Đã trả lại nơi gửi số đến 1" in clerk.said


def test_the_officer_answers_in_drafts_or_completes_with_an_opinion(world: World, tmp_path) -> None:
    document = directed(world)
    second = world.unit.machine("officer", world.people["si"])
    world.unit.admit(world.admin, second)
    world.push(world.admin)
    world.pull(second)
    world.carry(world.clerk, second)
    world.carry(world.commander, second)
    officer = Rig(world, second, tmp_path)
    assert officer.window.nav._items["incoming"]._count == 1
    assert acts(officer) == {
        "act.acknowledge", "act.answer", "act.complete", "act.return", "act.file", "act.transfer",
        "act.ask_coordination", "act.ask_extension", "act.slip",
    }  # fmt: skip
    officer.press(Qt.Key.Key_R, CTRL)
    assert officer.window.stack.view().asked == [("reply", document)]
    officer.window.go("incoming")
    officer.rest()
    officer.press(Qt.Key.Key_E, CTRL)
    officer.type("Da bao cao truc tiep")
    officer.press(ENTER, CTRL)
    assert officer.page(document).row.state == State.DONE
    assert officer.page(document).remarks[-1].text == "Da bao cao truc tiep"
    officer.close()
    second.store.engine.dispose()
    second.vault.close()


def test_ctrl_h_puts_a_document_into_a_dossier(clerk: Rig) -> None:
    document = register(clerk.world)
    reopen(clerk)
    clerk.press(Qt.Key.Key_H, CTRL)
    clerk.window.scrim.card.edit.setText("01.TM – Diễn tập 2026")
    clerk.press(ENTER, CTRL)
    clerk.rest()
    assert clerk.page(document).dossiers
    assert [d.title for d in shelf.dossiers(clerk.store)] == ["Diễn tập 2026"]
    assert clerk.screen.register.pane.found.related.dossiers[0].code == "01.TM"


def test_a_document_is_gone_to_whatever_the_view_and_filter(clerk: Rig) -> None:
    first = register(clerk.world, code="1/A")
    register(clerk.world, code="2/A")
    reopen(clerk)
    clerk.press(Qt.Key.Key_5, CTRL)
    assert not ids(clerk)
    clerk.window.go("incoming", ("document", first))
    clerk.rest()
    assert clerk.screen.register.pane.document() == first


def test_acts_that_arrive_from_elsewhere_show_at_once(clerk: Rig) -> None:
    document = register(clerk.world)
    reopen(clerk)
    incoming.submit(clerk.store, document)
    reopen(clerk)
    assert "act.submit" not in acts(clerk)
    assert Act.SUBMIT not in {move.act for move in clerk.page(document).moves}


def test_both_languages_speak_at_once_and_every_row_is_spoken(clerk: Rig) -> None:
    register(clerk.world, urgency="urgent")
    reopen(clerk)
    model = clerk.screen.register.model
    spoken = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert "Khẩn" in spoken
    assert "217/BTM-TC" in spoken
    assert "Chờ trình" in spoken
    words.set_language("en")
    try:
        spoken = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
        assert "Urgent" in spoken
        assert "Incoming" in clerk.screen.head().title
    finally:
        words.set_language("vi")


def test_a_lock_forgets_the_pages_and_unlocking_brings_them_back(clerk: Rig) -> None:
    register(clerk.world)
    reopen(clerk)
    pane = clerk.screen.register.pane
    assert pane.pdf.view.page_count == 1
    clerk.lock()
    assert not clerk.pages._files
    assert pane.pdf.view.page_count == 0
    clerk.unlock()
    assert pane.pdf.view.page_count == 1


def test_a_file_that_is_not_here_yet_says_so_beside_the_facts(commander: Rig) -> None:
    submitted(commander.world)
    reopen(commander)
    pane = commander.screen.register.pane
    assert "chưa về máy này" in pane.pdf._banner.text
    assert pane.head._code.text() == "217/BTM-TC"
