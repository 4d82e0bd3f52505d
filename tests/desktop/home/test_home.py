"""My work, by keys, on a real store: lists with counts, documents opened where their work is done,
and a person's own filters."""

from __future__ import annotations

from pathlib import Path

from core.office.terms import Kind
from db.actions import authority, incoming, outgoing
from db.actions import filters as keeping
from db.actions.filters import Made
from db.queries import accounts, documents, filters
from db.queries.asking import Filter
from desktop.arrival import arrive
from desktop.filters.naming import NameSheet
from desktop.filters.register_filters import OWN
from desktop.filters.sheet import FilterSheet
from desktop.home.screen import SCREEN
from desktop.words import words
from tests.db.test_worklists import INITIALS, MAIN
from tests.desktop.home.conftest import OTHERS, Seat
from tests.desktop.outgoing.stage import Stage


def test_the_lists_with_something_in_them_and_the_first_of_them_is_shown(seats, office) -> None:
    document = office.given(office.task("lead", "si"))
    seat = seats("si")
    assert seat.lists() == {"lead": "1", "to_read": "1"}
    assert seat.view.page.shown_list() == "lead"
    assert seat.subjects() == [document]
    assert seat.badge() == 1
    assert seat.view.page.rows.view.hasFocus()


def test_nothing_to_do_is_said_calmly(seats, office) -> None:
    seat = seats("si")
    assert seat.lists() == {"late": ""}
    assert seat.view.page.rows.empty.isVisible()
    assert "Đã xử lý hết" in seat.view.page.rows.empty._text.text()
    assert not seat.view.page.rows.empty.button.isVisible()
    assert seat.badge() == 0
    assert seat.view.head().subtitle == "Không có việc cần xử lý ngay"


def test_enter_opens_an_incoming_document_at_the_book(seats, office) -> None:
    document = office.given(office.task("lead", "si"))
    seat = seats("si")
    seat.press("Return")
    assert seat.went() == ("incoming", ("document", document))


def test_enter_opens_a_draft_to_be_written_and_what_waits_to_be_signed_at_the_queue(
    seats, office
) -> None:
    draft = office.drafted()
    seat = seats("si")
    seat.press("Return")
    assert seat.went() == ("drafts", ("open", draft))
    outgoing.initial(office.at("si"), draft, office.main(draft), INITIALS)
    outgoing.submit(office.at("si"), draft)
    seat = seats("chi")
    seat.press("Return")
    [row] = documents.rows(seat.store, list(seat.view.page.rows.model.ids))
    assert seat.went() == ("signing", row.n)
    outgoing.sign(office.at("chi"), draft, office.main(draft), MAIN)
    seat = seats("van")
    seat.press("Return")
    assert seat.went() == ("outgoing", ("all", row.n))


def test_keys_go_from_list_to_list(seats, office) -> None:
    office.given(office.task("lead", "si"))
    office.drafted()
    seat = seats("si")
    assert list(seat.lists()) == ["lead", "to_read", "drafts"]
    seat.press("Ctrl+3")
    assert seat.view.page.shown_list() == "drafts"
    seat.view.page.pane.setFocus()
    seat.press("Up")
    assert seat.view.page.shown_list() == "to_read"
    seat.press("Ctrl+9")
    assert seat.view.page.shown_list() == "to_read"


def test_what_arrives_later_is_counted_at_once(seats, office) -> None:
    seat = seats("chi")
    assert seat.badge() == 0
    document = office.submitted("2026-11-20")
    seat.stage.changes.emit(frozenset({("document", document)}))
    seat.stage.settle()
    assert seat.badge() == 1
    assert "to_direct" in seat.lists()


def test_the_place_is_found_again(seats, office) -> None:
    office.submitted()
    second = office.submitted()
    seat = seats("chi")
    seat.press("End")
    place = seat.view.place()
    assert isinstance(place, tuple)
    seat.view.page.pane.choose("unit_open")
    seat.view.open(place)
    seat.stage.settle()
    assert seat.view.page.shown_list() == "to_direct"
    assert seat.view.page.rows.current() is not None
    assert seat.view.page.rows.current().id != second


def test_what_needs_the_person_is_counted_before_the_screen_is_opened(
    qapp, office, tmp_path: Path
) -> None:
    office.submitted()
    stage = Stage(tmp_path, office.at("chi"), (SCREEN, *OTHERS))
    stage.window.go("incoming")
    badge = stage.window.nav._items["home"]
    stage.settle(lambda: badge._count == 1)
    document = office.submitted()
    stage.changes.emit(frozenset({("document", document)}))
    stage.settle(lambda: badge._count == 2)
    stage.close()


