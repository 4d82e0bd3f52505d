"""The preview: pages fit, few images are kept, all are gone when hidden, boxes lie where they
should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent

from core.errors import BrokenPdf
from desktop.background import Inline, Lane, Task
from desktop.pages import PageImage
from desktop.theme.theme import theme
from desktop.widgets.page_images import KEPT
from desktop.widgets.page_layout import GAP, LARGEST, ZOOMS, fit_zoom, lay_out, step_zoom
from desktop.widgets.pdf_pane import PdfPane
from desktop.widgets.pdf_view import Overlay, PdfView
from tests.desktop.looks import assert_named, assert_not_clipped, settle, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

A4 = (595.0, 842.0)


class Paper:
    """Pages of one colour each."""

    def __init__(self, count: int, *, broken: bool = False) -> None:
        self.sizes = (A4,) * count
        self.asked: list[tuple[int, int]] = []
        self._broken = broken

    def render(self, page: int, width: int) -> PageImage:
        self.asked.append((page, width))
        if self._broken:
            raise BrokenPdf(page=page + 1)
        height = round(width * A4[1] / A4[0])
        return PageImage(width, height, bytes((200, 10 * page % 256, 30, 0)) * (width * height))


class Held(Inline):
    """Takes work and keeps it."""

    def __init__(self) -> None:
        self.tasks: list[Task] = []

    def run(self, lane: Lane, work: Callable, done: Callable, failed: Callable) -> Task:
        self.tasks.append(Task(done, failed))
        return self.tasks[-1]


@pytest.fixture
def pane(qtbot: QtBot) -> PdfPane:
    made = PdfPane("sample.preview", Inline())
    qtbot.addWidget(made)
    shown(made, (500, 700))
    return made


def wait(pane: PdfPane, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(pane.view.images) > 0)
    settle()


def test_pages_fit_the_width_and_only_those_in_sight_are_asked_for(
    pane: PdfPane, qtbot: QtBot
) -> None:
    paper = Paper(30)
    pane.show_source(paper)
    wait(pane, qtbot)
    width = pane.view.viewport().width() - 2 * GAP
    assert set(paper.asked) <= {(0, width), (1, width)}
    assert (0, width) in paper.asked


def test_keys_wheel_and_buttons_go_through_the_pages(pane: PdfPane, qtbot: QtBot) -> None:
    pane.show_source(Paper(5))
    wait(pane, qtbot)
    qtbot.keyClick(pane.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert pane.view.page == 1
    qtbot.keyClick(pane.view, Qt.Key.Key_End)
    assert pane.view.page == 4
    qtbot.keyClick(pane.view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert pane.view.page == 3
    assert pane.view.accessibleDescription() == "Trang 4 / 5"
    qtbot.keyClick(pane.view, Qt.Key.Key_Home)
    assert pane.view.page == 0


def test_zoom_steps_and_stops_at_300(pane: PdfPane, qtbot: QtBot) -> None:
    heard: list[float] = []
    pane.view.zoom_changed.connect(heard.append)
    pane.show_source(Paper(1))
    wait(pane, qtbot)
    for _ in range(20):
        pane.view.zoom_by(1)
    assert heard[-1] == LARGEST == 3.0
    wheel = QWheelEvent(
        QPointF(9, 9),
        QPointF(9, 9),
        QPointF(0, 0).toPoint(),
        QPointF(0, -120).toPoint(),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    pane.view.wheelEvent(wheel)
    assert heard[-1] == 2.5
    pane.view.set_zoom(None)
    assert heard[-1] < 1.0


def test_few_images_are_kept_and_none_when_hidden(pane: PdfPane, qtbot: QtBot) -> None:
    paper = Paper(40)
    pane.show_source(paper)
    for page in range(40):
        pane.view.go_to(page)
        pane.view._fetch()
    assert 0 < len(pane.view.images) <= KEPT
    pane.hide()
    assert len(pane.view.images) == 0
    pane.show()
    wait(pane, qtbot)
    assert len(pane.view.images) > 0


def test_another_file_begins_at_its_first_page_with_nothing_of_the_one_before(
    pane: PdfPane, qtbot: QtBot
) -> None:
    pane.show_source(Paper(9))
    wait(pane, qtbot)
    pane.view.go_to(8)
    pane.show_source(Paper(2))
    assert (pane.view.page, pane.view.page_count) == (0, 2)
    pane.show_source(None)
    assert pane.view.page_count == 0
    assert len(pane.view.images) == 0


def test_questions_nobody_waits_for_are_given_up(qtbot: QtBot) -> None:
    lanes = Held()
    view = PdfView("sample.preview", lanes)
    qtbot.addWidget(view)
    shown(view, (500, 700))
    view.show_source(Paper(20))
    qtbot.waitUntil(lambda: bool(lanes.tasks))
    first = list(lanes.tasks)
    view.go_to(15)
    qtbot.waitUntil(lambda: all(task.cancelled for task in first))
    view.show_source(None)
    assert all(task.cancelled for task in lanes.tasks)


def test_a_page_that_cannot_be_shown_says_so(pane: PdfPane, qtbot: QtBot) -> None:
    pane.show_source(Paper(1, broken=True))
    qtbot.waitUntil(lambda: "hỏng" in pane._banner.text)
    settle()
    assert_not_clipped(pane)
    pane.show_source(Paper(1))
    assert pane._banner.text == ""


def test_a_box_lies_where_the_page_says(pane: PdfPane, qtbot: QtBot) -> None:
    pane.show_source(Paper(1))
    wait(pane, qtbot)
    box = (300.0, 100.0, 500.0, 180.0)
    plain = pane.view.viewport().grab().toImage()
    pane.show_overlays((Overlay(0, box, "Nguyễn Thị Hư Cấu", "Chữ ký số sẽ đặt tại đây"),))
    drawn = pane.view.viewport().grab().toImage()
    changed = [
        (x, y)
        for x in range(plain.width())
        for y in range(plain.height())
        if plain.pixel(x, y) != drawn.pixel(x, y)
    ]
    scale = (pane.view.viewport().width() - 2 * GAP) / A4[0]
    left, right = min(x for x, _ in changed), max(x for x, _ in changed)
    top, bottom = min(y for _, y in changed), max(y for _, y in changed)
    expected = (
        GAP + box[0] * scale,
        GAP + box[2] * scale,
        GAP + (842 - 180) * scale,
        GAP + (842 - 100) * scale,
    )
    assert [abs(a - b) < 4 for a, b in zip((left, right, top, bottom), expected, strict=True)] == [
        True
    ] * 4


def test_the_paper_is_white_in_the_dark(pane: PdfPane) -> None:
    pane.show_source(None)
    assert QColor(theme.hex("paper")).lightness() > 240
    assert_named(pane)


@given(
    st.lists(st.tuples(st.floats(1, 3000), st.floats(1, 3000)), min_size=1, max_size=60),
    st.sampled_from(ZOOMS),
)
def test_pages_lie_under_each_other_and_every_height_has_its_page(
    sizes: list[tuple[float, float]], zoom: float
) -> None:
    layout = lay_out(tuple(sizes), zoom, 800)
    bottoms = [top + size[1] for top, size in zip(layout.tops, layout.sizes, strict=True)]
    assert all(top == bottom + GAP for top, bottom in zip(layout.tops[1:], bottoms, strict=False))
    assert layout.height == bottoms[-1] + GAP
    for page, top in enumerate(layout.tops):
        assert layout.at(top) == page
        assert page in layout.between(top, top + 1)


@given(st.floats(1, 5000), st.integers(60, 4000))
def test_fitting_never_exceeds_the_width_or_300_percent(width: float, room: int) -> None:
    zoom = fit_zoom(((width, 100.0),), room, 100_000)
    assert zoom <= LARGEST
    assert lay_out(((width, 100.0),), zoom, room).needed <= max(room, 50 + 2 * GAP) + 1


def test_zoom_steps_meet_every_stop() -> None:
    seen, zoom = [], ZOOMS[0]
    for _ in ZOOMS:
        seen.append(zoom)
        zoom = step_zoom(zoom, 1)
    assert tuple(seen) == ZOOMS
    assert step_zoom(ZOOMS[0], -1) == ZOOMS[0]
