"""Icons: every name that the code spells is shipped, and each takes the theme's colours."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QIcon, QImage

import resources
from desktop.theme.icons import best_drawing, icon_image
from desktop.theme.theme import Look, theme
from tests.architecture.source import python_files


def shipped() -> set[str]:
    return {
        re.sub(r"_\d+_(regular|filled)$", "", file.stem)
        for file in resources.path("icons").glob("*_*_*.svg")
    }


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        best_drawing("no_such_icon", "regular", 20)


@pytest.mark.parametrize(("pixels", "drawn"), [(14, 16), (16, 16), (20, 20), (24, 24), (40, 24)])
def test_each_size_has_its_own_drawing(pixels: int, drawn: int) -> None:
    assert f'width="{drawn}"' in best_drawing("search", "regular", pixels)


def test_an_icon_follows_the_theme() -> None:
    icon = theme.icon("search", "accent")
    light = _colours(icon.pixmap(96, 96).toImage())
    theme.show(Look("dark"))
    dark = _colours(icon.pixmap(96, 96).toImage())
    disabled = _colours(icon.pixmap(96, 96, QIcon.Mode.Disabled).toImage())
    theme.show(Look("light"))
    assert (light, dark) == ({theme.hex("accent").lower()}, {"#5cc8a1"})
    assert disabled == {"#5d6964"}


def test_the_application_mark_can_be_drawn() -> None:
    assert not QIcon(str(resources.path("icons/app.svg"))).pixmap(64, 64).isNull()


def test_an_image_is_as_sharp_as_the_screen() -> None:
    assert icon_image("search", "regular", "#000000", 20, 40).width() == 40


def test_every_icon_named_in_the_code_is_shipped() -> None:
    """Names stand as the argument ``icon=``, or first of the calls below."""
    called = re.compile(r'(?:icon=|IconLabel\(|EmptyState\(\s*|theme\.icon\()"([a-z_]+)"')
    root = resources.path("i18n").parent.parent
    found = {
        name
        for file, _ in python_files(root, "desktop")
        for name in called.findall(file.read_text(encoding="utf-8"))
    }
    assert len(found) > 5
    assert found <= shipped()


def _colours(image: QImage) -> set[str]:
    """The colours of the fully painted pixels."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {QColor(pixel.rgb()).name() for pixel in pixels if pixel.alpha() == 255}