def test_a_person_begins_here(office) -> None:
    assert arrive(office.at("van")).screen == "home"
    assert arrive(office.at("quan")).screen == "accounts"
    office.to_sign()
    assert arrive(office.at("chi")).screen == "signing"


# -- filters -----------------------------------------------------------------------------------


def _filter(seat: Seat, text: str) -> None:
    """The quick words, in place of those before."""
    seat.press("Ctrl+F")
    bar = seat.view.page.rows.filter
    assert bar.box.hasFocus()
    bar.box.clear()
    seat.type(text)
    bar.box._search()
    seat.stage.settle()


def _ask(seat: Seat) -> FilterSheet:
    """The sheet that asks everything."""
    seat.press("Alt+L")
    sheet = seat.stage.window.scrim.card
    assert isinstance(sheet, FilterSheet)
    return sheet


def test_words_narrow_the_list_that_is_shown_and_can_be_kept_on_it(seats, office) -> None:
    document = office.arrived("2026-11-10")
    other = office.submitted("2026-11-10")
    seat = seats("van")
    assert seat.view.page.shown_list() == "to_submit"
    _filter(seat, "bao dam")
    assert seat.subjects() == [document]
    assert seat.view.page.rows.filter._count.text() == "1 / 1"
    seat.press("Ctrl+S")
    assert isinstance(seat.stage.window.scrim.card, NameSheet)
    seat.type("Bảo đảm")
    seat.press("Return")
    [kept] = filters.saved(seat.store)
    assert (kept.name, kept.filter) == ("Bảo đảm", Filter(words="bao dam"))
    assert (kept.screen, kept.base) == ("home", "to_submit")
    assert seat.view.page.shown_list() == OWN + kept.id
    assert seat.lists()[OWN + kept.id] == "1"
    assert seat.said() == "Đã lưu bộ lọc “Bảo đảm”"
    _filter(seat, "bao dam x")
    assert seat.view.page.pane.words(OWN + kept.id) == "Bảo đảm *"
    assert seat.view.page.rows.filter.save.isVisible()
    assert seat.view.page.rows.empty.isVisible()
    assert "khớp “bao dam x”" in seat.view.page.rows.empty._text.text()
    seat.press("Ctrl+S")
    assert [one.filter.words for one in filters.saved(seat.store)] == ["bao dam x"]
    assert not seat.view.page.rows.filter.save.isVisible()
    again = seats("van")
    assert OWN + kept.id in again.lists()
    assert other not in again.subjects()


def test_the_sheet_asks_several_things_also_beyond_the_list_and_chips_take_them_away(
    seats, office
) -> None:
    document, draft = office.arrived("2026-11-10"), office.drafted("van")
    seat = seats("van")
    sheet = _ask(seat)
    sheet.states.choose(["registered", "draft"])
    sheet.urgencies.set_value(["normal"])
    sheet.beyond.setChecked(True)
    seat.press("Ctrl+Return")
    page = seat.view.page
    assert page.pane.words(OWN) == "Bộ lọc chưa lưu *"
    assert set(seat.subjects()) == {document, draft}
    assert page.rows.filter._count.text() == "2 / 2"
    chips = page.rows.filter.chips
    assert [chip.text() for chip in chips.chips] == ["Chờ trình", "Soạn thảo", "Thường"]
    chips.chips[1].setFocus()
    seat.press("Space")
    assert seat.subjects() == [document]
    assert [chip.text() for chip in chips.chips] == ["Chờ trình", "Thường"]
    page.rows.filter.clear.click()
    seat.stage.settle()
    assert page.shown_list() == "to_submit"
    assert page.rows.filter.isHidden()


def test_what_was_changed_is_given_up_step_by_step(seats, office) -> None:
    office.arrived()
    kept = keeping.save(office.at("van"), "Đến", Made(Filter((Kind.INCOMING,))))
    seat = seats("van")
    seat.view.page.pane.choose(OWN + kept)
    _filter(seat, "không có đâu")
    assert seat.view.page.rows.empty.isVisible()
    seat.view.page.rows.empty.button.click()
    seat.stage.settle()
    assert (seat.view.page.shown_list(), seat.view.page.filters.working) == (OWN + kept, None)
    assert len(seat.subjects()) == 1
    seat.view.page.rows.filter.clear.click()
    seat.stage.settle()
    assert seat.view.page.shown_list() == "to_submit"


