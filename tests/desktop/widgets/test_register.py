"""The register list: fetched by blocks, never loses its place, two layouts, whole rows spoken."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible

from desktop.theme.theme import Look, theme
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.register.model import BLOCK, FACE, KEPT_BLOCKS, RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.widgets.register.static_text import StaticTexts
from desktop.widgets.register.view import SECTION_HEIGHT, TWO_LINES_BELOW
from desktop.widgets.register.widths import width_for
from tests.desktop.looks import assert_named, screenshot, settle, shown
from tests.desktop.sample import PLAN, face
from tests.desktop.sample_letters import Letter, letters

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.widgets.register.faces import Plan

Done = Callable[[Sequence[Letter]], None]


class Store:
    """Rows by number, and what was asked for. ``late`` keeps the answers until they are let go."""

    def __init__(self, rows: Sequence[Letter], *, late: bool = False) -> None:
        self.rows = {row.n: row for row in rows}
        self.asked: list[list[int]] = []
        self.late, self.held = late, list[tuple[Done, list[Letter]]]()

    def fetch(self, ids: Sequence[int], done: Done) -> None:
        self.asked.append(list(ids))
        found = [self.rows[n] for n in ids if n in self.rows]
        if self.late:
            self.held.append((done, found))
        else:
            done(found)

    def let_go(self) -> None:
        for done, found in self.held:
            done(found)
        self.held.clear()


def build(store: Store, plan: Plan = PLAN) -> RegisterList[Letter]:
    model = RegisterModel(store.fetch, lambda row: row.n, face)
    return RegisterList("sample.list", model, plan, EmptyState("mail_inbox", "sample.empty"))


@pytest.fixture
def store() -> Store:
    return Store(letters(1000))


@pytest.fixture
def register(store: Store, qtbot: QtBot) -> RegisterList[Letter]:
    made = build(store)
    qtbot.addWidget(made)
    shown(made, (740, 600))
    made.show_ids(array("q", store.rows))
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.view.setFocus()
    settle()
    return made


def test_only_the_blocks_in_sight_are_fetched(store: Store, register: RegisterList[Letter]) -> None:
    assert [len(ids) for ids in store.asked] == [BLOCK]
    register.view.go_to(1284 - 500)
    settle()
    assert len(store.asked) <= 3
    assert all(len(ids) <= BLOCK for ids in store.asked)


def test_a_row_not_here_yet_shows_as_waiting_and_comes_later(qtbot: QtBot) -> None:
    store = Store(letters(200), late=True)
    register = build(store)
    qtbot.addWidget(register)
    shown(register, (740, 400))
    register.show_ids(array("q", store.rows))
    settle()
    assert register.view.current() is None
    store.let_go()
    settle()
    assert register.view.current() == store.rows[1284]


def test_what_the_keyboard_rests_on_is_told_once_it_is_here(qtbot: QtBot) -> None:
    store = Store(letters(50), late=True)
    register, told = build(store), list[Letter | None]()
    qtbot.addWidget(register)
    register.view.settled.connect(told.append)
    shown(register, (740, 400))
    register.show_ids(array("q", store.rows))
    settle()
    store.let_go()
    qtbot.waitUntil(lambda: store.rows[1284] in told)


@pytest.mark.parametrize(
    ("key", "number"),
    [
        (Qt.Key.Key_Down, 1283),
        (Qt.Key.Key_End, 285),
        (Qt.Key.Key_Home, 1284),
        (Qt.Key.Key_PageDown, None),
        (Qt.Key.Key_X, 1284),
    ],
)
def test_keys_move_and_bare_letters_do_not(
    register: RegisterList[Letter], qtbot: QtBot, key: Qt.Key, number: int | None
) -> None:
    qtbot.keyClick(register.view, key)
    settle()
    current = register.view.current()
    assert current is not None
    assert current.n == number if number else 1284 - 20 < current.n < 1284


def test_enter_opens(register: RegisterList[Letter], qtbot: QtBot) -> None:
    opened: list[Letter] = []
    register.view.opened.connect(opened.append)
    qtbot.keyClick(register.view, Qt.Key.Key_Return)
    assert [row.n for row in opened] == [1284]


def test_the_keyboard_stays_on_its_row_when_others_come(register: RegisterList[Letter]) -> None:
    register.view.go_to(1280)
    register.show_ids(array("q", [2001, 2000, *register.view.model().ids]))
    assert register.view.currentIndex().row() == 6
    assert register.view.chosen() == [1280]


def test_the_keyboard_goes_to_the_next_row_when_its_own_is_gone(
    register: RegisterList[Letter],
) -> None:
    register.view.go_to(1280)
    register.show_ids(array("q", [n for n in register.view.model().ids if n != 1280]))
    settle()
    assert register.view.chosen() == [1279]
    register.show_ids(array("q", [1284]))
    assert register.view.chosen() == [1284]


def test_an_empty_list_shows_its_empty_page_and_comes_back(register: RegisterList[Letter]) -> None:
    register.show_ids(array("q"))
    settle()
    assert register.empty.isVisible()
    assert register.view.current() is None
    register.show_ids(array("q", [1284]))
    settle()
    assert register.view.isVisible()


def test_a_change_reads_the_rows_again(store: Store, register: RegisterList[Letter]) -> None:
    from dataclasses import replace

    store.rows[1284] = replace(store.rows[1284], title="Đã sửa")
    register.show_ids(array("q", store.rows))
    settle()
    current = register.view.current()
    assert current is not None
    assert current.title == "Đã sửa"


def test_memory_is_bounded(qtbot: QtBot) -> None:
    rows = [Letter(n, "21/11", "1", "t", "s") for n in range(20_000, 0, -1)]
    store = Store(rows)
    model = RegisterModel(store.fetch, lambda row: row.n, face)
    model.set_ids(array("q", store.rows))
    for place in range(0, len(rows), BLOCK):
        assert model.data(model.index(place, 0), FACE) is not None
    assert len(model._known) <= KEPT_BLOCKS * BLOCK
    assert model.data(model.index(5, 0), FACE) is not None


def test_a_screen_reader_hears_the_whole_row(register: RegisterList[Letter]) -> None:
    spoken = register.view.model().data(
        register.view.model().index(2, 0), int(Qt.ItemDataRole.AccessibleTextRole)
    )
    assert all(part in spoken for part in ("kế hoạch bảo đảm", "217/TM-TH", "Chờ bút phê"))
    face_of_view = QAccessible.queryAccessibleInterface(register.view)
    assert face_of_view.text(QAccessible.Text.Name) == "Sổ văn bản đến"
    assert_named(register)


@pytest.mark.parametrize("zoom", [1.0, 1.25])
def test_the_layout_follows_the_width(register: RegisterList[Letter], zoom: float) -> None:
    theme.show(Look("light", zoom))
    try:
        border = round(TWO_LINES_BELOW * zoom)
        register.resize(border - 40, 500)
        settle()
        assert register.view.painter.two_lines
        assert register.view.rowHeight(0) == round(49 * zoom)
        register.resize(border + 60, 500)
        settle()
        assert not register.view.painter.two_lines
        assert register.view.rowHeight(0) == round(34 * zoom)
    finally:
        theme.show(Look("light"))


def test_columns_fill_the_row_and_the_title_takes_the_rest(register: RegisterList[Letter]) -> None:
    register.resize(1128, 500)
    settle()
    inside = register.view.viewport().rect().adjusted(0, 0, -8, 0)
    areas = [area for _, area in register.view.painter.columns(inside)]
    assert [a.left() for a in areas[1:]] == [a.right() + 1 for a in areas[:-1]]
    assert areas[-1].right() <= register.view.viewport().width()
    assert areas[3].width() > 200


def test_both_layouts_paint_every_row(register: RegisterList[Letter]) -> None:
    narrow = screenshot(register, "register-two-lines")
    register.resize(1128, 600)
    settle()
    wide = screenshot(register, "register-one-line")
    for image in (narrow, wide):
        colours = {
            image.pixel(x, y)
            for x in range(0, image.width(), 3)
            for y in range(0, image.height(), 3)
        }
        assert len(colours) > 60


def test_ticks_and_headings(qtbot: QtBot) -> None:
    from dataclasses import replace

    store = Store(letters(6))
    register = build(store, replace(PLAN, ticks=True, lead=0))
    qtbot.addWidget(register)
    shown(register, (500, 500))
    register.show_ids(
        array("q", [-1, 1284, 1283, -2, 1282, 1281]), ("Cần xem lại · 2", "Sẵn sàng · 2")
    )
    register.activateWindow()
    qtbot.waitUntil(register.isActiveWindow)
    register.view.setFocus()
    settle()
    view = register.view
    assert view.rowHeight(0) == SECTION_HEIGHT
    assert view.chosen() == [1284]
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.chosen() == [1282], "the heading is stepped over"
    where = QPoint(10, view.rowViewportPosition(5) + 10)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert view.ticked == {1284, 1281}
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.chosen() == [1284]
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.ticked == {1281}
    register.show_ids(array("q", [1284, 1283]))
    assert view.ticked == set(), "a tick goes with its row"


def test_an_invalid_index_is_answered_calmly() -> None:
    model = RegisterModel(lambda _ids, _done: None, lambda row: row.n, face)
    assert model.data(QModelIndex(), FACE) is None
    assert model.row_at(-1) is None
    assert model.row_at(99) is None


def test_painted_texts_are_cached_and_bounded() -> None:
    texts = StaticTexts()
    for n in range(5000):
        texts.width(f"text {n}", "body")
    assert 0 < len(texts) <= 4096
    texts.forget()
    assert len(texts) == 0


def test_columns_are_wide_enough_for_both_languages() -> None:
    keys = ("office.state.submitted", "office.state.coordinating")
    both = width_for(keys, icon=True)
    assert both >= width_for(keys[:1], icon=True)
    assert both > width_for(keys)
