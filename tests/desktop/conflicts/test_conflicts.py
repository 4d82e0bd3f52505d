"""What waits for a decision, by keys: field by field, all of one machine, a merged text, several at
once.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from db.actions import incoming, resolving
from db.queries import conflicts, documents, office
from desktop.conflicts import faces
from desktop.conflicts.back_sheet import BackSheet
from desktop.conflicts.machine_sheet import MachineSheet
from desktop.conflicts.screen import SCREEN, ConflictsScreen
from desktop.conflicts.watch import ConflictsWatch
from desktop.incoming import screen as incoming_screen
from desktop.sync.state import SyncState
from desktop.sync.status import open_note
from tests.db.test_ledger import World
from tests.desktop.conflicts.conftest import BEFORE, HERE, OTHERS, THERE, spread
from tests.desktop.seat import CTRL, ENTER, ESC, Seat

Key = Qt.Key


def shown(seat: Seat) -> str:
    """The document at the right."""
    found = seat.view().pane.found
    return found.id if found else ""


def fields(seat: Seat) -> dict[str, str]:
    """What will stand in each field."""
    return {
        block.field.name: block.edit.text() if block.edit.isVisible() else block.result.text()
        for block in seat.view().pane.blocks
    }


def row(world: World, document: str) -> tuple[str, str | None, str]:
    page = documents.page(world.clerk.store, document)
    assert page is not None
    return page.row.subject, page.row.due, page.row.urgency


def test_the_newest_stands_first_with_its_fields_and_what_they_were(
    clerk: Seat, papers: list[str]
) -> None:
    assert shown(clerk) == papers[1]
    blocks = clerk.view().pane.blocks
    assert [block.field.name for block in blocks] == ["due", "subject", "urgency"]
    assert [block.name.text() for block in blocks] == ["Hạn xử lý", "Trích yếu", "Độ khẩn"]
    assert blocks[1].base.text() == f"Trước đó: “{BEFORE}”"
    assert blocks[0].base.text() == "Trước đó: “25/11/2026”"
    here, there = blocks[1].cells
    assert here._head.text() == "1 · Máy này – Máy văn thư"
    assert there._head.text() == "2 · Máy chỉ huy"
    assert "Người chi" in there.accessibleName()
    assert THERE in there.accessibleName()
    assert "2 mục" in clerk.view().head().subtitle
    assert clerk.card() is None, "never a modal"


def test_three_fields_are_settled_by_keys_alone(
    clerk: Seat, papers: list[str], world: World
) -> None:
    clerk.press(ENTER)  # into the fields
    clerk.press(Key.Key_Right)
    clerk.press(Key.Key_Down)
    clerk.press(Key.Key_1)
    clerk.press(Key.Key_Down)
    clerk.press(Key.Key_2)
    clerk.press(Key.Key_Left)
    assert fields(clerk) == {"due": "24/11/2026", "subject": HERE, "urgency": "Khẩn"}
    clerk.press(ENTER, CTRL)
    clerk.rest()
    assert row(world, papers[1]) == (HERE, "2026-11-24", "urgent")
    assert shown(clerk) == papers[0], "the next one follows"
    assert clerk.view().pane.isAncestorOf(QApplication.focusWidget()), "and the keyboard with it"
    clerk.press(Key.Key_2)
    clerk.press(ENTER, CTRL)
    clerk.rest()
    assert row(world, papers[0])[1] == "2026-11-24"
    left = conflicts.conflict(world.clerk.store, "document", papers[0])
    assert left is not None
    assert [field.name for field in left.fields] == ["subject", "urgency"]


def test_a_merged_text_can_be_written(clerk: Seat, papers: list[str], world: World) -> None:
    merged = "Báo cáo kết quả kiểm tra văn thư quý III năm 2026"
    clerk.press(ENTER)
    clerk.press(Key.Key_Down)
    clerk.press(Key.Key_2)
    clerk.press(Key.Key_E)
    edit = QApplication.focusWidget()
    assert edit is clerk.view().pane.blocks[1].edit
    assert edit.text() == THERE
    edit.setText(merged)
    assert not any(cell.isChecked() for cell in clerk.view().pane.blocks[1].cells)
    clerk.press(ESC)
    assert clerk.view().pane.blocks[1].cells[0].hasFocus()
    clerk.press(ENTER, CTRL)
    clerk.rest()
    assert row(world, papers[1])[0] == merged
    spread(world, world.clerk, world.commander)
    page = documents.page(world.commander.store, papers[1])
    assert page is not None
    assert page.row.subject == merged


def test_nothing_chosen_saves_nothing(clerk: Seat, papers: list[str]) -> None:
    [save] = [one for one in clerk.view().commands() if one.id == "resolve"]
    assert not save.enabled()
    clerk.press(ENTER, CTRL)
    assert len(conflicts.waiting(clerk.store)) == 2
    clerk.press(ENTER)
    clerk.press(Key.Key_1)
    assert save.enabled()


def test_all_of_one_machine_in_what_is_shown_and_in_several(
    clerk: Seat, papers: list[str], world: World
) -> None:
    clerk.press(Key.Key_2, CTRL)
    assert fields(clerk) == {"due": "24/11/2026", "subject": THERE, "urgency": "Hỏa tốc"}
    assert len(conflicts.waiting(clerk.store)) == 2, "only chosen, not saved"
    clerk.press(Key.Key_Space)
    clerk.press(Key.Key_Down)
    clerk.press(Key.Key_Space)
    clerk.rest()
    clerk.press(Key.Key_1, CTRL)
    assert isinstance(clerk.card(), MachineSheet)
    clerk.press(ESC)
    assert len(conflicts.waiting(clerk.store)) == 2
    clerk.press(Key.Key_1, CTRL)
    clerk.press(ENTER, CTRL)
    clerk.rest()
    assert [row(world, one) for one in papers] == [(HERE, "2026-11-20", "urgent")] * 2
    assert conflicts.waiting(clerk.store) == []
    assert clerk.view().list.empty.isVisible()


def test_what_another_settles_leaves_the_list_and_what_is_chosen_stays(
    clerk: Seat, papers: list[str], world: World
) -> None:
    clerk.press(ENTER)
    clerk.press(Key.Key_2)
    for field in conflicts.conflict(world.commander.store, "document", papers[0]).fields:  # type: ignore[union-attr]
        choice = field.take(field.sides[0])
        resolving.resolve(world.commander.store, "document", papers[0], [choice])
    spread(world, world.commander, world.clerk)
    clerk.changes.emit(frozenset({("document", papers[0])}))
    clerk.rest()
    assert "1 mục" in clerk.view().head().subtitle
    assert shown(clerk) == papers[1]
    assert fields(clerk)["due"] == "24/11/2026"


def test_the_document_opens_and_the_count_stands_beside_the_name(
    clerk: Seat, papers: list[str]
) -> None:
    watch = ConflictsWatch(clerk.context)
    watch.look()
    assert clerk.window.nav._items["conflicts"]._count == 2
    clerk.press(Key.Key_O, CTRL)
    assert clerk.view().asked == [("document", papers[1])]


def test_everything_goes_on_while_something_waits(clerk: Seat, papers: list[str]) -> None:
    incoming.submit(clerk.store, papers[0])
    page = documents.page(clerk.store, papers[0])
    assert page is not None
    assert (page.row.state, page.row.conflicts) == ("submitted", 3)


def test_it_is_given_back_to_the_other_author_by_keys_alone(
    clerk: Seat, papers: list[str], world: World, tmp_path: Path
) -> None:
    clerk.press(Key.Key_F8)
    card = clerk.card()
    assert isinstance(card, BackSheet)
    assert card.people.value() == world.people["chi"]
    clerk.press(ENTER, CTRL)
    assert clerk.card() is card, "not without a reason"
    card.edit.setText("Số liệu quý III do bên chỉ huy sửa")
    clerk.press(ENTER, CTRL, at=card.edit)
    clerk.rest()
    assert clerk.card() is None
    spread(world, world.clerk, world.commander)
    seat = Seat(world.commander.store, tmp_path / "commander", SCREEN, OTHERS)
    seat.rest()
    assert seat.view().head().subtitle == "2 mục chờ quyết định"
    assert shown(seat) == papers[1], "what is his comes first"
    said = [label.text() for label in seat.view().pane.findChildren(QLabel)]
    assert "Người van trả lại Người chi: “Số liệu quý III do bên chỉ huy sửa”" in said
    seat.close()


def test_the_words_of_both_are_kept_one_after_the_other(
    clerk: Seat, papers: list[str], world: World
) -> None:
    clerk.press(ENTER)
    clerk.press(Key.Key_B)
    assert clerk.view().pane.blocks[0].choice() is None, "of two days one stands"
    clerk.press(Key.Key_Down)
    clerk.press(Key.Key_B)
    assert fields(clerk)["subject"] == f"{HERE} / {THERE}"
    clerk.press(ENTER, CTRL)
    clerk.rest()
    assert row(world, papers[1])[0] == f"{HERE} / {THERE}"


def test_an_act_that_came_too_late_says_so_and_that_another_stands(
    clerk: Seat, papers: list[str], world: World
) -> None:
    for field in conflicts.conflict(clerk.store, "document", papers[0]).fields:  # type: ignore[union-attr]
        resolving.resolve(clerk.store, "document", papers[0], [field.take(field.sides[0])])
    incoming.submit(clerk.store, papers[0])
    spread(world, world.clerk, world.commander)
    here = replace(clerk.store.author, person=world.people["chi"])
    incoming.take_note(world.commander.store, papers[0], "để biết")
    incoming.give_back(replace(clerk.store, author=here), papers[0], "thiếu phụ lục")
    spread(world, world.commander, world.clerk)
    clerk.view().open(papers[0])
    clerk.rest()
    assert shown(clerk) == papers[0]
    said = [label.text() for label in clerk.view().pane.findChildren(QLabel)]
    assert "Trả lại: đến muộn nên không có hiệu lực" in said
    assert "“thiếu phụ lục”" in said
    assert not clerk.view().pane.blocks
    clerk.press(Key.Key_3, CTRL)
    clerk.press(ENTER, CTRL)
    assert clerk.card() is not None, "a reason is asked for"
    clerk.card().edit.setText("Đã lưu, không xử lý tiếp")
    clerk.press(ENTER, CTRL, at=clerk.card().edit)
    clerk.rest()
    page = documents.page(clerk.store, papers[0])
    assert page is not None
    assert page.row.conflicts == 0
    assert shown(clerk) == papers[1]
    assert "close" in {one.id for one in clerk.view().commands()}
    close = next(one for one in clerk.view().commands() if one.id == "close")
    assert not close.enabled()


def test_a_click_on_the_status_line_leads_here(clerk: Seat) -> None:
    clerk.window.go("incoming")
    state = SyncState()
    open_note(clerk.window, state)
    assert clerk.window.stack.view() is not None
    state.show_row(office.sync(clerk.store))
    open_note(clerk.window, state)
    assert isinstance(clerk.view(), ConflictsScreen)


def test_words_that_differ_are_found_from_letter_to_letter() -> None:
    found = faces.differing(THERE, HERE)
    assert [THERE[a:b] for a, b in found] == [" năm 2026"]
    assert faces.differing(HERE, THERE) == []
    assert faces.differing("", "x") == []


def test_look(clerk: Seat, world: World) -> None:
    clerk.press(ENTER)
    clerk.press(Key.Key_Right)
    clerk.press(Key.Key_Down)
    clerk.press(Key.Key_1)
    clerk.look("conflicts")
    assert fields(clerk)["due"] == "24/11/2026", "another language keeps what was chosen"


def test_the_documents_own_banner_leads_here(
    world: World, papers: list[str], tmp_path: Path
) -> None:
    seat = Seat(world.clerk.store, tmp_path, incoming_screen.SCREEN, ("conflicts", *OTHERS[1:]))
    seat.rest()
    seat.view().open(("document", papers[0]))
    seat.rest()
    [leads] = [
        one
        for one in seat.view().findChildren(QPushButton)
        if one.text() == "Mở mục cần xử lý" and one.isVisible()
    ]
    leads.click()
    assert seat.view().asked == [papers[0]]
    seat.close()
