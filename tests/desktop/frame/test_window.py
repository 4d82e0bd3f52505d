"""The frame: every look of it, breakpoints, keys, palette, lock; on a made-up unit."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QMenuBar, QWidget

from core.errors import DiskFull
from desktop.announce import announce_to
from desktop.frame.command_palette import PaletteCard, entry
from desktop.frame.nav import NARROW, RAIL, WIDE, NavPane
from desktop.frame.panes import next_pane
from desktop.theme.theme import Look, theme
from desktop.unlock.lock_screen import Locking
from desktop.widgets.buttons import Button
from desktop.widgets.layouts import Column
from tests.desktop.frame.keys import ALT, CTRL, SHIFT, press
from tests.desktop.looks import (
    DESK,
    LAPTOP,
    Setting,
    assert_contrast,
    assert_named,
    assert_not_clipped,
    dressed,
    every_look,
    screenshot,
    settle,
    shown,
    visible,
)
from tests.desktop.sample import NOW, SampleScreen, sample_window

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.frame.status_bar import StatusItem
    from desktop.window import Window


LOOKS = [
    *every_look(),
    Setting("contrast", LAPTOP, "vi"),
    Setting("light", LAPTOP, "vi", 1.25),
]


@pytest.mark.parametrize("setting", LOOKS, ids=lambda setting: setting.name)
def test_every_look_is_whole(tmp_path: Path, qtbot: QtBot, setting: Setting) -> None:
    with dressed(setting):
        window = sample_window(tmp_path)
        qtbot.addWidget(window)
        shown(window, setting.size)
        assert_not_clipped(window)
        assert_named(window)
        assert_contrast(window)
        screenshot(window, f"frame-{setting.name}")


@pytest.mark.parametrize(("zoom", "width", "height"), [(1.0, 1280, 680), (1.25, 1366, 728)])
def test_the_smallest_window_is_small_enough(
    window: Window, zoom: float, width: int, height: int
) -> None:
    theme.show(Look("light", zoom))
    window.resize(width, height)
    settle()
    hint = window.minimumSizeHint()
    assert hint.width() <= width
    assert hint.height() <= height


@pytest.mark.parametrize(
    ("zoom", "width", "wanted"),
    [
        (1.0, 1179, RAIL),
        (1.0, 1180, NARROW),
        (1.0, 1366, NARROW),
        (1.0, 1920, WIDE),
        (1.25, 1366, RAIL),
    ],
)
def test_the_navigation_fits_the_window(
    window: Window, zoom: float, width: int, wanted: int
) -> None:
    theme.show(Look("light", zoom))
    window.resize(width, 768)
    settle()
    assert window.nav.width() == round(wanted * zoom)
    assert all(item.rail == (wanted == RAIL) for item in window.nav._items.values())


def test_screens_are_reached_by_keys_and_clicks(window: Window, qtbot: QtBot) -> None:
    lines = io.StringIO()
    announce_to(lines)
    press(qtbot, window, Qt.Key.Key_3, ALT)
    assert window.stack.current_id == "outgoing"
    press(qtbot, window, Qt.Key.Key_Comma, CTRL)
    assert window.stack.current_id == "preferences"
    assert window.top._title.text() == "Cài đặt"
    qtbot.mouseClick(window.nav._items["incoming"], Qt.MouseButton.LeftButton)
    announce_to(None)
    assert lines.getvalue().splitlines() == [
        "screen outgoing",
        "screen preferences",
        "screen incoming",
    ]
    assert window.windowTitle() == "Văn bản đến – Ấn Tín"


def test_leaving_a_screen_keeps_what_is_unsaved(window: Window) -> None:
    view = window.stack.view()
    assert isinstance(view, SampleScreen)
    window.go("sync")
    assert view.done == ["keep"]
    window.close()
    assert view.done == ["keep", "keep"]


def test_commands_of_the_screen_answer_to_their_keys_only_while_it_is_there(
    window: Window, qtbot: QtBot
) -> None:
    view = window.stack.view()
    assert isinstance(view, SampleScreen)
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    button = next(b for b in visible(window.top, Button) if b.label == "Đăng ký văn bản")
    button.click()
    assert view.done == ["register", "register"]
    window.go("preferences")
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    assert view.done == ["register", "register", "keep"]


def test_the_palette_finds_without_marks_and_goes(window: Window, qtbot: QtBot) -> None:
    asked: list[str] = []
    window.hub.provide = lambda typed, _deliver: asked.append(typed)
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    card = window.scrim.card
    assert isinstance(card, PaletteCard)
    qtbot.keyClicks(QApplication.focusWidget(), "thong ke")
    qtbot.waitUntil(lambda: card.texts() == ["Thống kê, báo cáo"])
    assert asked[-1] == "thong ke"
    assert_named(card)
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.stack.current_id == "reports"
    assert window.scrim.card is None


def test_enter_right_behind_the_last_letter_takes_what_was_typed(
    window: Window, qtbot: QtBot
) -> None:
    window.hub.provide = lambda _typed, _deliver: None
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(QApplication.focusWidget(), "thong ke")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)  # before the pause has passed
    assert window.stack.current_id == "reports"


def test_the_palette_shows_what_the_provider_finds_and_drops_late_answers(
    window: Window, qtbot: QtBot
) -> None:
    held, opened = [], list[str]()
    window.hub.provide = lambda typed, deliver: held.append((typed, deliver))
    window.hub.show_palette()
    card = window.scrim.card
    assert isinstance(card, PaletteCard)
    qtbot.keyClicks(QApplication.focusWidget(), "dien")
    qtbot.waitUntil(lambda: bool(held))
    qtbot.keyClicks(QApplication.focusWidget(), " tap")
    qtbot.waitUntil(lambda: held[-1][0] == "dien tap")
    found = entry(
        "frame.palette_documents", "document", "217/TM-TH", "", lambda: opened.append("217")
    )
    filtered = entry(
        "frame.palette_commands", "filter", "Lọc", "Ctrl+Enter", lambda: opened.append("filter")
    )
    held[0][1]([entry("frame.palette_documents", "document", "cũ", "", lambda: None)])
    assert "cũ" not in card.texts()
    held[-1][1]([found, filtered])
    assert card.texts()[:2] == ["217/TM-TH", "Lọc"]
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert opened == ["filter"]


def test_the_palette_with_a_sign_asks_for_commands_only(window: Window, qtbot: QtBot) -> None:
    asked: list[str] = []
    window.hub.provide = lambda typed, _deliver: asked.append(typed)
    window.hub.show_palette()
    card = window.scrim.card
    assert isinstance(card, PaletteCard)
    qtbot.keyClicks(QApplication.focusWidget(), ">khoa")
    qtbot.waitUntil(lambda: card.texts() == ["Khóa phiên làm việc"])
    assert asked == []
    qtbot.keyClicks(QApplication.focusWidget(), "zzzz")
    qtbot.waitUntil(lambda: card.texts() == [])
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.scrim.card is None


def test_under_a_sheet_no_shortcut_counts(window: Window, qtbot: QtBot) -> None:
    view = window.stack.view()
    assert isinstance(view, SampleScreen)
    window.show_error(DiskFull())
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    press(qtbot, window, Qt.Key.Key_3, ALT)
    assert view.done == []
    assert window.stack.current_id == "incoming"
    assert "Đĩa đầy" in " ".join(label.text() for label in visible(window.scrim, QLabel))
    press(qtbot, window, Qt.Key.Key_Escape)
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    assert view.done == ["register"]


def test_f1_lists_the_keys_of_here(window: Window, qtbot: QtBot) -> None:
    press(qtbot, window, Qt.Key.Key_F1)
    words_shown = [label.text() for label in visible(window.scrim, QLabel)]
    assert "Đăng ký văn bản" in words_shown
    assert "Khóa phiên làm việc" in words_shown
    assert_not_clipped(window.scrim)


def test_f6_goes_round_the_panes(window: Window, qtbot: QtBot) -> None:
    view = window.stack.view()
    assert isinstance(view, SampleScreen)
    assert view.list.view.hasFocus(), "the list has the keyboard first"
    seen = []
    for _ in range(5):
        press(qtbot, window, Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    holders = [view.pdf.view, window.status, window.nav, window.top, view.tabs]
    assert all(
        holder is w or holder.isAncestorOf(w) for holder, w in zip(holders, seen, strict=True)
    )
    press(qtbot, window, Qt.Key.Key_F6, SHIFT)
    assert window.top.isAncestorOf(QApplication.focusWidget())


def test_panes_that_cannot_take_the_keyboard_are_passed_over(qtbot: QtBot) -> None:
    box, edit = QWidget(), QLineEdit()
    box.setLayout(Column(QLabel("x"), edit))
    qtbot.addWidget(box)
    shown(box, (200, 100))
    assert next_pane([box.layout().itemAt(0).widget(), edit], 1) is edit
    assert next_pane([QLabel()], 1) is None


def test_zoom_theme_and_language_by_command(window: Window, qtbot: QtBot) -> None:
    press(qtbot, window, Qt.Key.Key_Equal, CTRL)
    assert theme.look.zoom == 1.1
    press(qtbot, window, Qt.Key.Key_0, CTRL)
    assert theme.look.zoom == 1.0
    press(qtbot, window, Qt.Key.Key_Minus, CTRL)
    assert theme.look.zoom == 0.9
    window.keeper.set_language("en")
    settle()
    assert window.top._title.text() == "Incoming"
    assert "Find and command" in [c.key and word for c, word in _texts(window)]


def _texts(window: Window) -> list[tuple[object, str]]:
    from desktop.words import word

    return [(command, word(command.key)) for command in window.hub._frame.commands]


def test_alt_alone_shows_the_menu_bar_with_everything(window: Window, qtbot: QtBot) -> None:
    menu = window.findChild(QMenuBar)
    assert not menu.isVisible()
    view = window.stack.view()
    assert isinstance(view, SampleScreen)
    qtbot.keyPress(view.list.view, Qt.Key.Key_Alt)
    qtbot.keyRelease(view.list.view, Qt.Key.Key_Alt)
    settle()
    assert menu.isVisible()
    titles = [action.text() for sub in menu.findChildren(QMenu) for action in sub.actions()]
    assert "Đăng ký văn bản" in titles
    assert "Khóa phiên làm việc" in titles
    count = len(menu.findChildren(QMenu))
    window.go("sync")
    window.go("incoming")
    assert len(menu.findChildren(QMenu)) == count, "menus of before are gone"


def test_undo_of_a_toast_by_key(window: Window, qtbot: QtBot) -> None:
    undone: list[int] = []
    window.toast("sample.done", lambda: undone.append(1), n=3)
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert undone == [1]


def drop(window: Window, mime: QMimeData) -> tuple[bool, bool]:
    spot, buttons = QPointF(300, 300), Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(spot, Qt.DropAction.CopyAction, mime, buttons, none)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    fall = QDropEvent(spot, Qt.DropAction.CopyAction, mime, buttons, none)
    fall.ignore()
    QApplication.sendEvent(window, fall)
    return enter.isAccepted(), fall.isAccepted()


def test_files_may_be_dropped_anywhere_but_not_on_the_lock(window: Window) -> None:
    dropped: list[list[str]] = []
    window.drops.dropped.connect(dropped.append)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/a/văn bản.pdf"), QUrl("https://example.org/x.pdf")])
    drop(window, mime)
    assert dropped == [["/a/văn bản.pdf"]]
    window.cover(Locking("wish", NOW))
    drop(window, mime)
    window.uncover()
    drop(window, QMimeData())
    assert len(dropped) == 1


def test_the_status_bar_turns_amber_before_the_lock_and_shows_jobs(window: Window) -> None:
    item: StatusItem = window.status.lock
    window.status.show_countdown(31)
    assert (item.accessibleName(), item.property("tone")) == ("Tự khóa sau 00:31", "text2")
    window.status.show_countdown(30)
    assert (item.accessibleName(), item.property("tone")) == ("Tự khóa sau 00:30", "warn")
    stopped: list[int] = []
    window.status.show_job("Lập chỉ mục 1.284/3.210", 1284, 3210, lambda: stopped.append(1))
    settle()
    assert_not_clipped(window.status)
    window.status._job._stop.click()
    assert stopped == [1]
    window.status.hide_job()
    window.status.sync.say("", "")
    assert not window.status.sync.isVisible()


def test_badges_count_what_needs_the_person(window: Window) -> None:
    nav: NavPane = window.nav
    window.set_badge("incoming", 1284, "danger")
    assert nav._items["incoming"].accessibleName() == "Văn bản đến, 1.284"
    window.set_badge("incoming", 0)
    assert nav._items["incoming"].accessibleName() == "Văn bản đến"
    window.set_badge("no_such_screen", 3)


def test_a_fault_shows_its_code(window: Window) -> None:
    window.show_error(KeyError("217/TM-TH"))
    window.show_fault("AB12CD")
    settle()
    text = " ".join(label.text() for label in visible(window.scrim, QLabel))
    assert "AB12CD" in text
    assert "217/TM-TH" not in text
    assert_not_clipped(window.scrim)


def test_the_picture_at_twice_the_pixels_is_the_same_frame(window: Window) -> None:
    assert screenshot(window, "plain").size().toTuple() == LAPTOP
    window.resize(*DESK)
    settle()
    assert window.size().toTuple() == DESK
