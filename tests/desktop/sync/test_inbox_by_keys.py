"""Each kind of what waits for a person, made by real machines and a real server, shown, and settled
from home on by keys alone (sync.md §6.3, layer 10).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from core.office.terms import Role
from db.acting import Store
from db.actions import authority, incoming, outgoing, resolving
from db.actions.marks import Signature
from db.queries import conflicts, documents, office, setting_aside
from desktop.conflicts.screen import SCREEN
from desktop.home.screen import SCREEN as HOME
from tests.db.test_conflicts import _draft, _main, _submitted
from tests.desktop.seat import CTRL, ENTER, Seat
from tests.server.test_bad_roads import drained
from tests.server.town import Machine, Town

Key = Qt.Key
OTHERS = ("incoming", "outgoing", "drafts", "dossiers", "signing", "delegations")
WHY = "Đã đối chiếu, giữ như hiện có"


def person(store: Store, role: Role) -> Store:
    """Somebody with a role at this machine."""
    found = next(one.id for one in office.people(store) if role in one.roles)
    return replace(store, author=replace(store.author, person=found))


def at_home(machine: Machine, folder: Path) -> Seat:
    seat = Seat(machine.store, folder, HOME, (SCREEN, *OTHERS))
    seat.rest()
    return seat


def to_the_inbox(seat: Seat) -> None:
    """From one's own lists, by F6 and Space."""
    assert seat.view().deciding.text
    for _ in range(6):
        if seat.view().deciding.isAncestorOf(QApplication.focusWidget()):
            break
        seat.press(Key.Key_F6)
    seat.press(Key.Key_Space)
    seat.rest()


def pick(seat: Seat, wanted: str) -> None:
    """Down to it in the list."""
    seat.press(Key.Key_Home)
    for _ in range(8):
        seat.rest()
        shown = seat.view().pane.found or seat.view().pane.item
        if shown is not None and shown.id == wanted:
            return
        seat.press(Key.Key_Down)
    raise AssertionError("it is not in the list")


def say_why(seat: Seat) -> None:
    """The reason that is asked for; never without one."""
    seat.press(ENTER, CTRL)
    card = seat.card()
    assert card is not None
    card.edit.setText(WHY)
    seat.press(ENTER, CTRL, at=card.edit)
    seat.rest()
    assert seat.card() is None


def said(seat: Seat) -> str:
    pane = seat.view().pane
    values = [cell.accessibleName() for block in pane.blocks for cell in block.cells]
    return " | ".join([*(label.text() for label in pane.findChildren(QLabel)), *values])


def test_values_acts_and_edits_that_compete_are_settled_by_keys(town: Town, tmp_path: Path) -> None:
    clerk, commander, admin = (town.machine(name) for name in ("clerk", "commander", "admin"))
    drained(town, admin, clerk, commander)
    value, act = clerk.register(code="11/BC"), clerk.register(code="12/BC")
    incoming.submit(clerk.store, act)
    officer, head = person(clerk.store, Role.OFFICER), person(clerk.store, Role.COMMANDER)
    edit = _draft(officer)
    _submitted(officer, edit)
    drained(town, clerk, commander)
    incoming.edit(clerk.store, value, subject="Sửa ở máy văn thư")
    incoming.edit(commander.store, value, subject="Sửa ở máy chỉ huy")
    incoming.take_note(commander.store, act, "để biết")
    incoming.give_back(head, act, "thiếu phụ lục")
    mark = Signature("KyChinh", "main", b"%PDF-1.7 ky", "A" * 43, 0)
    outgoing.sign(commander.store, edit, _main(commander.store, edit), mark)
    incoming.edit(officer, edit, subject="Sửa sau khi đã ký")
    with town.running():
        town.sync(commander, clerk, commander)
    assert {row.id for row in conflicts.waiting(clerk.store)} == {value, act, edit}
    seat = at_home(clerk, tmp_path / "seat")
    to_the_inbox(seat)
    pick(seat, value)
    assert "Sửa ở máy chỉ huy" in said(seat)
    seat.press(Key.Key_2, CTRL)
    seat.press(ENTER, CTRL)
    seat.rest()
    pick(seat, act)
    assert "Trả lại: đến muộn nên không có hiệu lực" in said(seat)
    seat.press(Key.Key_3, CTRL)
    say_why(seat)
    seat.press(Key.Key_F, CTRL)  # the draft is another's: all that waits
    pick(seat, edit)
    assert "Văn bản đã ký trước khi sửa đổi này đến" in said(seat)
    seat.press(Key.Key_3, CTRL)
    say_why(seat)
    assert conflicts.waiting(clerk.store) == []
    seat.close()
    drained(town, clerk, commander)
    assert conflicts.waiting(commander.store) == []
    page = documents.page(commander.store, value)
    assert page is not None
    assert page.row.subject == "Sửa ở máy chỉ huy"


def test_two_who_settle_differently_meet_again_and_all_of_one_cause_is_settled_at_once(
    town: Town, tmp_path: Path
) -> None:
    clerk, commander, admin = (town.machine(name) for name in ("clerk", "commander", "admin"))
    drained(town, admin, clerk, commander)
    value = clerk.register(code="11/BC")
    drained(town, clerk, commander)
    incoming.edit(clerk.store, value, subject="Sửa ở máy văn thư")
    incoming.edit(commander.store, value, subject="Sửa ở máy chỉ huy")
    with town.running():
        town.sync(commander, clerk, commander)
    for machine, text in ((clerk, "Chốt A"), (commander, "Chốt B")):
        found = conflicts.conflict(machine.store, "document", value)
        assert found is not None
        choice = found.fields[0].take(found.fields[0].sides[0])._replace(value=text)
        resolving.resolve(machine.store, "document", value, [choice])
    with town.running():
        town.sync(commander, clerk, commander)
    lost = [clerk.register(code=f"{n}/BC") for n in (21, 22)]
    authority.revoke_person(admin.store, clerk.person, "chuyển công tác")
    with town.running():
        town.sync(admin, clerk, commander)
    assert len(setting_aside.items(commander.store)) == 2
    seat = at_home(commander, tmp_path / "seat")
    to_the_inbox(seat)
    pick(seat, setting_aside.items(commander.store)[0].id)
    seat.press(Key.Key_6, CTRL)
    seat.press(Key.Key_4, CTRL)
    say_why(seat)
    assert setting_aside.items(commander.store) == []
    assert all(documents.page(commander.store, one) for one in lost)
    seat.press(Key.Key_F, CTRL)
    pick(seat, value)
    assert "Chốt A" in said(seat)
    assert "Chốt B" in said(seat)
    seat.press(ENTER)
    seat.press(Key.Key_2)
    seat.press(ENTER, CTRL)
    seat.rest()
    assert conflicts.waiting(commander.store) == []
    seat.close()