def test_a_filter_is_renamed_moved_and_dropped_and_the_drop_undone(seats, office) -> None:
    store = office.at("van")
    one, two = (keeping.save(store, name, Made(Filter(words=name))) for name in ("Một", "Hai"))
    seat = seats("van")
    seat.view.page.pane.choose(OWN + two)
    seat.stage.settle()
    seat.press("F2")
    seat.type("Một")
    seat.press("Return")
    sheet = seat.stage.window.scrim.card
    assert isinstance(sheet, NameSheet)
    assert "Một" in sheet.field._below.text()
    sheet.edit.setText("Ba")
    seat.press("Return")
    assert [each.name for each in filters.saved(store)] == ["Một", "Ba"]
    by_id = {command.id: command for command in seat.view.commands()}
    by_id["filter.up"].run()
    assert [each.id for each in filters.saved(store)] == [two, one]
    by_id["filter.drop"].run()
    seat.stage.settle()
    assert [each.id for each in filters.saved(store)] == [one]
    seat.press("Ctrl+Z")
    assert [each.id for each in filters.saved(store)] == [two, one]
    assert seat.view.page.shown_list() == OWN + two


def test_a_filter_asks_what_every_field_of_its_sheet_says(seats, office) -> None:
    office.arrived()
    seat = seats("van")
    sheet = _ask(seat)
    sheet.kind.set_value("incoming")
    sheet.filed.set_value("out")
    sheet.urgencies.set_value(["express", "urgent"])
    sheet.due.set_value("ahead")
    sheet.states.choose(["submitted"])
    sheet.states.edit.setText("chờ trình")
    sheet.types.choose(["thong-bao"])
    sheet.types.edit.setText("Công văn")
    sheet.assignee.setText("tôi")
    sheet.concerns.setText("Người si")
    sheet.unit.setText("đơn vị của tôi")
    sheet.issuer.setText(" Phòng ")
    sheet.since.setText("2/11")
    sheet.until.setText("hôm kia")
    sheet.due_since.setText("01/12/2026")
    seat.press("Ctrl+Return")
    assert "20/11/2026" in sheet.fields["until"]._below.text()
    assert sheet.until.hasFocus()
    sheet.until.setText("30/11/2026")
    assert sheet.value() == Filter(
        kinds=(Kind.INCOMING,),
        states=("submitted", "registered"),
        types=("thong-bao", "cong-van"),
        urgencies=("urgent", "express"),
        issuer="Phòng",
        due="ahead",
        assignee="me",
        since="2026-11-02",
        until="2026-11-30",
        due_since="2026-12-01",
        unit="me",
        concerns=office.people["si"],
        filed="out",
    )
    asked = sheet.value()
    seat.press("Ctrl+Return")
    assert seat.view.page.filters.filter() == asked
    assert _ask(seat).value() == asked


def test_a_commander_is_led_to_changes_of_rights_that_wait_for_him(seats, office) -> None:
    assert not seats("van").view.waiting.text
    seat = seats("chi")
    count = accounts.to_confirm(seat.store)
    assert count
    assert seat.view.waiting.text == f"{count} thay đổi quyền chờ chỉ huy xác nhận."
    button = seat.view.waiting._action
    for _ in range(10):
        if button.hasFocus():
            break
        seat.press("F6")
    seat.press("Space")
    assert seat.went() == ("delegations", "changes")
    store = office.at("chi")
    authority.confirm(store, [(one.grant, one.op) for one in accounts.changes(store)])
    seat.stage.window.go("home")
    seat.stage.settle(lambda: not seat.view.waiting.text)
    assert "changes" not in {command.id for command in seat.view.commands()}


def test_names_follow_the_language(seats, office) -> None:
    office.submitted()
    seat = seats("chi")
    words.set_language("en")
    assert seat.view.page.pane.words("to_direct") == "To direct"
    assert seat.view.page.rows.strip._name.text() == "To direct"
    assert seat.view.head().subtitle == "1 document needs you"


def test_what_was_taken_back_elsewhere_leaves_the_row_below_it(seats, office) -> None:
    first, second = office.submitted(), office.submitted()
    seat = seats("chi")
    incoming.take_note(office.at("chi"), second, "biết")
    seat.stage.changes.emit(frozenset({("document", second)}))
    seat.stage.settle()
    assert seat.subjects() == [first]
    assert seat.view.page.rows.current().id == first
