"""Buttons, tabs, segments, fields and banners: keyboard, names, nothing cut in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.errors import DiskFull
from desktop.phrases import LANGUAGES
from desktop.theme.theme import Look, theme
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.check_box import CheckBox
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.field import Field, LineEdit, TextEdit
from desktop.widgets.segmented import Option, Segmented
from desktop.widgets.view_tabs import View, ViewTabs
from desktop.words import words
from tests.desktop.looks import assert_contrast, assert_named, assert_not_clipped, settle, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

KINDS = ("secondary", "primary", "ghost", "link", "danger")


def page(*widgets: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return box


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("zoom", [0.9, 1.0, 1.25, 1.5])
def test_every_kind_of_button_shows_its_words(language: str, zoom: float, qtbot: QtBot) -> None:
    words.set_language(language)  # type: ignore[arg-type]
    theme.show(Look("light", zoom))
    keys = ("frame.command.lock", "widgets.undo")
    buttons = [Button(key, kind) for kind in KINDS for key in keys]  # type: ignore[arg-type]
    buttons += [Button("unlock.unlock", "primary", icon="lock_open", hint="Ctrl ↵", big=True)]
    box = page(*buttons)
    qtbot.addWidget(box)
    try:
        shown(box, (500, 700))
        assert_not_clipped(box)
        assert_named(box)
    finally:
        words.set_language("vi")
        theme.show(Look("light"))


def test_a_button_with_a_key_has_room_for_both(qtbot: QtBot) -> None:
    plain, hinted = Button("widgets.undo"), Button("widgets.undo", hint="Ctrl+Z")
    qtbot.addWidget(plain)
    qtbot.addWidget(hinted)
    room = hinted.sizeHint().width() - plain.sizeHint().width()
    assert room > QFontMetrics(theme.font("key")).horizontalAdvance("Ctrl+Z")


def test_an_icon_button_says_what_it_does_and_its_key(qtbot: QtBot) -> None:
    button = IconButton("frame.lock", "lock_closed", shortcut="Ctrl+L")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Khóa"
    assert button.toolTip() == "Khóa (Ctrl+L)"


@pytest.fixture
def urgency(qtbot: QtBot) -> Iterator[Segmented[int]]:
    options = (
        Option(0, "office.urgency.normal"),
        Option(1, "office.urgency.urgent", "warn"),
        Option(2, "office.urgency.express", "danger"),
    )
    made = Segmented("office.field.urgency", options)
    box = page(made)
    qtbot.addWidget(box)
    shown(box, (600, 80))
    box.activateWindow()
    qtbot.waitUntil(box.isActiveWindow)
    made.setFocus()
    yield made
    box.hide()


def test_digits_and_arrows_choose_a_segment(urgency: Segmented[int], qtbot: QtBot) -> None:
    heard: list[int] = []
    urgency.chosen.connect(heard.append)
    focused = urgency.focusProxy()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_3)
    assert (urgency.value(), heard) == (2, [2])
    focused = urgency.focusProxy()
    assert focused is not None
    assert focused.hasFocus()
    qtbot.keyClick(focused, Qt.Key.Key_Left)
    assert (urgency.value(), heard) == (1, [2, 1])
    qtbot.keyClick(urgency.focusProxy(), Qt.Key.Key_9)
    assert urgency.value() == 1


def test_setting_a_value_is_not_choosing_it(urgency: Segmented[int]) -> None:
    heard: list[int] = []
    urgency.chosen.connect(heard.append)
    urgency.set_value(2)
    assert (urgency.value(), heard) == (2, [])
    assert_named(urgency.window())


def tabs() -> ViewTabs:
    views = (
        View("all", "sample.all"),
        View("late", "sample.late", "danger"),
        View("wait", "sample.wait"),
    )
    return ViewTabs("sample.views", views)


def test_views_are_chosen_by_place_and_mouse(qtbot: QtBot) -> None:
    bar, heard = tabs(), list[str]()
    qtbot.addWidget(bar)
    shown(bar, (600, 30))
    bar.chosen.connect(heard.append)
    bar.choose(1)
    bar.choose(7)
    assert (bar.current(), heard) == ("late", ["late"])
    bar.set_count("wait", 1284)
    assert "1.284" in bar.findChildren(QWidget)[-1].accessibleName() or "1.284" in " ".join(
        child.accessibleName() for child in bar.findChildren(QWidget)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_views_that_do_not_fit_hide_behind_a_button(language: str, qtbot: QtBot) -> None:
    words.set_language(language)  # type: ignore[arg-type]
    bar = tabs()
    qtbot.addWidget(bar)
    shown(bar, (bar.sizeHint().width(), 30))
    wide = [tab.isVisible() for tab in bar.findChildren(QWidget) if hasattr(tab, "view")]
    assert all(wide)
    bar.resize(bar.sizeHint().width() - 40, 30)
    settle()
    seen = [tab for tab in bar.findChildren(QWidget) if hasattr(tab, "view") and tab.isVisible()]
    assert len(seen) < len(wide)
    assert all(tab.geometry().right() <= bar.width() for tab in seen)
    more = next(b for b in bar.findChildren(IconButton))
    assert more.isVisible()
    assert more.geometry().right() < bar.width()
    words.set_language("vi")


def test_a_field_tells_its_error_to_eyes_and_ears(qtbot: QtBot) -> None:
    field = Field("office.field.urgency", LineEdit(), "frame.search")
    box = page(field)
    qtbot.addWidget(box)
    shown(box, (300, 120))
    assert field.edit.accessibleName() == field.label.text()
    field.set_error("unlock.wait", left="00:30")
    settle()
    assert field.wrong
    assert field.edit.property("wrong") is True
    assert "00:30" in field.edit.accessibleDescription()
    assert_not_clipped(box)
    assert_contrast(box)
    field.set_error()
    field.set_read(True)
    assert not field.wrong
    assert "Đọc từ tệp" in field.edit.accessibleDescription()


def test_a_text_edit_gives_one_paragraph(qtbot: QtBot) -> None:
    edit = TextEdit()
    qtbot.addWidget(edit)
    edit.setText("V/v  đề nghị\nphê duyệt")
    assert edit.text() == "V/v đề nghị phê duyệt"
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert "\n\n" not in edit.toPlainText()


def test_a_banner_takes_no_room_until_it_speaks(qtbot: QtBot) -> None:
    banner, pressed = Banner(), list[int]()
    box = page(banner)
    qtbot.addWidget(box)
    shown(box, (500, 120))
    assert banner.height() == 0 or banner.sizeHint().height() == 0
    banner.say("warn", "frame.conflicts", n=2)
    banner.offer("frame.close", lambda: pressed.append(1), "Alt+X")
    settle()
    assert "2 xung đột" in banner.text
    assert_not_clipped(box)
    assert_contrast(box)
    qtbot.mouseClick(box.findChild(Button), Qt.MouseButton.LeftButton)
    assert pressed == [1]
    banner.say_error(DiskFull())
    assert "Đĩa đầy" in banner.text
    assert len([b for b in box.findChildren(Button) if b.isVisible()]) in (0, 1)
    banner.hush()
    assert banner.text == ""


def test_a_banner_never_becomes_a_window_of_its_own(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("info", "frame.lock")
    assert not banner.isVisible()


def test_a_check_box_is_ticked_by_space_and_by_its_words(qtbot: QtBot) -> None:
    box = CheckBox("frame.lock")
    qtbot.addWidget(box)
    shown(box, (200, 30))
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center())
    assert not box.isChecked()


def test_an_empty_page_offers_one_way_on(qtbot: QtBot) -> None:
    done: list[int] = []
    state = EmptyState("mail_inbox", "sample.empty", "sample.register", lambda: done.append(1))
    qtbot.addWidget(state)
    shown(state, (500, 400))
    assert_not_clipped(state)
    state.button.click()
    assert done == [1]
