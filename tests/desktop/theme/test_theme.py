"""One look for the whole application, changed at once and everywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.theme.stylesheet import build_stylesheet
from desktop.theme.theme import ROW_HEIGHTS, ZOOMS, Look, theme
from desktop.theme.tokens import CONTRAST, DARK, LIGHT
from desktop.widgets.layouts import Row, fix_size
from tests.desktop.looks import settle

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _plain() -> Iterator[None]:
    yield
    theme.show(Look("light"))


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST])
@pytest.mark.parametrize("zoom", ZOOMS)
def test_the_stylesheet_has_no_hole(tokens: object, zoom: float) -> None:
    sheet = build_stylesheet(tokens, zoom)  # type: ignore[arg-type]
    assert "@" not in sheet
    assert sheet.count("{") == sheet.count("}")


@pytest.mark.parametrize(
    ("name", "tokens"), [("light", LIGHT), ("dark", DARK), ("contrast", CONTRAST)]
)
def test_showing_a_theme_dresses_the_application(name: str, tokens: object) -> None:
    heard: list[object] = []
    connection = theme.changed.connect(lambda: heard.append(theme.tokens))
    theme.show(replace(theme.look, theme=name))  # type: ignore[arg-type]
    theme.disconnect(connection)
    assert heard == [tokens]
    assert QApplication.palette().window().color() == theme.colour("app")


@pytest.mark.parametrize(("asked", "got"), [(0.1, 0.9), (1.25, 1.25), (9.0, 1.5)])
def test_zoom_stays_in_its_range(asked: float, got: float) -> None:
    theme.show(Look("light", asked))
    assert theme.look.zoom == got
    assert theme.px(100) == round(100 * got)


def test_zoom_goes_step_by_step_and_stops_at_the_ends() -> None:
    theme.show(Look("light", 1.0))
    assert (theme.zoom_by(1), theme.zoom_by(-1)) == (1.1, 0.9)
    theme.show(Look("light", 1.5))
    assert theme.zoom_by(1) == 1.5


@pytest.mark.parametrize("density", ROW_HEIGHTS)
def test_rows_are_as_high_as_the_density_says(density: str) -> None:
    theme.show(Look("light", 1.0, density))  # type: ignore[arg-type]
    assert theme.row_height() == ROW_HEIGHTS[density]  # type: ignore[index]


def test_gaps_and_sizes_follow_the_zoom() -> None:
    box, inside = QWidget(), QLabel("x")
    row = Row(inside, gap=8, margins=(4, 4, 4, 4))
    box.setLayout(row)
    fix_size(inside, width=100)
    theme.show(Look("light", 1.5))
    assert (row.spacing(), row.contentsMargins().left(), inside.width()) == (12, 6, 150)


def test_what_is_gone_is_not_called_any_more() -> None:
    box = QWidget()
    fix_size(box, width=10)
    box.deleteLater()
    settle()
    theme.show(Look("light", 1.1))  # would raise on a widget that is gone
