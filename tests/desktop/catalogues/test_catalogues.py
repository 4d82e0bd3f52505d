"""The lists and the year by keys: an administrator keeps them, everybody reads."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.office.family import Forms
from db.actions import reference as saying
from db.queries import reference
from desktop.catalogues.faces import LISTS
from desktop.catalogues.form_sheet import FormSheet
from desktop.catalogues.sheets import DaySheet, EntrySheet
from desktop.drafts.kinds import kinds
from tests.desktop.seat import CTRL, ENTER, TAB, Seat

Key = Qt.Key


def choose(seat: Seat, name: str) -> None:
    """Go to a list by the keyboard."""
    view = seat.view().lists.view
    view.setFocus()
    seat.press(Key.Key_Home)
    seat.press(Key.Key_Down, times=LISTS.index(name))
    seat.rest()
    assert seat.view().lists.name() == name


def go_to(seat: Seat, code: str) -> None:
    """Put the keyboard on an entry."""
    screen = seat.view()
    place = [item.code for item in screen.entries.items].index(code) + 1
    screen.entries.view.setFocus()
    screen.entries.view.go_to(place)
    seat.rest()


def test_the_year_is_shown_first_and_the_keyboard_walks_its_days(admin: Seat) -> None:
    choose(admin, "calendar")
    grid = admin.view().year.grid
    grid.setFocus()
    start = grid.day
    admin.press(Key.Key_Right)
    admin.press(Key.Key_Down)
    assert (grid.day - start).days == 8
    admin.press(Key.Key_PageDown)
    assert (grid.day.year, grid.day.month) == (2026, 12)
    admin.press(Key.Key_PageUp)
    admin.press(Key.Key_End)
    assert grid.day == date(2026, 11, 30)
    admin.press(Key.Key_Home)
    assert grid.day == date(2026, 11, 1)
    admin.press(Key.Key_PageDown, CTRL)
    assert grid.day.year == 2027


def test_a_day_is_said_by_enter_and_counts_at_once(admin: Seat) -> None:
    choose(admin, "calendar")
    grid = admin.view().year.grid
    grid.setFocus()
    grid.go_to(date(2026, 12, 22))
    admin.press(ENTER)
    assert isinstance(admin.card(), DaySheet)
    admin.press(ENTER, CTRL)
    assert admin.card().fields["name"].wrong
    assert QApplication.focusWidget() is admin.card().name
    admin.card().name.setText("Ngày truyền thống")
    admin.press(ENTER, CTRL)
    assert admin.card() is None
    assert not reference.calendar(admin.store).is_working(date(2026, 12, 22))
    assert "Ngày truyền thống" in admin.view().year.said.text()
    assert any("22/12/2026" in line for line in admin.heard)
    assert QApplication.focusWidget() is grid
    admin.press(Key.Key_Z, CTRL)
    assert reference.days(admin.store) == reference.shipped().days


def test_a_day_goes_back_to_its_weekday(admin: Seat) -> None:
    saying.set_day(admin.store, "2026-12-22", "off", "Nghỉ")
    admin.changes.emit(frozenset({("calendar", "x")}))
    choose(admin, "calendar")
    grid = admin.view().year.grid
    grid.setFocus()
    grid.go_to(date(2026, 12, 22))
    admin.press(ENTER)
    assert admin.card().name.text() == "Nghỉ"
    admin.card().kind.setFocus()
    admin.press(Key.Key_3)
    admin.press(ENTER, CTRL)
    assert reference.calendar(admin.store).is_working(date(2026, 12, 22))


def test_a_coming_year_is_settled_once_its_days_are_known(admin: Seat) -> None:
    choose(admin, "calendar")
    assert "settle" not in admin.commands()
    admin.press(Key.Key_PageDown, CTRL)
    assert "chưa chốt" in admin.view().year.standing.text()
    admin.press(Key.Key_F9)
    assert 2027 in reference.calendar(admin.store).covered
    assert "đã chốt" in admin.view().year.standing.text()
    admin.press(Key.Key_Z, CTRL)
    assert reference.days(admin.store) == reference.shipped().days
    assert "chưa chốt" in admin.view().year.standing.text()


def test_an_entry_is_added_with_its_own_fields(admin: Seat) -> None:
    choose(admin, "document-types")
    admin.press(Key.Key_N, CTRL)
    sheet = admin.card()
    assert isinstance(sheet, EntrySheet)
    for text in ("phieu-nhanh", "Phiếu nhanh", "Quick note", "BC"):
        admin.put(text)
    admin.press(ENTER, CTRL)
    assert sheet.fields["abbr"].wrong
    assert not sheet.fields["code"].wrong
    sheet.edits["abbr"].setText("PN")
    sheet.edits["since"].setText("01/01/2026")
    admin.press(ENTER, CTRL)
    assert admin.card() is None
    found = reference.reference(admin.store).types.find("phieu-nhanh")
    assert found is not None
    assert (found.abbr, found.since) == ("PN", date(2026, 1, 1))
    assert "phieu-nhanh" in [item.code for item in admin.view().entries.items]


def test_every_wrong_field_is_told_and_the_first_has_the_keyboard(admin: Seat) -> None:
    choose(admin, "document-types")
    admin.press(Key.Key_N, CTRL)
    sheet = admin.card()
    sheet.edits["until"].setText("hôm nào")
    admin.press(ENTER, CTRL)
    assert {name for name, field in sheet.fields.items() if field.wrong} == {
        "code", "vi", "en", "until",
    }  # fmt: skip
    assert QApplication.focusWidget() is sheet.edits["code"]
    assert reference.reference(admin.store) == reference.shipped()


def test_an_entry_ends_and_stays_in_sight(admin: Seat) -> None:
    choose(admin, "document-types")
    go_to(admin, "thu-cong")
    admin.press(Key.Key_F2)
    assert "code" not in admin.card().edits
    admin.card().edits["until"].setText("01/11/2026")
    admin.press(ENTER, CTRL)
    types = reference.reference(admin.store).types
    assert "thu-cong" not in types.codes()
    assert [item.code for item in admin.view().entries.items][-1] == "thu-cong"


def test_a_copy_stays_a_copy_when_its_words_change(admin: Seat) -> None:
    before = next(item for item in reference.shipped().types.items if item.copy)
    choose(admin, "document-types")
    go_to(admin, before.code)
    admin.press(ENTER)
    admin.card().edits["en"].setText("A copy")
    admin.press(ENTER, CTRL)
    after = reference.reference(admin.store).types.find(before.code)
    assert after is not None
    assert (after.en, after.copy, after.abbr) == ("A copy", True, before.abbr)
    admin.press(Key.Key_Z, CTRL)
    assert reference.reference(admin.store).types == reference.shipped().types


def test_a_form_of_the_unit_is_made_after_another_and_written_on(admin: Seat) -> None:
    choose(admin, "forms")
    go_to(admin, "co-ten-loai")
    admin.press(Key.Key_N, CTRL)
    sheet = admin.card()
    assert isinstance(sheet, FormSheet)
    for name, text in {
        "code": "phieu-trinh",
        "vi": "Phiếu trình",
        "en": "Routing slip",
        "types": "Tờ trình",
        "facts": "deadline | Thời hạn: | Deadline\n?opinion | Ý kiến:",
        "starter": "Kính trình đồng chí:\n1. Nội dung trình.",
        "closing": "Đề nghị trả lời trước {someday}",
    }.items():
        sheet.edits[name].setText(text)
    admin.press(ENTER, CTRL)
    assert [name for name, field in sheet.fields.items() if field.wrong] == ["closing"]
    sheet.edits["closing"].setText("Đề nghị trả lời trước {deadline}")
    admin.press(ENTER, CTRL)
    assert admin.card() is None
    known = reference.reference(admin.store)
    own = known.forms.find("phieu-trinh")
    assert own is not None
    assert (own.types, own.form, own.parts) == (
        ("to-trinh",), "1.4", ("addressees", "bases", "facts", "body", "closing"),
    )  # fmt: skip
    assert [(label.key, label.required) for label in own.facts] == [
        ("deadline", True), ("opinion", False),
    ]  # fmt: skip
    offered = kinds(Forms(known.forms, known.types), ())
    assert "Phiếu trình" in [kind.text for kind in offered]
    go_to(admin, "phieu-trinh")
    admin.press(Key.Key_F2)
    assert admin.card().edits["facts"].toPlainText().startswith("deadline | Thời hạn: | Deadline")
    admin.card().edits["until"].setText("01/11/2026")
    admin.press(ENTER, CTRL)
    assert "phieu-trinh" not in reference.reference(admin.store).forms.codes()
    admin.press(Key.Key_Z, CTRL)
    assert reference.reference(admin.store).forms == known.forms


def test_a_rank_takes_its_group_from_the_list(admin: Seat) -> None:
    choose(admin, "ranks")
    admin.press(Key.Key_N, CTRL)
    sheet = admin.card()
    for name, text in (("code", "thu"), ("vi", "Cấp thử"), ("en", "Trial")):
        sheet.edits[name].setText(text)
    sheet.edits["group"].setText("không có")
    admin.press(ENTER, CTRL)
    assert sheet.fields["group"].wrong
    sheet.edits["group"].setText("sĩ quan")
    admin.press(ENTER, CTRL)
    found = reference.reference(admin.store).ranks.find("thu")
    assert found is not None
    assert found.group == "officer"


def test_a_threshold_is_set_and_taken_back_and_none_is_added(admin: Seat) -> None:
    choose(admin, "thresholds")
    assert "add" not in admin.commands()
    go_to(admin, "escalated")
    admin.press(Key.Key_F2)
    sheet = admin.card()
    assert set(sheet.edits) == {"days"}
    sheet.edits["days"].setText("61")
    admin.press(ENTER, CTRL)
    assert sheet.fields["days"].wrong
    sheet.edits["days"].setText("5")
    admin.press(ENTER, CTRL)
    assert admin.card() is None
    assert reference.limits(admin.store).escalated == 5
    assert "5 ngày làm việc" in admin.view().entries._face(admin.view().entries.item()).spoken
    admin.press(Key.Key_Z, CTRL)
    assert reference.limits(admin.store).escalated == 3


def test_who_only_reads_has_no_way_to_change(clerk: Seat) -> None:
    for name in LISTS:
        choose(clerk, name)
        assert not {"add", "change", "day", "settle"} & clerk.commands()
        assert clerk.view().banner.text
        clerk.view()._front().setFocus()
        clerk.press(ENTER)
        assert clerk.card() is None


def test_what_the_law_fixes_is_not_changed_by_an_administrator(admin: Seat) -> None:
    for name in ("urgency", "secrecy"):
        choose(admin, name)
        assert not {"add", "change"} & admin.commands()
        assert admin.view().entries.items


def test_what_another_machine_said_comes_in(admin: Seat) -> None:
    choose(admin, "retention")
    entry = {"code": "15-nam", "vi": "15 năm", "en": "15 years", "years": "15"}
    saying.set_entry(admin.store, "retention", entry, new=True)
    admin.changes.emit(frozenset({("catalogue", "x")}))
    admin.rest()
    assert [item.code for item in admin.view().entries.items][-1] == "15-nam"


def test_looks(admin: Seat) -> None:
    saying.set_day(admin.store, "2026-12-22", "off", "Ngày truyền thống")
    saying.set_day(admin.store, "2026-12-19", "worked", "Làm bù ngày 22/12")
    admin.changes.emit(frozenset({("calendar", "x")}))
    choose(admin, "calendar")
    admin.view().year.grid.go_to(date(2026, 12, 22))
    admin.look("catalogues-calendar")
    admin.press(Key.Key_PageDown, CTRL)
    admin.look("catalogues-next-year")
    admin.press(Key.Key_PageUp, CTRL)
    admin.view().year.grid.setFocus()
    admin.press(ENTER)
    admin.look("catalogues-day")
    admin.card().close_card()
    choose(admin, "document-types")
    admin.look("catalogues-types")
    admin.press(Key.Key_N, CTRL)
    admin.press(ENTER, CTRL)
    admin.look("catalogues-entry")
    admin.card().close_card()
    choose(admin, "thresholds")
    go_to(admin, "escalated")
    admin.press(Key.Key_F2)
    admin.look("catalogues-threshold")


def test_tab_goes_round_the_sheet_in_reading_order(admin: Seat) -> None:
    choose(admin, "retention")
    admin.press(Key.Key_N, CTRL)
    sheet = admin.card()
    seen = []
    for _ in range(6):
        seen.append(QApplication.focusWidget())
        admin.press(TAB)
    assert seen == [sheet.edits[name] for name in ("code", "vi", "en", "years", "since", "until")]
