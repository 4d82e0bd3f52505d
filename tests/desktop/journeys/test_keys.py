"""The keys of ux.md §9 on the screens of documents: each does what the map says; F1 lists them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from core.office.terms import State
from db.queries import documents
from desktop.drafts.screen import SCREEN as DRAFTS
from desktop.frame.keys_card import KeyCap
from desktop.home.screen import SCREEN as HOME
from desktop.incoming.screen import SCREEN as INCOMING
from desktop.outgoing.screen import SCREEN as OUTGOING
from desktop.screens import Screen
from desktop.widgets.buttons import shortcut_text
from desktop.widgets.register.view import RegisterView
from tests.db.test_worklists import Office
from tests.desktop import looks
from tests.desktop.journeys.conftest import Sit
from tests.desktop.journeys.hands import Hands

NO_GRAB = pytest.mark.qt_log_ignore("This plugin does not support")
"""Off the screen a menu cannot take the keyboard for itself alone."""
CLERK_ARRIVED = {
    "act.submit": "F9", "act.edit": "F2", "act.file": "Ctrl+H", "act.slip": "Ctrl+P",
    "main": "Ctrl+Enter", "register": "Ctrl+N", "import": "Ctrl+I", "refresh": "F5",
    "filter": "Ctrl+F", "preview": "Ctrl+\\",
}  # fmt: skip
OFFICER_GIVEN = {
    "act.answer": "Ctrl+R", "act.complete": "Ctrl+E", "act.return": "F8", "act.transfer": "F4",
    "act.file": "Ctrl+H", "main": "Ctrl+Enter",
}  # fmt: skip
COMMANDER_SUBMITTED = {"act.direct": "F7", "act.return": "F8", "main": "Ctrl+Enter"}
DRAFT_WRITTEN = {
    "initial": "F9", "discard": "Delete", "new": "Ctrl+N", "refresh": "F5", "main": "Ctrl+Enter",
}  # fmt: skip


def _keys(hands: Hands) -> dict[str, str]:
    return {command.id: command.shortcut for command in hands.seat.view().commands()}


@pytest.mark.parametrize(
    ("who", "screen", "begin", "wanted"),
    [
        ("van", INCOMING, "arrived", CLERK_ARRIVED),
        ("si", INCOMING, "given", OFFICER_GIVEN),
        ("chi", INCOMING, "submitted", COMMANDER_SUBMITTED),
        ("si", DRAFTS, "drafted", DRAFT_WRITTEN),
        ("si", OUTGOING, "initialled", {"request_signature": "Ctrl+Return", "revise": "F2"}),
    ],
    ids=["clerk", "officer", "commander", "drafts", "outgoing"],
)
def test_every_key_of_the_map_is_there(
    office: Office, sit: Sit, who: str, screen: Screen, begin: str, wanted: dict[str, str]
) -> None:
    tasks = [office.task("lead", "si", 5)] if begin == "given" else []
    getattr(office, begin)(*tasks)
    hands = sit(who, screen)
    hands.rest()
    found = _keys(hands)
    assert {name: found.get(name) for name in wanted} == wanted
    assert screen is DRAFTS or "Ctrl+1" in found.values()
    shown = [keys for keys in found.values() if keys]
    assert len(shown) == len(set(shown)), "one key, one act"


def test_f1_lists_the_keys_of_the_screen_and_of_its_list(office: Office, sit: Sit) -> None:
    office.arrived()
    hands = sit("van", INCOMING)
    hands.rest()
    keys = {shortcut_text(one) for one in _keys(hands).values() if one}
    hands.press("F1")
    card = hands.seat.card()
    said = {label.text() for label in card.findChildren(QLabel)}
    caps = {cap.accessibleName() for cap in card.findChildren(KeyCap)}
    assert {"Đánh dấu, bỏ đánh dấu dòng", "Chọn mọi dòng đang hiện", "Trình chỉ huy"} <= said
    assert keys | {shortcut_text("Shift+F10"), shortcut_text("Space")} <= caps
    looks.assert_not_clipped(card)
    looks.screenshot(hands.seat.window, "keys-incoming")


@NO_GRAB
def test_shift_f10_shows_what_can_be_done_under_the_row(office: Office, sit: Sit) -> None:
    document = office.arrived()
    hands = sit("van", INCOMING)
    hands.rest()
    hands.press("Shift+F10")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    looks.screenshot(menu, "row-menu")
    lines = {action.text().partition("\t")[0]: action for action in menu.actions()}
    assert {"Trình chỉ huy", "Vào hồ sơ"} <= set(lines)
    assert not {"Chờ bút phê", "Đọc lại", "Đăng ký văn bản"} & set(lines)
    lines["Trình chỉ huy"].trigger()
    menu.close()
    hands.rest()
    page = documents.page(office.at("van"), document)
    assert page is not None
    assert page.row.state == State.SUBMITTED


@NO_GRAB
def test_the_other_mouse_button_shows_the_same_menu(office: Office, sit: Sit) -> None:
    office.arrived()
    hands = sit("van", INCOMING)
    hands.rest()
    view = hands.seat.window.findChild(RegisterView)
    at = view.viewport().mapToGlobal(QPoint(40, 20))
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(reason, QPoint(40, 20), at))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.pos() == at
    menu.close()


def test_delete_gives_a_draft_up_and_undo_brings_it_back(office: Office, sit: Sit) -> None:
    office.drafted()
    hands = sit("si", DRAFTS)
    hands.rest()
    before = hands.seat.view().list.count
    hands.press("Delete")
    hands.rest()
    assert hands.said("Đã bỏ dự thảo")
    assert hands.seat.view().list.count == before - 1
    hands.press("Ctrl+Z")
    hands.rest()
    assert hands.seat.view().list.count == before
    assert hands.seat.view().list.page.row.subject == "Về việc thử"


def test_ctrl_enter_is_the_main_act(office: Office, sit: Sit) -> None:
    document = office.submitted()
    hands = sit("chi", INCOMING)
    hands.rest()
    hands.press("Ctrl+Return")
    assert hands.seat.card() is not None
    assert hands.seat.view().register.pane.document() == document
    hands.press("Escape")
    assert hands.seat.card() is None


def test_lists_of_work_have_the_keys_of_their_acts(office: Office, sit: Sit) -> None:
    office.arrived()
    hands = sit("van", HOME, "incoming")
    hands.seat.view().page.pane.choose("to_submit")
    hands.rest()
    hands.press("Ctrl+A", "Space")
    assert {"bulk.submit": "F9", "bulk.file": "Ctrl+H"}.items() <= _keys(hands).items()
